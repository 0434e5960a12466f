//! `dead-delivery`: what a flow brings is of use to somebody there.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::accesses::AccessId;
use crate::facts::lineage::{Course, Edge};
use crate::facts::uses::Uses;
use crate::facts::wording;
use crate::model::field::Field;
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::model::system::{AccessKind, System};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "dead-delivery",
        title: "a flow brings a field to a system that does nothing with it",
        severity: Severity::Warning,
        explain: "\
The receiver says what it `reads` of the object, and this field is not among it. It neither owns nor changes nor computes with the field, has no record
that maps it, and sends it to nobody. A delivery that nobody needs has to be built, tested and kept up all the same, and data that is not needed leaks.

Leave the field out of the flow with `except`, or say that the system reads it. Systems that say nothing about what they read of the object are not judged,
and neither are keys, versions and what tells messages apart.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it { reads order.placed-at within="10min" }
object order { key order-no; owner shop; field order-no string; field placed-at instant; field gift-note string }
flow order-down { publish order; from shop; to wms; on create; latency near-real-time } //~ dead-delivery
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it { reads order.placed-at within="10min" }
object order { key order-no; owner shop; field order-no string; field placed-at instant; field gift-note string }
flow order-down { publish order { except gift-note }; from shop; to wms; on create; latency near-real-time }
"#,
    },
    check,
};

/// A delivery: the place of its flow, of what that carries, and of its receiver.
type Delivery<'c> = BTreeMap<(usize, usize, usize), (&'c Edge, Vec<Id<Field>>)>;

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut uses = None;
    let mut dead = Delivery::new();
    for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object) && !course.too_complex) {
        for (index, edge) in course.edges.iter().enumerate() {
            if edge.mode != Mode::Publish || edge.implied || reads(facts, edge, course).is_none() {
                continue;
            }
            let is_live = course.webs.iter().any(|web| web.edges.contains(&index));
            // Who leaves a field out wherever somebody owns it means it everywhere else, for the phases in between.
            let left_out = |owner: Id<System>| edge.left_out(model).any(|system| system == owner);
            let is_left_out = course.webs.iter().flat_map(|web| &web.owners).any(|owner| left_out(*owner));
            let sends = course.edges.iter().any(|other| other.from == edge.to && !other.implied);
            if !is_live || is_left_out || sends || course.webs.iter().any(|web| web.is_owner(edge.to)) {
                continue;
            }
            let uses = uses.get_or_insert_with(|| Uses::of(model, &lineage.leaves));
            let is_dead = |field: &&Id<Field>| {
                let said = lineage.accesses.of_field(**field).iter().filter(|access| access.system == edge.to);
                let mut said = said.map(|access| access.of(model));
                !uses.contains(edge.to, **field)
                    && !said.any(|said| {
                        let mut parts = course.parts(index).iter().cloned();
                        parts.any(|part| course.space.within(model, part, &said.region).is_some())
                    })
            };
            let fields: Vec<Id<Field>> = course.fields.iter().filter(is_dead).copied().collect();
            if !fields.is_empty() {
                let key = (edge.flow.index(), edge.carried, edge.end);
                dead.entry(key).or_insert_with(|| (edge, Vec::new())).1.extend(fields);
            }
        }
    }
    for (edge, fields) in dead.into_values() {
        let (flow, system) = (&model[edge.flow].head.name.text, wording::name(model, edge.to));
        let named = wording::fields(model, &fields);
        let message = format!("`{flow}` brings {named} to `{system}`, which does nothing with it");
        findings.report(message, |finding| {
            let mut finding = finding.at(edge.said(model).span, format!("`{system}` gets {named} by this"));
            if let Some(access) = lineage.course(fields[0]).and_then(|course| reads(facts, edge, course)) {
                let object = &model[model[fields[0]].object].head.name;
                finding = finding.and(access.of(model).span, format!("what `{system}` reads of `{object}`"));
            }
            finding
                .help(format!("leave it out of `{flow}` with `except`, or say that `{system}` `reads` it"))
                .about(&**flow)
        });
    }
}

/// Where the receiver says what it reads of the object; `None` where it does not, or where not all of it is known.
fn reads(facts: &Facts, edge: &Edge, course: &Course) -> Option<AccessId> {
    let said = facts.lineage().accesses.of_object(course.object).iter().filter(|access| access.system == edge.to);
    let is_known = |access: &crate::model::system::Access| {
        access.region.is_known() && access.paths.iter().all(|path| path.target.is_some())
    };
    let all_known = facts.model[edge.to].accesses.iter().all(is_known);
    said.copied().find(|access| all_known && access.of(&facts.model).kind == AccessKind::Reads)
}
