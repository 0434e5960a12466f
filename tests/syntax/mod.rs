//! From a text to words: what is wrong with the shape of a charter, and what can be asked of it.

mod cursor;
mod messages;
mod random;

use charter::diagnostic::Diagnostic;
use charter::kdl;
use charter::source::{FileId, SourceFile};
use charter::syntax::{Form, shape};

/// The words of a text that has no mistake of its own as KDL.
fn form(text: &str) -> (Form, Vec<Diagnostic>) {
    let tree = kdl::read(text);
    assert!(tree.problems().is_empty(), "{text} is KDL");
    shape(FileId(0), tree)
}

/// A finding on a few lines: place and message, the texts of its labels, its help, what its fix writes.
fn shown(text: &str, finding: &Diagnostic) -> String {
    let file = SourceFile::new("charter.kdl", text);
    let mut shown = String::new();
    for label in &finding.labels {
        let at = file.position(label.span.start);
        let what = &text[label.span.range()];
        let message =
            if label.primary { format!("{}: {}\n  ", finding.code, finding.message) } else { "  ".to_owned() };
        shown += &format!("{message}{}:{} `{what}` {}\n", at.line, at.column, label.text);
    }
    if let Some(help) = &finding.help {
        shown += &format!("  help: {help}\n");
    }
    for fix in finding.fixes.iter().flat_map(|fix| &fix.edits) {
        shown += &format!("  fix: `{}` -> `{}`\n", &text[fix.span.range()], fix.text);
    }
    shown
}
