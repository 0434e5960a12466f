//! Flows as they read: as they are, and under each overlay that changes them.

use crate::facts::lineage::as_it_reads;
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::template::Variant;

/// A flow as it reads in some part of the scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Form {
    /// The flow.
    pub flow: Id<Flow>,
    /// The overlay under which it reads so.
    pub variant: Option<Id<Variant<Flow>>>,
}

impl Form {
    /// Every flow as it is, then every one as it reads under an overlay whose part of the scopes is known.
    pub fn all(model: &Model) -> impl Iterator<Item = Self> {
        let plain = model.flows.ids().map(|flow| Self { flow, variant: None });
        let overlaid = model.flow_variants.iter().filter_map(|(id, variant)| {
            let is_known = model.overlays[variant.overlay].region.is_known();
            Some(Self { flow: variant.base.target.filter(|_| is_known)?, variant: Some(id) })
        });
        plain.chain(overlaid)
    }

    /// The flow, as it reads.
    pub fn of(self, model: &Model) -> &Flow {
        as_it_reads(model, self.flow, self.variant)
    }

    /// Where it reads so, as a message says it behind the name of the flow: `` under overlay `northgate` ``, or nothing.
    pub fn under(self, model: &Model) -> String {
        let overlay = self.variant.map(|variant| &model.overlays[model.flow_variants[variant].overlay].head.name);
        overlay.map_or_else(String::new, |overlay| format!(" under overlay `{overlay}`"))
    }
}

/// What a judgement says of every flow. Of a form under an overlay only what it does not say of the flow as it is.
pub fn judged<T: PartialEq>(model: &Model, judge: impl Fn(Form) -> Option<T>) -> Vec<(Form, T)> {
    let mut found: Vec<(Form, T)> = Vec::new();
    for form in Form::all(model) {
        let Some(said) = judge(form) else { continue };
        let is_new =
            form.variant.is_none() || !found.iter().any(|(other, known)| other.flow == form.flow && *known == said);
        if is_new {
            found.push((form, said));
        }
    }
    found
}
