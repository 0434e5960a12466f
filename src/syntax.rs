//! What a charter's text says, word by word: forms of nodes, values, paths and expressions.

pub mod expression;
mod form;
mod given;
pub mod nearest;
pub mod path;
mod shape;
pub mod values;

pub use form::{Cursor, Form};
pub use given::{Given, Literal, Path};
pub use shape::{CODES, missing, shape};
