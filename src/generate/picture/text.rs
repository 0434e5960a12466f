//! Text in pictures: how much room it takes at most, how it is shortened, and how it is escaped.

use std::fmt::Write;

/// The fonts, from what is most at home to what is always there.
pub const FONTS: &str = "'Segoe UI', 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif";

/// The most characters of a name that are shown; all of it is in the tooltip.
const MOST: usize = 40;

/// The width of a text in pixels, for letters of `size` pixels: not less than in any of the [`FONTS`].
pub fn width(text: &str, size: i64) -> i64 {
    let thousandths: i64 = text.chars().map(letter).sum();
    (thousandths * size + 999) / 1000
}

/// As [`width`], for bold letters.
pub fn bold_width(text: &str, size: i64) -> i64 {
    width(text, size) * 112 / 100 + 1
}

/// The width of a letter in thousandths of its size, after the widest of the fonts, which is `DejaVu Sans`.
fn letter(c: char) -> i64 {
    match c {
        'i' | 'j' | 'l' | '|' | '\'' => 345,
        'f' | 'r' | 't' | 'I' | 'J' | '.' | ',' | ':' | ';' | '!' | '(' | ')' | '[' | ']' | ' ' | '-' | '/' => 425,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '+' | '=' | '<' | '>' | '~' => 1000,
        'a'..='z' | '0'..='9' => 640,
        'A'..='Z' => 790,
        _ if c.is_ascii() => 840,
        '\u{80}'..='\u{10ff}' => 900,
        _ => 1050,
    }
}

/// A name on one line, shortened in its middle where it is very long.
pub fn short(text: &str) -> String {
    shorten(text, MOST)
}

/// A text on one line with at most `most` characters, shortened in its middle.
pub fn shorten(text: &str, most: usize) -> String {
    let letters: Vec<char> = text.chars().map(|c| if shows(c) { c } else { '\u{fffd}' }).collect();
    if letters.len() <= most {
        return letters.into_iter().collect();
    }
    let (start, end) = (most / 2, most - most / 2 - 1);
    letters[..start].iter().chain(&['\u{2026}']).chain(&letters[letters.len() - end..]).collect()
}

/// A text for XML: as content, or between double quotes. What XML cannot hold, or what would change the direction of
/// reading, becomes U+FFFD; line ends stay.
pub fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push('\n'),
            c if shows(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

/// A text for a label of Mermaid, between double quotes: every character that could mean something is an entity.
pub fn mermaid(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        let is_plain =
            c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | ':' | '(' | ')' | '/' | '!' | '\u{2192}');
        if is_plain {
            escaped.push(c);
        } else {
            let c = if shows(c) { c } else { '\u{fffd}' };
            write!(escaped, "#{};", u32::from(c)).expect("a string takes any text");
        }
    }
    escaped
}

/// A text for a line of Mermaid that knows no entities: what could mean something is left out.
pub fn mermaid_line(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | ',' | '(' | ')');
    text.replace(" \u{b7}", ",").chars().map(|c| if plain(c) { c } else { ' ' }).collect()
}

/// A text for Graphviz, between double quotes.
pub fn dot(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            // Graphviz reads character entities in labels.
            '&' => escaped.push_str("&amp;"),
            '\n' => escaped.push_str("\\n"),
            c if shows(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

/// Whether a character is shown, and does not act on whoever shows it.
fn shows(c: char) -> bool {
    let acts = c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{61c}' | '\u{200e}' | '\u{200f}');
    !acts && !matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_breaks_out_of_its_format() {
        let hostile = "a<b>&\"'\\\n\u{0}\u{202e}#;`]|%{";
        assert_eq!(xml(hostile), "a&lt;b&gt;&amp;&quot;'\\\n\u{fffd}\u{fffd}#;`]|%{");
        assert_eq!(dot(hostile), "a<b>&amp;\\\"'\\\\\\n\u{fffd}\u{fffd}#;`]|%{");
        assert!(mermaid_line(hostile).chars().all(|c| c == 'a' || c == 'b' || c == ' '), "{}", mermaid_line(hostile));
        assert!(mermaid(hostile).chars().all(|c| c.is_alphanumeric() || c == '#' || c == ';'), "{}", mermaid(hostile));
    }

    #[test]
    fn a_long_name_keeps_its_start_and_its_end() {
        assert_eq!(shorten("order-to-warehouse", 9), "orde\u{2026}ouse");
        assert_eq!(shorten("order", 5), "order");
    }
}
