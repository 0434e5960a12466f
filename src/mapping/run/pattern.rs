//! Regular expressions of mappings: a whole text matches, in time linear in the text.
//!
//! The pattern becomes a small program; all its threads go through the text at once (K. Thompson, "Regular Expression
//! Search Algorithm", 1968; with captures as in R. Pike's `sam`). Threads are in the order of preference.

use regex_syntax::hir::{Class, Hir, HirKind, Look};

/// A program with more steps than this is refused.
const MOST_STEPS: usize = 20_000;

/// The group whose text is taken.
const GROUP: &str = "value";

/// A regular expression, ready to be matched.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    steps: Vec<Step>,
}

/// A text that matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match<'t> {
    /// The text of the group, where it took part.
    pub group: Option<&'t str>,
}

#[derive(Clone, Debug)]
enum Step {
    /// One character of these ranges.
    One(Vec<(char, char)>),
    /// Goes on at two places, the first one preferred.
    Split(usize, usize),
    Jump(usize),
    /// The group starts or ends here.
    Mark {
        end: bool,
    },
    /// Only at the start of the text.
    Start,
    /// Only at the end of the text.
    End,
    Match,
}

/// Where a thread is, and the bytes of the group as far as they are known.
type Thread = (usize, [Option<usize>; 2]);

impl Pattern {
    /// Reads a pattern; `Err` says why it cannot be matched.
    pub fn new(text: &str) -> Result<Self, String> {
        let hir = regex_syntax::parse(text).map_err(|error| format!("the pattern is malformed: {error}"))?;
        let mut pattern = Self { steps: Vec::new() };
        pattern.add(&hir)?;
        pattern.steps.push(Step::Match);
        Ok(pattern)
    }

    fn push(&mut self, step: Step) -> Result<usize, String> {
        if self.steps.len() >= MOST_STEPS {
            return Err(format!("the pattern has more than {MOST_STEPS} steps when its repetitions are written out"));
        }
        self.steps.push(step);
        Ok(self.steps.len() - 1)
    }

    fn add(&mut self, hir: &Hir) -> Result<(), String> {
        match hir.kind() {
            HirKind::Empty => {}
            HirKind::Literal(literal) => {
                let text = std::str::from_utf8(&literal.0).map_err(|_| "the pattern is no text".to_owned())?;
                for c in text.chars() {
                    self.push(Step::One(vec![(c, c)]))?;
                }
            }
            HirKind::Class(Class::Unicode(class)) => {
                self.push(Step::One(class.iter().map(|range| (range.start(), range.end())).collect()))?;
            }
            HirKind::Class(Class::Bytes(_)) => return Err("a pattern is about characters, not bytes".to_owned()),
            HirKind::Look(Look::Start) => drop(self.push(Step::Start)?),
            HirKind::Look(Look::End) => drop(self.push(Step::End)?),
            HirKind::Look(_) => return Err("boundaries of words differ between languages".to_owned()),
            HirKind::Capture(capture) => {
                let marked = capture.name.as_deref() == Some(GROUP);
                if marked {
                    self.push(Step::Mark { end: false })?;
                }
                self.add(&capture.sub)?;
                if marked {
                    self.push(Step::Mark { end: true })?;
                }
            }
            HirKind::Concat(parts) => parts.iter().try_for_each(|part| self.add(part))?,
            HirKind::Alternation(parts) => self.choice(parts)?,
            HirKind::Repetition(repetition) => {
                (0..repetition.min).try_for_each(|_| self.add(&repetition.sub))?;
                match repetition.max {
                    None => {
                        self.repeat(&repetition.sub, repetition.greedy)?;
                    }
                    Some(max) => {
                        self.perhaps(&repetition.sub, max.saturating_sub(repetition.min), repetition.greedy)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn choice(&mut self, parts: &[Hir]) -> Result<(), String> {
        let mut ends = Vec::new();
        for (at, part) in parts.iter().enumerate() {
            if at + 1 == parts.len() {
                self.add(part)?;
                break;
            }
            let split = self.push(Step::Split(0, 0))?;
            self.add(part)?;
            ends.push(self.push(Step::Jump(0))?);
            self.steps[split] = Step::Split(split + 1, self.steps.len());
        }
        let after = self.steps.len();
        for end in ends {
            self.steps[end] = Step::Jump(after);
        }
        Ok(())
    }

    fn repeat(&mut self, part: &Hir, greedy: bool) -> Result<(), String> {
        let split = self.push(Step::Split(0, 0))?;
        self.add(part)?;
        self.push(Step::Jump(split))?;
        self.split(split, greedy);
        Ok(())
    }

    /// The part up to so many times.
    fn perhaps(&mut self, part: &Hir, times: u32, greedy: bool) -> Result<(), String> {
        let mut splits = Vec::new();
        for _ in 0..times {
            splits.push(self.push(Step::Split(0, 0))?);
            self.add(part)?;
        }
        for split in splits {
            self.split(split, greedy);
        }
        Ok(())
    }

    /// Goes into what follows the split, or past everything so far.
    fn split(&mut self, split: usize, greedy: bool) {
        let (inside, past) = (split + 1, self.steps.len());
        self.steps[split] = if greedy { Step::Split(inside, past) } else { Step::Split(past, inside) };
    }

    /// Whether the whole text matches.
    pub fn matches<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let mut threads: Vec<Thread> = Vec::new();
        let mut seen = vec![usize::MAX; self.steps.len()];
        self.follow((0, [None, None]), 0, text.len(), &mut seen, &mut threads);
        for (at, c) in text.char_indices() {
            let next = at + c.len_utf8();
            let mut kept = Vec::new();
            for (step, group) in threads {
                let Step::One(ranges) = &self.steps[step] else { continue };
                if ranges.iter().any(|(first, last)| (*first..=*last).contains(&c)) {
                    self.follow((step + 1, group), next, text.len(), &mut seen, &mut kept);
                }
            }
            threads = kept;
        }
        let (_, group) = threads.into_iter().find(|(step, _)| matches!(self.steps[*step], Step::Match))?;
        let [Some(start), Some(end)] = group else { return Some(Match { group: None }) };
        Some(Match { group: text.get(start..end) })
    }

    /// Adds a thread, with all places to which it goes without reading.
    fn follow(&self, thread: Thread, at: usize, length: usize, seen: &mut [usize], threads: &mut Vec<Thread>) {
        let mut open = vec![thread];
        while let Some((step, mut group)) = open.pop() {
            if seen[step] == at {
                continue;
            }
            seen[step] = at;
            match &self.steps[step] {
                Step::Split(first, second) => open.extend([(*second, group), (*first, group)]),
                Step::Jump(to) => open.push((*to, group)),
                Step::Mark { end } => {
                    group[usize::from(*end)] = Some(at);
                    open.push((step + 1, group));
                }
                Step::Start if at == 0 => open.push((step + 1, group)),
                Step::End if at == length => open.push((step + 1, group)),
                Step::Start | Step::End => {}
                Step::One(_) | Step::Match => threads.push((step, group)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::option_option)]
    fn check(pattern: &str, text: &str, expected: Option<Option<&str>>) {
        let read = Pattern::new(pattern).expect("the test writes patterns");
        assert_eq!(read.matches(text).map(|found| found.group), expected, "{pattern}: {text}");
    }

    #[test]
    fn a_pattern_matches_a_text_as_a_whole() {
        check("[A-Z]{3}", "USD", Some(None));
        check("[A-Z]{3}", "USDX", None);
        check("a|ab", "ab", Some(None));
        check("(?:a*)*b", "aaab", Some(None));
        check("x{2,4}", "xxxxx", None);
        check("^a$", "a", Some(None));
        check("[^a]", "\u{1F600}", Some(None));
        check("", "", Some(None));
    }

    #[test]
    fn the_group_takes_as_much_as_it_wants() {
        check("(?<value>.+)-.*", "a-b-c", Some(Some("a-b")));
        check("(?<value>.+?)-.*", "a-b-c", Some(Some("a")));
        check("x|(?<value>y)", "x", Some(None));
        check("PO(?<value>[0-9]+)", "PO12", Some(Some("12")));
    }

    #[test]
    fn a_pattern_that_explodes_takes_linear_time() {
        check("(?:a|a)*(?:a|aa)*b", &"a".repeat(20_000), None);
        assert!(Pattern::new("(?:[a-z]{1000}){1000}").is_err());
    }
}
