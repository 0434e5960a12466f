//! `input-skew`: a value is computed from inputs of about the same age.

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::freshness::{Age, UNBOUNDED};
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::owner::Derivation;
use crate::rule::{Code, Findings, Rule};
use crate::syntax::values::Duration;

use super::stale_reader::sum;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "input-skew",
        title: "a derived value mixes inputs of different age",
        severity: Severity::Warning,
        explain: "\
A derived field says how far apart in age its inputs may be (`max-skew=`). Where it is computed, one input can be much older than another: what was counted
an hour ago less what was reserved just now is a number that was never true.

Bring the slow input more often, or say that the field can live with it.",
        fails: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each; field reserved quantity unit=each owner=oms; field available quantity unit=each }
derive stock.available "max(0, on-hand - reserved)" by=oms max-skew="5min" //~ input-skew
calendar hourly zone="America/Chicago" { every "1h" }
flow stock-up { publish stock { except owned-by=oms }; from wms; to oms; schedule hourly takes="5min"; latency batch within="70min" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each; field reserved quantity unit=each owner=oms; field available quantity unit=each }
derive stock.available "max(0, on-hand - reserved)" by=oms max-skew="5min"
flow stock-up { publish stock { except owned-by=oms }; from wms; to oms; on change; latency near-real-time }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for id in facts.model.derivations.ids() {
        check_derivation(facts, id, findings);
    }
}

fn check_derivation(facts: &Facts, id: Id<Derivation>, findings: &mut Findings) {
    let model = &facts.model;
    let derivation = &model.derivations[id];
    let (Some(most), Some(skew)) = (derivation.max_skew, facts.freshness().skew(id)) else { return };
    let Some(field) = derivation.path.target.and_then(|place| place.field) else { return };
    // Where nothing bounds the older one, `missing-bound` says so.
    if skew.apart <= most.value || skew.older.1.time == UNBOUNDED {
        return;
    }
    let path = model.key(field).path;
    let (apart, allowed) = (figures::time(skew.apart), figures::time(most.value));
    let case = facts.lineage().course(field).map(|course| course.describe(model, &[skew.atom])).unwrap_or_default();
    let when = match case.first() {
        Some(case) if !case.is_empty() => format!(" when {case}"),
        _ => String::new(),
    };
    findings.report(
        format!("inputs of `{path}` can be {apart} apart in age{when}, {allowed} are allowed"),
        |finding| {
            let finding = finding.at(most.span, format!("at most {allowed} apart"));
            let finding = name_input(facts, finding, &skew.older);
            let over = skew.apart.0 - most.value.0;
            let slowest = skew.older.1.hops.iter().max_by_key(|hop| hop.time).filter(|hop| hop.time.0 >= over);
            let change = slowest.map_or_else(
                || "bring the slow input by a shorter way".to_owned(),
                |hop| {
                    let time = figures::time(Duration(hop.time.0 - over));
                    format!("let `{}` take {time} at most", model[hop.flow].head.name)
                },
            );
            finding
                .help(format!(
                    "{}; {}: {change}, or allow `max-skew=\"{}\"`",
                    input(facts, &skew.older),
                    input(facts, &skew.fresher),
                    figures::written(skew.apart)
                ))
                .about(path.clone())
        },
    );
}

fn name_input(facts: &Facts, finding: Diagnostic, (field, age): &(Id<Field>, Age)) -> Diagnostic {
    let Some(hop) = age.hops.last() else { return finding };
    let text = format!("`{}` comes with this, up to {} old", facts.model[*field].name, figures::time(age.time));
    finding.and(facts.model[hop.flow].head.name.span, text)
}

fn input(facts: &Facts, (field, age): &(Id<Field>, Age)) -> String {
    let name = &facts.model[*field].name;
    if age.hops.is_empty() { format!("`{name}` is kept there") } else { format!("`{name}` {}", sum(&facts.model, age)) }
}
