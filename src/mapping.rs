//! Mappings: what a record or a flow does with each value, typed, in both directions.

pub mod flow;
pub mod ir;
