//! Texts, names and comments in Java.

use crate::generate::layout::Doc;
use crate::generate::names::{self, Names};
use crate::generate::quoted;

use super::form::{LAYOUT, concat};
use super::words;

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    // An escape by number is read before lines are told apart; one in octal digits is not.
    let escape = |c: char| if c <= '\u{7f}' { format!("\\{:03o}", u32::from(c)) } else { quoted::four_digits(c) };
    quoted::quoted(text, '"', escape)
}

/// The name with what cannot be in a name of Java replaced.
pub fn identifier(name: &str) -> String {
    let fits = |c: char| c.is_alphabetic() || c.is_ascii_digit() || c == '_';
    name.chars().map(|c| if fits(c) { c } else { '_' }).collect()
}

/// A name for a value, a parameter or a function.
pub fn lower(name: &str) -> String {
    identifier(&names::camel(name))
}

/// A name for a constant.
pub fn upper(name: &str) -> String {
    identifier(&names::screaming(name))
}

/// The constants of an enumeration, for its texts in order.
pub fn constants(values: &[String]) -> Vec<String> {
    let mut taken = Names::besides(words::KEYWORDS.iter().copied());
    let wish = |value: &String| match upper(value) {
        name if name.is_empty() => "CODE".to_owned(),
        name if name.starts_with(|c: char| c.is_numeric()) => format!("CODE_{name}"),
        name => name,
    };
    values.iter().map(|value| taken.take(&wish(value))).collect()
}

/// The names of the components of a record, for its keys in order.
pub fn components<'k>(keys: impl Iterator<Item = &'k str>) -> Vec<String> {
    let mut taken = Names::besides(words::KEYWORDS.iter().chain(words::METHODS).copied());
    keys.map(|key| taken.take(&lower(key))).collect()
}

/// The name of a package: lower case, without anything between its words.
pub fn package(name: &str) -> String {
    let plain: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    match plain {
        plain if plain.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) => format!("charter{plain}"),
        plain if words::KEYWORDS.contains(&plain.as_str()) => format!("{plain}_"),
        plain => plain,
    }
}

/// A regular expression of the shared syntax, as Java means the same by it: `\v` is a class of its own, `$` may stand
/// before the end of a last line, and two `&` in a class are an operator.
pub fn pattern(portable: &str) -> String {
    let mut made = String::new();
    let mut in_class = false;
    let mut rest = portable.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next() {
                Some('v') => made.push_str("\\x0B"),
                escaped => made.extend(std::iter::once(c).chain(escaped)),
            },
            '$' if !in_class => made.push_str("\\z"),
            '&' => made.push_str("\\&"),
            c => {
                in_class = match c {
                    '[' => true,
                    ']' => false,
                    _ => in_class,
                };
                made.push(c);
            }
        }
    }
    made
}

/// A comment for Javadoc in front of a declaration, as deep as it stands. `parameters` are described after it.
pub fn javadoc(lines: &[String], parameters: &[(String, String)], depth: usize) -> Doc {
    let indent = depth * LAYOUT.indent;
    let text = marked(&lines.join(" "));
    if parameters.is_empty() {
        if text.is_empty() {
            return Doc::nothing();
        }
        if indent + text.chars().count() + 8 <= LAYOUT.width {
            return concat([Doc::text(format!("/** {text} */")), Doc::Hard]);
        }
    }
    let width = LAYOUT.width - indent - 3;
    let mut all = wrapped(&text, width, "");
    if !parameters.is_empty() {
        all.push(String::new());
    }
    for (name, about) in parameters {
        all.extend(wrapped(format!("@param {name} {}", marked(about)).trim_end(), width, "    "));
    }
    let line = |line: String| Doc::text(if line.is_empty() { " *".to_owned() } else { format!(" * {line}") });
    let lines = Doc::join(all.into_iter().map(line), &Doc::Hard);
    concat([Doc::text("/**"), Doc::Hard, lines, Doc::Hard, Doc::text(" */"), Doc::Hard])
}

/// Words in lines of a width; lines after the first one begin with `indent`.
fn wrapped(text: &str, width: usize, indent: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // What is code stays on one line.
    let mut in_braces = false;
    let is_break = |c: char| {
        in_braces = (in_braces || c == '{') && c != '}';
        c == ' ' && !in_braces
    };
    for word in text.split(is_break).filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) => lines.push(format!("{indent}{word}")),
            None => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A text of the charter as Javadoc shows it: what stands in backquotes is code, and nothing else is a mark.
fn marked(text: &str) -> String {
    let mut made = String::new();
    for (at, part) in text.split('`').enumerate() {
        match at % 2 {
            0 => made.push_str(&escaped(part)),
            _ if part.contains(['{', '}', '@', '*', '\\']) => made.push_str(&format!("<code>{}</code>", escaped(part))),
            _ => made.push_str(&format!("{{@code {part}}}")),
        }
    }
    made
}

/// A text without what means something in HTML, in Javadoc or to the compiler.
fn escaped(text: &str) -> String {
    let mut made = String::new();
    for c in text.chars() {
        match c {
            '&' => made.push_str("&amp;"),
            '<' => made.push_str("&lt;"),
            '>' => made.push_str("&gt;"),
            '{' | '}' | '@' | '*' | '\\' => made.push_str(&format!("&#{};", c as u32)),
            c if quoted::is_invisible(c) => made.push(' '),
            c => made.push(c),
        }
    }
    made
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_keeps_its_meaning_in_quotes() {
        let check = |text: &str, expected: &str| assert_eq!(quoted(text), expected);
        check("a \"b\" \\u0041", r#""a \"b\" \\u0041""#);
        check("\n\t\u{0}1\u{202e}", r#""\n\t\0001\u202e""#);
    }

    #[test]
    fn a_pattern_means_the_same_in_java() {
        let check = |portable: &str, expected: &str| assert_eq!(pattern(portable), expected);
        check("^[ \\t\\v$&&]+\\\\v\\$$", "^[ \\t\\x0B$\\&\\&]+\\\\v\\$\\z");
        check("[\\]$]$", "[\\]$]\\z");
    }

    #[test]
    fn a_comment_cannot_end_early_or_be_read_as_code() {
        assert_eq!(marked("of `a-b` and `x{y`"), "of {@code a-b} and <code>x&#123;y</code>");
        assert_eq!(marked("*/ \\u002a <b> @author"), "&#42;/ &#92;u002a &lt;b&gt; &#64;author");
    }

    #[test]
    fn names_are_clear_of_what_java_means_by_them() {
        let texts = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>();
        assert_eq!(constants(&texts(&["2DAY", "a-b", "a b", "", "*"])), ["CODE_2DAY", "A_B", "A_B2", "CODE", "CODE2"]);
        let keys = ["class", "hash-code", "order_no", "$"];
        assert_eq!(components(keys.into_iter()), ["class2", "hashCode2", "orderNo", "_2"]);
        assert_eq!(package("wholesale-edi"), "wholesaleedi");
        assert_eq!(package("new"), "new_");
        assert_eq!(package("3pl"), "charter3pl");
    }
}
