//! Which characters mean what in KDL 2: white space, new lines, letters of a bare word, forbidden ones.

use crate::steps::step;

/// What a character, or the first byte of one, can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// May stand in a bare word.
    Word,
    /// White space that does not end a line.
    Space,
    /// Ends a line.
    Newline,
    /// May not stand anywhere in a document.
    Forbidden,
    /// Has a meaning of its own: `"`, `#`, `/`, `\`, brackets, `;`, `=`.
    Mark,
    /// The first byte of a character outside ASCII: look at the whole of it.
    Wide,
}

const fn classes() -> [Class; 256] {
    let mut table = [Class::Word; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b'\t' | b' ' => Class::Space,
            b'\n' | 0x0B | 0x0C | b'\r' => Class::Newline,
            0..=0x1F | 0x7F => Class::Forbidden,
            b'"' | b'#' | b'/' | b'\\' | b'(' | b')' | b'{' | b'}' | b'[' | b']' | b';' | b'=' => Class::Mark,
            // The only first bytes of white space, new lines and forbidden characters.
            0xC2 | 0xE1 | 0xE2 | 0xE3 | 0xEF => Class::Wide,
            _ => Class::Word,
        };
        byte += 1;
    }
    table
}

static CLASSES: [Class; 256] = classes();

/// The class of a byte that starts a character; later bytes of a character count as `Word`.
#[inline]
pub fn of_byte(byte: u8) -> Class {
    step(1);
    CLASSES[byte as usize]
}

/// The class and the length in bytes of the character that starts at `at`, which is before the end.
#[inline]
pub fn of_char(bytes: &[u8], at: usize) -> (Class, usize) {
    let byte = bytes[at];
    let class = of_byte(byte);
    if byte.is_ascii() { (class, 1) } else { of_wide(&bytes[at..], class) }
}

/// The same for a character outside ASCII, whose first byte is of the class `class`.
fn of_wide(rest: &[u8], class: Class) -> (Class, usize) {
    if class != Class::Wide {
        return (class, length(rest[0]));
    }
    match *rest {
        [0xC2, 0x85, ..] => (Class::Newline, 2),
        [0xC2, 0xA0, ..] => (Class::Space, 2),
        [0xC2, ..] => (Class::Word, 2),
        [0xE1, 0x9A, 0x80, ..]
        | [0xE2, 0x80, 0x80..=0x8A | 0xAF, ..]
        | [0xE2, 0x81, 0x9F, ..]
        | [0xE3, 0x80, 0x80, ..] => (Class::Space, 3),
        [0xE2, 0x80, 0xA8 | 0xA9, ..] => (Class::Newline, 3),
        [0xE2, 0x80, 0x8E | 0x8F | 0xAA..=0xAE, ..] | [0xE2, 0x81, 0xA6..=0xA9, ..] | [0xEF, 0xBB, 0xBF, ..] => {
            (Class::Forbidden, 3)
        }
        _ => (Class::Word, 3),
    }
}

/// The length of the new line at `at`; none if there is none. CR LF is one.
#[inline]
pub fn newline(bytes: &[u8], at: usize) -> Option<usize> {
    step(1);
    match *bytes.get(at)? {
        b'\r' if bytes.get(at + 1) == Some(&b'\n') => Some(2),
        b'\n' | b'\r' | 0x0B | 0x0C => Some(1),
        0xC2 | 0xE2 => match of_char(bytes, at) {
            (Class::Newline, length) => Some(length),
            _ => None,
        },
        _ => None,
    }
}

/// The end of the white space (without new lines) that starts at `at`.
#[inline]
pub fn skip_spaces(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match of_char(bytes, at) {
            (Class::Space, length) => at += length,
            _ => break,
        }
    }
    at
}

/// The end of the characters from `at` on that may stand in a bare word.
pub fn skip_word(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        match of_byte(byte) {
            Class::Word => at += 1,
            Class::Wide => match of_char(bytes, at) {
                (Class::Word, length) => at += length,
                _ => break,
            },
            _ => break,
        }
    }
    at
}

/// The length of a character by its first byte; 1 for a later byte of one.
fn length(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
        _ => 1,
    }
}

/// The start of the line that `at` is in.
pub fn line_start(bytes: &[u8], at: usize) -> usize {
    let mut start = at;
    while start > 0 {
        step(1);
        let ends_here = matches!(bytes[start - 1], b'\n' | b'\r' | 0x0B | 0x0C)
            || (start >= 2 && bytes[start - 2..start] == [0xC2, 0x85])
            || (start >= 3 && matches!(bytes[start - 3..start], [0xE2, 0x80, 0xA8 | 0xA9]));
        if ends_here {
            break;
        }
        start -= 1;
    }
    start
}

/// The start of the new line that ends the line `at` is in, or the end of the text.
pub fn line_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() && newline(bytes, at).is_none() {
        step(1);
        at += 1;
    }
    at
}

/// The bytes of white space at the start of the line that `at` is in.
pub fn indent(bytes: &[u8], at: usize) -> usize {
    let start = line_start(bytes, at);
    skip_spaces(bytes, start) - start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_class_of_the_specification() {
        for code in 0..=0x10_FFFF {
            let Some(character) = char::from_u32(code) else { continue };
            let expected = match code {
                0x0A..=0x0D | 0x85 | 0x2028 | 0x2029 => Class::Newline,
                0x09 | 0x20 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => Class::Space,
                0..=0x1F | 0x7F | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069 | 0xFEFF => Class::Forbidden,
                _ if "\"#/\\(){}[];=".contains(character) => Class::Mark,
                _ => Class::Word,
            };
            let text = character.to_string();
            assert_eq!(of_char(text.as_bytes(), 0), (expected, text.len()), "U+{code:04X}");
            assert_eq!(newline(text.as_bytes(), 0).is_some(), expected == Class::Newline, "U+{code:04X}");
        }
    }
}
