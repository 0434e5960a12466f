//! All integration tests, in one binary.

mod cli;
mod house;
mod language;
mod matrix;
mod model;
mod reader;
mod syntax;
