//! The reader against its contract: the official suite, the library, recovery, fuzzing, cost.

mod fuzz;
mod library;
mod pages;
mod printer;
mod random;
mod recovery;
mod strings;
mod suite;
