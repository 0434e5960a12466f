//! Models in the format of CASA, in which the benchmarks of the literature are published.
//!
//! The model has the strength, the number of parameters and the number of values of each. The constraints have the
//! number of clauses, then for each clause its length and its literals: `+ 7` or `- 7`, where values are counted
//! through all parameters from 0. In every row one literal of each clause holds.
//! Source: Garvin, Cohen, Dwyer, "Evaluating improvements to a meta-heuristic search for constrained interaction
//! testing", Empirical Software Engineering 16, 2011.

use super::space::{Condition, Constraint, Space};
use super::unreadable::Unreadable;

/// How many values all parameters together may have.
const LIMIT: usize = 1_000_000;

/// Reads a model and, if there are any, its constraints.
pub fn read(model: &str, constraints: Option<&str>) -> Result<Space, Unreadable> {
    let mut words = Words::new(model);
    let strength = words.number("the strength")?;
    let count = words.number("the number of parameters")?;
    let mut sizes = Vec::new();
    for _ in 0..count {
        sizes.push(words.number("the number of values of a parameter")?);
        if sizes.iter().fold(0_usize, |sum, &size| sum.saturating_add(size)) > LIMIT {
            return Err(Unreadable::new(words.line, format!("there are more than {LIMIT} values")));
        }
    }
    words.end()?;
    let owners: Vec<usize> = sizes.iter().enumerate().flat_map(|(owner, &size)| vec![owner; size]).collect();
    let mut space = Space::of_sizes(sizes, strength);
    if let Some(text) = constraints {
        let mut words = Words::new(text);
        for number in 0..words.number("the number of clauses")? {
            let condition = clause(&mut words, &owners)?;
            space.constraints.push(Constraint::always(format!("clause {}", number + 1), condition));
        }
        words.end()?;
    }
    Ok(space)
}

fn clause(words: &mut Words<'_>, owners: &[usize]) -> Result<Condition, Unreadable> {
    let mut literals = Vec::new();
    for _ in 0..words.number("the length of a clause")? {
        let sign = words.next("the sign of a literal")?;
        let symbol = words.number("the value of a literal")?;
        let Some(&owner) = owners.get(symbol) else {
            return Err(Unreadable::new(words.line, format!("value {symbol} belongs to no parameter")));
        };
        let first = owners.partition_point(|&other| other < owner);
        literals.push(match sign {
            "+" => Condition::is(owner, symbol - first),
            "-" => Condition::is_not(owner, symbol - first),
            other => return Err(Unreadable::new(words.line, format!("`{other}` is neither `+` nor `-`"))),
        });
    }
    Ok(Condition::Any(literals))
}

/// The words of a text, with the line of the last one.
struct Words<'a> {
    words: Box<dyn Iterator<Item = (usize, &'a str)> + 'a>,
    line: usize,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Words<'a> {
        let lines = text.lines().enumerate();
        let words = lines.flat_map(|(line, text)| text.split_whitespace().map(move |word| (line + 1, word)));
        Words { words: Box::new(words), line: 1 }
    }

    fn next(&mut self, what: &str) -> Result<&'a str, Unreadable> {
        let (line, word) = self.words.next().ok_or_else(|| Unreadable::new(self.line, format!("{what} is missing")))?;
        self.line = line;
        Ok(word)
    }

    fn number(&mut self, what: &str) -> Result<usize, Unreadable> {
        let word = self.next(what)?;
        word.parse().map_err(|_| Unreadable::new(self.line, format!("`{word}` is not {what}")))
    }

    fn end(&mut self) -> Result<(), Unreadable> {
        match self.words.next() {
            Some((line, word)) => Err(Unreadable::new(line, format!("`{word}` stands after the end"))),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_model_and_its_clauses_are_read() {
        let space = read("2\n\n3\n\n2 3 2\n", Some("2\n2\n- 1 - 4\n1\n+ 5\n")).expect("the model is sound");
        assert_eq!(space.parameters.iter().map(|parameter| parameter.values.len()).collect::<Vec<_>>(), [2, 3, 2]);
        let legal = |row: &[usize]| space.constraints.iter().all(|constraint| constraint.allows(&space, row));
        assert!(legal(&[1, 1, 0]) && !legal(&[1, 2, 0]) && legal(&[0, 2, 0]) && !legal(&[0, 0, 1]));
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let said = |model, constraints| read(model, constraints).expect_err("the model is broken");
        assert_eq!(said("2\n3\n2 2", None).message, "the number of values of a parameter is missing");
        assert_eq!((said("2\n1\nx", None).line, said("2 1 2\n9", None).line), (3, 2));
        assert_eq!(said("2 1 2", Some("1\n1\n- 2")).message, "value 2 belongs to no parameter");
        assert_eq!(said("2 1 2", Some("1\n1\n* 1")).message, "`*` is neither `+` nor `-`");
        assert!(said("2 9999999999 1000001", None).message.contains("more than"));
    }
}
