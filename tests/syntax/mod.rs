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
    let mut lines = vec![format!("{}: {}", finding.code, finding.message)];
    lines.extend(finding.labels.iter().map(|label| {
        let at = file.position(label.span.start);
        format!("  {}:{} `{}` {}", at.line, at.column, &text[label.span.range()], label.text)
    }));
    lines.extend(finding.help.iter().map(|help| format!("  help: {help}")));
    let edits = finding.fixes.iter().flat_map(|fix| &fix.edits);
    lines.extend(edits.map(|edit| format!("  fix: `{}` -> `{}`", &text[edit.span.range()], edit.text)));
    lines.join("\n") + "\n"
}
