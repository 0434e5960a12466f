//! The list of rules; each stands in a file of its own.

mod ambiguous_code;
mod batch_does_not_fit;
mod batch_overlap;
mod burst_backlog;
mod class_unattainable;
mod dedup_window_short;
mod derived_cycle;
mod derived_input_missing;
mod derived_written;
mod echo_cycle;
mod handover_without_delivery;
mod input_skew;
mod lineage_too_complex;
mod mapped_twice;
mod misplaced_code_table;
mod missing_bound;
mod mutable_scope;
mod no_owner;
mod no_reconciliation;
mod overload;
mod oversell_exposure;
mod owner_never_receives;
mod ownership_rule_useless;
mod ownership_too_complex;
mod phase_missing_input;
mod proposal_without_echo;
mod protected_overwrite;
mod publish_without_authority;
mod retry_amplification;
mod stale_overwrite_race;
mod stale_reader;
mod stale_when_degraded;
mod two_creators;
mod two_owners;
mod unfinished_source;
mod unknown_code;
mod unmapped_code;
mod unreachable_reader;
mod unreadable_calendar;
mod unused_definition;
mod write_into_owner;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::rule::Rule;

/// Every rule about a charter, by name.
pub static RULES: &[&Rule<Facts>] = &[
    &ambiguous_code::RULE,
    &batch_does_not_fit::RULE,
    &batch_overlap::RULE,
    &burst_backlog::RULE,
    &class_unattainable::RULE,
    &dedup_window_short::RULE,
    &derived_cycle::RULE,
    &derived_input_missing::RULE,
    &derived_written::RULE,
    &echo_cycle::RULE,
    &handover_without_delivery::RULE,
    &input_skew::RULE,
    &lineage_too_complex::RULE,
    &mapped_twice::RULE,
    &misplaced_code_table::RULE,
    &missing_bound::RULE,
    &mutable_scope::RULE,
    &no_owner::RULE,
    &no_reconciliation::RULE,
    &overload::RULE,
    &oversell_exposure::RULE,
    &owner_never_receives::RULE,
    &ownership_rule_useless::RULE,
    &ownership_too_complex::RULE,
    &phase_missing_input::RULE,
    &proposal_without_echo::RULE,
    &protected_overwrite::RULE,
    &publish_without_authority::RULE,
    &retry_amplification::RULE,
    &stale_overwrite_race::RULE,
    &stale_reader::RULE,
    &stale_when_degraded::RULE,
    &two_creators::RULE,
    &two_owners::RULE,
    &unfinished_source::RULE,
    &unknown_code::RULE,
    &unmapped_code::RULE,
    &unreachable_reader::RULE,
    &unreadable_calendar::RULE,
    &unused_definition::RULE,
    &write_into_owner::RULE,
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
