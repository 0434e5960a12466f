//! The doors to the world: files and the clock. Everything below works on text in memory.

pub mod clock;
mod glob;
pub mod load;
mod near;
pub mod paths;
mod read;
pub mod write;
