//! What a finding is recognised by after the text around it has changed.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diagnostic::Diagnostic;
use crate::source::Sources;

/// How many bytes of the hash are kept: with 16 of them, two different findings do not meet by chance.
const KEPT: usize = 16;

/// The fingerprint of each finding, in their order: hexadecimal digits of the SHA-256 of its code, its message and the
/// elements that it is about; without elements, of its file and the line as well. Where it stands in the file does not
/// matter. Findings that are alike in all of it are numbered from the second on.
pub fn fingerprints<'a>(findings: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let numbered = findings.into_iter().map(|finding| {
        let fingerprint = fingerprint(finding, sources);
        let count = seen.entry(fingerprint.clone()).or_default();
        *count += 1;
        if *count == 1 { fingerprint } else { format!("{fingerprint}-{count}") }
    });
    numbered.collect()
}

fn fingerprint(finding: &Diagnostic, sources: &Sources) -> String {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    };
    part(&finding.code);
    part(&finding.message);
    finding.about.iter().for_each(|element| part(element));
    if let Some(label) = finding.primary().filter(|_| finding.about.is_empty()) {
        let file = sources.file(label.span.file);
        let line = file.line(file.position(label.span.start).line);
        part(file.path());
        part(file.text()[line.start as usize..line.end as usize].trim());
    }
    hash.finalize()[..KEPT].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::source::{FileId, SourceFile, Span};

    fn of(text: &str, at: u32, about: Option<&str>) -> Vec<String> {
        let mut sources = Sources::default();
        sources.add(SourceFile::new("charter.kdl", text));
        let mut finding =
            Diagnostic::new("a-code", Severity::Error, "odd").at(Span::new(FileId(0), at..at + 1), "here");
        finding.about.extend(about.map(Into::into));
        fingerprints(&[finding.clone(), finding], &sources)
    }

    #[test]
    fn a_finding_keeps_its_fingerprint_when_it_moves_and_equal_ones_are_numbered() {
        let before = of("a\nb\n", 2, None);
        assert_eq!(before, of("x\ny\n  b\n", 6, None));
        assert_eq!(before[1], format!("{}-2", before[0]));
        assert_ne!(before, of("a\nc\n", 2, None));
        assert_eq!(of("a\nb\n", 2, Some("order.total")), of("a\nc\n", 2, Some("order.total")));
        assert_ne!(of("a\nb\n", 2, Some("order.total")), of("a\nb\n", 2, Some("order.sku")));
    }
}
