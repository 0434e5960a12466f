//! Text that may be shown: nothing in it steers a terminal or changes the direction of reading.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character acts on whoever shows it instead of being shown.
fn acts(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// One line: characters that act are written as `\u{1b}`, line ends too.
pub fn line(text: &str) -> Cow<'_, str> {
    escape(text, acts)
}

/// As [`line`], with line ends and tabs left in.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |c| acts(c) && !matches!(c, '\n' | '\t'))
}

fn escape(text: &str, hide: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&hide) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if hide(c) {
            write!(escaped, "\\u{{{:x}}}", u32::from(c)).expect("a string takes any text");
        } else {
            escaped.push(c);
        }
    }
    Cow::Owned(escaped)
}

/// The text with every character that acts replaced by one of the same length, so that offsets stay. Lines
/// end with `\n` or `\r\n` afterwards, also where a lone `\r` ended one.
pub fn same_length(text: &str) -> Cow<'_, str> {
    let plain = |byte: u8| (byte >= b' ' && byte != 0x7F && byte < 0xC2) || byte == b'\n' || byte == b'\t';
    if text.bytes().all(plain) || !text.contains(|c| acts(c) && !matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        clean.push(match c {
            '\n' | '\t' => c,
            '\r' if rest.peek() == Some(&'\n') => c,
            '\r' => '\n',
            c if acts(c) => ['?', '\u{b7}', '\u{fffd}'][c.len_utf8() - 1],
            c => c,
        });
    }
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_is_shown() {
        assert_eq!(line("a\u{1b}[31m\nb\u{202e}"), "a\\u{1b}[31m\\u{a}b\\u{202e}");
        assert_eq!(lines("a\u{7}\nb"), "a\\u{7}\nb");
        assert_eq!(line("`größe`"), "`größe`");
    }

    #[test]
    fn replaced_text_has_the_same_offsets() {
        for text in ["a\u{1b}[2Jb", "a\u{85}\u{61c}b", "x\u{2066}y\u{2028}", "a\rb\r\nc\td", "plain", "größe"] {
            let clean = same_length(text);
            assert_eq!(clean.len(), text.len());
            let starts = |text: &str| text.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
            assert_eq!(starts(&clean), starts(text));
            assert!(!clean.replace("\r\n", "").contains(|c| acts(c) && c != '\n' && c != '\t'));
        }
    }
}
