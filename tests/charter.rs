//! All integration tests, in one binary.

mod cli;
mod codes;
mod docs;
mod evidence;
mod example;
mod examples;
mod explore;
mod facts;
mod generate;
mod house;
mod language;
mod lifecycles;
mod mapping;
mod matrix;
mod model;
mod mutations;
mod oracles;
mod reader;
mod syntax;
