//! Regular expressions that mean the same in every target language.
//!
//! A pattern is read by the grammar of Rust's `regex` crate, so that it always takes linear time, and printed in the part
//! of the syntax that all targets share. `\d`, `\w` and `\s` are those of ASCII, and `.` is any character but a line feed.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, GroupKind, RepetitionKind, RepetitionRange,
};

/// The group whose text is taken.
const VALUE: &str = "value";

/// The pattern in the shared syntax, and whether it has a group `value`. `Err` says what is wrong with it.
pub(super) fn portable(pattern: &str) -> Result<(String, bool), String> {
    let ast = Parser::new().parse(pattern).map_err(|error| format!("the pattern is malformed: {}", error.kind()))?;
    let mut printer = Printer { text: String::new(), has_value: false };
    printer.print(&ast)?;
    Ok((printer.text, printer.has_value))
}

struct Printer {
    text: String,
    has_value: bool,
}

impl Printer {
    fn print(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Empty(_) => {}
            Ast::Literal(literal) => self.literal(literal.c),
            Ast::Dot(_) => self.text.push_str("[^\\n]"),
            Ast::Assertion(assertion) => match assertion.kind {
                AssertionKind::StartLine | AssertionKind::StartText => self.text.push('^'),
                AssertionKind::EndLine | AssertionKind::EndText => self.text.push('$'),
                _ => return Err("boundaries of words differ between languages".to_owned()),
            },
            Ast::ClassPerl(class) => {
                let not = if class.negated { "^" } else { "" };
                self.text.extend(["[", not, perl(class), "]"]);
            }
            Ast::ClassBracketed(class) => {
                let ClassSet::Item(item) = &class.kind else {
                    return Err("operations on character classes are not shared by all languages".to_owned());
                };
                self.text.push_str(if class.negated { "[^" } else { "[" });
                self.class_item(item)?;
                self.text.push(']');
            }
            Ast::Repetition(repetition) => {
                self.repeated(&repetition.ast)?;
                let times = match &repetition.op.kind {
                    RepetitionKind::ZeroOrOne => "?".to_owned(),
                    RepetitionKind::ZeroOrMore => "*".to_owned(),
                    RepetitionKind::OneOrMore => "+".to_owned(),
                    RepetitionKind::Range(RepetitionRange::Exactly(n)) => format!("{{{n}}}"),
                    RepetitionKind::Range(RepetitionRange::AtLeast(n)) => format!("{{{n},}}"),
                    RepetitionKind::Range(RepetitionRange::Bounded(n, m)) => format!("{{{n},{m}}}"),
                };
                self.text.push_str(&times);
                if !repetition.greedy {
                    self.text.push('?');
                }
            }
            Ast::Group(group) => {
                match &group.kind {
                    GroupKind::CaptureName { name, .. } if name.name == VALUE => {
                        self.has_value = true;
                        self.text.push_str("(?<value>");
                    }
                    GroupKind::CaptureName { .. } => return Err("the only named group is `value`".to_owned()),
                    GroupKind::NonCapturing(flags) if !flags.items.is_empty() => return Err(FLAGS.to_owned()),
                    GroupKind::CaptureIndex(_) | GroupKind::NonCapturing(_) => self.text.push_str("(?:"),
                }
                self.print(&group.ast)?;
                self.text.push(')');
            }
            Ast::Alternation(alternation) => {
                for (at, part) in alternation.asts.iter().enumerate() {
                    if at > 0 {
                        self.text.push('|');
                    }
                    self.print(part)?;
                }
            }
            Ast::Concat(concat) => concat.asts.iter().try_for_each(|part| self.print(part))?,
            Ast::Flags(_) => return Err(FLAGS.to_owned()),
            Ast::ClassUnicode(_) => return Err("classes of Unicode are not shared by all languages".to_owned()),
        }
        Ok(())
    }

    /// What is repeated. A sign after a sign would mean something else, or nothing.
    fn repeated(&mut self, ast: &Ast) -> Result<(), String> {
        if !matches!(ast, Ast::Repetition(_) | Ast::Assertion(_) | Ast::Empty(_)) {
            return self.print(ast);
        }
        self.text.push_str("(?:");
        self.print(ast)?;
        self.text.push(')');
        Ok(())
    }

    fn literal(&mut self, c: char) {
        if "\\^$.*+?()[]{}|/".contains(c) {
            self.text.push('\\');
        }
        self.character(c);
    }

    fn class_literal(&mut self, c: char) {
        if "\\^]-[".contains(c) {
            self.text.push('\\');
        }
        self.character(c);
    }

    fn character(&mut self, c: char) {
        match c {
            '\n' => self.text.push_str("\\n"),
            '\r' => self.text.push_str("\\r"),
            '\t' => self.text.push_str("\\t"),
            c => self.text.push(c),
        }
    }

    fn class_item(&mut self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Empty(_) => {}
            ClassSetItem::Literal(literal) => self.class_literal(literal.c),
            ClassSetItem::Range(range) => {
                self.class_literal(range.start.c);
                self.text.push('-');
                self.class_literal(range.end.c);
            }
            ClassSetItem::Perl(class) if !class.negated => self.text.push_str(perl(class)),
            ClassSetItem::Union(union) => union.items.iter().try_for_each(|item| self.class_item(item))?,
            _ => return Err("this character class is not shared by all languages".to_owned()),
        }
        Ok(())
    }
}

const FLAGS: &str = "flags differ between languages; write the letters in both cases";

fn perl(class: &ClassPerl) -> &'static str {
    match class.kind {
        ClassPerlKind::Digit => "0-9",
        ClassPerlKind::Word => "0-9A-Za-z_",
        ClassPerlKind::Space => " \\t\\n\\r\\f\\v",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_printed_in_the_syntax_that_all_languages_share() {
        let check = |pattern: &str, expected: &str| {
            assert_eq!(portable(pattern).map(|(text, _)| text).as_deref(), Ok(expected), "{pattern}");
        };
        check("[A-Z0-9][A-Z0-9-]*", r"[A-Z0-9][A-Z0-9\-]*");
        check(r"\d{3}-?\w+", r"[0-9]{3}-?[0-9A-Za-z_]+");
        check(r"a.b\.c/d", r"a[^\n]b\.c\/d");
        check("(a|b)(?P<value>[^x]{2,})$", "(?:a|b)(?<value>[^x]{2,})$");
        check("a*+b{2}?", "(?:a*)+b{2}?");
        check("^*", "(?:^)*");
        assert_eq!(portable("(?<value>x)"), Ok(("(?<value>x)".to_owned(), true)));
    }

    #[test]
    fn what_differs_between_languages_is_refused() {
        for pattern in ["(?i)a", r"\bword\b", r"\p{L}", "[a&&b]", "(?<other>a)", "a(", "[z-a]"] {
            assert!(portable(pattern).is_err(), "{pattern}");
        }
    }
}
