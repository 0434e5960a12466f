//! Compiles the definition of the language, KDL in `charter/language/`, into tables of the program.
//!
//! It is a program of its own, made of the parts of the crate that read KDL and definitions. What is malformed in the
//! definition stops the build.

#![allow(dead_code, unused_imports, unused_macros)] // parts of the crate, not all of which this program calls
#![allow(clippy::print_stdout)] // this is how cargo is told

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

mod diagnostic;
mod kdl;
mod rule;
mod source;
mod steps;

mod language {
    mod change;
    mod files;
    mod grammar;
    mod kind;
    mod load;
    mod resolve;
    pub mod tables;
    mod types;
    mod word;

    pub use change::{Action, Change, ChangePolicy, Effect, Parties, Party};
    pub use files::definition;
    pub use kind::DeclaredKind;
    pub use load::Definition;
    pub use resolve::definition_of;
    pub use types::{Choice, Type};
    pub use word::{Argument, Assumed, Child, Count, Names, Property, RestProperty, Word, WordId};
}

fn main() -> ExitCode {
    // The texts are part of this program: when one changes, it is compiled again and run again.
    println!("cargo::rerun-if-changed=src/build.rs");
    let definition = language::definition_of(language::definition());
    if !definition.malformed.is_empty() {
        for found in &definition.malformed {
            println!("cargo::error=charter/{}: {}", found.place, found.message);
        }
        return ExitCode::FAILURE;
    }
    let folder = env::var("OUT_DIR").expect("cargo says where to write");
    fs::write(Path::new(&folder).join("words.rs"), language::tables::rust(&definition)).expect("the folder is there");
    ExitCode::SUCCESS
}
