//! `charter`: a compiler for integration charters.

pub mod diagnostic;
pub mod facts;
pub mod language;
pub mod model;
pub mod rule;
pub mod source;
pub mod syntax;
