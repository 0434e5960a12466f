//! `derived-cycle`: no field is computed from itself.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::element::Element;
use crate::model::expression::Formula;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "derived-cycle",
        title: "derived fields are computed from each other",
        severity: Severity::Error,
        explain: "\
A derived field is computed from others that are computed from it. There is no first value, so every computation changes what the next one
starts from.

Let one of the fields be owned and sent like any other, or compute it from what is not derived.",
        fails: r#"
team it
system oms kind=oms team=it
system wms kind=wms team=it
object inventory {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field reserved quantity unit=each
    field available quantity unit=each
}
derive inventory.available "on-hand - reserved" by=oms //~ derived-cycle
derive inventory.reserved "on-hand - available" by=oms
flow stock { publish inventory { only on-hand }; from wms; to oms }
"#,
        passes: r#"
team it
system oms kind=oms team=it
system wms kind=wms team=it
object inventory {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field reserved quantity unit=each owner=oms
    field available quantity unit=each
}
derive inventory.available "on-hand - reserved" by=oms
flow stock { publish inventory { only on-hand }; from wms; to oms }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut graph: DiGraph<Id<Field>, ()> = DiGraph::new();
    let derived: BTreeMap<Id<Field>, NodeIndex> = model
        .derivations
        .values()
        .filter_map(|derivation| derivation.path.target?.field)
        .map(|field| (field, graph.add_node(field)))
        .collect();
    for derivation in model.derivations.values() {
        let Some(to) = derivation.path.target.and_then(|place| derived.get(&place.field?)) else { continue };
        let inputs = derivation.formula.iter().flat_map(Formula::fields);
        for input in inputs.flat_map(|place| facts.lineage().leaves.under(place)) {
            if let Some(from) = derived.get(input) {
                graph.update_edge(*to, *from, ());
            }
        }
    }
    let mut circles: Vec<Vec<Id<Field>>> = tarjan_scc(&graph)
        .into_iter()
        .filter(|group| group.len() > 1 || graph.contains_edge(group[0], group[0]))
        .map(|group| {
            let mut fields: Vec<Id<Field>> = group.into_iter().map(|node| graph[node]).collect();
            fields.sort_unstable_by_key(|field| model[*field].derivation);
            fields
        })
        .collect();
    circles.sort_unstable();
    for circle in circles {
        let paths: Vec<String> = circle.iter().map(|field| format!("`{}`", model[*field].path(model))).collect();
        let message = format!("{} is computed from itself: {} ← {}", paths[0], paths.join(" ← "), paths[0]);
        findings.report(message, |finding| {
            let span = |field: &Id<Field>| {
                let derivation = model[*field].derivation.map(|id| &model.derivations[id]);
                derivation.map_or(model[*field].name.span, |said| {
                    said.formula.as_ref().map_or(said.head.span, |formula| formula.span)
                })
            };
            let finding = finding.at(span(&circle[0]), "computed from the others");
            let finding =
                circle.iter().zip(&paths).skip(1).fold(finding, |finding, (field, path)| {
                    finding.and(span(field), format!("{path} is computed here"))
                });
            finding
                .help("compute one of them from fields that are not derived, or let a system own it")
                .about(model[circle[0]].path(model))
        });
    }
}
