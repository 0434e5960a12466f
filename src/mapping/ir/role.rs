//! What kind of value a field has: checks and generators go by this, not by the type of JSON.

use crate::model::Model;
use crate::model::field::{CodeSource, Field, FieldKind, ValueType};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::record::ValuePart;
use crate::model::scope::Scope;
use crate::model::types::{Charset, Codes, Constraints, Type, Unit};

use super::Slot;
use super::pattern::portable;

/// No chain of types or references is followed further.
const MOST_LINKS: usize = 32;

/// What kind of value a field has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// A text.
    Text(Limits),
    /// What identifies something; never a number.
    Identifier(Limits),
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal(Digits),
    /// An amount of money, with its only currency where it has one.
    Amount(Digits, Option<String>),
    /// A currency by its ISO 4217 code, with the only one there may be.
    Currency(Option<String>),
    /// An amount of a unit.
    Quantity(Digits, Option<Id<Unit>>),
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A point in time.
    Instant,
    /// A date and a time on the clocks of one place.
    LocalTime,
    /// A code of a list.
    Code(CodeSet),
    /// A state.
    Status(Id<Lifecycle>),
}

/// Limits of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The least number of characters.
    pub min: Option<u64>,
    /// The greatest number of characters.
    pub max: Option<u64>,
    /// A regular expression that the whole text matches, in the syntax that all targets share.
    pub pattern: Option<String>,
    /// Which characters may occur.
    pub charset: Option<Charset>,
}

/// Limits of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digits {
    /// All digits.
    pub precision: Option<u64>,
    /// Digits after the point.
    pub scale: Option<u64>,
}

/// A list from which codes are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeSet {
    /// A code list.
    Codes(Id<Codes>),
    /// The values of a scope.
    Scope(Id<Scope>),
}

impl Role {
    /// Whether a table of codes can give its values: codes are names, and no number, amount, date or time is one.
    pub fn takes_codes(&self) -> bool {
        !matches!(
            self,
            Self::Decimal(_) | Self::Amount(..) | Self::Quantity(..) | Self::Date | Self::Instant | Self::LocalTime
        )
    }

    /// The role of a field, or of a part of its value. `Err` says why it has none.
    pub fn of(model: &Model, slot: Slot) -> Result<Self, String> {
        let field = &model[slot.field];
        let value = match &field.kind {
            FieldKind::Value(value) => value,
            FieldKind::Status(lifecycle) => return Ok(Self::Status(*lifecycle)),
            FieldKind::Group => return Err(format!("`{}` is a group; map the fields in it", field.name)),
            FieldKind::List(_) => return Err(format!("`{}` is a list; it is mapped by `each`", field.name)),
        };
        let whole = Self::of_value(model, value, 0)?;
        match (whole, slot.part) {
            (role @ (Self::Amount(..) | Self::Quantity(..)), Some(ValuePart::Amount | ValuePart::Value)) => Ok(role),
            (Self::Amount(_, currency), Some(ValuePart::Currency)) => Ok(Self::Currency(currency)),
            (Self::Amount(_, None), None) => {
                Err(format!("`{0}` is money: map `{0}.amount` and `{0}.currency`", field.name))
            }
            (Self::Quantity(_, None), _) => Err(format!("`{}` names no unit", field.name)),
            (_, Some(ValuePart::Unit)) => Err(format!("the unit of `{}` is always the same", field.name)),
            (role, None) => Ok(role),
            (_, Some(_)) => Err(format!("`{}` has no such part", field.name)),
        }
    }

    fn of_value(model: &Model, value: &ValueType, links: usize) -> Result<Self, String> {
        let unknown = || "the type of the field is not known".to_owned();
        if links > MOST_LINKS {
            return Err("the references of the field go round in circles".to_owned());
        }
        if let Some(code) = &value.code {
            return match code {
                CodeSource::Codes(codes) => codes.target.map(CodeSet::Codes),
                CodeSource::Scope(scope) => scope.target.map(CodeSet::Scope),
            }
            .map(Self::Code)
            .ok_or_else(unknown);
        }
        if let Some(object) = &value.reference {
            let object = &model[object.target.ok_or_else(unknown)?];
            let [key] = &object.key[..] else {
                return Ok(Self::Identifier(Limits::default()));
            };
            let key: Id<Field> = key.target.ok_or_else(unknown)?;
            let FieldKind::Value(key) = &model[key].kind else { return Err(unknown()) };
            return Self::of_value(model, key, links + 1);
        }
        let named: Id<Type> = value.named.and_then(|named| named.target).ok_or_else(unknown)?;
        let (base, constraints) = chain(model, named, &value.constraints)?;
        let limits = || {
            let pattern = nearest(&constraints, |limits| limits.pattern.as_ref());
            Ok::<_, String>(Limits {
                min: nearest(&constraints, |limits| limits.min.map(|min| min.value)),
                max: nearest(&constraints, |limits| limits.max.map(|max| max.value)),
                pattern: pattern.map(|pattern| portable(&pattern.value)).transpose()?.map(|(pattern, _)| pattern),
                charset: nearest(&constraints, |limits| limits.charset.map(|charset| charset.value)),
            })
        };
        let digits = Digits {
            precision: nearest(&constraints, |limits| limits.precision.map(|precision| precision.value)),
            scale: nearest(&constraints, |limits| limits.scale.map(|scale| scale.value)),
        };
        Ok(match base.as_str() {
            "string" => Self::Text(limits()?),
            "identifier" => Self::Identifier(limits()?),
            "integer" => Self::Integer,
            "decimal" => Self::Decimal(digits),
            "money" => {
                Self::Amount(digits, nearest(&constraints, |limits| Some(limits.currency.as_ref()?.value.to_string())))
            }
            "quantity" => {
                Self::Quantity(digits, nearest(&constraints, |limits| limits.unit.and_then(|unit| unit.target)))
            }
            "boolean" => Self::Boolean,
            "date" => Self::Date,
            "instant" => Self::Instant,
            "local-time" => Self::LocalTime,
            _ => return Err(format!("the type `{base}` rests on no base type")),
        })
    }
}

/// The base type of a named type, and the limits on the way to it, the nearest first.
fn chain<'m>(
    model: &'m Model,
    named: Id<Type>,
    own: &'m Constraints,
) -> Result<(String, Vec<&'m Constraints>), String> {
    let mut limits = vec![own];
    let mut at = named;
    for _ in 0..MOST_LINKS {
        limits.push(&model[at].constraints);
        match model[at].is.and_then(|is| is.target) {
            Some(next) if next != at => at = next,
            _ => return Ok((model[at].head.name.text.to_string(), limits)),
        }
    }
    Err("the type rests on itself".to_owned())
}

fn nearest<'m, T>(constraints: &[&'m Constraints], limit: impl Fn(&'m Constraints) -> Option<T>) -> Option<T> {
    constraints.iter().find_map(|constraints| limit(constraints))
}
