//! `ownership-rule-useless`: what names an owner decides something.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::cells::{self, Part};
use crate::facts::ownership::{Claim, Verdict};
use crate::facts::wording;
use crate::model::owner::OwnerForm;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "ownership-rule-useless",
        title: "a statement about an owner changes nothing",
        severity: Severity::Warning,
        explain: "\
All cases of this statement are owned by the same system already, by the statements that the message shows. Whoever changes one of them and not the
other believes to have moved the ownership, and has made two owners.

Remove one of the statements.",
        fails: r#"
scope site { dal1; rno1 }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory {
    key sku
    by site
    owner wms
    owner wms site=dal1 //~ ownership-rule-useless
    field sku string
    field site code=site
}
flow stock-out { publish inventory; from wms; to erp }
"#,
        passes: r#"
scope site { dal1; rno1 }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory {
    key sku
    by site
    owner wms
    field sku string
    field site code=site
}
flow stock-out { publish inventory; from wms; to erp }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for area in facts.ownership().areas() {
        if !matches!(area.verdict, Verdict::Complete { .. }) {
            continue;
        }
        let mut rules: Vec<_> = area.claims.iter().map(|claim| claim.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        let mut gone = Vec::new();
        for &rule in rules.iter().rev() {
            if matches!(model.owners[rule].said_by, OwnerForm::Otherwise(_) | OwnerForm::Keeps(_)) {
                continue;
            }
            let own: Vec<Part> = area.claims.iter().filter(|c| c.rule == rule).map(|c| c.part.clone()).collect();
            let is_other = |claim: &&Claim| {
                claim.rule != rule && claim.system == model.owners[rule].system.target.unwrap_or(claim.system)
            };
            let others: Vec<&Claim> =
                area.claims.iter().filter(is_other).filter(|claim| !gone.contains(&claim.rule)).collect();
            let left = cells::gaps(own, others.iter().map(|claim| &claim.part));
            if others.is_empty() || !left.is_ok_and(|left| left.is_empty()) {
                continue;
            }
            gone.push(rule);
            let system = others.first().map_or("", |claim| wording::name(model, claim.system));
            let path = model.place_path(area.place);
            findings.report(
                format!("this owner of `{path}` changes nothing: `{system}` owns all of it anyway"),
                |finding| {
                    let finding = finding.at(model.owners[rule].span, "changes nothing");
                    let finding = finding.and(model.owners[others[0].rule].span, format!("`{system}` owns it here"));
                    let start = model.owners[rule].span;
                    let finding = if matches!(model.owners[rule].said_by, OwnerForm::Case(_) | OwnerForm::Derive(_)) {
                        finding
                    } else {
                        finding.fix("take it out with `/-`", Span { end: start.start, ..start }, "/-")
                    };
                    finding.help("remove one of the two").about(path.clone())
                },
            );
        }
    }
}
