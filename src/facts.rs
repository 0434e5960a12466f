//! Questions that rules ask of a charter, answered once.

pub mod cells;
