//! The doors to the world: files and the clock. Everything below works on text in memory.

pub mod artifacts;
pub mod clock;
pub mod folder;
mod glob;
mod ignore;
pub mod load;
mod near;
pub mod paths;
pub mod read;
pub mod write;
