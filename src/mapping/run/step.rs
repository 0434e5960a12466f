//! The operations of mappings on values.

use jiff::tz::TimeZone;

use crate::mapping::ir::{Hindrance, Op, Otherwise, PackRatio, Role, Table, UnitAt, UnitRatio};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::record::{Direction, ErrorScope};
use crate::model::step_word::Rounding;
use crate::source::Span;
use crate::syntax::values::zone;

use super::condition::Scene;
use super::exact::Exact;
use super::formula::Made;
use super::pattern::Pattern;
use super::place::{Place, Report, Rule};
use super::reached::row_of_codes;
use super::text;
use super::times::{self, NoTime};
use super::translate::{self, Names};
use super::value::Value;
use super::wrong::Wrong;

/// An operation, with its pattern or its zone ready for use.
#[derive(Clone, Debug)]
pub(super) struct Step {
    op: Op,
    pattern: Option<Pattern>,
    zone: Option<TimeZone>,
    formula: Option<Made>,
}

/// Where an operation is at work.
pub(super) struct Site<'s> {
    pub place: &'s Place<'s>,
    pub rule: &'s Rule,
    pub role: &'s Role,
    /// The object or the part of a list that is written.
    pub whole: Option<&'s Value>,
}

/// Why an operation gives nothing: what is wrong with the value, the exception, and the value as it is told.
struct Refused(Wrong, Option<Id<Exception>>, Value);

impl Step {
    /// Makes the operations of a value ready. `Err` says what cannot be carried out.
    pub fn all(
        model: &Model,
        ops: &[Op],
        span: Span,
        direction: Direction,
        names: Names<'_>,
    ) -> Result<Vec<Self>, Hindrance> {
        let refused = |why| Hindrance { span, why, direction };
        let one = |op: &Op| {
            let pattern = match op {
                Op::Matches(pattern, _) | Op::Extract(pattern, _) => Some(Pattern::new(pattern).map_err(refused)?),
                Op::Fit { set, .. } => Some(Pattern::new(set).map_err(refused)?),
                _ => None,
            };
            let formula = match op {
                Op::Compute(formula, of, gives) => Some(translate::formula(model, formula, names.with(*of), *gives)?),
                Op::ComputeBack(formula, gives) => Some(translate::formula(model, formula, names, *gives)?),
                _ => None,
            };
            let zone = match op {
                Op::InstantOfLocal { zone, .. } | Op::LocalOf(_, zone) | Op::DateIn(zone) => {
                    Some(self::zone(zone).map_err(|wrong| refused(wrong.why))?)
                }
                _ => None,
            };
            Ok(Self { op: op.clone(), pattern, zone, formula })
        };
        ops.iter().map(one).collect()
    }

    /// Whether it needs no value at hand.
    pub fn starts(&self) -> bool {
        matches!(self.op, Op::Position(_))
    }
}

/// The value after all operations; what is wrong with it is noted.
pub(super) fn apply(steps: &[Step], value: Value, site: &Site<'_>, report: &mut Report) -> Option<Value> {
    let mut value = value;
    for step in steps {
        match one(step, value, site, report) {
            Ok(made) => value = made?,
            Err(Refused(wrong, exception, value)) => {
                site.place.problem(site.rule, wrong, Some(value), exception, report);
                return None;
            }
        }
    }
    Some(value)
}

fn one(step: &Step, value: Value, site: &Site<'_>, report: &mut Report) -> Result<Option<Value>, Refused> {
    match &step.op {
        Op::Truth => of_type(value, |value| matches!(value, Value::Truth(_))),
        Op::Decode(table) | Op::Encode(table) => return coded(step, table, value, site, report),
        Op::Truncate(length, exception) => return truncated(value, *length, *exception, site, report),
        Op::Compute(..) | Op::ComputeBack(..) => worked_out(step, value, site),
        Op::Position(start) => {
            let position = i64::try_from(site.place.position()).unwrap_or(i64::MAX);
            Ok(Value::Number(start.saturating_add(position).into()))
        }
        Op::UnitAt(unit) => amount_in(unit, value, site, report),
        Op::Number | Op::Decimal { .. } => number(&step.op, value),
        Op::Whole
        | Op::OfWhole
        | Op::Scale(..)
        | Op::Precision(_)
        | Op::Shift(_)
        | Op::Range(..)
        | Op::Convert { .. }
        | Op::Digits { .. }
        | Op::JsonNumber => on_number(&step.op, value),
        Op::InstantOfEpoch(_) => on_time(step, value),
        _ => match value {
            Value::Text(text) => on_text(step, text),
            other => Err(Refused(Wrong::WrongType, None, other)),
        },
    }
    .map(Some)
}

fn of_type(value: Value, fits: impl Fn(&Value) -> bool) -> Result<Value, Refused> {
    if fits(&value) { Ok(value) } else { Err(Refused(Wrong::WrongType, None, value)) }
}

/// The value of a formula; the value at hand is told where something that it needs is not there.
fn worked_out(step: &Step, value: Value, site: &Site<'_>) -> Result<Value, Refused> {
    let scene = match step.op {
        Op::Compute(..) => Scene::Value(site.place, &value),
        _ => Scene::Object(site.whole),
    };
    let made = step.formula.as_ref().and_then(|formula| formula.value(scene));
    made.ok_or_else(|| Refused(Wrong::Incomplete, None, told(value)))
}

/// A value as a problem tells it.
fn told(value: Value) -> Value {
    if let Value::Decimal(number) = &value { Value::text(number.to_string()) } else { value }
}

/// An amount in a unit that the payload names, in the unit of the field.
fn amount_in(unit: &UnitAt, value: Value, site: &Site<'_>, report: &Report) -> Result<Value, Refused> {
    let Value::Decimal(amount) = value else { return Err(Refused(Wrong::WrongType, None, value)) };
    let code = site.place.find(&unit.keys);
    let is = |(known, _): &&(String, _)| matches!(code, Some(Value::Text(code)) if code == known);
    let Some((_, ratio)) = unit.rows.iter().find(is) else {
        return Err(Refused(Wrong::UnknownCode, unit.raises, code.cloned().unwrap_or(Value::Null)));
    };
    let (above, below) = match ratio {
        UnitRatio::Fixed(above, below) => (Exact::of_whole(*above), *below),
        UnitRatio::Packs(levels) => {
            let holds = levels.iter().map(|level| match level {
                PackRatio::Fixed(number) => Some(Exact::from(*number)),
                PackRatio::Field(field) => report.given.get(field).cloned(),
            });
            let all: Option<Vec<Exact>> = holds.collect();
            let unknown = || Refused(Wrong::Incomplete, unit.raises, Value::text(amount.to_string()));
            (all.ok_or_else(unknown)?.iter().fold(Exact::of_whole(1), |all, one| all.times(one)), 1)
        }
    };
    let product = amount.times(&above);
    let made = product.divided_by(below, unit.scale as usize, unit.round.unwrap_or(Rounding::Down));
    if unit.round.is_none() && made.times(&Exact::of_whole(below)) != product {
        return Err(Refused(Wrong::NotDivisible, unit.raises, Value::text(amount.to_string())));
    }
    Ok(Value::Decimal(made))
}

/// What a payload holds as a decimal number.
fn number(op: &Op, value: Value) -> Result<Value, Refused> {
    match (op, value) {
        (_, Value::Number(number)) => match Exact::of_number(&number) {
            Some(exact) => Ok(Value::Decimal(exact)),
            None => Err(Refused(Wrong::NotExact, None, Value::Number(number))),
        },
        (Op::Decimal { point, thousands }, Value::Text(text)) => {
            let plain = if thousands.is_empty() { text.clone() } else { text.replace(thousands.as_str(), "") };
            let clash = point != "." && plain.contains('.');
            let made = if clash { None } else { Exact::parse(&plain.replacen(point.as_str(), ".", 1)) };
            made.map(Value::Decimal).ok_or(Refused(Wrong::WrongForm, None, Value::Text(text)))
        }
        (_, other) => Err(Refused(Wrong::WrongType, None, other)),
    }
}

fn on_number(op: &Op, value: Value) -> Result<Value, Refused> {
    let found = match (op, value) {
        (Op::OfWhole, Value::Number(number)) => {
            let whole = Exact::of_number(&number);
            return whole.map(Value::Decimal).ok_or(Refused(Wrong::NotExact, None, Value::Number(number)));
        }
        (_, Value::Decimal(found)) => found,
        (_, other) => return Err(Refused(Wrong::WrongType, None, other)),
    };
    let refused = |wrong, exception: &Option<_>| Err(Refused(wrong, *exception, Value::text(found.to_string())));
    let made = match op {
        Op::Whole => {
            return match found.to_whole() {
                Some(whole) => Ok(Value::Number(whole.into())),
                None if found.scale() > 0 => refused(Wrong::TooManyDigits, &None),
                None => refused(Wrong::NotExact, &None),
            };
        }
        Op::Scale(scale, round) => match round {
            _ if found.scale() <= *scale as usize => found,
            Some(round) => found.rounded(*scale as usize, *round),
            None => return refused(Wrong::TooManyDigits, &None),
        },
        Op::Precision(digits) if found.digits() as u64 > *digits => return refused(Wrong::TooManyDigits, &None),
        Op::Shift(digits) => found.shifted(*digits),
        Op::Range(min, max, exception) => {
            let below = min.is_some_and(|min| found < Exact::from(min));
            if below || max.is_some_and(|max| found > Exact::from(max)) {
                return refused(Wrong::OutOfRange, exception);
            }
            found
        }
        Op::Convert { above, below, scale, round, raises } => {
            let product = found.times(&Exact::of_whole(*above));
            let made = product.divided_by(*below, *scale as usize, round.unwrap_or(Rounding::Down));
            if round.is_none() && made.times(&Exact::of_whole(*below)) != product {
                return refused(Wrong::NotDivisible, raises);
            }
            made
        }
        Op::Digits { scale, point, thousands } => {
            return Ok(Value::Text(text::digits(&found.to_fixed(*scale as usize), point, thousands)));
        }
        Op::JsonNumber => {
            return match found.to_number() {
                Some(number) => Ok(Value::Number(number)),
                None => refused(Wrong::NotExact, &None),
            };
        }
        _ => found,
    };
    Ok(Value::Decimal(made))
}

fn on_text(step: &Step, found: String) -> Result<Value, Refused> {
    let refused = |wrong, exception: &Option<_>, found| Err(Refused(wrong, *exception, Value::Text(found)));
    let form = |part: Option<&str>| part.map(str::to_owned);
    let made = match &step.op {
        Op::Trim => Some(text::trim(&found).to_owned()),
        Op::Collapse => Some(text::collapse(&found)),
        Op::Unescape(markup) => Some(text::unescaped(&found, *markup)),
        Op::Fit { rows, instead, raises, .. } => {
            let is_in =
                |c: char| step.pattern.as_ref().is_some_and(|set| set.matches(c.encode_utf8(&mut [0; 4])).is_some());
            return match text::fitted(&found, is_in, rows, *instead) {
                Some(made) => Ok(Value::Text(made)),
                None => refused(Wrong::WrongForm, raises, found),
            };
        }
        Op::Upper => Some(found.to_uppercase()),
        Op::Lower => Some(found.to_lowercase()),
        Op::StripPrefix(prefix) => form(found.strip_prefix(prefix.as_str())),
        Op::AddPrefix(prefix) => Some(format!("{prefix}{found}")),
        Op::StripSuffix(suffix) => form(found.strip_suffix(suffix.as_str())),
        Op::AddSuffix(suffix) => Some(format!("{found}{suffix}")),
        Op::Before(end) => form(found.split_once(end.as_str()).map(|(before, _)| before)),
        Op::After(start) => form(found.split_once(start.as_str()).map(|(_, after)| after)),
        Op::Slice(from, length) => {
            let length = length.map_or(usize::MAX, |length| length as usize);
            Some(found.chars().skip(*from as usize).take(length).collect())
        }
        Op::Replace(old, new) => Some(found.replace(old.as_str(), new)),
        Op::Unpad(fill, side) => Some(text::unpadded(&found, fill, *side).to_owned()),
        Op::Pad(length, fill, side) => Some(text::padded(&found, *length as usize, fill, *side)),
        Op::Size(min, max) => {
            let length = found.chars().count() as u64;
            if max.is_some_and(|max| length > max) {
                return refused(Wrong::TooLong, &None, found);
            }
            if length < *min {
                return refused(Wrong::TooShort, &None, found);
            }
            return Ok(Value::Text(found));
        }
        Op::Matches(_, exception) | Op::Extract(_, exception) => {
            let matched = step.pattern.as_ref().and_then(|pattern| pattern.matches(&found));
            let made = match (&step.op, matched) {
                (Op::Extract(..), Some(matched)) => matched.group.map(str::to_owned),
                (_, matched) => matched.map(|_| found.clone()),
            };
            return made.map(Value::Text).ok_or(Refused(Wrong::WrongForm, *exception, Value::Text(found)));
        }
        Op::CheckDigit(lengths, exception) if !text::has_check_digit(&found, lengths) => {
            return refused(Wrong::WrongCheckDigit, exception, found);
        }
        Op::Text | Op::CheckDigit(..) => return Ok(Value::Text(found)),
        _ => return on_time(step, Value::Text(found)),
    };
    made.map(Value::Text).ok_or(Refused(Wrong::WrongForm, None, Value::Text(found)))
}

fn on_time(step: &Step, value: Value) -> Result<Value, Refused> {
    let made = match (&step.op, &value, &step.zone) {
        (Op::Instant, Value::Text(found), _) => times::instant(found),
        (Op::InstantOfEpoch(unit), Value::Number(number), _) => {
            number.as_i64().ok_or(NoTime::Range).and_then(|number| times::instant_of_epoch(number, *unit))
        }
        (Op::EpochOf(unit), Value::Text(found), _) => match times::epoch_of(found, *unit) {
            Ok(number) => return Ok(Value::Number(number.into())),
            Err(wrong) => Err(wrong),
        },
        (Op::InstantOfLocal { pattern, gap, overlap, .. }, Value::Text(found), Some(zone)) => {
            times::instant_of_local(found, pattern, zone, *gap, *overlap)
        }
        (Op::LocalOf(pattern, _), Value::Text(found), Some(zone)) => times::local_of(found, pattern, zone),
        (Op::DateIn(_), Value::Text(found), Some(zone)) => times::date_in(found, zone),
        (Op::Date(pattern), Value::Text(found), _) => times::date(found, pattern),
        (Op::DateText(pattern), Value::Text(found), _) => times::date_text(found, pattern),
        (Op::AddDays(days), Value::Text(found), _) => times::days_later(found, *days),
        (Op::LocalTime(pattern), Value::Text(found), _) => times::local_time(found, pattern),
        (Op::LocalTimeText(pattern), Value::Text(found), _) => times::local_time_text(found, pattern),
        _ => return Err(Refused(Wrong::WrongType, None, value)),
    };
    made.map(Value::Text).map_err(|wrong| {
        let wrong = match wrong {
            NoTime::Form => Wrong::WrongForm,
            NoTime::Range => Wrong::OutOfRange,
            NoTime::Exact => Wrong::NotExact,
        };
        Refused(wrong, None, value)
    })
}

/// The other side of a table; what was reached is noted.
fn coded(
    step: &Step,
    table: &Table,
    value: Value,
    site: &Site<'_>,
    report: &mut Report,
) -> Result<Option<Value>, Refused> {
    let reads = matches!(step.op, Op::Decode(_));
    if let Some((from, to)) = table.rows.iter().find(|(from, _)| value.is(from)) {
        let (foreign, ours) = if reads { (from, to) } else { (to, from) };
        report.reached.rows.insert(row_of_codes(site.rule.span, foreign, ours));
        return Ok(Some(of_role(Value::constant(to), site.role, reads)));
    }
    let (assumed, raises) = match &table.otherwise {
        Otherwise::Keep => return Ok(Some(value)),
        Otherwise::Refuse(raises) => return Err(Refused(Wrong::UnknownCode, *raises, value)),
        Otherwise::Assume(assumed, raises) => (assumed, *raises),
    };
    if raises.is_some() {
        let rule = Rule { scope: ErrorScope::Field, ..site.rule.clone() };
        site.place.problem(&rule, Wrong::UnknownCode, Some(value), raises, report);
    }
    Ok(Some(of_role(Value::constant(assumed), site.role, reads)))
}

/// A constant as a field of this role holds it: numbers of decimal fields are decimals.
pub(super) fn of_role(value: Value, role: &Role, reads: bool) -> Value {
    let is_decimal = matches!(role, Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..));
    match &value {
        Value::Number(number) if is_decimal && reads => Exact::of_number(number).map_or(value, Value::Decimal),
        _ => value,
    }
}

/// The first characters; a text that is cut is a problem only where the charter names an exception.
fn truncated(
    value: Value,
    length: u64,
    exception: Option<Id<Exception>>,
    site: &Site<'_>,
    report: &mut Report,
) -> Result<Option<Value>, Refused> {
    let Value::Text(found) = value else { return Err(Refused(Wrong::WrongType, None, value)) };
    let Some((end, _)) = found.char_indices().nth(length as usize) else { return Ok(Some(Value::Text(found))) };
    let cut = found[..end].to_owned();
    if exception.is_some() {
        let rule = Rule { scope: ErrorScope::Field, ..site.rule.clone() };
        site.place.problem(&rule, Wrong::TooLong, Some(Value::Text(found)), exception, report);
    }
    Ok(Some(Value::Text(cut)))
}
