//! Paths: to a field of an object, and to a place in a payload.

use std::ops::Range;

use super::values::{Wrong, word};

/// No path has more names.
const MOST_NAMES: usize = 64;

/// Checks a path of words, as `sales-order.lines.allocated`.
pub fn check(text: &str) -> Result<(), Wrong> {
    if text.is_empty() {
        return Err(Wrong::all(text, "the path is empty"));
    }
    if segments(text).nth(MOST_NAMES).is_some() {
        return Err(Wrong::all(text, format!("a path has at most {MOST_NAMES} names")));
    }
    for (name, at) in segments(text) {
        if name.is_empty() {
            return Err(Wrong::new(at, "a name is missing between two points"));
        }
        if let Some(end) = name.find('[') {
            let instead: Vec<&str> = segments(text).filter_map(|(name, _)| name.split('[').next()).collect();
            let place = at.start + end..at.end;
            return Err(Wrong::new(place, "a list is named without brackets").or(instead.join(".")).if_right(check));
        }
        word(name).map_err(|wrong| {
            let place = at.start + wrong.at.start..at.start + wrong.at.end;
            let slashes = Wrong::new(place, wrong.why).or(text.trim().trim_matches('/').replace('/', "."));
            slashes.if_right(|text| segments(text).try_for_each(|(name, _)| word(name).map(|_| ())))
        })?;
    }
    Ok(())
}

/// The names between the points of a path, with their bytes.
pub fn segments(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split('.').map(move |name| {
        let at = start..start + name.len();
        start = at.end + 1;
        (name, at)
    })
}

/// A place in a payload: steps from the part at hand. No step at all is that part itself, written `.`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// The steps, from the outside.
    pub steps: Vec<Step>,
}

/// One step into a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The key, element, column or segment; an XML attribute without its `@`.
    pub name: String,
    /// Whether it is an XML attribute.
    pub attribute: bool,
    /// Whether it means every part of a list, written `[]`.
    pub every: bool,
    /// What tells the part from its neighbours, as `[N101=ST]`; all must hold.
    pub qualifiers: Vec<Qualifier>,
    /// The bytes of the whole step.
    pub at: Range<usize>,
}

/// A value that the part of a payload must have to be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Qualifier {
    /// The key or element.
    pub key: String,
    /// Its value.
    pub value: String,
    /// The bytes of both.
    pub at: Range<usize>,
}

impl Foreign {
    /// Reads `lines[].id`, `N1[N101=ST].N104`, `'Order No'` or `@uom`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        Self::read(text).map_err(|wrong| wrong.if_right(Self::read))
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        if text == "." {
            return Ok(Self::default());
        }
        if let Some(rest) = text.strip_prefix("$.").or_else(|| text.strip_prefix("./")) {
            return Err(Wrong::new(0..2, "a path starts with a name").or(rest));
        }
        if text.starts_with('/') {
            let dotted = text.trim_matches('/').replace('/', ".");
            return Err(Wrong::new(0..1, "steps are joined by points").or(dotted));
        }
        let mut reader = Reader { text, at: 0 };
        let mut steps = vec![reader.step()?];
        while reader.take('.') {
            if steps.len() == MOST_NAMES {
                return Err(Wrong::all(text, format!("a path has at most {MOST_NAMES} names")));
            }
            steps.push(reader.step()?);
        }
        match reader.peek() {
            None => Ok(Self { steps }),
            Some(c) => Err(reader.unexpected(c)),
        }
    }

    /// The names of the steps, joined by points: without qualifiers.
    pub fn names(&self) -> String {
        let names: Vec<&str> = self.steps.iter().map(|step| step.name.as_str()).collect();
        names.join(".")
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn here(&self) -> Range<usize> {
        self.at..self.at + self.peek().map_or(0, char::len_utf8)
    }

    fn unexpected(&self, c: char) -> Wrong {
        match c {
            '/' => Wrong::new(self.here(), "steps are joined by points").or(self.text.replace('/', ".")),
            ' ' => {
                let quoted: Vec<String> = segments(self.text).map(|(name, _)| quote(name)).collect();
                Wrong::new(self.here(), "a name with a space stands in quotes").or(quoted.join("."))
            }
            _ => Wrong::new(self.here(), format!("`{c}` cannot stand here")),
        }
    }

    fn step(&mut self) -> Result<Step, Wrong> {
        let start = self.at;
        let attribute = self.take('@');
        let name = self.name("a name is missing")?;
        let mut step = Step { name, attribute, every: false, qualifiers: Vec::new(), at: start..self.at };
        while self.take('[') {
            if self.take(']') {
                step.every = true;
                continue;
            }
            self.qualifiers(&mut step)?;
        }
        step.at.end = self.at;
        Ok(step)
    }

    fn qualifiers(&mut self, step: &mut Step) -> Result<(), Wrong> {
        loop {
            let start = self.at;
            let key = self.name("a qualifier is missing, as `[N101=ST]`")?;
            if !self.take('=') {
                let place = start..self.at;
                let why = if key.bytes().all(|byte| byte.is_ascii_digit()) {
                    "a part is told by a qualifier such as `[N101=ST]`, never by its position"
                } else {
                    "a qualifier has a value, as `[N101=ST]`"
                };
                return Err(Wrong::new(place, why));
            }
            let value = self.name("the value of the qualifier is missing")?;
            step.qualifiers.push(Qualifier { key, value, at: start..self.at });
            if self.take(',') {
                continue;
            }
            return if self.take(']') { Ok(()) } else { Err(Wrong::new(self.here(), "`]` is missing")) };
        }
    }

    /// A name, or a text in single quotes.
    fn name(&mut self, missing: &str) -> Result<String, Wrong> {
        let rest = &self.text[self.at..];
        let start = self.at;
        if self.take('\'') {
            let Some(length) = rest[1..].find('\'') else {
                return Err(Wrong::new(start..self.text.len(), "the closing `'` is missing"));
            };
            self.at += length + 1;
            return Ok(rest[1..=length].to_owned());
        }
        let ends = |c: char| {
            matches!(c, '.' | '[' | ']' | '=' | ',' | '/' | '\'' | '"') || c.is_whitespace() || c.is_control()
        };
        let name = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += name.len();
        if name.is_empty() { Err(Wrong::new(self.here(), missing)) } else { Ok(name.to_owned()) }
    }
}

/// The name as a path writes it.
fn quote(name: &str) -> String {
    if name.contains([' ', '.', '[', '=', ',']) { format!("'{name}'") } else { name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_names_joined_by_points() {
        assert_eq!(check("sales-order.lines.allocated"), Ok(()));
        let wrong = |text: &str, part: &str, instead: &str| {
            let wrong = check(text).expect_err(text);
            assert_eq!(&text[wrong.at.clone()], part, "{text}: {}", wrong.why);
            assert_eq!(wrong.instead.as_deref().unwrap_or_default(), instead, "{text}");
        };
        wrong("", "", "");
        wrong("a..b", "", "");
        wrong("a.b c", " ", "");
        wrong("order.lines[].qty", "[]", "order.lines.qty");
        wrong("/order/lines", "/", "order.lines");
    }

    fn shown(text: &str) -> String {
        let path = Foreign::parse(text).expect(text);
        let steps = path.steps.iter().map(|step| {
            let qualifiers: Vec<_> = step.qualifiers.iter().map(|q| format!("[{}={}]", q.key, q.value)).collect();
            let qualifiers = qualifiers.concat();
            let at = if step.attribute { "@" } else { "" };
            format!("{at}<{}>{}{qualifiers}", step.name, if step.every { "[]" } else { "" })
        });
        steps.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_foreign_path_is_told_by_qualifiers() {
        assert_eq!(shown("name"), "<name>");
        assert_eq!(shown("."), "");
        assert_eq!(shown("lines[].@uom"), "<lines>[] @<uom>");
        assert_eq!(shown("N1[N101=ST].N104"), "<N1>[N101=ST] <N104>");
        assert_eq!(shown("N1[N101=ST,N103='9 2'].'Order No.'"), "<N1>[N101=ST][N103=9 2] <Order No.>");
        assert_eq!(shown("cbc:ID"), "<cbc:ID>");
    }

    #[test]
    fn a_foreign_path_says_what_is_wrong_with_it() {
        let wrong = |text: &str, part: &str, instead: &str| {
            let wrong = Foreign::parse(text).expect_err(text);
            assert_eq!(&text[wrong.at.clone()], part, "{text}: {}", wrong.why);
            assert_eq!(wrong.instead.as_deref().unwrap_or_default(), instead, "{text}");
        };
        wrong("", "", "");
        wrong("a..b", ".", "");
        wrong("$.order.id", "$.", "order.id");
        wrong("/order/id", "/", "order.id");
        wrong("order/id", "/", "order.id");
        wrong("Order No", " ", "'Order No'");
        wrong("lines[0].id", "0", "");
        wrong("N1[N101].N104", "N101", "");
        wrong("N1[N101=ST", "", "");
        wrong("'open", "'open", "");
        wrong(&"a.".repeat(65), &"a.".repeat(65), "");
    }
}
