//! The command line, and what stands behind it: reading from the disk and showing findings.

mod commands;
mod docs;
mod files;
mod folder;
mod formatting;
mod pages;
mod pages_and_outputs;
mod render;
mod run;
mod writing;
