//! What a charter's text says, word by word: forms of nodes, values, paths and expressions.

pub mod path;
pub mod values;
