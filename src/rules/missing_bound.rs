//! `missing-bound`: a class of timeliness is a number, not a feeling.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::delay::Bound;
use crate::facts::figures;
use crate::facts::forms::Form;
use crate::facts::freshness::{Age, MissKind, UNBOUNDED};
use crate::model::calendar::Latency;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

/// The most flows that one message shows.
const MOST_FLOWS: usize = 3;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "missing-bound",
        title: "a class of timeliness has no number",
        severity: Severity::Error,
        explain: "\
A flow names a latency class that does not say how old a value may be, or a reader needs a value within some time and a flow on its way says nothing, so nothing that depends on the flow can be checked: neither what its readers
need, nor whether a batch is quick enough, nor when an alert is due. Words such as real-time mean five seconds to one team and five minutes to another.

Give the class a bound, or the flow one of its own. A flow that runs by a calendar or a poll needs none: its delay follows from that.",
        fails: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
latency soon //~ missing-bound
flow stock-out { publish stock; from wms; to shop; on change; latency soon }
system pos kind=pos team=it { reads stock.on-hand within="1h" }
flow stock-to-pos { publish stock; from wms; to pos; on change } //~ missing-bound
"#,
        passes: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
latency soon within="2min"
flow stock-out { publish stock; from wms; to shop; on change; latency soon }
system pos kind=pos team=it { reads stock.on-hand within="1h" }
flow stock-to-pos { publish stock; from wms; to pos; on change; latency soon }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    check_classes(facts, findings);
    check_needs(facts, findings);
}

/// Flows on the way to a reader with a need, that say nothing about time. Those that run by a calendar or a poll do, or it
/// has been reported that what they say cannot be read.
fn check_needs(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut silent: BTreeMap<Form, Vec<(Span, String)>> = BTreeMap::new();
    let unbounded = |age: &Age| {
        let hop = age.hops.iter().find(|hop| hop.time == UNBOUNDED)?;
        Some(Form { flow: hop.flow, variant: hop.variant })
    };
    for miss in facts.freshness().misses() {
        if let MissKind::Unbounded(_) = miss.kind
            && let Some(form) = unbounded(&miss.age)
        {
            let (path, within) = (model.key(miss.fields[0]).path, figures::time(miss.within.value));
            let reader = &model[miss.access.system].head.name;
            let need = format!("`{reader}` needs `{path}` within {within}");
            silent.entry(form).or_default().push((miss.within.span, need));
        }
    }
    for (id, derivation) in model.derivations.iter() {
        let (Some(most), Some(skew)) = (derivation.max_skew, facts.freshness().skew(id)) else { continue };
        if let Some(form) = unbounded(&skew.older.1) {
            let (name, within) = (&derivation.head.name, figures::time(most.value));
            let need = format!("inputs of `{name}` may be {within} apart in age");
            silent.entry(form).or_default().push((most.span, need));
        }
    }
    let says = |flow: &Flow| flow.latency.is_some() || flow.schedule.is_some() || flow.poll.is_some();
    silent.retain(|form, _| !says(form.of(model)));
    let plain: Vec<Id<Flow>> = silent.keys().filter(|form| form.variant.is_none()).map(|form| form.flow).collect();
    silent.retain(|form, _| form.variant.is_none() || !plain.contains(&form.flow));
    for (form, needs) in silent {
        let (name, under) = (&model[form.flow].head.name, form.under(model));
        findings.report(format!("`{name}` does not say how long it takes{under}"), |finding| {
            let mut finding = finding.at(name.span, "a `latency` is missing").about(name.text.as_ref());
            for (span, need) in needs.into_iter().take(MOST_FLOWS) {
                finding = finding.and(span, need);
            }
            finding.help(
                "name a latency class, as `latency near-real-time`, or a bound, as `latency batch within=\"26h\"`",
            )
        });
    }
}

fn check_classes(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut unbounded: BTreeMap<Id<Latency>, Vec<(Id<Flow>, Span)>> = BTreeMap::new();
    for form in Form::all(model) {
        let flow = form.of(model);
        let class = flow.latency.as_ref().and_then(|latency| latency.class);
        if let Some(class) = class
            && let Some(target) = class.target
            && Bound::of(model, flow).is_none()
            && !model[target].is_unreadable
            && !flow.latency.as_ref().is_some_and(|latency| latency.is_unreadable)
            && facts.delays().flow_under(form.flow, form.variant).is_none()
        {
            let flows = unbounded.entry(target).or_default();
            if !flows.contains(&(form.flow, class.span)) {
                flows.push((form.flow, class.span));
            }
        }
    }
    for (class, flows) in unbounded {
        let head = &model.latencies[class].head;
        findings.report(format!("`{}` needs a number", head.name), |finding| {
            let mut finding = finding.at(head.name.span, "how old a value may be is not said").about(&*head.name.text);
            for (flow, span) in flows.iter().take(MOST_FLOWS) {
                finding = finding.and(*span, format!("`{}` promises it here", model.flows[*flow].head.name));
            }
            finding.help(format!("say how old a value may be, as `latency {} within=\"5min\"`", head.name))
        });
    }
}
