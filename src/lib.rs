//! `charter`: a compiler for integration charters.

pub mod diagnostic;
pub mod facts;
pub mod rule;
pub mod source;
