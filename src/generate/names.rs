//! Names in generated code: words of the charter in the case that a language wants, clear of its reserved words.

use std::collections::BTreeSet;

use crate::model::charter::NameCase;

/// The words of a name, as `order-no` has two.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// `order-no` as `OrderNo`.
pub fn pascal(name: &str) -> String {
    words(name).map(capital).collect()
}

/// `order-no` as `orderNo`.
pub fn camel(name: &str) -> String {
    let mut words = words(name);
    let first = words.next().map(str::to_lowercase).unwrap_or_default();
    // A name that has its own capitals, as `orderNo`, keeps them.
    let first = if name.contains(|c: char| !c.is_alphanumeric()) { first } else { uncapital(name) };
    words.map(capital).fold(first, |name, word| name + &word)
}

fn uncapital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// `order-no` and `orderNo` as `order_no`.
pub fn snake(name: &str) -> String {
    let mut made = String::new();
    for word in words(name) {
        let letters: Vec<char> = word.chars().collect();
        for (at, letter) in letters.iter().enumerate() {
            let before = at.checked_sub(1).map(|before| letters[before]);
            let begins = letter.is_uppercase()
                && before.is_some_and(|before| {
                    !before.is_uppercase() || letters.get(at + 1).is_some_and(|next| next.is_lowercase())
                });
            if begins || (at == 0 && !made.is_empty()) {
                made.push('_');
            }
            made.extend(letter.to_lowercase());
        }
    }
    made
}

/// `order-no` as `ORDER_NO`.
pub fn screaming(name: &str) -> String {
    words(name).map(str::to_uppercase).collect::<Vec<_>>().join("_")
}

/// A field's key in the case that the charter chose.
pub fn key(name: &str, case: NameCase) -> String {
    match case {
        NameCase::Camel => camel(name),
        NameCase::Snake => words(name).map(str::to_lowercase).collect::<Vec<_>>().join("_"),
        NameCase::Kebab => name.to_owned(),
    }
}

/// What one part of a list is called: `lines` as `line`, `addresses` as `address`.
pub fn singular(name: &str) -> String {
    let endings = [("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ies", "y")];
    if let Some((stem, ending)) = endings.iter().find_map(|(many, one)| Some((name.strip_suffix(many)?, one))) {
        return format!("{stem}{ending}");
    }
    match name.strip_suffix('s') {
        Some(stem) if stem.ends_with(|c: char| c.is_alphanumeric() && !"su".contains(c)) => stem.to_owned(),
        _ => format!("{name}-item"),
    }
}

/// What several of a thing are called: `sales-order` as `sales-orders`.
pub fn plural(name: &str) -> String {
    let vowel_before_y = name.strip_suffix('y').is_some_and(|stem| stem.ends_with(['a', 'e', 'i', 'o', 'u']));
    if let (Some(stem), false) = (name.strip_suffix('y'), vowel_before_y) {
        return format!("{stem}ies");
    }
    let hisses = ["s", "x", "ch", "sh"].iter().any(|ending| name.ends_with(ending));
    if hisses { format!("{name}es") } else { format!("{name}s") }
}

/// Whether a text can be written as a name in TypeScript: letters, digits, `_` and `$`, no digit in front.
pub fn is_identifier(text: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_' || c == '$';
    text.starts_with(starts) && text.chars().all(|c| starts(c) || c.is_ascii_digit())
}

/// The names of one scope: each is given out once.
#[derive(Clone, Debug)]
pub struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// A scope in which some names mean something already.
    pub fn besides<'n>(reserved: impl IntoIterator<Item = &'n str>) -> Self {
        Self { taken: reserved.into_iter().map(str::to_owned).collect() }
    }

    /// The name that was wished for; with a number, where it is taken.
    pub fn take(&mut self, wish: &str) -> String {
        let wish = if wish.is_empty() || wish.starts_with(|c: char| c.is_ascii_digit()) {
            format!("_{wish}")
        } else {
            wish.to_owned()
        };
        let mut name = wish.clone();
        let mut number = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wish}{number}");
            number += 1;
        }
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_cased_word_by_word() {
        assert_eq!(pascal("sales-order"), "SalesOrder");
        assert_eq!(camel("ship-to-line-1"), "shipToLine1");
        assert_eq!(camel("orderNo"), "orderNo");
        assert_eq!(camel("OrderNo"), "orderNo");
        assert_eq!(snake("ship-to.line-1"), "ship_to_line_1");
        assert_eq!(snake("orderNo"), "order_no");
        assert_eq!(snake("itemSKUCode"), "item_sku_code");
        assert_eq!(screaming("lines.unit-price"), "LINES_UNIT_PRICE");
        assert_eq!(key("order-no", NameCase::Snake), "order_no");
        assert_eq!(key("order-no", NameCase::Kebab), "order-no");
    }

    #[test]
    fn a_part_of_a_list_is_called_in_the_singular() {
        let check = |many: &str, one: &str| assert_eq!(singular(many), one);
        check("lines", "line");
        check("addresses", "address");
        check("boxes", "box");
        check("entries", "entry");
        check("status", "status-item");
        check("stock", "stock-item");
        assert_eq!(plural("sales-order"), "sales-orders");
        assert_eq!(plural("inventory"), "inventories");
        assert_eq!(plural("address"), "addresses");
        assert_eq!(plural("delivery-day"), "delivery-days");
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut names = Names::besides(["default", "text"]);
        assert_eq!(names.take("total"), "total");
        assert_eq!(names.take("total"), "total2");
        assert_eq!(names.take("default"), "default2");
        assert_eq!(names.take("3pl"), "_3pl");
    }
}
