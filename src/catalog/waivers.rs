//! Waivers: findings that the charter accepts, and waivers that nothing needs.

use std::borrow::Cow;

use jiff::civil::Date;

use crate::catalog;
use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::model::governance::Waiver;
use crate::model::name::Said;
use crate::rule::{Code, with_parcels};
use crate::source::Span;

/// What waivers themselves can be wrong about.
pub static CODES: &[&Code] = &[&EXPIRED_WAIVER, &UNKNOWN_WAIVER, &UNUSED_WAIVER];

/// A waiver whose day has passed.
pub static EXPIRED_WAIVER: Code = Code {
    name: "expired-waiver",
    title: "an accepted finding is reported again: its waiver has expired",
    severity: Severity::Warning,
    explain: "\
The waiver said until when the finding is accepted, and that day has passed. The finding is reported again beside this one. Put it right, or write
a new day and say why it takes longer.

The day of the check is today, or what `--as-of` says.",
    fails: with_parcels!(
        r#"object parcel {
    key number
    field number string
    owner wms
    owner erp //~ two-owners
}
allow two-owners on=parcel because="until the cut-over" until="2026-01-31" //~ expired-waiver
"#
    ),
    passes: with_parcels!(
        r#"object parcel {
    key number
    field number string
    owner wms
    owner erp
}
allow two-owners on=parcel because="until the cut-over" until="2999-01-31"
"#
    ),
};

/// A waiver of something that is no finding.
pub static UNKNOWN_WAIVER: Code = Code {
    name: "unknown-waiver",
    title: "a waiver names no finding that can be accepted",
    severity: Severity::Error,
    explain: "\
`allow` takes the code of a rule, as it stands in square brackets in a finding. No rule has this code, so nothing is accepted.

What says that a charter cannot be read (a syntax error, an unknown word, an unknown name) cannot be accepted: all else rests on it.",
    fails: with_parcels!(
        r#"object parcel {
    key number
    field number string
    owner wms
    owner erp //~ two-owners
}
allow two-owner on=parcel because="until the cut-over" //~ unknown-waiver
"#
    ),
    passes: with_parcels!(
        r#"object parcel {
    key number
    field number string
    owner wms
    owner erp
}
allow two-owners on=parcel because="until the cut-over"
"#
    ),
};

/// A waiver that nothing needs.
pub static UNUSED_WAIVER: Code = Code {
    name: "unused-waiver",
    title: "a waiver accepts a finding that does not exist",
    severity: Severity::Warning,
    explain: "\
Nothing is reported that this waiver accepts. Either the matter has been put right, and the waiver can go; or it names another element than the
finding does, and accepts nothing. A waiver that stays would hide the next mistake of its kind.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number string }
allow two-owners on=parcel because="until the cut-over" //~ unused-waiver
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number string }
"#
    ),
};

/// A finding that the charter accepts.
#[derive(Debug)]
pub struct Accepted {
    /// The finding.
    pub finding: Diagnostic,
    /// Why it is accepted.
    pub because: String,
    /// The place of the waiver.
    pub waiver: Span,
}

/// Takes the findings that the charter accepts out of `found` and returns them, and adds what is to be said about its waivers.
/// `sound` says whether the charter could be read: otherwise a finding may be missing for that reason alone.
pub fn apply(facts: &Facts, found: &mut Vec<Diagnostic>, sound: bool, today: Date) -> Vec<Accepted> {
    let mut accepted = Vec::new();
    let mut about_waivers = Vec::new();
    for waiver in &facts.model.waivers {
        if !catalog::is_waivable(&waiver.code.text, &facts.model) {
            about_waivers.push(unknown(waiver, facts));
            continue;
        }
        if let Some(until) = waiver.until.filter(|until| until.value < today)
            && let Some(finding) = found.iter().find(|finding| accepts(waiver, finding))
        {
            about_waivers.push(expired(waiver, until, finding));
            continue;
        }
        let before = accepted.len();
        let because = waiver.because.as_ref().map_or("", |because| &*because.value);
        let accepts = found.extract_if(.., |finding| accepts(waiver, finding));
        accepted.extend(accepts.map(|finding| Accepted { finding, because: because.to_owned(), waiver: waiver.span }));
        if accepted.len() == before && sound {
            about_waivers.push(unused(waiver));
        }
    }
    found.append(&mut about_waivers);
    accepted
}

/// Whether a waiver is about a finding: the same code, and the element or something that it is part of.
fn accepts(waiver: &Waiver, finding: &Diagnostic) -> bool {
    let covers =
        |on: &str, about: &str| about.strip_prefix(on).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    finding.code == *waiver.code.text
        && waiver.on.as_ref().is_none_or(|on| finding.about.iter().any(|about| covers(&on.value, about)))
}

fn unknown(waiver: &Waiver, facts: &Facts) -> Diagnostic {
    let code = &waiver.code;
    if catalog::code(&code.text).is_some() {
        return UNKNOWN_WAIVER
            .finding(format!("`{code}` cannot be accepted"))
            .at(code.span, "this says that the charter could not be read as it stands")
            .help("put it right; only what a rule finds can be accepted");
    }
    let finding = UNKNOWN_WAIVER.finding(format!("no rule is called `{code}`")).at(code.span, "this accepts nothing");
    match catalog::nearest_rule(&code.text, &facts.model) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), code.span, near),
        None => finding.help("write the code that stands in square brackets in the finding"),
    }
}

fn expired(waiver: &Waiver, until: Said<Date>, finding: &Diagnostic) -> Diagnostic {
    let expired = EXPIRED_WAIVER
        .finding(format!("`{}` was accepted until {}", waiver.code, until.value))
        .at(until.span, "this day has passed")
        .help("put the finding right, or write a new day and why");
    match finding.primary() {
        Some(label) => expired.and(label.span, "this is reported again"),
        None => expired,
    }
}

fn unused(waiver: &Waiver) -> Diagnostic {
    let on: Cow<str> = waiver.on.as_ref().map_or("this charter".into(), |on| format!("`{}`", on.value).into());
    UNUSED_WAIVER
        .finding(format!("nothing needs this waiver of `{}`", waiver.code))
        .at(waiver.span, format!("no such finding is about {on}"))
        .help("remove it; or name the element that the finding names")
        .fix("take it out with `/-`", Span { end: waiver.span.start, ..waiver.span }, "/-")
}
