//! Templates, overlays and environments: from where a definition's words come.

use rustc_hash::FxHashSet;

use crate::model::choice::Choice;
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::{Head, Ref, Said};
use crate::model::problems;
use crate::model::template::{Environment, EnvironmentSystem, Overlay, Template, TemplateKind, Variant};
use crate::syntax::{Cursor, missing};

use super::layers::Layers;
use super::systems::events;
use super::values::{choice, head};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    /// All templates come before what uses them.
    pub(super) fn declare_templates(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Template) {
            let of: Option<Said<TemplateKind>> = choice(cursor.property("for"));
            self.model.templates.add(Template { head: head(cursor, name), of, span: cursor.span() });
            self.template_words.push(cursor);
        }
        for at in 0..self.template_words.len() {
            let cursor = self.template_words[at];
            let Some(of) = self.model.templates[Id::new(at)].of else { continue };
            let templates = self.templates_of(cursor, of.value);
            self.model.templates[Id::new(at)].head.templates = templates;
        }
        self.report_template_circles();
    }

    /// The places from which the words of a definition come, and what none of them says although it must be said.
    pub(super) fn definition(&mut self, cursor: Cursor<'f>, kind: TemplateKind) -> (Layers<'f>, Vec<Ref<Template>>) {
        let (layers, templates) = self.layers(cursor, kind);
        // An unknown template was reported, and might have said it.
        if !templates.is_empty() && templates.iter().all(|template| template.target.is_some()) {
            self.notes.found.extend(missing(layers.places()));
        }
        (layers, templates)
    }

    /// The places from which the words of a definition come: itself, then its templates, the last one first, each
    /// followed by its own. A template that is reached twice counts where it is reached first.
    pub(in crate::model) fn layers(
        &mut self,
        cursor: Cursor<'f>,
        kind: TemplateKind,
    ) -> (Layers<'f>, Vec<Ref<Template>>) {
        let templates = self.templates_of(cursor, kind);
        let mut places = vec![cursor];
        self.add_templates(&templates, &mut places);
        (Layers::new(places), templates)
    }

    fn add_templates(&mut self, templates: &[Ref<Template>], places: &mut Vec<Cursor<'f>>) {
        let mut waiting: Vec<Id<Template>> = templates.iter().filter_map(|template| template.target).collect();
        let mut seen = FxHashSet::default();
        while let Some(template) = waiting.pop() {
            if seen.insert(template) {
                self.notes.used_templates.insert(template);
                places.push(self.template_words[template.index()]);
                let own = &self.model.templates[template].head.templates;
                waiting.extend(own.iter().filter_map(|template| template.target));
            }
        }
    }

    /// The templates that a definition names, if they are of its kind.
    fn templates_of(&mut self, cursor: Cursor<'f>, kind: TemplateKind) -> Vec<Ref<Template>> {
        let mut templates = self.references_in::<Template>(cursor.children_named("as"), "templates");
        for used in &mut templates {
            let Some(template) = used.target.map(|id| &self.model.templates[id]) else { continue };
            let Some(of) = template.of.filter(|of| of.value != kind) else { continue };
            let (name, span) = (&template.head.name.text, used.span);
            let message = format!("`{name}` is a template of {}s, not of {}s", of.value.word(), kind.word());
            used.target = None;
            self.wrong_kind(message, span, &format!("a template of {}s is wanted here", kind.word()), of.span);
        }
        templates
    }

    /// A template may use others, and so in the end itself: a depth-first walk finds the uses that close a circle.
    fn report_template_circles(&mut self) {
        let count = self.model.templates.len();
        let (mut open, mut done) = (vec![false; count], vec![false; count]);
        for start in 0..count {
            let mut walk = vec![(start, 0)];
            while let Some((at, next)) = walk.pop() {
                if done[at] {
                    continue;
                }
                open[at] = true;
                let templates = &mut self.model.templates[Id::new(at)].head.templates;
                let Some(used) = templates.get_mut(next) else {
                    (open[at], done[at]) = (false, true);
                    continue;
                };
                walk.push((at, next + 1));
                let Some(target) = used.target else { continue };
                if open[target.index()] {
                    used.target = None;
                    let (span, name) = (used.span, self.model.templates[target].head.name.clone());
                    let finding = problems::CIRCULAR_DEFINITION
                        .finding(format!("the template `{name}` takes its words from itself"))
                        .at(span, "closes the circle")
                        .and(name.span, "declared here")
                        .help("take one `as` out of the circle");
                    self.notes.found.push(finding);
                } else {
                    walk.push((target.index(), 0));
                }
            }
        }
    }

    /// Overlays and environments come after what they change.
    pub(super) fn lower_overlays(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Overlay) {
            let region = self.region(cursor);
            let head = head(cursor, name);
            let overlay =
                self.model.overlays.add(Overlay { head, region, flows: vec![], records: vec![], exceptions: vec![] });
            for word in cursor.children() {
                match word.definition().name {
                    "flow" => self.flow_variant(overlay, word),
                    "record" => self.record_variant(overlay, word),
                    "exception" => self.exception_variant(overlay, word),
                    _ => {}
                }
            }
        }
        for Declaration { cursor, name } in self.declared(Kind::Environment) {
            let mut systems = Vec::new();
            for word in cursor.children_named("system") {
                systems.push(EnvironmentSystem {
                    system: self.reference(word.argument("system")),
                    endpoints: self.endpoints(word.children_named("endpoint")),
                    events: word.children_named("events").filter_map(events).collect(),
                    span: word.head(),
                });
            }
            self.model.environments.add(Environment { head: head(cursor, name), systems });
        }
    }

    /// A template that no definition uses is read as if one did, so that its names are looked up.
    pub(super) fn read_unused_templates(&mut self) {
        for at in 0..self.template_words.len() {
            let template = &self.model.templates[Id::new(at)];
            let (head, cursor) = (template.head.clone(), self.template_words[at]);
            if self.notes.used_templates.contains(&Id::new(at)) || self.model.library.contains(&head.span.file) {
                continue;
            }
            match template.of.map(|of| of.value) {
                Some(kind @ TemplateKind::Flow) => {
                    let layers = self.layers(cursor, kind).0;
                    self.flow(&layers, head);
                }
                Some(kind @ TemplateKind::Record) => {
                    let layers = self.layers(cursor, kind).0;
                    self.record(&layers, head);
                }
                Some(kind @ TemplateKind::System) => {
                    let layers = self.layers(cursor, kind).0;
                    self.system(&layers, head);
                }
                Some(kind @ TemplateKind::Exception) => {
                    let layers = self.layers(cursor, kind).0;
                    self.exception(&layers, head);
                }
                None => {}
            }
        }
    }

    /// The overlay's words over those of the element that it changes.
    fn overlaid(&mut self, word: Cursor<'f>, base: Cursor<'f>, kind: TemplateKind) -> (Layers<'f>, Vec<Ref<Template>>) {
        let (over, mut templates) = self.layers(word, kind);
        let (under, others) = self.layers(base, kind);
        templates.extend(others);
        (Layers::new([over.places(), under.places()].concat()), templates)
    }

    fn flow_variant(&mut self, overlay: Id<Overlay>, word: Cursor<'f>) {
        let Some(base) = self.reference::<crate::model::flow::Flow>(word.argument("flow")) else { return };
        let Some(target) = base.target else { return };
        let (layers, templates) = self.overlaid(word, self.flow_words[target.index()], TemplateKind::Flow);
        let head = Head { templates, ..self.model.flows[target].head.clone() };
        let element = self.flow(&layers, head);
        let variant = self.model.flow_variants.add(Variant { overlay, base, element, span: word.head() });
        self.model.overlays[overlay].flows.push(variant);
    }

    fn record_variant(&mut self, overlay: Id<Overlay>, word: Cursor<'f>) {
        let Some(base) = self.reference::<crate::model::record::Record>(word.argument("record")) else { return };
        let Some(target) = base.target else { return };
        let (layers, templates) = self.overlaid(word, self.record_words[target.index()], TemplateKind::Record);
        let head = Head { templates, ..self.model.records[target].head.clone() };
        let element = self.record(&layers, head);
        let variant = self.model.record_variants.add(Variant { overlay, base, element, span: word.head() });
        self.model.overlays[overlay].records.push(variant);
    }

    fn exception_variant(&mut self, overlay: Id<Overlay>, word: Cursor<'f>) {
        let Some(base) = self.reference::<crate::model::operations::Exception>(word.argument("exception")) else {
            return;
        };
        let Some(target) = base.target else { return };
        let (layers, templates) = self.overlaid(word, self.exception_words[target.index()], TemplateKind::Exception);
        let head = Head { templates, ..self.model.exceptions[target].head.clone() };
        let element = self.exception(&layers, head);
        let variant = self.model.exception_variants.add(Variant { overlay, base, element, span: word.head() });
        self.model.overlays[overlay].exceptions.push(variant);
    }
}
