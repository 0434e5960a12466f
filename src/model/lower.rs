//! From words to the model: every name gets its id, then every word its place.
//!
//! First all declared names are collected, so that a name can be used before it is declared and in any file. Then the
//! concepts are lowered one after the other, each after those whose parts it names: objects before lifecycles,
//! lifecycles before flows. Nothing here fails: what is missing or wrong in form was reported with the form, and what a
//! name does not mean is reported here, once.

mod cases;
mod circles;
mod collect;
mod delivery;
mod flows;
mod formulas;
mod governance;
mod layers;
mod lifecycles;
mod matrices;
mod names;
mod objects;
mod operations;
mod owners;
mod parties;
mod paths;
mod phases;
mod records;
mod report;
mod resolve;
mod scopes;
mod share;
mod systems;
mod templates;
mod times;
mod types;
mod values;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::Diagnostic;
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::element::Reference;
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::Name;
use crate::model::object::Object;
use crate::model::template::Template;
use crate::source::{FileId, Sources};
use crate::syntax::{Cursor, Form, Given};

use names::Names;
use share::Shared;

/// Lowers the forms of a charter's files. Those from the file `library` on are the standard library and packs: what they
/// declare gives way to what the charter declares. Files count in the order of their paths, however they were loaded.
pub fn build(sources: &Sources, forms: &[Form], library: FileId) -> (Model, Vec<Diagnostic>) {
    let mut charter: Vec<&Form> = forms.iter().collect();
    charter.sort_by_key(|form| (form.file() >= library, sources.file(form.file()).path(), form.file()));
    let library = charter.split_off(charter.partition_point(|form| form.file() < library));
    let mut lowering = Lowering {
        model: Shared::default(),
        names: Shared::default(),
        declared: <Kind as Choice>::ALL.iter().map(|_| Vec::new()).collect(),
        lifecycles_of: Shared::default(),
        has_lost_lifecycle: false,
        template_words: Shared::default(),
        flow_words: Vec::new(),
        record_words: Vec::new(),
        exception_words: Vec::new(),
        notes: Notes { comparisons: names::MOST_COMPARED, ..Notes::default() },
    };
    lowering.collect(&charter, &library);
    lowering.lower_scopes();
    lowering.lower_teams();
    lowering.lower_types();
    lowering.lower_times(sources);
    lowering.declare_templates();
    lowering.lower_objects();
    lowering.lower_lifecycles();
    lowering.lower_packs();
    lowering.lower_owners();
    lowering.lower_systems();
    lowering.lower_parties();
    lowering.lower_records();
    lowering.lower_operations();
    lowering.lower_flows();
    lowering.lower_phases();
    lowering.lower_reconciles();
    lowering.lower_overlays();
    lowering.lower_matrices();
    lowering.lower_governance();
    lowering.lower_charter(&charter);
    lowering.read_unused_templates();
    let (model, mut found) = lowering.finish();
    say_what_about(&charter, &mut found);
    (model, found)
}

/// Each finding is about the definition in which it stands, by the name of that.
fn say_what_about(forms: &[&Form], found: &mut [Diagnostic]) {
    let mut words_of: FxHashMap<FileId, Vec<Cursor<'_>>> = FxHashMap::default();
    let forms: FxHashMap<FileId, &&Form> = forms.iter().map(|form| (form.file(), form)).collect();
    for finding in found {
        let Some(span) = finding.primary().map(|label| label.span) else { continue };
        let Some(form) = forms.get(&span.file) else { continue };
        let words = words_of.entry(span.file).or_insert_with(|| form.words().collect());
        let before = words.partition_point(|word| word.span().start <= span.start);
        let Some(word) = words[..before].last().filter(|word| span.end <= word.span().end) else { continue };
        let name = word.definition().arguments.first().and_then(|argument| word.argument(argument.name));
        finding.about.extend(name.and_then(Given::text).map(Into::into));
    }
}

/// A definition that declares a name, where it stands.
#[derive(Clone, Debug)]
struct Declaration<'f> {
    /// Its node.
    cursor: Cursor<'f>,
    /// The name by which it is told.
    name: Name,
}

/// A model that grows, and what was found on the way.
struct Lowering<'f> {
    model: Shared<Model>,
    names: Shared<Names<'f>>,
    /// What declares a name, by kind, in the order of ids.
    declared: Vec<Vec<Declaration<'f>>>,
    /// The lifecycles of an object and of its lists, in order.
    lifecycles_of: Shared<FxHashMap<Id<Object>, Vec<Id<Lifecycle>>>>,
    /// Whether some lifecycle names something unknown: what looks as if it had no states may be what was meant.
    has_lost_lifecycle: bool,
    /// The words of all templates, by id.
    template_words: Shared<Vec<Cursor<'f>>>,
    /// The words of all flows, records and exceptions, by id: overlays change them.
    flow_words: Vec<Cursor<'f>>,
    record_words: Vec<Cursor<'f>>,
    exception_words: Vec<Cursor<'f>>,
    notes: Notes,
}

/// What is noted on the way, whatever is lowered.
#[derive(Default)]
struct Notes {
    found: Vec<Diagnostic>,
    /// Where elements are named.
    references: Vec<Reference>,
    used_templates: FxHashSet<Id<Template>>,
    /// How many more names may be compared to find those that were meant.
    comparisons: usize,
}

impl<'f> Lowering<'f> {
    /// The definitions of a kind, in the order of their ids.
    fn declared(&mut self, kind: Kind) -> Vec<Declaration<'f>> {
        std::mem::take(&mut self.declared[kind as usize])
    }

    /// A template or an overlay is read once for each definition that it is used by; what is wrong in it is said once.
    fn finish(self) -> (Model, Vec<Diagnostic>) {
        let place = |finding: &Diagnostic| finding.primary().map(|label| label.span);
        let Notes { mut found, references, .. } = self.notes;
        found.sort_by(|a, b| (place(a), &a.code, &a.message).cmp(&(place(b), &b.code, &b.message)));
        found.dedup_by(|a, b| place(a) == place(b) && a.code == b.code && a.message == b.message);
        let mut model = self.model.into_inner().expect("nobody reads it any more");
        model.references = references;
        (model, found)
    }
}
