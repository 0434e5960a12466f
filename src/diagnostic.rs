//! What the compiler has to say: plain data, with places in any number of files.

use std::borrow::Cow;

use crate::source::{Sources, Span};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The charter is not sound.
    Error,
    /// It is sound, and probably not meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Severity {
    /// The word that every output format uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A place, and what is to be seen there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What is there, in a few words.
    pub text: String,
    /// Whether this is where to look first; exactly one label of a finding is.
    pub primary: bool,
}

/// Something that happens, where a finding is about a course of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The place of what makes it happen.
    pub span: Span,
    /// What happens.
    pub text: String,
}

/// One replacement of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// A change of the charter that answers a finding and can be applied without thinking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "write `wms`".
    pub title: String,
    /// Its edits; they do not overlap.
    pub edits: Vec<Edit>,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of what is wrong, as `two-owners`.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// Where, and why.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
    /// What would have been allowed at the primary label, where that is a short list.
    pub allowed: Vec<String>,
    /// Changes that would answer it; the best first.
    pub fixes: Vec<Fix>,
    /// What happens, in order, where it is about a course of events; the labels say it as well.
    pub trace: Vec<Event>,
    /// The elements it is about, as stable keys (`inventory.available`): what `allow ... on=` names.
    pub about: Vec<String>,
}

impl Diagnostic {
    /// A finding without a place; most callers go on with [`Self::at`].
    pub fn new(code: impl Into<Cow<'static, str>>, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            severity,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            allowed: Vec::new(),
            fixes: Vec::new(),
            trace: Vec::new(),
            about: Vec::new(),
        }
    }

    /// The place to look at first.
    #[must_use]
    pub fn at(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.insert(0, Label { span, text: text.into(), primary: true });
        self
    }

    /// Another place that matters.
    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What would have been allowed.
    #[must_use]
    pub fn allowed(mut self, words: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.allowed = words.into_iter().map(Into::into).collect();
        self
    }

    /// A fix of one edit.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }

    /// An element that a waiver can name.
    #[must_use]
    pub fn about(mut self, key: impl Into<String>) -> Self {
        self.about.push(key.into());
        self
    }

    /// The label to look at first.
    pub fn primary(&self) -> Option<&Label> {
        self.labels.iter().find(|label| label.primary)
    }
}

/// Puts findings into the order in which they are shown: by file path, offset, code, message.
pub fn sort(findings: &mut [Diagnostic], sources: &Sources) {
    findings.sort_by(|a, b| {
        let place = |finding: &Diagnostic| {
            finding
                .primary()
                .map(|label| (sources.file(label.span.file).path().to_owned(), label.span.start, label.span.end))
        };
        (place(a), &a.code, &a.message).cmp(&(place(b), &b.code, &b.message))
    });
}
