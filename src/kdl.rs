//! KDL 2: reads a text into a lossless tree and problems, never fails; prints it tidily.
//!
//! ```
//! let tree = charter::kdl::read("flow orders from=shop {\n    latency live\n}\n");
//! let flow = tree.nodes().next().expect("one node");
//! assert!(flow.name().is("flow"));
//! assert_eq!(flow.property("from").and_then(|from| from.value().as_str()).as_deref(), Some("shop"));
//! assert_eq!(flow.children().count(), 1);
//! assert!(tree.problems().is_empty());
//! ```

mod chars;
mod codes;
#[cfg(test)]
mod cost;
mod layout;
mod lexer;
mod number;
mod printer;
mod problem;
mod reader;
mod strings;
mod tree;

pub use codes::CODES;
pub use lexer::{Token, TokenKind};
pub use number::Number;
pub use printer::format;
pub use problem::{Problem, ProblemFix, ProblemKind, diagnostics};
pub use reader::read;
pub use strings::Text;
pub use tree::{Entries, Entry, Node, NodeId, Nodes, Tree, Value};

/// A range of bytes of one text.
pub type Range = std::ops::Range<u32>;

/// The longest text that is read, in bytes: 256 MiB. Callers refuse longer files.
pub const MAX_BYTES: usize = 256 << 20;

/// How deep blocks may be nested.
pub const MAX_DEPTH: usize = 200;
