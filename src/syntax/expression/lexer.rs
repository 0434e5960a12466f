//! The words of an expression.

use std::ops::Range;

/// A word of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// Digits, perhaps with a point.
    Number(&'t str),
    /// A text, without its quotes.
    Text(&'t str),
    /// A name or a path; the flag says that it stands in backticks.
    Name(&'t str, bool),
    /// `$name`, without the `$`.
    Let(&'t str),
    /// `#true`, without the `#`.
    Keyword(&'t str),
    /// An operator, a bracket or a comma.
    Symbol(&'t str),
    /// A quote that is not closed, with all that follows it.
    Unclosed,
    /// A character that means nothing.
    Stray(char),
    /// The end.
    End,
}

/// The symbols, the longest first.
const SYMBOLS: &[&str] = &[
    "==", "!=", "<=", ">=", "<>", "&&", "||", "=", "<", ">", "+", "-", "*", "/", "&", "|", "!", "(", ")", "{", "}", ",",
];

/// Takes `text` apart. The end comes last, with an empty range.
pub(super) fn tokens(text: &str) -> Vec<(Token<'_>, Range<usize>)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let (token, length) = next(&text[at..]);
        tokens.push((token, at..at + length));
        if token == Token::End {
            return tokens;
        }
        at += length;
    }
}

/// The token that `rest` starts with, and its length. Only the end has none.
fn next(rest: &str) -> (Token<'_>, usize) {
    let Some(first) = rest.chars().next() else { return (Token::End, 0) };
    if first.is_ascii_digit() {
        let end = number_end(rest);
        return (Token::Number(&rest[..end]), end);
    }
    if matches!(first, '\'' | '"' | '`') {
        let Some(length) = rest[1..].find(first) else { return (Token::Unclosed, rest.len()) };
        let inside = &rest[1..=length];
        return (if first == '`' { Token::Name(inside, true) } else { Token::Text(inside) }, length + 2);
    }
    if matches!(first, '$' | '#') {
        let end = 1 + name_end(&rest[1..]);
        let name = &rest[1..end];
        return match (first, name.is_empty()) {
            (_, true) => (Token::Stray(first), 1),
            ('$', _) => (Token::Let(name), end),
            _ => (Token::Keyword(name), end),
        };
    }
    if first.is_alphabetic() || matches!(first, '_' | '@') {
        let end = path_end(rest);
        return (Token::Name(&rest[..end], false), end);
    }
    match SYMBOLS.iter().find(|symbol| rest.starts_with(**symbol)) {
        Some(symbol) => (Token::Symbol(symbol), symbol.len()),
        None => (Token::Stray(first), first.len_utf8()),
    }
}

fn number_end(text: &str) -> usize {
    let digits = |from: usize| {
        from + text[from..].find(|c: char| !(c.is_ascii_digit() || c == '_')).unwrap_or(text.len() - from)
    };
    let whole = digits(0);
    let fraction = text[whole..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    if fraction { digits(whole + 1) } else { whole }
}

fn name_end(text: &str) -> usize {
    text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(text.len())
}

/// A name, further names after points, and qualifiers in square brackets. A hyphen belongs to the name before it
/// unless nothing of a name follows: `held- 1` is a name and a minus without its space.
fn path_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        if at < end {
            continue;
        }
        let inside = c.is_alphanumeric() || matches!(c, '_' | '@');
        let joins = matches!(c, '-' | '.' | ':')
            && text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || "_@-".contains(c));
        end = match text[at..].find(']').filter(|_| c == '[') {
            Some(length) => at + length + 1,
            None if inside || joins => at + c.len_utf8(),
            None => return at,
        };
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_with_a_space_before_it_is_a_minus() {
        let shown = |text: &str| -> Vec<String> {
            tokens(text).into_iter().map(|(_, range)| text[range].to_owned()).filter(|word| !word.is_empty()).collect()
        };
        assert_eq!(shown("on-hand - held"), ["on-hand", "-", "held"]);
        assert_eq!(shown("a -b"), ["a", "-", "b"]);
        assert_eq!(shown("a- b"), ["a", "-", "b"]);
        assert_eq!(shown("5-3.5.x"), ["5", "-", "3.5", ".", "x"]);
        assert_eq!(shown("x=y&z>=$l-1"), ["x", "=", "y", "&", "z", ">=", "$l-1"]);
        assert_eq!(
            shown("N1[N101=ST].N104 in {'a b',`c d`}"),
            ["N1[N101=ST].N104", "in", "{", "'a b'", ",", "`c d`", "}"]
        );
        assert_eq!(shown("a.b[ c"), ["a.b", "[", "c"]);
        assert_eq!(shown("é+'open"), ["é", "+", "'open"]);
    }
}
