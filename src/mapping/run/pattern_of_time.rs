//! Patterns of dates and times, as `yyyy-MM-dd'T'HH:mm:ss`: read and written field by field.

use jiff::civil::DateTime;

/// A field, or characters that stand for themselves.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// A field by its place in a time, and its number of digits.
    Field(usize, usize),
    Literal(String),
}

/// The fields: letters as they are written, from the year to the millisecond.
const FIELDS: [&str; 7] = ["yyyy", "MM", "dd", "HH", "mm", "ss", "SSS"];

/// A pattern of a date or a time.
pub(super) struct Form(Vec<Part>);

impl Form {
    /// Takes a pattern apart. What is no field stands for itself, and so does all between single quotes.
    pub fn new(pattern: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = pattern;
        while let Some(c) = rest.chars().next() {
            let field = FIELDS.iter().rposition(|field| rest.starts_with(field));
            let quoted = rest.strip_prefix('\'').and_then(|inside| inside.split_once('\''));
            if let Some(field) = field {
                parts.push(Part::Field(field, FIELDS[field].len()));
                rest = &rest[FIELDS[field].len()..];
            } else if let Some((inside, after)) = quoted {
                parts.push(Part::Literal(inside.to_owned()));
                rest = after;
            } else {
                parts.push(Part::Literal(c.to_string()));
                rest = &rest[c.len_utf8()..];
            }
        }
        Self(parts)
    }

    /// The reading of a clock; a field that the pattern has not is at its start. `None` when the text has not the form,
    /// or when there is no such day or hour.
    pub fn read(&self, text: &str) -> Option<DateTime> {
        let mut fields = [0, 1, 1, 0, 0, 0, 0];
        let mut known = [false; 7];
        let mut rest = text;
        for part in &self.0 {
            match part {
                Part::Literal(literal) => rest = rest.strip_prefix(literal.as_str())?,
                Part::Field(field, length) => {
                    let digits =
                        rest.get(..*length).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
                    rest = &rest[*length..];
                    // A field that is written twice counts where it stands first.
                    if !known[*field] {
                        (fields[*field], known[*field]) = (digits.parse::<i32>().ok()?, true);
                    }
                }
            }
        }
        if !rest.is_empty() {
            return None;
        }
        let [year, month, day, hour, minute, second, millisecond] = fields;
        let small = |number: i32| i8::try_from(number).ok();
        let year = i16::try_from(year).ok()?;
        let nanosecond = millisecond * 1_000_000;
        DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, nanosecond).ok()
    }

    /// The reading of a clock in this form.
    pub fn write(&self, clock: DateTime) -> String {
        let fields = [
            i32::from(clock.year()),
            i32::from(clock.month()),
            i32::from(clock.day()),
            i32::from(clock.hour()),
            i32::from(clock.minute()),
            i32::from(clock.second()),
            clock.subsec_nanosecond() / 1_000_000,
        ];
        let one = |part: &Part| match part {
            Part::Field(field, length) => format!("{:0>length$}", fields[*field]),
            Part::Literal(literal) => literal.clone(),
        };
        self.0.iter().map(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_and_written_alike() {
        let check = |pattern: &str, text: &str| {
            let clock = Form::new(pattern).read(text);
            assert_eq!(clock.map(|clock| Form::new(pattern).write(clock)).as_deref(), Some(text), "{pattern}");
        };
        check("yyyyMMdd", "20260308");
        check("dd.MM.yyyy HH:mm:ss.SSS", "08.03.2026 22:30:00.007");
        check("yyyy-MM-dd'T'HH'h'", "2026-03-08T22h");
        check("''yyyy'", "2026'");
    }

    #[test]
    fn what_has_not_the_form_is_no_time() {
        let check = |pattern: &str, text: &str| assert_eq!(Form::new(pattern).read(text), None, "{pattern}: {text}");
        check("yyyyMMdd", "2026038");
        check("yyyyMMdd", "20260229");
        check("yyyy-MM-dd", "2026-03-08 ");
        check("yyyy-MM-dd", "2026-00-08");
        check("HH:mm", "24:00");
        check("yyyy", "\u{ff12}026");
        check("yyyy", "-026");
    }
}
