//! Models in the format of PICT: parameters, sets with a strength of their own, constraints.
//!
//! Read are aliases (`a | b`), negative values (`~a`), weights (`a (10)`), values of another parameter (`<OTHER>`),
//! `{ A, B } @ 3`, and constraints with `IF`, `THEN`, `ELSE`, `AND`, `OR`, `NOT`, `IN`, `LIKE`, comparisons with values
//! and with parameters, `IsNegative` and `IsPositive`. Names and texts are compared without regard to case, as there.
//! Source: `doc/pict.md` in `microsoft/pict`.

mod condition;
mod tokens;

use super::space::{Parameter, Space, Stronger, Value};
use super::unreadable::Unreadable;

/// A parameter with all names of its values.
struct Named {
    name: String,
    values: Vec<NamedValue>,
}

#[derive(Clone)]
struct NamedValue {
    names: Vec<String>,
    weight: u32,
    invalid: bool,
}

impl Named {
    fn is_numeric(&self) -> bool {
        self.values.iter().all(|value| value.names[0].parse::<f64>().is_ok())
    }
}

/// Reads a model; `strength` is what the command line of PICT calls the order.
pub fn read(text: &str, strength: usize) -> Result<Space, Unreadable> {
    let mut space = Space { strength, ..Space::default() };
    let mut known: Vec<Named> = Vec::new();
    let mut rest = None;
    let mut offset = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let said = line.trim();
        let start = offset;
        offset += line.len();
        if said.is_empty() || said.starts_with('#') {
            continue;
        }
        if begins_constraint(said) {
            rest = Some((number + 1, start));
            break;
        }
        if said.starts_with('{') {
            space.stronger.push(stronger(said, number + 1, strength, &known)?);
        } else {
            known.push(parameter(said, number + 1, &known)?);
        }
    }
    if let Some((line, start)) = rest {
        space.constraints = condition::constraints(&text[start..], line, &known)?;
    }
    space.parameters = known.into_iter().map(plain).collect();
    Ok(space)
}

fn plain(named: Named) -> Parameter {
    let value = |value: NamedValue| Value {
        name: value.names.into_iter().next().unwrap_or_default(),
        weight: value.weight,
        invalid: value.invalid,
    };
    Parameter { name: named.name, values: named.values.into_iter().map(value).collect() }
}

/// A parameter line has a colon, which a constraint has only inside quotes or brackets.
fn begins_constraint(line: &str) -> bool {
    let first = line.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let word = ["if", "not", "isnegative", "ispositive"].iter().any(|word| first.eq_ignore_ascii_case(word));
    line.starts_with(['[', '(']) || (word && !line[first.len()..].trim_start().starts_with(':'))
}

fn find(known: &[Named], name: &str, line: usize) -> Result<usize, Unreadable> {
    let name = name.trim();
    let found = known.iter().position(|named| same(&named.name, name));
    found.ok_or_else(|| Unreadable::new(line, format!("there is no parameter `{name}`")))
}

fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// `{ A, B } @ 3`.
fn stronger(said: &str, line: usize, strength: usize, known: &[Named]) -> Result<Stronger, Unreadable> {
    let Some((names, order)) = said[1..].split_once('}') else {
        return Err(Unreadable::new(line, "`{` has no `}`"));
    };
    let parameters = names.split(',').map(|name| find(known, name, line)).collect::<Result<_, _>>()?;
    let order = order.trim();
    let own = match order.strip_prefix('@') {
        Some(order) => order.trim().parse().ok(),
        None => order.is_empty().then_some(strength),
    };
    let strength = own.ok_or_else(|| Unreadable::new(line, format!("`{order}` is not a strength such as `@ 3`")))?;
    Ok(Stronger { parameters, strength })
}

/// `NAME: a, b (10), ~c, d | e, <OTHER>`.
fn parameter(said: &str, line: usize, known: &[Named]) -> Result<Named, Unreadable> {
    let Some((name, values)) = said.split_once(':').or_else(|| said.split_once(',')) else {
        return Err(Unreadable::new(line, "a parameter needs `NAME: value, value`"));
    };
    let name = name.trim().to_owned();
    if known.iter().any(|named| same(&named.name, &name)) {
        return Err(Unreadable::new(line, format!("there are two parameters `{name}`")));
    }
    let mut named = Named { name, values: Vec::new() };
    for said in values.split(',').map(str::trim) {
        match said.strip_prefix('<').and_then(|said| said.strip_suffix('>')) {
            Some(other) if known.iter().any(|named| same(&named.name, other.trim())) => {
                named.values.extend(known[find(known, other, line)?].values.iter().cloned());
            }
            _ => named.values.push(value(said)),
        }
    }
    Ok(named)
}

fn value(said: &str) -> NamedValue {
    let weighed = said
        .strip_suffix(')')
        .and_then(|said| said.rsplit_once('('))
        .and_then(|(name, weight)| Some((name.trim_end(), weight.trim().parse().ok()?)));
    let (said, weight) = weighed.unwrap_or((said, 1));
    let (invalid, said) = said.strip_prefix('~').map_or((false, said), |said| (true, said));
    NamedValue { names: said.split('|').map(|name| name.trim().to_owned()).collect(), weight, invalid }
}
