//! Whether a value is of the type that its place wants.

use crate::diagnostic::Diagnostic;
use crate::kdl::{Entry, Number, Text, Value};
use crate::language::Type;
use crate::source::{FileId, Span};

use super::codes;
use crate::syntax::expression::Expression;
use crate::syntax::nearest::nearest;
use crate::syntax::path::{self, Foreign};
use crate::syntax::values::{self, Decimal, Duration, Hours, Percent, Rate, Ratio, Size, Time, Version, Wrong};

/// Reports `entry` if it is not of the type `ty`. `subject` is the property or the word that wants it.
pub(super) fn check(file: FileId, subject: &str, ty: &Type, entry: Entry<'_>, findings: &mut Vec<Diagnostic>) {
    let place = Span::new(file, entry.value_span());
    let checked = Checked { file, subject, ty, place };
    let finding = match (entry.value(), ty) {
        (Value::Number(number), _) if !number.is_sound() => None, // The reader has said so.
        (_, Type::Literal) | (Value::Bool(_), Type::Boolean) => None,
        (value, Type::OneOf(_)) => checked.choice(value),
        (Value::Number(number), Type::Integer | Type::Signed | Type::Number | Type::Ratio) => checked.number(number),
        (Value::String(text), Type::Expression) => {
            let locate = |range| Span::new(file, text.source_range(range));
            findings.extend(Expression::parse(&text.get(), &locate).1);
            None
        }
        (Value::String(text), ty) => checked.string(text, ty),
        (value, ty) => Some(checked.wrong_type(value, ty)),
    };
    findings.extend(finding);
}

struct Checked<'c> {
    file: FileId,
    subject: &'c str,
    ty: &'c Type,
    place: Span,
}

impl Checked<'_> {
    fn string(&self, text: Text<'_>, ty: &Type) -> Option<Diagnostic> {
        let value = text.get();
        let wrong = match ty {
            Type::Word | Type::Name => values::word(&value).err(),
            Type::Ratio => Ratio::parse(&value).err(),
            Type::Percent => Percent::parse(&value).err(),
            Type::Duration => Duration::parse(&value).err(),
            Type::Rate => Rate::parse(&value).err(),
            Type::Size => Size::parse(&value).err(),
            Type::Date => values::date(&value).err(),
            Type::Time => Time::parse(&value).err(),
            Type::Hours => Hours::parse(&value).err(),
            Type::Zone => values::zone(&value).err(),
            Type::Version => Version::parse(&value).err(),
            Type::Path | Type::FieldPath | Type::KeyField => path::check(&value).err(),
            Type::Foreign => Foreign::parse(&value).err(),
            Type::Boolean | Type::Integer | Type::Signed | Type::Number => {
                return Some(self.wrong_type(Value::String(text), ty));
            }
            _ => None,
        }?;
        Some(self.malformed(text, wrong))
    }

    fn malformed(&self, text: Text<'_>, wrong: Wrong) -> Diagnostic {
        let place = Span::new(self.file, text.source_range(wrong.at));
        let finding = codes::MALFORMED_VALUE.finding(self.message()).at(place, wrong.why);
        match wrong.instead {
            Some(instead) => self.instead(finding, &written(&instead)),
            None => finding,
        }
    }

    fn number(&self, number: Number<'_>) -> Option<Diagnostic> {
        let plain = number.raw().len() <= 18 && number.raw().bytes().all(|byte| byte.is_ascii_digit());
        if plain && !matches!(self.ty, Type::Ratio) {
            return None;
        }
        let value = number.digits().and_then(|digits| Decimal::parse(&digits).ok());
        let why = match (value, self.ty) {
            (None, _) => "this number has too many digits, or is none",
            (Some(value), Type::Integer | Type::Signed)
                if value.as_integer().is_none_or(|whole| i64::try_from(whole).is_err()) =>
            {
                "this is not a whole number, or too large"
            }
            (Some(value), Type::Integer) if value < Decimal::default() => "this is less than 0",
            (Some(value), Type::Ratio) if value <= Decimal::default() => "a ratio is greater than zero",
            _ => return None,
        };
        Some(codes::MALFORMED_VALUE.finding(self.message()).at(self.place, why))
    }

    fn choice(&self, value: Value<'_>) -> Option<Diagnostic> {
        let choices = || self.ty.choices().iter().map(|choice| choice.name);
        let text = match value {
            Value::String(text) if choices().any(|choice| text.is(choice)) => return None,
            Value::String(text) => text.get().into_owned(),
            Value::Number(number) => number.raw().to_owned(),
            Value::Bool(truth) => format!("#{truth}"),
            Value::Null => "#null".to_owned(),
        };
        let names: Vec<&str> = choices().collect();
        let finding = codes::UNKNOWN_VALUE
            .finding(format!("`{text}` is not a value of `{}`", self.subject))
            .at(self.place, "unknown value")
            .allowed(choices());
        Some(match nearest(&text, choices()) {
            Some(near) => self.instead(finding, &written(near)),
            None => finding.help(format!("one of {}", super::unknown::list(&names))),
        })
    }

    fn wrong_type(&self, value: Value<'_>, ty: &Type) -> Diagnostic {
        let (what, instead) = match (value, ty) {
            (Value::String(text), Type::Boolean) => ("a text", as_boolean(&text.get())),
            (Value::String(text), _) => {
                let text = text.get();
                ("a text", Decimal::parse(&text).is_ok().then(|| text.into_owned()))
            }
            (Value::Number(number), Type::Boolean) => ("a number", as_boolean(number.raw())),
            (Value::Number(number), _) => {
                ("a number", self.fits(number.raw()).then(|| format!("\"{}\"", number.raw())))
            }
            (Value::Bool(_), _) => ("a truth value", None),
            (Value::Null, _) => ("null", None),
        };
        let finding = codes::WRONG_TYPE.finding(self.message()).at(self.place, format!("this is {what}"));
        match instead {
            Some(instead) => self.instead(finding, &instead),
            None => finding,
        }
    }

    /// Whether a number would do if it stood in quotes.
    fn fits(&self, number: &str) -> bool {
        match self.ty {
            Type::String | Type::Text | Type::ScopeValue | Type::Expression => true,
            Type::Word | Type::Name | Type::State | Type::Ref(_) => values::word(number).is_ok(),
            Type::Foreign => Foreign::parse(number).is_ok(),
            _ => false,
        }
    }

    fn message(&self) -> String {
        format!("`{}` takes {}", self.subject, self.ty.expectation())
    }

    fn instead(&self, finding: Diagnostic, text: &str) -> Diagnostic {
        finding.help(format!("write `{text}`")).fix(format!("write `{text}`"), self.place, text)
    }
}

/// The truth value that a word of another language stands for.
fn as_boolean(text: &str) -> Option<String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some("#true".to_owned()),
        "false" | "no" | "off" | "0" => Some("#false".to_owned()),
        _ => None,
    }
}

/// A text as KDL writes it: bare if it is a plain name.
fn written(text: &str) -> String {
    let bare = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        && !matches!(text, "true" | "false" | "null" | "inf" | "nan");
    if bare { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}
