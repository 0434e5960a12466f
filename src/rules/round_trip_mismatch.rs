//! `round-trip-mismatch`: what is written is read back as what it was.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_orders};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "round-trip-mismatch",
        title: "a state that is written comes back as another one",
        severity: Severity::Error,
        explain: "\
The table writes a state as some values, and reads these values as a state that it writes otherwise. A status that goes to the system and comes back
has changed on the way, though nothing happened: that is how orders are shipped by themselves.

Let both directions agree. Where a system has one word for several states, write them all as that word: then it is read as one of them, and that is not
reported.",
        fails: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state picked
    state packed
    state shipped final=#true
    transition pick by=shop { from placed; to picked }
    transition pack by=shop { from picked; to packed }
    transition ship by=shop { from packed; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state travels"
    map "no" order-no
    states "status" {
        code "NEW" placed
        read "READY" to=picked
        write picked as="PICKED"
        write packed as="READY" //~ round-trip-mismatch
        code "SENT" shipped
        otherwise ignore=#true
    }
}
"#
        ),
        passes: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state picked
    state packed
    state shipped final=#true
    transition pick by=shop { from placed; to picked }
    transition pack by=shop { from picked; to packed }
    transition ship by=shop { from packed; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state travels"
    map "no" order-no
    states "status" {
        code "NEW" placed
        read "READY" to=packed
        write picked as="PICKED"
        write packed as="READY"
        code "SENT" shipped
        otherwise ignore=#true
    }
}
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for table in facts.state_tables().all().iter().filter(|table| table.is_certain) {
        for (state, written) in &table.writes {
            let Some(values) = &written.values else { continue };
            let Some(read) = table.read(values) else { continue };
            let Some(back) = read.state.filter(|back| back != state) else { continue };
            let is_coarse = table.writes.get(&back).is_some_and(|other| other.values.as_ref() == Some(values));
            if is_coarse {
                continue;
            }
            let record = &model.records[table.record].head.name.text;
            let (there, back) = (&model[*state], &model[back]);
            let shown = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" ");
            let message =
                format!("`{}` is written as {shown}, and {shown} is read as `{}`", there.name.text, back.name.text);
            findings.report(message, |finding| {
                finding
                    .at(written.span, format!("`{}` goes out", there.name.text))
                    .and(read.span, format!("`{}` comes back", back.name.text))
                    .help("let the rows agree, or write both states in the same way")
                    .about(&**record)
                    .about(there.path(model))
            });
        }
    }
}
