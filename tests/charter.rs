//! All integration tests, in one binary.

mod cli;
mod house;
mod matrix;
mod reader;
