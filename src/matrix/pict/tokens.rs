//! The words of PICT constraints.

use crate::matrix::unreadable::Unreadable;

/// A word of a constraint.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// `[name]`.
    Parameter(String),
    /// `"text"`.
    Text(String),
    /// A number, as it is written.
    Number(String),
    /// `IF`, `AND` and the like, in lower case.
    Word(String),
    /// `=`, `<>`, `(`, `;` and the like.
    Sign(&'static str),
}

/// Signs, those first that begin with another.
const SIGNS: [&str; 13] = ["<>", "<=", ">=", "=", "<", ">", "(", ")", "{", "}", ",", ";", ":"];

/// Splits a text into words, each with its line.
pub(super) fn tokens(text: &str, first_line: usize) -> Result<Vec<(usize, Token)>, Unreadable> {
    let mut tokens = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line_number = first_line + number;
        let mut rest = line.trim_start();
        while !rest.is_empty() && !rest.starts_with('#') {
            let (token, after) = token(rest).ok_or_else(|| {
                let shown: String = rest.chars().take(20).collect();
                Unreadable::new(line_number, format!("`{shown}` is not part of a constraint"))
            })?;
            tokens.push((line_number, token));
            rest = after.trim_start();
        }
    }
    Ok(tokens)
}

fn token(rest: &str) -> Option<(Token, &str)> {
    if let Some(inner) = rest.strip_prefix('[') {
        let (name, after) = inner.split_once(']')?;
        return Some((Token::Parameter(name.to_owned()), after));
    }
    if let Some(inner) = rest.strip_prefix('"') {
        let (text, after) = inner.split_once('"')?;
        return Some((Token::Text(text.to_owned()), after));
    }
    if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
        return Some((Token::Sign(sign), &rest[sign.len()..]));
    }
    let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '+' | '_'))).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    if word.parse::<f64>().is_ok() {
        return Some((Token::Number(word.to_owned()), after));
    }
    let is_word = !word.is_empty() && word.chars().all(char::is_alphabetic);
    is_word.then(|| (Token::Word(word.to_lowercase()), after))
}
