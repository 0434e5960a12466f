//! The part of a file that a finding shows, found by the table of its lines instead of a search from its start.

use std::borrow::Cow;

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::SourceFile;

/// How far from a label, in bytes, a line is still shown.
const REACH: usize = 300;

/// How much of a longer line is shown on both sides of a label, in bytes.
const MARGIN: usize = 50;

/// The longest part of a file that is shown as one.
pub const LONGEST: usize = 4_000;

/// One file as the drawing library sees it.
pub struct Excerpt<'a> {
    /// The file, for its lines.
    pub file: &'a SourceFile,
    /// What it is called.
    pub name: Cow<'a, str>,
    /// Its text as it may be shown; of the same length.
    pub text: &'a str,
}

impl Excerpt<'_> {
    /// The line of an offset, from 1.
    fn line(&self, offset: usize) -> u32 {
        self.file.position(offset as u32).line
    }

    /// Where the shown text begins: some lines before `start`, or a part of its own line.
    fn begin(&self, start: usize, before: usize) -> usize {
        let line = self.line(start);
        let wanted = self.file.line(line.saturating_sub(before as u32).max(1)).start as usize;
        let own = self.file.line(line).start as usize;
        [wanted, own].into_iter().find(|begin| start - begin <= REACH).unwrap_or_else(|| {
            let begin = start.saturating_sub(MARGIN);
            (begin..=start).find(|&at| self.text.is_char_boundary(at)).unwrap_or(start)
        })
    }

    /// Where it ends, without the last line's end.
    fn end(&self, end: usize, after: usize) -> usize {
        let line = self.line(end);
        let line_end = |line: u32| {
            let range = self.file.line(line);
            let text = &self.text[range.start as usize..range.end as usize];
            range.start as usize + text.trim_end_matches(['\r', '\n']).len()
        };
        let own = line_end(line).max(end);
        let wanted = line_end(line + after as u32).max(own);
        [wanted, own].into_iter().find(|stop| stop - end <= REACH).unwrap_or_else(|| {
            let stop = (end + MARGIN).min(self.text.len());
            (end..=stop).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(end)
        })
    }
}

impl SourceCode for Excerpt<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let (start, end) = (span.offset(), span.offset() + span.len());
        if end > self.text.len() || span.len() > LONGEST {
            return Err(MietteError::OutOfBounds);
        }
        let exact = before == 0 && after == 0;
        let (from, to) = if exact { (start, end) } else { (self.begin(start, before), self.end(end, after)) };
        let at = self.file.position(from as u32);
        let column = if exact { at.column as usize - 1 } else { 0 };
        let lines = (self.line(to) - at.line) as usize;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone().into_owned(),
            &self.text.as_bytes()[from..to],
            (from, to - from).into(),
            at.line as usize - 1,
            column,
            lines,
        )))
    }
}
