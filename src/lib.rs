//! `charter`: a compiler for integration charters.

pub mod analysis;
pub mod catalog;
pub mod cli;
pub mod diagnostic;
pub mod explore;
pub mod facts;
pub mod generate;
pub mod host;
pub mod kdl;
pub mod language;
pub mod loading;
pub mod mapping;
pub mod matrix;
pub mod model;
pub mod query;
pub mod rule;
pub mod rules;
pub mod source;
mod steps;
pub mod syntax;
