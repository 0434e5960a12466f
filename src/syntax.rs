//! What a charter's text says, word by word: forms of nodes, values, paths and expressions.

pub mod expression;
mod form;
mod given;
pub mod nearest;
pub mod path;
mod shape;
pub mod values;

use crate::rule::Code;

pub use form::{Cursor, Form};
pub use given::{Given, Literal, Path};
pub use shape::{missing, shape};

/// Every code of this layer.
pub static CODES: &[&Code] = &[
    &shape::codes::UNKNOWN_WORD,
    &shape::codes::UNKNOWN_PROPERTY,
    &shape::codes::UNKNOWN_VALUE,
    &shape::codes::MISSING_ARGUMENT,
    &shape::codes::EXTRA_ARGUMENT,
    &shape::codes::MISSING_PROPERTY,
    &shape::codes::MISSING_WORD,
    &shape::codes::REPEATED_WORD,
    &shape::codes::DUPLICATE_PROPERTY,
    &shape::codes::WRONG_TYPE,
    &shape::codes::MALFORMED_VALUE,
    &shape::codes::UNEXPECTED_BLOCK,
    &shape::codes::UNUSED_ANNOTATION,
    &expression::MALFORMED_EXPRESSION,
    &expression::UNKNOWN_FUNCTION,
    &expression::WRONG_ARGUMENTS,
    &expression::UNROUNDED_DIVISION,
    &expression::DEEP_EXPRESSION,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{FileId, SourceFile};

    /// The codes that are reported for `text`, and their lines.
    fn found(text: &str) -> Vec<(u32, String)> {
        let (_, findings) = shape(FileId(0), crate::kdl::read(text));
        let file = SourceFile::new("charter.kdl", text);
        let place = |start| file.position(start).line;
        let mut found: Vec<_> = findings
            .iter()
            .map(|finding| {
                let label = finding.primary().expect("a finding has a place");
                (place(label.span.start), finding.code.clone().into_owned())
            })
            .collect();
        found.sort();
        found
    }

    #[test]
    fn every_code_is_shown_by_its_example() {
        for code in CODES {
            let marked = code.fails.lines().zip(1..).filter_map(|(line, number)| {
                let (_, name) = line.split_once("//~ ")?;
                Some((number, name.to_owned()))
            });
            assert_eq!(found(code.fails), marked.collect::<Vec<_>>(), "{}", code.name);
            assert_eq!(found(code.passes), [], "{}", code.name);
        }
    }
}
