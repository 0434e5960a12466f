//! The reader against its contract: the official suite, the library, recovery, fuzzing, cost.

mod suite;
