//! Every code there is: what the stages report by themselves, what rules find, and what a charter's own rules are called.

pub mod baseline;
pub mod fingerprint;
pub mod waivers;

use crate::model::{Model, problems};
use crate::rule::Code;
use crate::rules::RULES;
use crate::{kdl, loading, syntax};

/// All codes, by name.
pub fn codes() -> Vec<&'static Code> {
    let mut codes =
        [kdl::CODES, loading::CODES, syntax::CODES, problems::CODES, baseline::CODES, waivers::CODES].concat();
    codes.extend(RULES.iter().map(|rule| &rule.code));
    codes.sort_by_key(|code| code.name);
    codes
}

/// The code called `name`.
pub fn code(name: &str) -> Option<&'static Code> {
    codes().into_iter().find(|code| code.name == name)
}

/// Whether `allow` may name this code: a rule of ours, or one that the charter has written.
pub fn is_waivable(name: &str, model: &Model) -> bool {
    rule_names(model).any(|rule| rule == name)
}

/// The rule whose name is most like `name`, if one is like it at all.
pub fn nearest_rule<'m>(name: &str, model: &'m Model) -> Option<&'m str> {
    const LIKE: f64 = 0.8;
    let likeness = |rule: &'m str| (strsim::jaro_winkler(name, rule), rule);
    let best = rule_names(model).map(likeness).max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(a.1)));
    best.filter(|(score, _)| *score >= LIKE).map(|(_, rule)| rule)
}

fn rule_names(model: &Model) -> impl Iterator<Item = &str> {
    let own = model.rules.values().map(|rule| &*rule.head.name.text);
    RULES.iter().map(|rule| rule.code.name).chain(own)
}
