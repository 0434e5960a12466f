//! Answers to questions that people ask of a charter, as data: who owns what, how a value gets somewhere.

pub mod graph;
pub mod lifecycle;
pub mod owners;
pub mod roles;
pub mod sequence;
pub mod story;
pub mod tally;
pub mod trace;
pub mod why;
