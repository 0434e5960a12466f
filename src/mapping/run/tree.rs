//! The payload that is written: values at paths become a tree of parts.

use crate::mapping::ir::Key;

use super::assemble::{Branch, Node, Source};
use super::place::Rule;
use super::value::Value;

/// A part of a payload.
#[derive(Default)]
pub(super) struct Tree {
    optional: Option<Rule>,
    /// What tells the part from its neighbours, where it is the one part of a list.
    qualifiers: Option<Vec<(String, String)>>,
    members: Vec<(String, Member)>,
}

enum Member {
    Value(Source, bool),
    Inside(Tree),
}

impl Tree {
    /// Puts a value at a path. `Err` says why it cannot stand there.
    pub fn insert(&mut self, path: &[Key], source: Source, optional: bool) -> Result<(), String> {
        let Some((last, way)) = path.split_last() else {
            return Err("a value cannot stand in the place of the whole payload".to_owned());
        };
        let part = way.iter().try_fold(self, Self::inside)?;
        let Key::Name(name) = last else {
            return Err("a value cannot stand in the place of a part of a list".to_owned());
        };
        if part.members.iter().any(|(known, _)| known == name) {
            return Err(format!("`{name}` is written twice"));
        }
        part.members.push((name.clone(), Member::Value(source, optional)));
        Ok(())
    }

    /// Says that a part may be absent as a whole.
    pub fn make_optional(&mut self, path: &[Key], rule: Rule) -> Result<(), String> {
        path.iter().try_fold(self, Self::inside)?.optional = Some(rule);
        Ok(())
    }

    /// The part at a key, made where there is none.
    fn inside(&mut self, key: &Key) -> Result<&mut Self, String> {
        let (name, qualifiers) = match key {
            Key::Name(name) => (name, None),
            Key::Qualified(name, pairs) => (name, Some(pairs.clone())),
        };
        let at = self.members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let part = Self { qualifiers: qualifiers.clone(), ..Self::default() };
            self.members.push((name.clone(), Member::Inside(part)));
            self.members.len() - 1
        });
        match &mut self.members[at].1 {
            Member::Inside(tree) if tree.qualifiers == qualifiers => Ok(tree),
            Member::Inside(_) => Err(format!("several parts of the list `{name}` cannot be written yet")),
            Member::Value(..) => Err(format!("`{name}` is a value and has parts")),
        }
    }

    /// The tree as something to put together.
    pub fn build(self) -> Branch {
        let in_list = self.qualifiers.is_some();
        let pairs = self.qualifiers.into_iter().flatten();
        let constants = pairs.map(|(name, is)| (name, Node::Leaf(Source::Constant(Value::Text(is)), false)));
        let members = self.members.into_iter().map(|(name, member)| match member {
            Member::Value(source, optional) => (name, Node::Leaf(source, optional)),
            Member::Inside(tree) => (name, Node::Branch(tree.build())),
        });
        Branch { members: constants.chain(members).collect(), optional: self.optional, always: false, in_list }
    }
}
