//! What a place of a payload is changed to, by the steps and the type of its line.

use crate::mapping::ir::{Limits, List, Op, Otherwise, Role, Value as Mapped};
use crate::mapping::run::{Exact, Value};
use crate::model::Model;
use crate::model::value::Literal;

use super::{Change, clocks, objects};

impl Change {
    pub(super) fn new(slug: impl Into<String>, what: impl Into<String>, value: Option<Value>) -> Self {
        Self { slug: slug.into(), what: what.into(), value }
    }

    /// A text, shown where it is short.
    pub(super) fn text(slug: &str, what: &str, text: impl Into<String>) -> Self {
        Self::new(slug, what, Some(Value::Text(text.into())))
    }
}

/// A code that stands in a row.
pub(super) fn code(value: Value) -> Change {
    let shown = match &value {
        Value::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    };
    Change::new(format!("code-{shown}"), format!("is the code `{shown}`"), Some(value))
}

/// A JSON number, by its digits.
fn number(digits: &str) -> Value {
    serde_json::from_str(digits).unwrap_or(Value::Null)
}

/// What the place of a value is changed to.
pub(super) fn of_value(model: &Model, value: &Mapped, found: Option<&Value>) -> Vec<Change> {
    let mut made = vec![
        Change::new("list", "is a list", Some(Value::List(Vec::new()))),
        Change::new("object", "is an object", Some(Value::Object(Vec::new()))),
        Change::new("true", "is true", Some(Value::Truth(true))),
        Change::new("number", "is a number", Some(number("7"))),
        Change::text("text", "is some text", "x"),
    ];
    if let Some(Value::Text(text)) = found {
        made.push(Change::text("lower", "is in lower case", text.to_lowercase()));
        made.push(Change::text("spaced", "has white space around it", format!(" {text}\u{a0}")));
        made.push(Change::text("longer", "is longer by one character", format!("{text}x")));
        made.push(Change::text("twice", "is there twice", format!("{text}{text}")));
    }
    match &value.role {
        Role::Text(limits) | Role::Identifier(limits) => texts(limits, &mut made),
        Role::Integer => wholes(&mut made),
        Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _) => {
            decimals(digits.scale.unwrap_or(2), digits.precision, &mut made);
        }
        _ => {}
    }
    for op in &value.read {
        of_op(op, &mut made);
    }
    if let Some(text) = objects::checked(&value.read) {
        let other = if text.ends_with('0') { '1' } else { '0' };
        made.push(Change::text("check-digit", "has its check digit", text.clone()));
        made.push(Change::text(
            "wrong-check-digit",
            "has another check digit",
            format!("{}{other}", &text[..text.len() - 1]),
        ));
    }
    if let Role::Code(set) = value.role {
        made.extend(objects::codes(model, set).into_iter().map(|code| self::code(Value::Text(code))));
    }
    made
}

fn texts(limits: &Limits, made: &mut Vec<Change>) {
    for (slug, what, text) in [
        ("accents", "has accents", "Zo\u{eb} \u{141}\u{f3}d\u{17a}"),
        ("combining", "has a combining accent", "Zoe\u{308}"),
        ("emoji", "has a character beyond 16 bits", "\u{1f600}"),
        ("separators", "has characters that other formats separate with", "A*B~C|D^E&F+G:H'I"),
        ("zero", "has zeros in front", "00042"),
        ("cases", "has letters whose cases have other lengths", "\u{df}\u{130}\u{3a3}"),
        ("lines", "has line breaks and a tab", "a\r\n\tb"),
        ("space", "is white space", " \u{3000}\u{feff}"),
        ("next-line", "has a control character that is no white space", "\u{85}a\u{85}"),
    ] {
        made.push(Change::text(slug, what, text));
    }
    if let Some(max) = limits.max.and_then(|max| usize::try_from(max).ok()).filter(|max| *max <= 4000) {
        made.push(Change::text("longest", "is as long as it may be", "x".repeat(max)));
        made.push(Change::text(
            "longest-emoji",
            "has as many characters as it may, of two units each",
            "\u{1f600}".repeat(max),
        ));
        made.push(Change::text("too-long", "is too long by one character", "x".repeat(max + 1)));
    }
    if let Some(min) = limits.min.and_then(|min| usize::try_from(min).ok()).filter(|min| (1..=4000).contains(min)) {
        made.push(Change::text("shortest", "is as short as it may be", "x".repeat(min)));
        made.push(Change::text("too-short", "is too short by one character", "x".repeat(min - 1)));
    }
}

fn wholes(made: &mut Vec<Change>) {
    for digits in ["0", "1", "-1", "9007199254740991", "9007199254740992", "1.5", "1e2", "-0", "1e21"] {
        both(digits, made);
    }
}

/// A number as such and as a text.
fn both(digits: &str, made: &mut Vec<Change>) {
    made.push(Change::new(format!("number-{digits}"), format!("is the number {digits}"), Some(number(digits))));
    made.push(Change::text(&format!("text-{digits}"), &format!("is the text `{digits}`"), digits));
}

fn decimals(scale: u64, precision: Option<u64>, made: &mut Vec<Change>) {
    let zeros = "0".repeat(usize::try_from(scale.min(30)).unwrap_or(0));
    // Halves of the last digit after an even and after an odd one, and what lies beside them.
    for last in ["5", "50", "49", "51"] {
        both(&format!("1.{zeros}{last}"), made);
        both(&format!("-1.{zeros}{last}"), made);
    }
    if scale > 0 {
        both(&format!("1.{}15", &zeros[1..]), made);
        both(&format!("-1.{}15", &zeros[1..]), made);
        both(&format!("1.{}1", &zeros[1..]), made);
    }
    for digits in ["0", "-0", "0.30000000000000004", "99999999999999999999.5", "1e21", "1e-7", "1e300"] {
        both(digits, made);
    }
    for wrong in ["1,5", "1.000,5", "1,000.5", "+5", " 5", ".5", "5.", "0x10", "\u{663}", "NaN", "1 000"] {
        made.push(Change::text(&format!("form-{wrong}"), &format!("is the text `{wrong}`"), wrong));
    }
    if let Some(precision) = precision.and_then(|digits| usize::try_from(digits).ok()).filter(|digits| *digits <= 100) {
        let fraction = usize::try_from(scale).unwrap_or(0).min(precision);
        let most = |whole: usize| match fraction {
            0 => "9".repeat(whole),
            fraction => format!("{}.{}", "9".repeat(whole.max(1)), "9".repeat(fraction)),
        };
        made.push(Change::text("most-digits", "has as many digits as it may", most(precision - fraction)));
        made.push(Change::text("too-many-digits", "has a digit too many", most(precision - fraction + 1)));
    }
}

/// What one step takes and what it does not.
fn of_op(op: &Op, made: &mut Vec<Change>) {
    match op {
        Op::Decode(table) => {
            made.extend(table.rows.iter().map(|(foreign, _)| code(Value::constant(foreign))));
            let kept = if table.otherwise == Otherwise::Keep { "kept" } else { "unknown" };
            made.push(Change::text(kept, "is in no row", "no such code"));
        }
        Op::Range(min, max, _) => {
            let bounds = [("least", min), ("most", max)];
            for (slug, bound) in bounds.into_iter().filter_map(|(slug, bound)| Some((slug, bound.as_ref()?))) {
                let bound = Exact::from(*bound);
                let step = Exact::parse("0.01").unwrap_or_default();
                let beyond = if slug == "least" { bound.minus(&step) } else { bound.plus(&step) };
                let one = Exact::from(1);
                let far = if slug == "least" { bound.minus(&one) } else { bound.plus(&one) };
                for (slug, bound) in
                    [(slug.to_owned(), &bound), (format!("{slug}-beyond"), &beyond), (format!("{slug}-far"), &far)]
                {
                    both_as(&slug, &bound.to_string(), made);
                }
            }
        }
        Op::Convert { below, .. } => {
            both_as("divides", &below.to_string(), made);
            both_as("rest", &(below + 1).to_string(), made);
        }
        Op::Size(min, max) => texts(&Limits { min: Some(*min), max: *max, ..Limits::default() }, made),
        Op::Truncate(length, _) => texts(&Limits { max: Some(*length), ..Limits::default() }, made),
        Op::StripPrefix(prefix) => {
            made.push(Change::text("prefix-only", "is the prefix alone", prefix.as_str()));
            made.push(Change::text("no-prefix", "has not the prefix", format!("x{prefix}")));
        }
        Op::StripSuffix(suffix) => made.push(Change::text("suffix-only", "is the suffix alone", suffix.as_str())),
        Op::Before(part) | Op::After(part) => {
            made.push(Change::text("part-twice", "has the separator twice", format!("a{part}b{part}c")));
            made.push(Change::text("no-part", "has not the separator", "abc"));
        }
        Op::Unpad(fill, _) => {
            made.push(Change::text("fill-only", "is nothing but what fills it up", fill.repeat(4)));
            made.push(Change::text("filled", "is filled up on both sides", format!("{fill}{fill}7{fill}{fill}")));
        }
        Op::Matches(..) | Op::Extract(..) => made.push(Change::text("pattern", "is a line too many", "A-1\n")),
        _ => made.extend(clocks::changes(op)),
    }
}

fn both_as(slug: &str, digits: &str, made: &mut Vec<Change>) {
    made.push(Change::new(format!("{slug}-number"), format!("is the number {digits}"), Some(number(digits))));
    made.push(Change::text(&format!("{slug}-text"), &format!("is the text `{digits}`"), digits));
}

/// What the place of a list is changed to.
pub(super) fn of_list(list: &List, found: Option<&Value>) -> Vec<Change> {
    let mut made = vec![
        Change::new("no-parts", "is an empty list", Some(Value::List(Vec::new()))),
        Change::new("wrong-part", "has a part that is no object", Some(Value::List(vec![number("7")]))),
        Change::new("null-part", "has a part that is null", Some(Value::List(vec![Value::Null]))),
    ];
    let Some(Value::List(parts)) = found else { return made };
    let Some(first) = parts.first() else { return made };
    made.push(Change::new("one", "has one part", Some(Value::List(vec![first.clone()]))));
    made.push(Change::new("not-a-list", "is its first part, and no list", Some(first.clone())));
    made.push(Change::new("twice", "has every part twice", Some(Value::List([parts.clone(), parts.clone()].concat()))));
    let reversed = parts.iter().rev().cloned().collect();
    made.push(Change::new("reversed", "is the other way round", Some(Value::List(reversed))));
    let mixed = parts.iter().cloned().chain([Value::Null]).collect();
    made.push(Change::new("mixed", "has a part that is null at its end", Some(Value::List(mixed))));
    if let Some(max) = list.max.and_then(|max| usize::try_from(max).ok()).filter(|max| *max <= 200) {
        for (slug, what, count) in
            [("most", "has as many parts as it may", max), ("too-many", "has a part too many", max + 1)]
        {
            made.push(Change::new(slug, what, Some(Value::List(vec![first.clone(); count]))));
        }
    }
    made
}

/// A code of a list as a text.
pub(super) fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(truth) => truth.to_string(),
        Literal::Null => "null".to_owned(),
    }
}
