//! TypeScript: types of canonical objects, `read` and `write` of records, one function per flow.

pub mod printer;
pub mod runtime;
