//! A model file that cannot be read, with the line and the reason.

/// Where a model stops making sense, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub message: String,
}

impl Unreadable {
    pub(super) fn new(line: usize, message: impl Into<String>) -> Unreadable {
        Unreadable { line, message: message.into() }
    }
}
