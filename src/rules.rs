//! The list of rules; each stands in a file of its own.

mod class_unattainable;
mod lineage_too_complex;
mod missing_bound;
mod no_owner;
mod ownership_too_complex;
mod two_owners;
mod unused_definition;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::rule::Rule;

/// Every rule about a charter, by name.
pub static RULES: &[&Rule<Facts>] = &[
    &class_unattainable::RULE,
    &missing_bound::RULE,
    &lineage_too_complex::RULE,
    &no_owner::RULE,
    &ownership_too_complex::RULE,
    &two_owners::RULE,
    &unused_definition::RULE,
];

/// What all rules find, in the order of the rules.
pub fn run(facts: &Facts) -> Vec<Diagnostic> {
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .map(|rule| {
            let mut found = Vec::new();
            rule.run(facts, &mut found);
            found
        })
        .collect();
    found.concat()
}
