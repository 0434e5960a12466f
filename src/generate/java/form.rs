//! How Java code is laid out: in the manner of google-java-format.

pub use crate::generate::layout::concat;
use crate::generate::layout::{Doc, Layout};

/// Lines of 100 characters; blocks are indented by two spaces, lines that go on by four.
pub const LAYOUT: Layout = Layout { width: 100, indent: 2 };

/// What goes on in the next line.
pub fn further(doc: Doc) -> Doc {
    doc.indent().indent()
}

/// Parts in parentheses: beside what is before them, on the next line, or one to a line.
pub fn arguments(parts: impl IntoIterator<Item = Doc>) -> Doc {
    let mut parts = parts.into_iter().peekable();
    if parts.peek().is_none() {
        return Doc::text("()");
    }
    let inside = Doc::join(parts, &concat([Doc::text(","), Doc::Line])).group();
    concat([Doc::text("("), further(concat([Doc::Soft, inside])), Doc::text(")")]).group()
}

/// Calls one after the other on what the first one gives: on one line, or each on a line of its own.
pub fn chain(first: Doc, calls: impl IntoIterator<Item = Doc>) -> Doc {
    let calls = calls.into_iter().map(|call| concat([Doc::Soft, call]));
    further(concat([first, concat(calls)])).group()
}

/// A name and its value, which may stand on the next line.
pub fn assignment(name: Doc, value: Doc) -> Doc {
    concat([name, Doc::text(" ="), further(concat([Doc::Line, value])), Doc::text(";")]).group()
}

/// Parts of an operator: on one line, or each on a line of its own that begins with the operator.
pub fn binary(parts: impl IntoIterator<Item = Doc>, operator: &str) -> Doc {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(Doc::nothing);
    let rest = parts.map(|part| concat([Doc::Line, Doc::text(format!("{operator} ")), part]));
    concat([first, further(concat(rest))]).group()
}

/// Lines in braces.
pub fn block(lines: Vec<Doc>) -> Doc {
    if lines.is_empty() {
        return Doc::text("{}");
    }
    let inside = concat([Doc::Hard, Doc::join(lines, &Doc::Hard)]).indent();
    concat([Doc::text("{"), inside, Doc::Hard, Doc::text("}")])
}

/// Members in braces, with an empty line between them.
pub fn members(members: Vec<Doc>) -> Doc {
    block(vec![Doc::join(members, &concat([Doc::Hard, Doc::Hard]))])
}
