//! Blocks: how they open and close, and what is done when their braces do not match.

use super::{Frame, Mark, Open, Reader};
use crate::kdl::MAX_DEPTH;
use crate::kdl::lexer::TokenKind;
use crate::kdl::problem::ProblemKind;
use crate::kdl::tree::Place;

impl Reader<'_> {
    /// Takes `{`; false if the block is nested too deep and was skipped.
    pub(super) fn open_block(&mut self, open: &mut Open, without: Option<Mark>) -> bool {
        let brace = self.take();
        if self.stack.len() < MAX_DEPTH {
            self.stack.push(Frame { node: *open, brace: brace.start, without });
            return true;
        }
        if !self.too_deep {
            self.too_deep = true;
            self.report(ProblemKind::TooDeep, brace.start..brace.end);
        }
        let mut depth = 1_usize;
        while depth > 0
            && let Some(kind) = self.kind()
        {
            match kind {
                TokenKind::OpenBrace => depth += 1,
                TokenKind::CloseBrace => depth -= 1,
                _ => {}
            }
            self.take();
        }
        self.block_read(open, brace.start, without);
        false
    }

    pub(super) fn block_read(&mut self, open: &mut Open, brace: u32, without: Option<Mark>) {
        if let Some(mark) = without {
            self.leave_out(mark);
            open.slashed = true;
            return;
        }
        let node = &mut self.tree.nodes[open.id as usize];
        let start = if open.block { node.block.start } else { brace };
        node.block = Place { start, end: self.end };
        node.end = self.end;
        open.block = true;
    }

    pub(super) fn close_brace(&mut self) {
        let brace = self.take();
        let Some(Frame { mut node, brace: opened, without }) = self.stack.pop() else {
            self.stray += 1;
            self.report(ProblemKind::StrayBrace, brace.start..brace.end);
            return;
        };
        self.block_read(&mut node, opened, without);
        self.node = node.id;
        self.reported = self.problems.len();
        self.rest_of_node(node);
    }

    /// Gives up blocks that the indentation says are over, and skips a brace that it says is too many.
    /// True if the brace was skipped.
    pub(super) fn mend(&mut self) -> bool {
        let Some(indent) = self.layout.indent_if_first(self.place().start) else { return false };
        if self.kind() == Some(TokenKind::CloseBrace) {
            while self.layout.unclosed > 0
                && self.stack.last().is_some_and(|frame| frame.node.indent > indent)
                && self.stack.iter().any(|frame| frame.node.indent == indent)
            {
                self.give_up_block();
            }
            if self.layout.stray > 0 && self.stack.last().is_some_and(|frame| frame.node.indent < indent) {
                self.layout.stray -= 1;
                let brace = self.take();
                self.report(ProblemKind::StrayBrace, brace.start..brace.end);
                return true;
            }
            return false;
        }
        while self.token.is_some()
            && self.layout.unclosed > 0
            && self.stack.last().is_some_and(|frame| frame.node.indent >= indent)
        {
            self.give_up_block();
        }
        false
    }

    pub(super) fn give_up_block(&mut self) {
        let Some(Frame { mut node, brace, without }) = self.stack.pop() else { return };
        self.layout.unclosed -= 1;
        let here = self.place();
        self.report(ProblemKind::UnclosedBlock, brace..brace + 1);
        if let Some(problem) = self.problems.last_mut() {
            problem.also = Some(here.start..here.end);
        }
        self.block_read(&mut node, brace, without);
        self.finish(node);
    }

    pub(super) fn end_of_text(&mut self) {
        self.unclosed = self.stack.len();
        if let (Some(first), Some(last), false) = (self.stack.first(), self.stack.last(), self.too_deep) {
            let (first, last) = (first.brace, last.brace);
            self.report(ProblemKind::UnclosedBlock, last..last + 1);
            if first < last
                && let Some(problem) = self.problems.last_mut()
            {
                problem.also = Some(first..first + 1);
            }
        }
        while let Some(Frame { mut node, brace, without }) = self.stack.pop() {
            self.block_read(&mut node, brace, without);
            self.finish(node);
        }
    }
}
