//! All integration tests, in one binary.

mod cli;
mod codes;
mod examples;
mod house;
mod language;
mod matrix;
mod model;
mod reader;
mod syntax;
