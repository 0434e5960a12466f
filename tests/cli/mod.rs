//! The command line, and what stands behind it: reading from the disk and showing findings.

mod files;
mod folder;
mod render;
