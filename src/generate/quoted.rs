//! Texts between quotes in source code.

/// A text between quotes. What would end it, and what a reader would not see, is escaped: the second by `escape`, which is
/// given characters below U+10000 only.
pub fn quoted(text: &str, quote: char, escape: impl Fn(char) -> String) -> String {
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c == quote => quoted.extend(['\\', c]),
            c if is_invisible(c) => quoted.push_str(&escape(c)),
            c => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

/// The quote that saves escapes: a double one, unless the text has more of them than of single ones.
pub fn spared_quote(text: &str) -> char {
    if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' }
}

/// An escape by four hexadecimal digits.
pub fn four_digits(c: char) -> String {
    format!("\\u{:04x}", u32::from(c))
}

/// Characters that a reader of code would not see, or that change the order of what is seen.
pub fn is_invisible(c: char) -> bool {
    let is_format = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    c.is_control() || is_format || matches!(c, '\u{a0}' | '\u{ad}' | '\u{61c}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_text_or_hides_in_it() {
        assert_eq!(quoted("a\"b'\\\n\u{1}\u{202e}é", '"', four_digits), "\"a\\\"b'\\\\\\n\\u0001\\u202eé\"");
        assert_eq!(quoted("it's", '\'', four_digits), "'it\\'s'");
        assert_eq!(["say \"x\"", "it's", "plain"].map(spared_quote), ['\'', '"', '"']);
    }
}
