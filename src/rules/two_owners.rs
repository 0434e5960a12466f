//! `two-owners`: one field, one source of truth.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::ownership::Verdict;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "two-owners",
        title: "a field has more than one source of truth",
        severity: Severity::Error,
        explain: "\
Two statements name different owners for the same field in the same case. Both systems will believe their own number, and the last message wins.

Every case needs exactly one owner. A statement about a part of the scopes does not take precedence over a wider one: with such a rule, adding a
statement would silently take data away from another team. Say the cases so that they do not meet, and use `otherwise` for the rest.

To choose, ask where the value is created and who is called when it is wrong. A system that only captures a value for somebody else does not own
it: let it `propose` the change.",
        fails: r"
scope site { dal1; rno1 }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory {
    key sku
    by site
    owner wms
    owner erp site=rno1 //~ two-owners
    field sku string
    field site code=site
}
flow stock-out { publish inventory; from wms; to erp }
",
        passes: r"
scope site { dal1; rno1 }
team it
system wms kind=wms team=it
system erp kind=erp team=it
object inventory {
    key sku
    by site
    owner wms site=dal1
    owner erp site=rno1
    field sku string
    field site code=site
    field on-hand quantity unit=each
}
ownership inventory.on-hand {
    case { site dal1; owner wms }
    otherwise { owner erp }
}
flow stock-out { publish inventory; from wms; to erp }
",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for area in facts.ownership().areas() {
        let Verdict::Complete { conflicts, .. } = &area.verdict else { continue };
        let path = model.place_path(area.place);
        for (first, second, both) in conflicts {
            let (first, second) = (&area.claims[*first], &area.claims[*second]);
            let (one, other) =
                (&model.systems[first.system].head.name.text, &model.systems[second.system].head.name.text);
            let case = area.territory.describe(model, both);
            let when = if case.is_empty() { String::new() } else { format!(" when {case}") };
            let message = format!("`{path}` has two owners, `{one}` and `{other}`{when}");
            findings.report(message, |finding| {
                finding
                    .at(model.owners[second.rule].span, format!("owned by `{other}` here"))
                    .and(model.owners[first.rule].span, format!("and by `{one}` here"))
                    .help("let one system own each case; the other can `propose` a change, or read it")
                    .about(path.clone())
            });
        }
    }
}
