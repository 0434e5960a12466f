//! The reader against its contract: the official suite, the library, recovery, fuzzing, cost.

mod printer;
mod suite;
