//! Mappings: what a record or a flow does with each value, typed, in both directions; and running them.

pub mod cases;
pub mod flow;
pub mod ir;
pub mod run;
pub mod vectors;
