//! Which systems and flows the errors of a report point at.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::system::System;
use crate::source::Span;
use crate::syntax::Form;

/// The codes of the errors, by what they point at.
#[derive(Debug, Default)]
pub(super) struct Conflicts {
    systems: BTreeMap<Id<System>, BTreeSet<String>>,
    flows: BTreeMap<Id<Flow>, BTreeSet<String>>,
}

/// A node of the charter that is drawn.
#[derive(Clone, Copy)]
enum Drawn {
    System(Id<System>),
    Flow(Id<Flow>),
}

impl Conflicts {
    /// An error points at the flow or system in which one of its labels stands. A label elsewhere, such as at an owner
    /// of an object, points at the systems that are named there.
    pub(super) fn of(facts: &Facts, forms: &[Form], report: &[Diagnostic]) -> Self {
        let mut found = Self::default();
        let errors: Vec<&Diagnostic> = report.iter().filter(|finding| finding.severity == Severity::Error).collect();
        if errors.is_empty() {
            return found;
        }
        let drawn = drawn(facts, forms);
        let mut named: Vec<(Span, Id<System>)> = Vec::new();
        for reference in facts.model.references.iter().filter(|reference| reference.target.kind == Kind::System) {
            named.push((reference.span, Id::new(reference.target.index as usize)));
        }
        named.sort_unstable();
        for (error, span) in errors.iter().flat_map(|error| error.labels.iter().map(move |label| (error, label.span))) {
            match around(&drawn, span) {
                Some(Drawn::System(system)) => found.at_system(system, &error.code),
                Some(Drawn::Flow(flow)) => {
                    found.flows.entry(flow).or_default().insert(error.code.to_string());
                }
                None => {
                    let first = named.partition_point(|(place, _)| *place < span.at_start());
                    let inside = named[first..].iter().take_while(|(place, _)| within(span, *place));
                    inside.for_each(|(_, system)| found.at_system(*system, &error.code));
                }
            }
        }
        found
    }

    fn at_system(&mut self, system: Id<System>, code: &str) {
        self.systems.entry(system).or_default().insert(code.to_owned());
    }

    /// The codes of the errors that point at a system.
    pub(super) fn system(&self, system: Id<System>) -> Vec<String> {
        self.systems.get(&system).into_iter().flatten().cloned().collect()
    }

    /// The codes of the errors that point at a flow.
    pub(super) fn flow(&self, flow: Id<Flow>) -> Vec<String> {
        self.flows.get(&flow).into_iter().flatten().cloned().collect()
    }
}

/// The whole nodes of systems and flows, in order.
fn drawn(facts: &Facts, forms: &[Form]) -> Vec<(Span, Drawn)> {
    let model = &facts.model;
    let systems = model.systems.iter().map(|(id, system)| (system.head.span.at_start(), Drawn::System(id)));
    let flows = model.flows.iter().map(|(id, flow)| (flow.head.span.at_start(), Drawn::Flow(id)));
    let at: BTreeMap<Span, Drawn> = systems.chain(flows).collect();
    let words = forms.iter().flat_map(Form::words);
    let mut drawn: Vec<(Span, Drawn)> =
        words.filter_map(|word| Some((word.span(), *at.get(&word.span().at_start())?))).collect();
    drawn.sort_unstable_by_key(|(span, _)| *span);
    drawn
}

/// The node in which a place lies.
fn around(drawn: &[(Span, Drawn)], place: Span) -> Option<Drawn> {
    let after = drawn.partition_point(|(span, _)| (span.file, span.start) <= (place.file, place.start));
    let (span, node) = drawn.get(after.checked_sub(1)?)?;
    within(*span, place).then_some(*node)
}

fn within(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}
