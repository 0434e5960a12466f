//! `join-skew`: what a message names is there when the message comes, or it is said what happens until then.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::delay::{Delay, Pace};
use crate::facts::figures;
use crate::facts::freshness::{Age, Hop, Regard, UNBOUNDED};
use crate::facts::lineage::Edge;
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Event, Flow, Mode};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::system::{AccessKind, System};
use crate::rule::{Code, Findings, Rule};

use super::stale_reader::sum;

/// The kinds of failure that say what happens with a message that names something unknown.
const UNKNOWN: [&str; 3] = ["missing-reference", "invalid-item", "out-of-order"];

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "join-skew",
        title: "a message can name something that comes later, and nothing says what happens until then",
        severity: Severity::Warning,
        explain: "\
A message names an instance of another object, which the receiver reads as well. That one comes by a slower way: an order for an item that was made this
morning arrives within a minute, and the item tonight. The receiver has to wait, to refuse or to guess, and the charter does not say which.

Let the receiver hold the message (`receive { early hold for=... }`), name an exception of kind `missing-reference` with `on-exception`, say with `identity`
what happens when nothing matches, or bring the other object as quickly. Reported are messages that are sent when an instance is created, where the other
object waits for a run.",
        fails: r#"
team it
system erp kind=erp team=it
system shop kind=ecommerce team=it
system wms kind=wms team=it { reads item within="26h"; reads order within="10min" }
object item { key sku; owner erp; field sku string; field title string }
object order { key order-no; owner shop; field order-no string; field item ref=item }
calendar nightly zone="America/Chicago" { at "01:30" }
flow items-down { publish item; from erp; to wms; schedule nightly takes="10min"; latency batch within="26h" }
flow order-down { publish order; from shop; to wms; on create; latency near-real-time } //~ join-skew
"#,
        passes: r#"
team it
system erp kind=erp team=it
system shop kind=ecommerce team=it
system wms kind=wms team=it { reads item within="26h"; reads order within="10min" }
object item { key sku; owner erp; field sku string; field title string }
object order { key order-no; owner shop; field order-no string; field item ref=item }
calendar nightly zone="America/Chicago" { at "01:30" }
flow items-down { publish item; from erp; to wms; schedule nightly takes="10min"; latency batch within="26h" }
flow order-down {
    publish order
    from shop
    to wms
    on create
    latency near-real-time
    receive { early hold for="26h" }
}
"#,
    },
    check,
};

/// A flow, its receiver, and the object that its messages name.
type Meeting = (Id<Flow>, Id<System>, Id<Object>);

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    // Of a flow under several overlays, the quickest form waits for what it names the longest.
    let mut late: BTreeMap<Meeting, (&Edge, Id<Field>)> = BTreeMap::new();
    let takes = |edge: &Edge| facts.delays().flow_under(edge.flow, edge.variant).map(Delay::total);
    for (field, said) in model.fields.iter() {
        let FieldKind::Value(value) = &said.kind else { continue };
        let Some(other) = value.reference.and_then(|object| object.target) else { continue };
        let Some(course) = facts.lineage().course(field).filter(|_| other != said.object) else { continue };
        for (index, edge) in course.edges.iter().enumerate() {
            let is_live = || course.webs.iter().any(|web| web.edges.contains(&index) || web.handovers.contains(&index));
            let creates = edge.of(model).on.iter().any(|event| matches!(event, Event::Create(_)));
            if edge.mode == Mode::Publish && creates && !edge.implied && reads(facts, edge.to, other) && is_live() {
                let first = late.entry((edge.flow, edge.to, other)).or_insert((edge, field));
                if takes(edge).is_some_and(|time| takes(first.0).is_none_or(|known| time < known)) {
                    *first = (edge, field);
                }
            }
        }
    }
    for ((flow, system, other), (edge, field)) in late {
        let Some(quick) = takes(edge) else { continue };
        let Some(age) = slowest(facts, flow, system, other).filter(|age| age.time > quick) else { continue };
        if is_said(facts, flow, system, model[field].object, other) {
            continue;
        }
        let (name, at) = (&model[flow].head.name, wording::name(model, system));
        let (path, named) = (model[field].path(model), &model[other].head.name);
        let (soon, later) = (figures::time(quick), figures::time(age.time));
        let message = format!(
            "`{name}` brings `{path}` to `{at}` within {soon}, and the `{named}` it names can come {later} after it is made"
        );
        findings.report(message, |finding| {
            let mut finding = finding.at(edge.said(model).span, format!("names a `{named}`"));
            if let Some(hop) = age.hops.last() {
                finding = finding.and(model[hop.flow].head.name.span, format!("brings the `{named}` to `{at}`"));
            }
            finding
                .help(format!(
                    "{}: say `receive {{ early hold for=\"{}\" }}` in `{name}`, or name an exception that stands for `missing-reference`",
                    sum(model, &age),
                    figures::written(age.time)
                ))
                .about(name.text.as_ref())
        });
    }
}

/// Whether a system says that it reads something of an object.
fn reads(facts: &Facts, system: Id<System>, object: Id<Object>) -> bool {
    let mut said = facts.lineage().accesses.of_object(object).iter();
    said.any(|access| access.system == system && access.of(&facts.model).kind == AccessKind::Reads)
}

/// How old an object can be at a system that gets it by another flow, which somewhere waits for a run, at worst.
fn slowest(facts: &Facts, flow: Id<Flow>, system: Id<System>, object: Id<Object>) -> Option<Age> {
    let model = &facts.model;
    let key = model[object].key.first()?.target?;
    let course = facts.lineage().course(key)?;
    let ages = course.cases().filter_map(|(atom, _)| {
        let age = facts.freshness().age(model, facts.lineage(), key, (atom, system), Regard::Freshest)?;
        let waits =
            |hop: &Hop| facts.delays().flow_under(hop.flow, hop.variant).is_some_and(|delay| delay.pace == Pace::Batch);
        let comes_otherwise = age.hops.last().is_some_and(|hop| hop.flow != flow);
        let comes_later = comes_otherwise && age.hops.iter().any(waits) && age.time != UNBOUNDED;
        comes_later.then_some(age)
    });
    ages.max_by_key(|age| age.time)
}

/// Whether something says what happens with a message that names an unknown instance.
fn is_said(facts: &Facts, flow: Id<Flow>, system: Id<System>, object: Id<Object>, other: Id<Object>) -> bool {
    let model = &facts.model;
    let said = &model[flow];
    let covers = |exception: Id<Exception>| {
        let failures = model[exception].on.iter().flat_map(|on| &on.failures);
        failures.filter_map(|failure| failure.target).any(|failure| UNKNOWN.contains(&&*model[failure].head.name.text))
    };
    let is_unknown = said.exceptions.iter().any(|exception| exception.target.is_none());
    let holds = model[system].receives.iter().any(|receives| {
        let about = receives.path.as_ref().and_then(|path| path.target);
        receives.policy.early.is_some() && about.is_none_or(|place| place.object == object)
    });
    let is_found = model
        .identities
        .values()
        .any(|identity| identity.miss.is_some() && identity.object.and_then(|object| object.target) == Some(other));
    let raises = said.exceptions.iter().filter_map(|exception| exception.target).any(covers);
    is_unknown || said.receive.early.is_some() || holds || is_found || raises
}
