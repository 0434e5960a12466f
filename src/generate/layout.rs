//! Lays text out within a line width: what fits on a line stays on it, what does not is broken from the outside in.
//!
//! The algorithm is that of Lindig, "Strictly Pretty" (2000), with groups that can be broken by force.

/// A text that can be laid out in several ways.
#[derive(Clone, Debug)]
pub enum Doc {
    /// Text without a line break.
    Text(String),
    /// A space, or a line break where the group around it is broken.
    Line,
    /// Nothing, or a line break where the group around it is broken.
    Soft,
    /// Always a line break; breaks every group around it.
    Hard,
    /// One after the other.
    All(Vec<Doc>),
    /// Line breaks inside are indented one level more.
    Indent(Box<Doc>),
    /// Broken as a whole, or not at all.
    Group(Box<Doc>),
    /// The first where the group around it is broken, otherwise the second.
    IfBroken(Box<Doc>, Box<Doc>),
}

impl Doc {
    /// Text without a line break.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Nothing.
    pub fn nothing() -> Self {
        Self::All(Vec::new())
    }

    /// This, indented.
    #[must_use]
    pub fn indent(self) -> Self {
        Self::Indent(Box::new(self))
    }

    /// This, broken as a whole or not at all.
    #[must_use]
    pub fn group(self) -> Self {
        Self::Group(Box::new(self))
    }

    /// `text` only where the group around it is broken.
    pub fn if_broken(text: &str) -> Self {
        Self::IfBroken(Box::new(Self::text(text)), Box::new(Self::nothing()))
    }

    /// The parts with a separator between them.
    pub fn join(parts: impl IntoIterator<Item = Doc>, separator: &Doc) -> Self {
        let mut all = Vec::new();
        for part in parts {
            if !all.is_empty() {
                all.push(separator.clone());
            }
            all.push(part);
        }
        Self::All(all)
    }

    fn is_forced(&self) -> bool {
        match self {
            Self::Hard => true,
            Self::Text(_) | Self::Line | Self::Soft => false,
            Self::All(parts) => parts.iter().any(Self::is_forced),
            Self::Indent(inner) | Self::Group(inner) => inner.is_forced(),
            Self::IfBroken(broken, _) => broken.is_forced(),
        }
    }
}

/// One after the other.
pub fn concat(parts: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::All(parts.into_iter().collect())
}

/// Parts in brackets, with commas: on one line, or each on a line of its own with a comma after it.
pub fn list(open: &str, parts: impl IntoIterator<Item = Doc>, close: &str) -> Doc {
    let mut parts = parts.into_iter().peekable();
    if parts.peek().is_none() {
        return Doc::text(format!("{open}{close}"));
    }
    let inside = concat([Doc::Soft, Doc::join(parts, &comma()), Doc::if_broken(",")]).indent();
    concat([Doc::text(open), inside, Doc::Soft, Doc::text(close)]).group()
}

/// What stands between two parts of a list.
pub fn comma() -> Doc {
    concat([Doc::text(","), Doc::Line])
}

/// How the layout is done.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The most characters on a line, where that is possible.
    pub width: usize,
    /// The spaces of one level.
    pub indent: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Flat,
    Broken,
}

impl Layout {
    /// The text of a document. Lines have no spaces at their end.
    pub fn print(self, doc: &Doc) -> String {
        let mut text = String::new();
        let mut column = 0;
        let mut rest = vec![(0, Mode::Broken, doc)];
        while let Some((indent, mode, doc)) = rest.pop() {
            match (doc, mode) {
                (Doc::Text(part), _) => {
                    text.push_str(part);
                    column += part.chars().count();
                }
                (Doc::Line, Mode::Flat) => {
                    text.push(' ');
                    column += 1;
                }
                (Doc::Soft, Mode::Flat) => {}
                (Doc::Line | Doc::Soft, Mode::Broken) | (Doc::Hard, _) => {
                    text.truncate(text.trim_end_matches(' ').len());
                    text.push('\n');
                    text.extend(std::iter::repeat_n(' ', indent));
                    column = indent;
                }
                (Doc::All(parts), _) => rest.extend(parts.iter().rev().map(|part| (indent, mode, part))),
                (Doc::Indent(inner), _) => rest.push((indent + self.indent, mode, inner)),
                (Doc::IfBroken(broken, flat), _) => {
                    rest.push((indent, mode, if mode == Mode::Broken { broken } else { flat }));
                }
                (Doc::Group(inner), _) => {
                    let flat = mode == Mode::Flat || (!inner.is_forced() && self.fits(column, inner, &rest));
                    rest.push((indent, if flat { Mode::Flat } else { Mode::Broken }, inner));
                }
            }
        }
        text
    }

    /// Whether `doc` fits flat on what is left of the line, with what follows it up to the next line break.
    fn fits(self, column: usize, doc: &Doc, rest: &[(usize, Mode, &Doc)]) -> bool {
        let Some(mut left) = self.width.checked_sub(column) else { return false };
        let mut following = rest.iter().rev();
        let mut stack = vec![(Mode::Flat, doc)];
        loop {
            let (mode, doc) = match stack.pop() {
                Some(next) => next,
                None => match following.next() {
                    Some(&(_, mode, doc)) => (mode, doc),
                    None => return true,
                },
            };
            let length = match (doc, mode) {
                (Doc::Text(part), _) => part.chars().count(),
                (Doc::Line, Mode::Flat) => 1,
                (Doc::Soft, Mode::Flat) => 0,
                (Doc::Line | Doc::Soft, Mode::Broken) | (Doc::Hard, _) => return true,
                (Doc::All(parts), _) => {
                    stack.extend(parts.iter().rev().map(|part| (mode, part)));
                    0
                }
                (Doc::Indent(inner), _) => {
                    stack.push((mode, inner));
                    0
                }
                (Doc::Group(inner), _) => {
                    // A group that follows may be broken itself, which ends the line.
                    stack.push((if inner.is_forced() { Mode::Broken } else { mode }, inner));
                    0
                }
                (Doc::IfBroken(broken, flat), _) => {
                    stack.push((mode, if mode == Mode::Broken { broken } else { flat }));
                    0
                }
            };
            match left.checked_sub(length) {
                Some(now) => left = now,
                None => return false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(name: &str, arguments: Vec<Doc>) -> Doc {
        let inside = Doc::join(arguments, &Doc::All(vec![Doc::text(","), Doc::Line]));
        let inside = Doc::All(vec![Doc::Soft, inside, Doc::if_broken(",")]).indent();
        Doc::All(vec![Doc::text(name), Doc::text("("), inside, Doc::Soft, Doc::text(")")]).group()
    }

    #[test]
    fn what_does_not_fit_is_broken_from_the_outside_in() {
        let inner = call("inner", vec![Doc::text("one"), Doc::text("two")]);
        let doc = call("outer", vec![inner, Doc::text("three")]);
        let check = |width: usize, expected: &str| {
            assert_eq!(Layout { width, indent: 2 }.print(&doc), expected, "{width}");
        };
        check(40, "outer(inner(one, two), three)");
        check(20, "outer(\n  inner(one, two),\n  three,\n)");
        check(12, "outer(\n  inner(\n    one,\n    two,\n  ),\n  three,\n)");
    }

    #[test]
    fn what_follows_a_group_counts_up_to_the_next_break() {
        let doc =
            Doc::All(vec![call("f", vec![Doc::text("a")]), Doc::text(".rest;"), Doc::Hard, Doc::text("long line")]);
        assert_eq!(Layout { width: 10, indent: 2 }.print(&doc), "f(a).rest;\nlong line");
        assert_eq!(Layout { width: 9, indent: 2 }.print(&doc), "f(\n  a,\n).rest;\nlong line");
    }
}
