//! The command line: arguments, showing findings, one file per command.

pub mod render;
