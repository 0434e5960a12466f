//! `undeclared-writer`: what a system writes is among what it says that it writes.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::accesses::AccessId;
use crate::facts::lineage::{Course, Edge, Lineage};
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{AccessKind, System};
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "undeclared-writer",
        title: "a system sends changes of a field that it does not say it changes",
        severity: Severity::Warning,
        explain: "\
The system says what it `creates` and `updates` of the object, and a flow from it publishes, as the owner, a field that is not among it. One of the two is
out of date. Whoever plans tests, permissions and a cut-over by what systems say of themselves forgets a writer.

Add the field to `updates`, or take it out of the flow. Keys, computed fields and states need not be said: the owner, the `derive` and the transition say who
writes them. Of a system that does not say what it writes of the object, nothing is expected. Who only proposes changes nothing: the owner does.",
        fails: r#"
team it
system shop kind=ecommerce team=it { creates order; reads order.weight within="10min" }
system wms kind=wms team=it { reads order.order-no within="10min"; updates order.weight }
object order {
    key order-no
    owner shop
    field order-no string
    field weight decimal scale=3 owner=wms
    field packed-by string owner=wms
}
flow order-down { publish order { except owned-by=wms }; from shop; to wms; on create; latency near-real-time }
flow packed { publish order { only weight packed-by }; from wms; to shop; on change; latency near-real-time } //~ undeclared-writer
system desk kind=crm team=it { reads order.packed-by within="10min" }
flow packed-to-desk { publish order { only packed-by }; from shop; to desk; on change; latency near-real-time }
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it { creates order; reads order.weight within="10min" }
system wms kind=wms team=it { reads order.order-no within="10min"; updates order.weight order.packed-by }
object order {
    key order-no
    owner shop
    field order-no string
    field weight decimal scale=3 owner=wms
    field packed-by string owner=wms
}
flow order-down { publish order { except owned-by=wms }; from shop; to wms; on create; latency near-real-time }
flow packed { publish order { only weight packed-by }; from wms; to shop; on change; latency near-real-time }
system desk kind=crm team=it { reads order.packed-by within="10min" }
flow packed-to-desk { publish order { only packed-by }; from shop; to desk; on change; latency near-real-time }
"#,
    },
    check,
};

/// What is written without saying so, by the writer and the first flow that brings it out.
type Undeclared<'c> = BTreeMap<(Id<System>, Id<Object>), (&'c Edge, AccessId, Vec<Id<Field>>)>;

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut found = Undeclared::new();
    for course in lineage.courses() {
        let mut writers: Vec<Id<System>> = Vec::new();
        for (index, edge) in course.edges.iter().enumerate() {
            if writers.contains(&edge.from) || edge.implied || !writes(course, index) {
                continue;
            }
            writers.push(edge.from);
            let Some(access) = declared(model, lineage, course.object, edge.from) else { continue };
            let fields = course.fields.iter().filter(|field| !is_said(model, lineage, edge.from, **field));
            let fields: Vec<Id<Field>> = fields.copied().collect();
            if !fields.is_empty() {
                let of = (edge.from, course.object);
                found.entry(of).or_insert_with(|| (edge, access, Vec::new())).2.extend(fields);
            }
        }
    }
    for ((writer, object), (edge, access, fields)) in found {
        let (flow, system) = (&model[edge.flow].head.name.text, wording::name(model, writer));
        let named = wording::fields(model, &fields);
        let message = format!("`{system}` publishes {named} as its owner, and does not say that it changes it");
        findings.report(message, |finding| {
            let object = &model[object].head.name;
            let finding = finding
                .at(edge.said(model).span, format!("`{flow}` brings out what `{system}` writes"))
                .and(access.of(model).span, format!("what `{system}` does with `{object}`"))
                .help(format!("say `updates` for it in `{system}`, or leave it out of `{flow}`"))
                .about(system)
                .about(&**flow);
            match last_update(model, writer) {
                Some(end) => {
                    let paths: String = fields.iter().map(|field| format!(" {}", model[*field].path(model))).collect();
                    finding.fix("say that it updates it", end, paths)
                }
                None => finding,
            }
        });
    }
}

/// Whether an edge brings out what its source decides. Who proposes something changes nothing: the owner does.
fn writes(course: &Course, index: usize) -> bool {
    let edge = &course.edges[index];
    edge.mode == Mode::Publish && course.webs.iter().any(|web| web.edges.contains(&index) && web.is_owner(edge.from))
}

/// Where a system says that it writes something of the object. `None` where it does not, or where not all that it says is
/// known.
fn declared(model: &Model, lineage: &Lineage, object: Id<Object>, system: Id<System>) -> Option<AccessId> {
    let accesses = &model[system].accesses;
    if accesses.iter().flat_map(|access| &access.paths).any(|path| path.target.is_none()) {
        return None;
    }
    lineage
        .accesses
        .of_object(object)
        .iter()
        .copied()
        .find(|access| access.system == system && is_writing(model, *access))
}

fn is_writing(model: &Model, access: AccessId) -> bool {
    matches!(access.of(model).kind, AccessKind::Creates | AccessKind::Updates)
}

/// Whether it need not be said that a system writes a field, or is.
fn is_said(model: &Model, lineage: &Lineage, system: Id<System>, field: Id<Field>) -> bool {
    let says_so = |access: &AccessId| access.system == system && is_writing(model, *access);
    is_key(model, field)
        || model[field].derivation.is_some()
        || matches!(model[field].kind, FieldKind::Status(_))
        || lineage.accesses.of_field(field).iter().any(says_so)
}

/// Whether a field tells instances or parts apart: who owns the rest makes them.
fn is_key(model: &Model, field: Id<Field>) -> bool {
    let said = &model[field];
    let of_list = said.parent.is_some_and(|parent| match &model[parent].kind {
        FieldKind::List(list) => list.key.is_some_and(|key| key.target == Some(field)),
        _ => false,
    });
    of_list || model[said.object].key.iter().any(|key| key.target == Some(field))
}

/// Behind the last path of an `updates` of a system that holds everywhere.
fn last_update(model: &Model, system: Id<System>) -> Option<Span> {
    let updates = model[system].accesses.iter().find(|access| {
        access.kind == AccessKind::Updates && access.region.is_everything() && access.within.is_none()
    })?;
    let last = updates.paths.last()?.span;
    Some(Span { start: last.end, ..last })
}
