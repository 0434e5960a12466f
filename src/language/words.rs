//! The words of the language: tables that the build makes from the definition.

use std::borrow::Cow;

use super::change::Parties;
use super::{Argument, Assumed, Change, ChangePolicy, Child, Choice, Count, DeclaredKind, Effect, Names};
use super::{Property, RestProperty, Type, Word, WordId};

include!(concat!(env!("OUT_DIR"), "/words.rs"));
