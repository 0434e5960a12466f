//! PICT constraints as conditions.

use super::tokens::{Token, tokens};
use super::{Named, find, same};
use crate::matrix::space::{Condition, Constraint};
use crate::matrix::unreadable::Unreadable;

/// How deep parentheses and `NOT` may be nested.
const DEPTH: usize = 64;

/// Every constraint up to the end of the text.
pub(super) fn constraints(text: &str, line: usize, known: &[Named]) -> Result<Vec<Constraint>, Unreadable> {
    let mut parser = Parser { tokens: tokens(text, line)?, place: 0, line, known, depth: 0 };
    let mut constraints = Vec::new();
    while parser.place < parser.tokens.len() {
        parser.note_line();
        let name = format!("line {}", parser.line);
        constraints.push(Constraint::always(name, parser.constraint()?));
    }
    Ok(constraints)
}

struct Parser<'a> {
    tokens: Vec<(usize, Token)>,
    place: usize,
    line: usize,
    known: &'a [Named],
    depth: usize,
}

impl Parser<'_> {
    /// `IF p THEN q ELSE r;` or `p;`.
    fn constraint(&mut self) -> Result<Condition, Unreadable> {
        let condition = if self.takes_word("if") {
            let when = self.either()?;
            if !self.takes_word("then") {
                return Err(self.wrong("`THEN` is missing"));
            }
            let then = when.clone().implies(self.either()?);
            if self.takes_word("else") {
                Condition::All(vec![then, Condition::Any(vec![when, self.either()?])])
            } else {
                then
            }
        } else {
            self.either()?
        };
        self.expect(";")?;
        Ok(condition)
    }

    fn either(&mut self) -> Result<Condition, Unreadable> {
        let mut parts = vec![self.both()?];
        while self.takes_word("or") {
            parts.push(self.both()?);
        }
        Ok(Condition::Any(parts))
    }

    fn both(&mut self) -> Result<Condition, Unreadable> {
        let mut parts = vec![self.single()?];
        while self.takes_word("and") {
            parts.push(self.single()?);
        }
        Ok(Condition::All(parts))
    }

    fn single(&mut self) -> Result<Condition, Unreadable> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.wrong(format!("the constraint is nested more than {DEPTH} deep")));
        }
        let condition = if self.takes_word("not") {
            Condition::Not(Box::new(self.single()?))
        } else if self.takes("(") {
            let inner = self.either()?;
            self.expect(")")?;
            inner
        } else {
            self.term()?
        };
        self.depth -= 1;
        Ok(condition)
    }

    fn term(&mut self) -> Result<Condition, Unreadable> {
        match self.next() {
            Some(Token::Word(word)) if word == "isnegative" => self.sign(true),
            Some(Token::Word(word)) if word == "ispositive" => self.sign(false),
            Some(Token::Parameter(name)) => {
                let parameter = find(self.known, &name, self.line)?;
                self.relation(parameter)
            }
            _ => Err(self.wrong("a condition such as `[NAME] = \"value\"` is missing")),
        }
    }

    /// `([NAME])`, or `()` for any parameter.
    fn sign(&mut self, invalid: bool) -> Result<Condition, Unreadable> {
        self.expect("(")?;
        let mut parameters: Vec<usize> = (0..self.known.len()).collect();
        if let Some((_, Token::Parameter(name))) = self.tokens.get(self.place).cloned() {
            self.place += 1;
            parameters = vec![find(self.known, &name, self.line)?];
        }
        self.expect(")")?;
        let negative = parameters.into_iter().map(|parameter| {
            let values = &self.known[parameter].values;
            Condition::In { parameter, values: (0..values.len()).filter(|&value| values[value].invalid).collect() }
        });
        let any = Condition::Any(negative.collect());
        Ok(if invalid { any } else { Condition::Not(Box::new(any)) })
    }

    fn relation(&mut self, parameter: usize) -> Result<Condition, Unreadable> {
        let negated = self.takes_word("not");
        let condition = if self.takes_word("in") {
            self.expect("{")?;
            let mut wanted = vec![self.literal()?];
            while self.takes(",") {
                wanted.push(self.literal()?);
            }
            self.expect("}")?;
            let numeric = self.known[parameter].is_numeric();
            self.values(parameter, |name| wanted.iter().any(|wanted| related(name, "=", wanted, numeric)))
        } else if self.takes_word("like") {
            let pattern = self.literal()?.to_lowercase();
            self.values(parameter, |name| like(&name.to_lowercase(), &pattern))
        } else {
            self.comparison(parameter)?
        };
        Ok(if negated { Condition::Not(Box::new(condition)) } else { condition })
    }

    fn comparison(&mut self, parameter: usize) -> Result<Condition, Unreadable> {
        let Some(Token::Sign(sign @ ("=" | "<>" | "<" | "<=" | ">" | ">="))) = self.next() else {
            return Err(self.wrong("a comparison such as `=` is missing"));
        };
        let numeric = self.known[parameter].is_numeric();
        if let Some((_, Token::Parameter(name))) = self.tokens.get(self.place).cloned() {
            self.place += 1;
            let other = find(self.known, &name, self.line)?;
            let numeric = numeric && self.known[other].is_numeric();
            let pairs = self.known[other].values.iter().enumerate().map(|(value, named)| {
                let fits = self.values(parameter, |name| related(name, sign, &named.names[0], numeric));
                Condition::is(other, value).implies(fits)
            });
            return Ok(Condition::All(pairs.collect()));
        }
        let wanted = self.literal()?;
        if sign == "<>" {
            let equal = self.values(parameter, |name| related(name, "=", &wanted, numeric));
            return Ok(Condition::Not(Box::new(equal)));
        }
        Ok(self.values(parameter, |name| related(name, sign, &wanted, numeric)))
    }

    /// The parameter has a value of which some name fits.
    fn values(&self, parameter: usize, fits: impl Fn(&str) -> bool) -> Condition {
        let values = &self.known[parameter].values;
        let fits = |value: &usize| values[*value].names.iter().any(|name| fits(name));
        Condition::In { parameter, values: (0..values.len()).filter(fits).collect() }
    }

    fn literal(&mut self) -> Result<String, Unreadable> {
        match self.next() {
            Some(Token::Text(text) | Token::Number(text)) => Ok(text),
            _ => Err(self.wrong("a number or a text in quotes is missing")),
        }
    }

    fn next(&mut self) -> Option<Token> {
        self.note_line();
        let token = self.tokens.get(self.place).map(|(_, token)| token.clone());
        self.place += 1;
        token
    }

    fn note_line(&mut self) {
        if let Some((line, _)) = self.tokens.get(self.place) {
            self.line = *line;
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let there = matches!(self.tokens.get(self.place), Some((_, Token::Sign(found))) if *found == sign);
        self.place += usize::from(there);
        there
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let there = matches!(self.tokens.get(self.place), Some((_, Token::Word(found))) if found == word);
        self.place += usize::from(there);
        there
    }

    fn expect(&mut self, sign: &str) -> Result<(), Unreadable> {
        if self.takes(sign) {
            return Ok(());
        }
        self.note_line();
        Err(self.wrong(format!("`{sign}` is missing")))
    }

    fn wrong(&self, message: impl Into<String>) -> Unreadable {
        Unreadable::new(self.line, message)
    }
}

/// Does the value stand in this relation to another? Numbers are compared as numbers, all else as text.
fn related(name: &str, sign: &str, other: &str, numeric: bool) -> bool {
    let order = match (name.parse::<f64>(), other.parse::<f64>()) {
        (Ok(one), Ok(other)) if numeric => one.partial_cmp(&other),
        _ if same(name, other) => Some(std::cmp::Ordering::Equal),
        _ => Some(name.to_lowercase().cmp(&other.to_lowercase())),
    };
    order.is_some_and(|order| match sign {
        "=" => order.is_eq(),
        "<>" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    })
}

/// Does the text fit a pattern of `*` for any text and `?` for one character?
fn like(text: &str, pattern: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let mut fits = vec![false; pattern.len() + 1];
    fits[0] = true;
    for place in 0..pattern.len() {
        fits[place + 1] = fits[place] && pattern[place] == '*';
    }
    for c in text.chars() {
        let before = fits.clone();
        fits[0] = false;
        for (place, &wanted) in pattern.iter().enumerate() {
            fits[place + 1] = match wanted {
                '*' => fits[place] || before[place + 1],
                '?' => before[place],
                _ => before[place] && wanted == c,
            };
        }
    }
    fits[pattern.len()]
}
