//! The command line, and what stands behind it: reading from the disk and showing findings.

mod commands;
mod docs;
mod files;
pub mod folder;
mod formatting;
mod inputs;
mod mapping;
mod pages;
mod pages_and_outputs;
mod pictures;
mod questions;
mod render;
mod reports;
pub mod run;
mod stories;
mod vectors;
mod writing;
