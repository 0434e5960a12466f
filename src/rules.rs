//! The list of rules; each stands in a file of its own.

mod absolute_write;
mod ambiguous_code;
mod batch_does_not_fit;
mod batch_overlap;
mod blind_owner;
mod burst_backlog;
mod causality;
mod class_unattainable;
mod coarse_owner;
mod dead_delivery;
mod dead_end_state;
mod dedup_window_short;
mod delivered_twice;
mod derived_cycle;
mod derived_input_missing;
mod derived_written;
mod divergence;
mod duplicate_not_harmless;
mod early_message_lost;
mod echo_cycle;
mod final_state_left;
mod handover_without_delivery;
mod illegal_apply;
mod input_skew;
mod invalid_arbitration;
mod join_skew;
mod key_hides_transition;
mod lifecycle_too_complex;
mod lineage_too_complex;
mod little_headroom;
mod lossy_relay;
mod manual_write_into_copy;
mod mapped_twice;
mod misplaced_code_table;
mod missing_bound;
mod mixed_choice;
mod mutable_scope;
mod no_owner;
mod no_reconciliation;
mod no_way_to_finish;
mod nobody_listens;
mod not_exhausted;
mod outage_outlasts_retries;
mod overload;
mod oversell_exposure;
mod owner_never_receives;
mod ownership_rule_useless;
mod ownership_too_complex;
mod phase_missing_input;
mod proposal_to_nobody;
mod proposal_without_echo;
mod protected_overwrite;
mod publish_without_authority;
mod quantity_counted_twice;
mod quantity_left_behind;
mod quantity_lost;
mod quantity_overdrawn;
mod quantity_overwritten;
mod race;
mod race_fix;
mod regression;
mod requirement_of_other_lines;
mod retry_amplification;
mod rollup_rule_useless;
mod rollup_without_transition;
mod round_trip_mismatch;
mod slow_recovery;
mod stale_overwrite_race;
mod stale_reader;
mod stale_when_degraded;
mod state_row_useless;
mod state_rows_disagree;
mod stuck_message;
mod tally;
mod telling;
mod transition_conflict;
mod transition_with_two_owners;
mod transition_without_owner;
mod two_creators;
mod two_owners;
mod unbalanced_move;
mod unbounded_loop;
mod unclear_requirement;
mod unclear_start;
mod undeclared_writer;
mod unfinished_source;
mod unheard_end;
mod unknown_code;
mod unmapped_code;
mod unreachable_reader;
mod unreachable_state;
mod unread_status;
mod unreadable_calendar;
mod unused_definition;
mod unwritten_state;
mod update_without_authority;
mod write_into_owner;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::rule::Rule;

/// Every rule about a charter, by name.
pub static RULES: &[&Rule<Facts>] = &[
    &absolute_write::RULE,
    &ambiguous_code::RULE,
    &batch_does_not_fit::RULE,
    &batch_overlap::RULE,
    &blind_owner::RULE,
    &burst_backlog::RULE,
    &causality::RULE,
    &class_unattainable::RULE,
    &coarse_owner::RULE,
    &dead_delivery::RULE,
    &dead_end_state::RULE,
    &dedup_window_short::RULE,
    &delivered_twice::RULE,
    &derived_cycle::RULE,
    &derived_input_missing::RULE,
    &derived_written::RULE,
    &divergence::RULE,
    &duplicate_not_harmless::RULE,
    &early_message_lost::RULE,
    &echo_cycle::RULE,
    &final_state_left::RULE,
    &handover_without_delivery::RULE,
    &illegal_apply::RULE,
    &input_skew::RULE,
    &invalid_arbitration::RULE,
    &join_skew::RULE,
    &key_hides_transition::RULE,
    &lifecycle_too_complex::RULE,
    &lineage_too_complex::RULE,
    &little_headroom::RULE,
    &lossy_relay::RULE,
    &manual_write_into_copy::RULE,
    &mapped_twice::RULE,
    &misplaced_code_table::RULE,
    &missing_bound::RULE,
    &mixed_choice::RULE,
    &mutable_scope::RULE,
    &no_owner::RULE,
    &no_reconciliation::RULE,
    &no_way_to_finish::RULE,
    &nobody_listens::RULE,
    &not_exhausted::RULE,
    &outage_outlasts_retries::RULE,
    &overload::RULE,
    &oversell_exposure::RULE,
    &owner_never_receives::RULE,
    &ownership_rule_useless::RULE,
    &ownership_too_complex::RULE,
    &phase_missing_input::RULE,
    &proposal_to_nobody::RULE,
    &proposal_without_echo::RULE,
    &protected_overwrite::RULE,
    &publish_without_authority::RULE,
    &quantity_counted_twice::RULE,
    &quantity_left_behind::RULE,
    &quantity_lost::RULE,
    &quantity_overdrawn::RULE,
    &quantity_overwritten::RULE,
    &regression::RULE,
    &requirement_of_other_lines::RULE,
    &retry_amplification::RULE,
    &rollup_rule_useless::RULE,
    &rollup_without_transition::RULE,
    &round_trip_mismatch::RULE,
    &slow_recovery::RULE,
    &stale_overwrite_race::RULE,
    &stale_reader::RULE,
    &stale_when_degraded::RULE,
    &state_row_useless::RULE,
    &state_rows_disagree::RULE,
    &stuck_message::RULE,
    &transition_conflict::RULE,
    &transition_with_two_owners::RULE,
    &transition_without_owner::RULE,
    &two_creators::RULE,
    &two_owners::RULE,
    &unbalanced_move::RULE,
    &unbounded_loop::RULE,
    &unclear_requirement::RULE,
    &unclear_start::RULE,
    &undeclared_writer::RULE,
    &unfinished_source::RULE,
    &unheard_end::RULE,
    &unknown_code::RULE,
    &unmapped_code::RULE,
    &unreachable_reader::RULE,
    &unreachable_state::RULE,
    &unread_status::RULE,
    &unreadable_calendar::RULE,
    &unused_definition::RULE,
    &unwritten_state::RULE,
    &update_without_authority::RULE,
    &write_into_owner::RULE,
];

/// What all rules find, in the order of the rules.
pub fn run(facts: &Facts) -> Vec<Diagnostic> {
    facts.prepare();
    let found: Vec<Vec<Diagnostic>> = RULES
        .par_iter()
        .with_max_len(1)
        .map(|rule| {
            let mut found = Vec::new();
            rule.run(facts, &mut found);
            found
        })
        .collect();
    found.concat()
}
