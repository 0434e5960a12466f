//! The `charter` command.

fn main() {}
