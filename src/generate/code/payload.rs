//! The payload that is written: values at paths become a tree of parts, with types of their own.

use crate::generate::names::{self, Names};
use crate::generate::statement::{self, Constant, Expression, Item, Kind, Struct, Type};
use crate::mapping::ir::Key;

use super::assemble::{Branch, Leaf, Node, There};

/// A part of a payload.
#[derive(Default)]
pub(super) struct Tree {
    /// The rule of a part that may be absent as a whole.
    pub optional: Option<Expression>,
    /// What tells the part from its neighbours, where it is the one part of a list.
    qualifiers: Option<Vec<(String, String)>>,
    members: Vec<(String, Member)>,
}

enum Member {
    Value(Value),
    Inside(Tree),
}

/// A value of a payload.
pub(super) struct Value {
    /// How it is computed.
    pub computed: Expression,
    /// Its type.
    pub of: Type,
    /// Whether it is there.
    pub there: There,
    /// Where it comes from.
    pub doc: Vec<String>,
}

impl Tree {
    /// Puts a value at a path. `Err` says why it cannot stand there.
    pub fn insert(&mut self, path: &[Key], value: Value) -> Result<(), String> {
        let Some((last, way)) = path.split_last() else {
            return Err("a value cannot stand in the place of the whole payload".to_owned());
        };
        let part = way.iter().try_fold(self, Tree::inside)?;
        let Key::Name(name) = last else {
            return Err("a value cannot stand in the place of a part of a list".to_owned());
        };
        if part.members.iter().any(|(known, _)| known == name) {
            return Err(format!("`{name}` is written twice"));
        }
        part.members.push((name.clone(), Member::Value(value)));
        Ok(())
    }

    /// The part at a key, made where there is none.
    pub fn inside(&mut self, key: &Key) -> Result<&mut Tree, String> {
        let (name, qualifiers) = match key {
            Key::Name(name) => (name, None),
            Key::Qualified(name, pairs) => (name, Some(pairs.clone())),
        };
        let at = self.members.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let part = Tree { qualifiers: qualifiers.clone(), ..Tree::default() };
            self.members.push((name.clone(), Member::Inside(part)));
            self.members.len() - 1
        });
        match &mut self.members[at].1 {
            Member::Inside(tree) if tree.qualifiers == qualifiers => Ok(tree),
            Member::Inside(_) => Err(format!("several parts of the list `{name}` cannot be written yet")),
            Member::Value(_) => Err(format!("`{name}` is a value and has parts")),
        }
    }

    /// Whether something in it must be there.
    fn is_required(&self) -> bool {
        self.optional.is_none()
            && self.members.iter().any(|(_, member)| match member {
                Member::Value(value) => value.there != There::May,
                Member::Inside(tree) => tree.is_required(),
            })
    }

    /// The tree as something to put together. `name` is its type, `wish` what it is called after; the types are declared.
    pub fn build(self, name: &str, wish: &str, doc: &[String], types: &mut Vec<Item>, names: &mut Names) -> Branch {
        let at = types.len();
        let (mut fields, mut members) = (Vec::new(), Vec::new());
        for (key, is) in self.qualifiers.iter().flatten() {
            let constant = Constant::Text(is.clone());
            let of = Type::Literals(vec![constant.clone()]);
            fields.push(statement::Field { doc: vec![], key: key.clone(), of: of.clone(), optional: false });
            members.push((
                key.clone(),
                Node::Leaf(Leaf { value: Expression::Constant(constant), of, there: There::Always }),
            ));
        }
        for (key, member) in self.members {
            match member {
                Member::Value(Value { computed: value, of, there, doc }) => {
                    let optional = there == There::May;
                    fields.push(statement::Field { doc, key: key.clone(), of: of.clone(), optional });
                    members.push((key, Node::Leaf(Leaf { value, of, there })));
                }
                Member::Inside(tree) => {
                    let inside = names.take(&format!("{name}{}", names::pascal(&key)));
                    let (optional, in_list) = (!tree.is_required(), tree.qualifiers.is_some());
                    let branch = tree.build(&inside, &key, doc, types, names);
                    let of = Type::Named(inside);
                    let of = if in_list { of.list() } else { of };
                    fields.push(statement::Field { doc: vec![], key: key.clone(), of, optional });
                    members.push((key, Node::Branch(branch)));
                }
            }
        }
        types
            .insert(at, Item::Struct(Struct { doc: doc.to_vec(), kind: Kind::Payload, name: name.to_owned(), fields }));
        let in_list = self.qualifiers.is_some();
        Branch {
            of: name.to_owned(),
            kind: Kind::Payload,
            wish: wish.to_owned(),
            members,
            optional: self.optional,
            always: false,
            in_list,
        }
    }
}
