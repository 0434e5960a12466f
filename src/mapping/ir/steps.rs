//! The steps of a `map` as operations: in their order when reading, backwards when writing.

use crate::model::Model;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::record::{Direction, ForeignPath, Map};
use crate::model::step::{Add, Step, UnitSource, UnitStep};
use crate::model::step_word::{Remainder, Rounding};
use crate::model::types::Unit;
use crate::source::Span;

use super::details::{coded_units, factor, pack_ratio};
use super::wire::TextForm;
use super::{Hindrance, Key, Op, Role, Slot, UnitAt, UnitRatio, Wire};

/// Digits after the point of a quantity that must divide exactly and whose type names no scale.
const EXACT_SCALE: u64 = 12;

/// Why a table of codes cannot give the value of a field.
pub(super) const NO_CODE: &str = "a table of codes gives no number, amount, date or time";

/// What a value is between two operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Anything that a payload holds.
    Raw,
    Text,
    Truth,
    /// A decimal number.
    Number,
    /// An integer of the target language.
    Whole,
    Instant,
    Date,
    LocalTime,
    Code,
}

/// Why a step cannot be carried out.
pub(super) type Refusal = (Span, String);

/// The operations of one direction, as they grow.
pub(super) struct Line<'m> {
    pub model: &'m Model,
    pub role: &'m Role,
    pub stage: Stage,
    pub ops: Vec<Op>,
    pub wire: Wire,
}

/// The operations of a value in both directions, and how it looks in the payload.
pub(super) struct Operations {
    pub read: Vec<Op>,
    pub write: Vec<Op>,
    pub wire: Wire,
}

/// The operations of one line of a record, in whatever format that is; none in a direction that cannot be carried out.
pub struct LineOperations {
    /// What the value is.
    pub role: Role,
    /// From the payload to the field.
    pub read: Vec<Op>,
    /// From the field to the payload.
    pub write: Vec<Op>,
}

impl LineOperations {
    /// The operations of a line; `None` where its field is not known, or has no type that can be mapped.
    pub fn of(model: &Model, map: &Map) -> Option<Self> {
        let field = map.field?;
        let role = Role::of(model, Slot { field: field.field?, part: field.part }).ok()?;
        let direction = map.direction.map_or(Direction::Both, |direction| direction.value);
        let done = operations(model, &role, &map.steps, direction, map.span, &mut Vec::new());
        Some(Self { role, read: done.read, write: done.write })
    }
}

/// Turns the steps of a value into operations. `span` is the line of the map.
pub(super) fn operations(
    model: &Model,
    role: &Role,
    steps: &[Said<Step>],
    direction: Direction,
    span: Span,
    hindrances: &mut Vec<Hindrance>,
) -> Operations {
    let mut result = Operations { read: Vec::new(), write: Vec::new(), wire: Wire::Text(TextForm::default()) };
    let line = |stage, wire| Line { model, role, stage, ops: Vec::new(), wire };
    if direction.reads() {
        let mut line = line(Stage::Raw, Wire::Text(TextForm::default()));
        match line.read(steps, span) {
            Ok(()) => result.read = line.ops,
            Err((span, why)) => hindrances.push(Hindrance { span, why, direction: Direction::Read }),
        }
    }
    let mut line = line(Stage::Raw, Wire::Text(TextForm::default()));
    match line.write(steps, span) {
        Ok(()) => (result.write, result.wire) = (line.ops, line.wire),
        Err((span, why)) if direction.writes() => {
            hindrances.push(Hindrance { span, why, direction: Direction::Write });
        }
        Err(_) => {}
    }
    result
}

impl Line<'_> {
    /// A step on a text.
    pub(super) fn text(&mut self, at: Span, op: Op) -> Result<(), Refusal> {
        match self.stage {
            Stage::Raw => self.ops.push(Op::Text),
            Stage::Text => {}
            _ => return Err((at, "this step works on a text, and the step before gives none".to_owned())),
        }
        self.stage = Stage::Text;
        self.ops.push(op);
        Ok(())
    }

    /// The value as a decimal number; `decode` is how it becomes one where it is none yet.
    pub(super) fn number(&mut self, at: Span, decode: Op) -> Result<(), Refusal> {
        match (self.stage, &decode) {
            (Stage::Raw, _) | (Stage::Text, Op::Decimal { .. }) => self.ops.push(decode),
            (Stage::Number, Op::Number | Op::Decimal { .. }) => {}
            (Stage::Text, _) => {
                return Err((at, "the text must become a number first, by `decimal` or `integer`".to_owned()));
            }
            _ => return Err((at, "this step works on a number, and the step before gives none".to_owned())),
        }
        self.stage = Stage::Number;
        Ok(())
    }

    pub(super) fn convert(&mut self, step: &UnitStep, at: Span, reading: bool) -> Result<(), Refusal> {
        let Role::Quantity(digits, Some(ours)) = self.role else {
            return Err((at, "only a quantity with a unit counts in units".to_owned()));
        };
        let unit = match &step.unit {
            Some(UnitSource::Fixed(unit)) => unit,
            Some(UnitSource::Foreign(path)) => {
                return if reading { self.unit_at(step, path, *ours, digits.scale, at) } else { Ok(()) };
            }
            None => return Err((at, "the unit is not known".to_owned())),
        };
        let foreign = unit.target.ok_or_else(|| (unit.span, "the unit is not known".to_owned()))?;
        if foreign == *ours {
            return Ok(());
        }
        let (from, to) = if reading { (foreign, *ours) } else { (*ours, foreign) };
        let why = || {
            let names = [&self.model[from].head.name, &self.model[to].head.name];
            (at, format!("no exact factor leads from `{}` to `{}`", names[0], names[1]))
        };
        let ratio = factor(self.model, from, to).ok_or_else(why)?;
        let round = rounding(step, at)?;
        let scale = scale_of(digits.scale, round);
        let raises = step.raises.and_then(|raises| raises.target);
        self.ops.push(Op::Convert { above: ratio.numerator(), below: ratio.denominator(), scale, round, raises });
        Ok(())
    }

    /// An amount in a unit that the payload names.
    fn unit_at(
        &mut self,
        step: &UnitStep,
        path: &ForeignPath,
        ours: Id<Unit>,
        scale: Option<u64>,
        at: Span,
    ) -> Result<(), Refusal> {
        let known = path.path.as_ref().ok_or_else(|| (path.span, "the place of the unit is not known".to_owned()))?;
        let codes = step.codes.and_then(|codes| codes.target);
        let codes = codes.ok_or_else(|| (at, "the codes of the units are not known: say `codes`".to_owned()))?;
        let mut rows = Vec::new();
        for (code, unit) in coded_units(self.model, codes) {
            let fixed = factor(self.model, unit, ours).map(|ratio| (ratio.numerator(), ratio.denominator()));
            let ratio = match (fixed, pack_ratio(self.model, unit, ours)) {
                (Some((above, below)), _) => UnitRatio::Fixed(above, below),
                (None, Some(packs)) => UnitRatio::Packs(packs),
                (None, None) => {
                    let names = [&self.model[unit].head.name, &self.model[ours].head.name];
                    return Err((at, format!("no factor and no pack leads from `{}` to `{}`", names[0], names[1])));
                }
            };
            rows.push((code, ratio));
        }
        let round = rounding(step, at)?;
        let keys = known.steps.iter().map(|step| Key::Name(step.name.clone())).collect();
        let raises = step.raises.and_then(|raises| raises.target);
        let scale = scale_of(scale, round);
        self.ops.push(Op::UnitAt(Box::new(UnitAt { keys, rows, scale, round, raises })));
        Ok(())
    }

    pub(super) fn add_days(&mut self, step: &Add, at: Span, sign: i64) -> Result<(), Refusal> {
        let Some(days) = step.days.filter(|_| step.business_days.is_none()) else {
            return Err((at, "days of a calendar are not supported yet".to_owned()));
        };
        if self.stage != Stage::Date {
            return Err((at, "days are added to a date, and the step before gives none".to_owned()));
        }
        self.ops.push(Op::AddDays(sign * days.value));
        Ok(())
    }
}

/// How an amount that does not divide is rounded; it must divide where no rounding is wanted.
fn rounding(step: &UnitStep, at: Span) -> Result<Option<Rounding>, Refusal> {
    match step.remainder.map(|remainder| remainder.value) {
        Some(Remainder::Split) => Err((at, "`remainder=split` is not supported yet".to_owned())),
        Some(Remainder::Round) => {
            let unsaid = || (at, "`remainder=round` does not say how it is rounded".to_owned());
            step.round.map(|round| Some(round.value)).ok_or_else(unsaid)
        }
        Some(Remainder::Error) | None => Ok(None),
    }
}

fn scale_of(scale: Option<u64>, round: Option<Rounding>) -> u64 {
    scale.unwrap_or(if round.is_some() { 0 } else { EXACT_SCALE })
}
