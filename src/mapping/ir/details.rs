//! Details of steps: tables of codes, patterns, units, and what is not supported.

use crate::model::Model;
use crate::model::id::Id;
use crate::model::name::{Said, Text};
use crate::model::step::{CodeRow, DateStep, InstantStep, Pad, Range, Step};
use crate::model::step_word::{CheckedIdentifier, InstantForm, LetterCase, Markup, TextSide};
use crate::model::types::{Charset, CodeValue, Codes, Pack, PackSize, Unit};
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::values::Ratio;

use super::pattern::portable;
use super::steps::Refusal;
use super::{CodeSet, Op, Otherwise, PackRatio, Role, Sort, Table};

/// No chain of units is followed further.
const MOST_UNITS: usize = 32;

/// The table of all `code` rows of a map, in one direction.
pub(super) fn table(steps: &[Said<Step>], reading: bool, at: Span) -> Result<Table, Refusal> {
    let mut table = Table { rows: Vec::new(), otherwise: Otherwise::Refuse(None) };
    let mut rows: Vec<&CodeRow> = Vec::new();
    for step in steps {
        match &step.value {
            Step::Code(row) => rows.push(row),
            Step::Otherwise(otherwise) if otherwise.keep => table.otherwise = Otherwise::Keep,
            Step::Otherwise(otherwise) => {
                let raises = otherwise.raises.and_then(|raises| raises.target);
                table.otherwise = match &otherwise.default {
                    Some(default) if reading => Otherwise::Assume(default.value.clone(), raises),
                    _ => Otherwise::Refuse(raises),
                };
            }
            _ => {}
        }
    }
    for row in rows {
        let direction = row.direction.map(|direction| direction.value);
        if direction.is_some_and(|direction| if reading { !direction.reads() } else { !direction.writes() }) {
            continue;
        }
        let (Some(foreign), Some(ours)) = (&row.foreign, &row.ours) else {
            return Err((at, "a row of the code table is not complete".to_owned()));
        };
        if matches!(&foreign.value, Literal::Text(text) if text.contains('*')) {
            return Err((foreign.span, "a `*` in a code is not supported yet".to_owned()));
        }
        let (from, to) = if reading { (foreign, ours) } else { (ours, foreign) };
        // The first row decides, in both directions.
        if table.rows.iter().all(|(known, _)| *known != from.value) {
            table.rows.push((from.value.clone(), to.value.clone()));
        }
    }
    Ok(table)
}

/// The codes of a closed list, in order; `None` for an open one.
pub(super) fn codes(model: &Model, set: CodeSet) -> Option<Vec<Literal>> {
    match set {
        CodeSet::Codes(codes) => {
            let codes = &model[codes];
            (!codes.open).then(|| codes.codes.iter().map(|code| code.value.value.clone()).collect())
        }
        CodeSet::Scope(scope) => {
            let scope = &model[scope];
            let value = |id: &Id<_>| Literal::Text(model.scope_values[*id].name.text.clone());
            (!scope.open).then(|| scope.values.iter().map(value).collect())
        }
    }
}

/// How many of `to` make one `from`, by the factors of their units.
pub(super) fn factor(model: &Model, from: Id<Unit>, to: Id<Unit>) -> Option<Ratio> {
    let (from_base, from_factor) = base(model, from)?;
    let (to_base, to_factor) = base(model, to)?;
    if from_base == to_base { from_factor.times(to_factor.inverse()) } else { None }
}

/// The unit at the end of a chain of factors, and how many of it make one `unit`.
fn base(model: &Model, mut unit: Id<Unit>) -> Option<(Id<Unit>, Ratio)> {
    let mut factor = Ratio::ONE;
    for _ in 0..MOST_UNITS {
        let (Some(of), Some(step)) = (&model[unit].of, &model[unit].factor) else { return Some((unit, factor)) };
        factor = factor.times(step.value)?;
        unit = of.target?;
    }
    None
}

pub(super) fn letter_case(case: LetterCase) -> Op {
    match case {
        LetterCase::Upper => Op::Upper,
        LetterCase::Lower => Op::Lower,
    }
}

/// Length, character and side.
pub(super) fn padding(pad: &Pad, at: Span) -> Result<(u64, String, TextSide), Refusal> {
    let side = pad.side.map_or(TextSide::Left, |side| side.value);
    match (&pad.to, &pad.with) {
        (Some(to), Some(with)) if with.value.chars().count() == 1 => Ok((to.value, with.value.to_string(), side)),
        (Some(_), Some(with)) => Err((with.span, "a value is filled up with one character".to_owned())),
        _ => Err((at, "the length or the character is not known".to_owned())),
    }
}

/// A pattern that means the same in every target, and whether it takes its group `value`.
pub(super) fn pattern(pattern: Option<&Text>, at: Span) -> Result<(String, bool), Refusal> {
    let pattern = pattern.ok_or_else(|| (at, "the pattern is not known".to_owned()))?;
    portable(&pattern.value).map_err(|why| (pattern.span, why))
}

/// The numbers of digits that an identifier can have.
pub(super) fn check_lengths(kind: Option<Said<CheckedIdentifier>>, at: Span) -> Result<&'static [u64], Refusal> {
    let kind = kind.ok_or_else(|| (at, "the identifier is not known".to_owned()))?;
    Ok(match kind.value {
        CheckedIdentifier::Gtin => &[8, 12, 13, 14],
        CheckedIdentifier::Sscc => &[18],
        CheckedIdentifier::Gln => &[13],
    })
}

/// A decimal number with a point and nothing between thousands.
pub(super) fn plain_decimal() -> Op {
    Op::Decimal { point: ".".to_owned(), thousands: String::new() }
}

pub(super) fn decimals(decimals: Option<Said<u64>>, at: Span) -> Result<i64, Refusal> {
    let decimals = decimals.ok_or_else(|| (at, "the number of decimals is not known".to_owned()))?;
    i64::try_from(decimals.value)
        .ok()
        .filter(|decimals| *decimals <= 36)
        .ok_or_else(|| (decimals.span, "a number has at most 36 decimals".to_owned()))
}

pub(super) fn range(step: &Range) -> Op {
    let bound = |bound: Option<Said<_>>| bound.map(|bound| bound.value);
    Op::Range(bound(step.min), bound(step.max), step.raises.and_then(|raises| raises.target))
}

/// The milliseconds of one unit.
pub(super) fn epoch_unit(form: InstantForm) -> u64 {
    if form == InstantForm::EpochS { 1000 } else { 1 }
}

pub(super) fn local_pattern(step: &InstantStep) -> String {
    step.pattern.as_ref().map_or("yyyy-MM-dd'T'HH:mm:ss", |pattern| &pattern.value).to_owned()
}

pub(super) fn date_pattern(step: &DateStep) -> String {
    step.pattern.as_ref().map_or("yyyy-MM-dd", |pattern| &pattern.value).to_owned()
}

/// The texts of a character set; `None` for all of Unicode.
pub(super) fn charset_pattern(charset: Charset) -> Option<&'static str> {
    match charset {
        Charset::Ascii => Some("[ -~]*"),
        Charset::Latin1 => Some("[ -~\u{a0}-\u{ff}]*"),
        // X12.5, the basic and the extended character set without delimiters of its own.
        Charset::X12Basic => Some(r#"[A-Z0-9 !"&'()*+,\-./:;?=]*"#),
        Charset::X12Extended => Some(r#"[A-Za-z0-9 !"&'()*+,\-./:;?=%@\[\]_{}\\|<>~#$]*"#),
        Charset::Unicode => None,
    }
}

/// Whether a step says something of the value as a whole, and is no operation in its turn.
pub(super) fn is_no_operation(step: &Step) -> bool {
    use Step as S;
    matches!(step, S::Absent(_) | S::Null(_) | S::Empty(_) | S::OmitIf(_) | S::First(_) | S::Wrap(_) | S::Charset(_))
}

/// Why a formula cannot give the value of a field.
pub(super) const NO_FORMULA: &str = "a formula gives numbers and texts only";

/// What a formula gives for a field.
pub(super) fn sort_of(role: &Role) -> Option<Sort> {
    match role {
        Role::Integer | Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..) => Some(Sort::Number),
        Role::Text(_) | Role::Identifier(_) | Role::Currency(_) => Some(Sort::Text),
        _ => None,
    }
}

pub(super) fn no_url(markup: Markup, at: Span) -> Result<(), Refusal> {
    if markup == Markup::Url { Err((at, "percent encoding is not supported yet".to_owned())) } else { Ok(()) }
}

/// How many of `to` make one of a pack, by the packs of an item.
pub(super) fn pack_ratio(model: &Model, from: Id<Unit>, to: Id<Unit>) -> Option<Vec<PackRatio>> {
    let mut levels = Vec::new();
    let mut at = from;
    while at != to {
        let is = |pack: &&Pack| pack.unit.and_then(|unit| unit.target) == Some(at);
        let pack = model.packs.values().flat_map(|packs| &packs.packs).find(is)?;
        levels.push(match pack.holds.as_ref()? {
            PackSize::Fixed(number) => PackRatio::Fixed(number.value),
            PackSize::Field(path) => PackRatio::Field(path.target?.field?),
        });
        if levels.len() > MOST_UNITS {
            return None;
        }
        at = pack.of?.target?;
    }
    Some(levels)
}

/// The units that a list of codes stands for: code and unit. Either the code or what it means is the name of a unit.
pub(super) fn coded_units(model: &Model, codes: Id<Codes>) -> Vec<(String, Id<Unit>)> {
    let named = |name: &str| model.units.ids().find(|unit| &*model[*unit].head.name.text == name);
    let text = |literal: &Literal| match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(_) | Literal::Null => String::new(),
    };
    let pair = |code: &CodeValue| {
        let (value, title) = (text(&code.value.value), code.title.as_ref().map_or("", |title| &title.value));
        named(title).map(|unit| (value.clone(), unit)).or_else(|| Some((title.to_owned(), named(&value)?)))
    };
    model[codes].codes.iter().filter_map(pair).collect()
}

/// Why a step that nothing here carries out keeps a record from being generated.
pub(super) fn unsupported(step: &Step) -> String {
    format!("the step `{}` is not supported yet", step.word())
}
