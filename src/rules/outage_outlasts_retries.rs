//! `outage-outlasts-retries`: what comes while a system is down is kept until it is back.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::forms::{Form, judged};
use crate::facts::outage::Recovery;
use crate::facts::redelivery::{self, Cause, Part};
use crate::facts::wording;
use crate::model::Model;
use crate::model::delivery::{Delivery, Guarantee};
use crate::model::flow::{Carried, Flow, Mode};
use crate::model::id::Id;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "outage-outlasts-retries",
        title: "a message is given up before an outage that is planned for is over",
        severity: Severity::Warning,
        explain: "\
A system says with `outage` how long it may be down, and a flow to it, or through it, gives its messages up before that: its attempts are over, and the source
does not keep what it could not deliver for so long. Every message of the outage is then lost, or lies in a dead letter, to be sent again by hand.

A message must be kept for as long as the outage lasts, and for as long as the system needs to catch up with what has piled up: the average rate times the
outage, divided by what the rate leaves free at the door. A flow that runs by a calendar or a poll comes again by itself and is not judged.

Try for longer, with more `attempts` and a `most`; or let the source keep the messages (`events ... retention=`), or send them again (`replay`).",
        fails: r#"
team it
system shop kind=ecommerce team=it
system erp kind=erp team=it { outage "4h" }
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-up {
    publish order
    from shop
    to erp
    on create
    delivery at-least-once {
        idempotency-key order-no
        window "2d"
        retry attempts=8 first="5s" most="10min" //~ outage-outlasts-retries
    }
}
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system erp kind=erp team=it { outage "4h" }
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-up {
    publish order
    from shop
    to erp
    on create
    delivery at-least-once {
        idempotency-key order-no
        window "2d"
        retry attempts=32 first="5s" most="10min"
    }
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    if facts.model.systems.values().all(|system| system.outage.is_none()) {
        return;
    }
    for (form, given_up) in judged(&facts.model, |form| given_up(facts, form)) {
        report(facts, form, &given_up, findings);
    }
}

/// Messages that nothing keeps for as long as a system is down.
#[derive(PartialEq)]
struct GivenUp {
    system: Id<System>,
    outage: Span,
    needs: Duration,
    formula: String,
    kept: Part,
}

fn given_up(facts: &Facts, form: Form) -> Option<GivenUp> {
    let model = &facts.model;
    let flow = form.of(model);
    let comes_again = flow.schedule.is_some() || flow.poll.is_some();
    let asks = flow.carries.iter().all(|carried| carried.mode == Mode::Query);
    let is_loss = |delivery: &Delivery| delivery.guarantee.is_some_and(|said| said.value == Guarantee::AtMostOnce);
    // Of a source or an object that is not known, which was reported, nobody knows what it keeps.
    let source = flow.from.as_ref().and_then(|from| from.system?.target);
    if source.is_none() || !flow.carries.iter().all(Carried::is_known) {
        return None;
    }
    if comes_again || asks || flow.delivery.as_ref().is_none_or(is_loss) {
        return None;
    }
    let recovery = Recovery::of_flow(model, facts.loads(), form).into_iter().next()?;
    let kept = redelivery::keeps(model, flow).filter(|kept| kept.time < recovery.until())?;
    let (system, outage) = (recovery.system, recovery.lasts.span);
    Some(GivenUp { system, outage, needs: recovery.until(), formula: recovery.formula(model), kept })
}

fn report(facts: &Facts, form: Form, given_up: &GivenUp, findings: &mut Findings) {
    let model = &facts.model;
    let GivenUp { system, outage, needs, formula, kept } = given_up;
    let flow = form.of(model);
    let (name, system) = (&flow.head.name, wording::name(model, *system));
    let (time, long) = (figures::time(kept.time), figures::time(*needs));
    let message = format!(
        "`{name}` gives a message up after {time}{}, and with an outage of `{system}` it can take {long}",
        form.under(model)
    );
    findings.report(message, |finding| {
        let mut finding = finding.at(kept.span, keeps(kept)).and(*outage, "the outage to plan for");
        if let Some((team, span)) = dead_letter(model, flow) {
            finding = finding.and(span, format!("after that `{team}` has them to send again by hand"));
        }
        let tries = flow.delivery.as_ref().and_then(|delivery| delivery.retry.as_ref());
        let tries = tries.and_then(|retry| Some((retry.attempts?, redelivery::attempts_for(retry, *needs)?)));
        let waits = waiting(model, flow, *needs, kept);
        let advice = match tries {
            Some((_, attempts)) => format!("try {attempts} times, or let the source keep the messages"),
            None => "let the source keep the messages, or try again for longer".to_owned(),
        };
        let finding = finding.help(format!("{formula}{waits}: {advice}")).about(name.text.as_ref());
        match tries {
            Some((said, attempts)) => {
                finding.fix(format!("write `attempts={attempts}`"), said.span, attempts.to_string())
            }
            None => finding,
        }
    });
}

fn keeps(kept: &Part) -> String {
    let time = figures::time(kept.time);
    match kept.cause {
        Cause::Replay => format!("messages are sent again {time} back"),
        Cause::Retention => format!("the source keeps them for {time}"),
        Cause::SourceRetry(attempts) => format!("{attempts} attempts of the source are over after {time}"),
        Cause::Retry(attempts) => format!("{attempts} attempts are over after {time}"),
        Cause::Outage(_) => time,
    }
}

fn dead_letter<'m>(model: &'m Model, flow: &Flow) -> Option<(&'m str, Span)> {
    let letter = flow.delivery.as_ref()?.dead_letter.as_ref()?;
    Some((&model[letter.team?.target?].head.name.text, letter.span))
}

/// How many messages are given up at the average rate, as far as that is declared.
fn waiting(model: &Model, flow: &Flow, needs: Duration, kept: &Part) -> String {
    let Some(average) = flow.volume.as_ref().and_then(|volume| volume.average) else { return String::new() };
    let rate = figures::per_week(average.value);
    let time = Duration(needs.0.saturating_sub(kept.time.0));
    let lost = rate.saturating_mul(time.0.into()) / figures::WEEK;
    let what = if dead_letter(model, flow).is_some() { "are left to people" } else { "are lost" };
    format!("; {} messages = {} x {} {what}", figures::count(lost), figures::rate(rate), figures::time(time))
}
