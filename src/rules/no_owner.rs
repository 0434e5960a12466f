//! `no-owner`: every field has a source of truth, everywhere.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::ownership::{Area, Verdict};
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

/// The most cases that one message names.
const MOST_CASES: usize = 3;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "no-owner",
        title: "a field has no source of truth in some case",
        severity: Severity::Error,
        explain: "\
In the case that the message names, no system is the source of truth. Nobody is asked when the value is wrong, and every system that has a copy can
be right.

Add an `owner` for the case, or an `otherwise` where one system owns all that is left. A case that is not live in any rollout phase needs no owner.",
        fails: r"
scope site { dal1; rno1; east-3pl }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory { //~ no-owner
    key sku
    by site
    owner wms { site dal1 rno1 }
    field sku string
    field site code=site
}
flow stock-out { publish inventory; from wms; to erp }
",
        passes: r"
scope site { dal1; rno1; east-3pl }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory {
    key sku
    by site
    owner wms { site dal1 rno1 }
    owner erp site=east-3pl
    field sku string
    field site code=site
}
flow stock-out { publish inventory; from wms; to erp }
",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for area in facts.ownership().areas() {
        let Verdict::Complete { gaps, .. } = &area.verdict else { continue };
        if gaps.is_empty() {
            continue;
        }
        let path = model.place_path(area.place);
        let cases: Vec<String> = gaps.iter().map(|gap| area.territory.describe(model, gap)).collect();
        let message = match &cases[..] {
            [case] if case.is_empty() => format!("no system owns `{path}`"),
            _ => format!("no system owns `{path}` when {}", list(&cases)),
        };
        findings.report(message, |finding| {
            let mut finding =
                finding.at(place_span(model, area), "this needs an owner in every case").about(path.clone());
            for claim in area.claims.iter().take(MOST_CASES) {
                let owner = &model.systems[claim.system].head.name.text;
                let case = area.territory.describe(model, &claim.part);
                finding = finding.and(model.owners[claim.rule].span, format!("`{owner}` owns it when {case}"));
            }
            let help = if area.claims.is_empty() {
                format!("say which system is the source of truth, as `owner SYSTEM`, in `{path}`")
            } else {
                "name an owner for the case, or `otherwise` for all that is left in an `ownership`".to_owned()
            };
            finding.help(help)
        });
    }
}

/// Up to three cases, and how many more there are.
fn list(cases: &[String]) -> String {
    let shown = cases.iter().take(MOST_CASES).cloned().collect::<Vec<_>>().join(", or when ");
    match cases.len().saturating_sub(MOST_CASES) {
        0 => shown,
        more => format!("{shown}, and {more} more cases"),
    }
}

fn place_span(model: &Model, area: &Area) -> Span {
    match area.place.field {
        Some(field) => model.fields[field].name.span,
        None => model.objects[area.place.object].head.name.span,
    }
}
