//! `mutable-scope`: what decides the owner does not change under it.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::ownership::{Area, Claim};
use crate::facts::territory::Dimension;
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::flow::{Event, Mode};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::system::AccessKind;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "mutable-scope",
        title: "a field that decides the owner can change",
        severity: Severity::Warning,
        explain: "\
The owner depends on a scope, and the value of the scope stands in a field that somebody may change. When it changes, the instance has another owner,
who may not know it, while the old one still believes to own it.

Make the field a part of the key, do not let it change, or say with `handover` how the new owner gets what the old one knew.",
        fails: r#"
scope site { dal1; rno1 }
team it
system dallas kind=wms team=it { updates order.site } //~ mutable-scope
system reno kind=wms team=it
object order {
    key order-no
    by site
    owner dallas site=dal1
    owner reno site=rno1
    field order-no string
    field site code=site
}
flow order-west { publish order; from dallas; to reno; where { site dal1 } }
"#,
        passes: r#"
scope site { dal1; rno1 }
team it
system dallas kind=wms team=it
system reno kind=wms team=it
object order {
    key order-no
    by site
    owner dallas site=dal1
    owner reno site=rno1
    field order-no string
    field site code=site
}
flow order-west { publish order; from dallas; to reno; where { site dal1 } }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut areas: Vec<Vec<&Area>> = vec![Vec::new(); model.objects.len()];
    for area in facts.ownership().areas() {
        areas[area.place.object.index()].push(area);
    }
    for (object, said) in model.objects.iter() {
        for partition in &said.partitions {
            let (Some(scope), Some(field)) = (partition.scope.target, partition.field.and_then(|field| field.target))
            else {
                continue;
            };
            let is_key = said.key.iter().any(|key| key.target == Some(field));
            let Some(decides) =
                owners_differ(model, &areas[object.index()], Dimension::Scope(scope)).filter(|_| !is_key)
            else {
                continue;
            };
            let Some((span, who)) = changes(model, object, field) else { continue };
            let (path, scope) = (model[field].path(model), &model[scope].head.name.text);
            let message = format!("`{path}` decides who owns `{}`, and {who} may change it", said.head.name.text);
            findings.report(message, |finding| {
                finding
                    .at(span, "changed here")
                    .and(decides, format!("the owner depends on `{scope}` here"))
                    .help("make it a part of the key, keep it as it is, or say with `handover` how ownership moves")
                    .about(path.clone())
            });
        }
    }
}

/// Where owners of an object are told apart by a scope, without a handover.
fn owners_differ(model: &Model, areas: &[&Area], dimension: Dimension) -> Option<Span> {
    areas.iter().find_map(|area| {
        let side = area.territory.dimensions().iter().position(|other| *other == dimension)?;
        let decides = |claim: &&Claim| {
            !claim.part.is_whole(side)
                && model.owners[claim.rule].handover.is_none()
                && area.claims.iter().any(|other| other.system != claim.system && !other.part.is_whole(side))
        };
        area.claims.iter().find(decides).map(|claim| model.owners[claim.rule].span)
    })
}

/// Where it is said that somebody changes a field, and who does.
fn changes(model: &Model, object: Id<Object>, field: Id<Field>) -> Option<(Span, String)> {
    let place = Place { object, field: Some(field) };
    let updates = model.systems.iter().find_map(|(id, system)| {
        let access = system.accesses.iter().find(|access| {
            access.kind == AccessKind::Updates && access.paths.iter().any(|path| path.target == Some(place))
        })?;
        Some((access.span, format!("`{}`", wording::name(model, id))))
    });
    let by_hand = || {
        model.manuals.values().find_map(|manual| {
            let mut changes = manual.changes.iter();
            let change = changes.find(|change| change.paths.iter().any(|path| path.target == Some(place)))?;
            Some((change.span, format!("people, by `{}`,", manual.head.name.text)))
        })
    };
    let proposed = || {
        model.flows.values().find_map(|flow| {
            let is_new = !flow.on.is_empty() && flow.on.iter().all(|event| matches!(event, Event::Create(_)));
            let names = |said: &&crate::model::flow::Carried| {
                said.mode == Mode::Propose && said.paths.iter().chain(&said.only).any(|path| path.target == Some(place))
            };
            let said = flow.carries.iter().find(names).filter(|_| !is_new)?;
            Some((said.span, format!("a proposal, `{}`,", flow.head.name.text)))
        })
    };
    updates.or_else(by_hand).or_else(proposed)
}
