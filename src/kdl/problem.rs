//! What can be wrong with a text as KDL, and how it is said.

use super::Range;
use super::chars::{self, Class};
use super::codes;
use super::tree::Tree;
use crate::diagnostic::Diagnostic;
use crate::rule::Code;
use crate::source::{FileId, Span};

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The text is longer than [`super::MAX_BYTES`].
    TooLarge,
    /// Blocks are nested deeper than [`super::MAX_DEPTH`].
    TooDeep,
    /// A string of one line is not closed.
    UnclosedString,
    /// A string of several lines is not closed.
    UnclosedLines,
    /// `/*` without its `*/`.
    UnclosedComment,
    /// `{` without its `}`.
    UnclosedBlock,
    /// `}` without its `{`.
    StrayBrace,
    /// `;` that ends no node.
    StraySemicolon,
    /// Text after the `"""` that opens.
    TextAfterOpening,
    /// Text before the `"""` that closes.
    TextBeforeClosing,
    /// A line that does not start with the white space of the closing line.
    WrongMargin,
    /// An escape that is none.
    InvalidEscape,
    /// A character that may not stand in a document.
    ForbiddenCharacter,
    /// `key=` without a value.
    MissingValue,
    /// `=` without a key.
    MissingKey,
    /// A node without a name.
    MissingName,
    /// Nothing between two entries.
    MissingSpace,
    /// Nothing between a block and the next node.
    MissingNewline,
    /// Something that means nothing.
    UnexpectedCharacter,
    /// What starts as a number and is none.
    InvalidNumber,
    /// `true` for `#true`.
    BareKeyword,
    /// `true` as a name.
    KeywordAsName,
    /// A number or a keyword as a name.
    UnquotedName,
    /// `#maybe`
    UnknownKeyword,
    /// `(type)` that cannot be read, or with nothing after it.
    MalformedAnnotation,
    /// `(type)key=value`
    MisplacedAnnotation,
    /// `/-` with nothing to leave out.
    MisplacedSlashdash,
    /// `\` that is not the last on its line.
    MisplacedContinuation,
    /// A second block.
    SecondBlock,
    /// An entry after a block.
    EntryAfterBlock,
}

/// One mistake in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub kind: ProblemKind,
    /// Where.
    pub range: Range,
    /// Another place that matters, as where an unclosed block was given up.
    pub also: Option<Range>,
    subject: Box<str>,
}

/// A change that answers a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemFix {
    /// What it does, as an order.
    pub title: String,
    /// What is replaced.
    pub range: Range,
    /// What stands there afterwards.
    pub text: String,
}

/// The longest piece of a text that a message repeats, in characters.
const EXCERPT: usize = 40;

impl Problem {
    pub(super) fn new(kind: ProblemKind, range: Range) -> Self {
        Self { kind, range, also: None, subject: Box::default() }
    }

    /// Keeps the piece of text that the message names.
    pub(super) fn about(&mut self, subject: &str) {
        let line = subject.lines().next().unwrap_or_default();
        self.subject = match line.char_indices().nth(EXCERPT) {
            Some((end, _)) => format!("{}...", &line[..end]).into(),
            None => line.into(),
        };
    }

    /// The kind of finding that it is.
    pub fn code(&self) -> &'static Code {
        codes::of(self.kind)
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> String {
        let subject = &*self.subject;
        match self.kind {
            ProblemKind::TooLarge => "this file is larger than 256 MiB".to_owned(),
            ProblemKind::TooDeep => format!("blocks are nested more than {} deep", super::MAX_DEPTH),
            ProblemKind::UnclosedString => "this string is not closed on its line".to_owned(),
            ProblemKind::UnclosedLines => "this string of several lines is not closed".to_owned(),
            ProblemKind::UnclosedComment => "this comment is not closed".to_owned(),
            ProblemKind::UnclosedBlock => "this `{` is not closed".to_owned(),
            ProblemKind::StrayBrace => "this `}` closes nothing".to_owned(),
            ProblemKind::StraySemicolon => "this `;` ends nothing".to_owned(),
            ProblemKind::TextAfterOpening => "the text of a string of several lines starts on a new line".to_owned(),
            ProblemKind::TextBeforeClosing => "the closing quotes are not alone on their line".to_owned(),
            ProblemKind::WrongMargin => {
                "this line does not start with the white space of the closing quotes".to_owned()
            }
            ProblemKind::InvalidEscape => format!("`{subject}` is not an escape"),
            ProblemKind::ForbiddenCharacter => format!("the character {} is not allowed here", self.code_point()),
            ProblemKind::MissingValue => format!("`{subject}` has no value"),
            ProblemKind::MissingKey => "this `=` has no key before it".to_owned(),
            ProblemKind::MissingName => "a node needs a name".to_owned(),
            ProblemKind::MissingSpace => "white space is missing here".to_owned(),
            ProblemKind::MissingNewline => "a new line or `;` is missing after the block".to_owned(),
            ProblemKind::UnexpectedCharacter => self.unexpected(),
            ProblemKind::InvalidNumber => format!("`{subject}` is not a number"),
            ProblemKind::BareKeyword => format!("`{subject}` is written `#{subject}`"),
            ProblemKind::KeywordAsName => format!("the word `{subject}` is reserved"),
            ProblemKind::UnquotedName => format!("`{subject}` cannot be a name without quotes"),
            ProblemKind::UnknownKeyword => format!("there is no keyword `{subject}`"),
            ProblemKind::MalformedAnnotation => "this type annotation is not complete".to_owned(),
            ProblemKind::MisplacedAnnotation => {
                "a type annotation stands before the value, not before the key".to_owned()
            }
            ProblemKind::MisplacedSlashdash => "there is nothing that this `/-` could leave out".to_owned(),
            ProblemKind::MisplacedContinuation => "this `\\` is not the last on its line".to_owned(),
            ProblemKind::SecondBlock => "a node has one block at most".to_owned(),
            ProblemKind::EntryAfterBlock => "arguments and properties stand before the block".to_owned(),
        }
    }

    fn unexpected(&self) -> String {
        match self.subject.chars().next() {
            Some('[' | ']') => format!("KDL has no lists: `{}` means nothing", self.subject),
            Some(_) if chars::of_char(self.subject.as_bytes(), 0).0 == Class::Forbidden => {
                format!("the character {} is not allowed here", self.code_point())
            }
            _ => format!("`{}` means nothing here", self.subject),
        }
    }

    fn code_point(&self) -> String {
        self.subject.chars().next().map_or_else(String::new, |first| format!("U+{:04X}", u32::from(first)))
    }

    /// What is to be seen at [`Self::range`], in a few words.
    fn label(&self) -> &'static str {
        match self.kind {
            ProblemKind::TooLarge => "",
            ProblemKind::TooDeep => "this block is skipped",
            ProblemKind::UnclosedString | ProblemKind::UnclosedLines | ProblemKind::UnclosedBlock => "opened here",
            ProblemKind::UnclosedComment => "opened here, taken to end where the layout suggests",
            ProblemKind::StrayBrace => "no block is open here",
            ProblemKind::StraySemicolon => "there is no node before it",
            ProblemKind::TextBeforeClosing => "move the quotes to a line of their own",
            ProblemKind::WrongMargin => "indented differently",
            ProblemKind::InvalidEscape => "not an escape",
            ProblemKind::ForbiddenCharacter => "not allowed",
            ProblemKind::MissingValue => "no value after `=`",
            ProblemKind::MissingKey => "expected a key before `=`",
            ProblemKind::MissingName => "expected a name",
            ProblemKind::MissingSpace => "expected a space",
            ProblemKind::TextAfterOpening | ProblemKind::MissingNewline => "expected a new line",
            ProblemKind::UnexpectedCharacter => "not expected here",
            ProblemKind::InvalidNumber => "starts as a number",
            ProblemKind::BareKeyword => "needs a `#`",
            ProblemKind::KeywordAsName | ProblemKind::UnquotedName => "needs quotes",
            ProblemKind::UnknownKeyword => "unknown",
            ProblemKind::MalformedAnnotation => "expected `(type)` and then what it is about",
            ProblemKind::MisplacedAnnotation => "before the key",
            ProblemKind::MisplacedSlashdash => "leaves out nothing",
            ProblemKind::MisplacedContinuation => "something follows it",
            ProblemKind::SecondBlock => "the second block",
            ProblemKind::EntryAfterBlock => "after a block",
        }
    }

    /// What to do.
    pub fn help(&self) -> Option<String> {
        let help = match self.kind {
            ProblemKind::TooLarge => "split it, and `include` the parts",
            ProblemKind::UnclosedString => "close it with `\"`, or write \"\"\" for text of several lines",
            ProblemKind::UnclosedLines => "close it with `\"\"\"` on a line of its own",
            ProblemKind::UnclosedComment => "close it with `*/`; comments nest, so each `/*` needs its own",
            ProblemKind::UnclosedBlock => "close it with `}`",
            ProblemKind::InvalidEscape => {
                "escapes are `\\n`, `\\r`, `\\t`, `\\s`, `\\b`, `\\f`, `\\\"`, `\\\\` and `\\u{...}`; write `\\\\` for a backslash"
            }
            ProblemKind::ForbiddenCharacter => "remove it; in a quoted string it can be written as `\\u{...}`",
            ProblemKind::MissingValue => "write the value right after `=`, or remove the property",
            ProblemKind::InvalidNumber => "put it in quotes if it is a text",
            ProblemKind::KeywordAsName | ProblemKind::UnquotedName => "put it in quotes",
            ProblemKind::UnknownKeyword => "the keywords are `#true`, `#false`, `#null`, `#inf`, `#-inf` and `#nan`",
            ProblemKind::MisplacedAnnotation => "write `key=(type)value`",
            ProblemKind::MisplacedSlashdash => "put it before a node, an argument, a property's key or a block",
            ProblemKind::MisplacedContinuation => "remove it, or break the line after it",
            _ => return None,
        };
        Some(help.to_owned())
    }

    /// A change that can be made without thinking.
    pub fn fix(&self) -> Option<ProblemFix> {
        let fix = |title: String, range: Range, text: &str| Some(ProblemFix { title, range, text: text.to_owned() });
        let range = self.range.clone();
        let subject = &*self.subject;
        match self.kind {
            ProblemKind::BareKeyword => {
                let keyword = format!("#{subject}");
                fix(format!("write `{keyword}`"), range, &keyword)
            }
            ProblemKind::KeywordAsName | ProblemKind::UnquotedName if subject.len() == range.len() => {
                let quoted = format!("\"{subject}\"");
                fix(format!("write `{quoted}`"), range, &quoted)
            }
            ProblemKind::MissingSpace => fix("insert a space".to_owned(), range, " "),
            ProblemKind::MissingNewline => fix("insert `;`".to_owned(), range.start..range.start, "; "),
            ProblemKind::StraySemicolon => fix("remove `;`".to_owned(), range, ""),
            ProblemKind::StrayBrace => fix("remove `}`".to_owned(), range, ""),
            _ => None,
        }
    }

    /// The problem as a finding in `file`.
    fn diagnostic(&self, file: FileId) -> Diagnostic {
        let mut finding = self.code().finding(self.message()).at(Span::new(file, self.range.clone()), self.label());
        if let Some(also) = &self.also {
            let text = if also.start > self.range.start { "given up here" } else { "this one is not closed either" };
            finding = finding.and(Span::new(file, also.clone()), text);
        }
        if let Some(help) = self.help() {
            finding = finding.help(help);
        }
        if let Some(ProblemFix { title, range, text }) = self.fix() {
            finding = finding.fix(title, Span::new(file, range), text);
        }
        finding
    }
}

/// The problems of a tree as findings in `file`.
pub fn diagnostics(tree: &Tree, file: FileId) -> Vec<Diagnostic> {
    tree.problems().iter().map(|problem| problem.diagnostic(file)).collect()
}
