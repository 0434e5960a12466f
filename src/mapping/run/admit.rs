//! Whether a value of an object is what its field says: an object may come from anywhere.

use crate::mapping::ir::Role;

use super::exact::Exact;
use super::times;
use super::value::Value;
use super::wrong::Wrong;

/// The value of a field as the operations want it: decimal numbers as such, times in their one form.
pub(super) fn admitted(found: &Value, role: &Role) -> Result<Value, Wrong> {
    let text = || match found {
        Value::Text(text) => Ok(text),
        _ => Err(Wrong::WrongType),
    };
    let in_form = |made: Result<String, times::NoTime>| made.map(Value::Text).map_err(|_| Wrong::WrongForm);
    match role {
        Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..) => match found {
            Value::Decimal(_) => Ok(found.clone()),
            _ => Exact::parse(text()?).map(Value::Decimal).ok_or(Wrong::WrongForm),
        },
        Role::Integer => {
            let Value::Number(number) = found else { return Err(Wrong::WrongType) };
            let whole = Exact::of_number(number).and_then(|number| number.to_whole());
            whole.map(|whole| Value::Number(whole.into())).ok_or(Wrong::NotExact)
        }
        Role::Boolean => match found {
            Value::Truth(_) => Ok(found.clone()),
            _ => Err(Wrong::WrongType),
        },
        Role::Instant => in_form(times::instant(text()?)),
        Role::Date => in_form(times::date(text()?, "yyyy-MM-dd")),
        Role::LocalTime => in_form(times::local_time(text()?, "yyyy-MM-dd'T'HH:mm:ss")),
        Role::Code(_) => match found {
            Value::Text(_) | Value::Number(_) | Value::Truth(_) => Ok(found.clone()),
            _ => Err(Wrong::WrongType),
        },
        Role::Text(_) | Role::Identifier(_) | Role::Currency(_) | Role::Status(_) => {
            text().map(|text| Value::text(text.as_str()))
        }
    }
}
