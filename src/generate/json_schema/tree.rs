//! A payload while its schema is put together: values at paths become a tree of objects and lists.

use crate::generate::json::{Json, Members};
use crate::mapping::ir::Key;

use super::Schema;

/// A part of a payload.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// It may be missing, whatever is in it.
    pub is_optional: bool,
    /// The part is itself a value.
    itself: Option<Schema>,
    members: Members<Node>,
}

#[derive(Debug)]
enum Node {
    Value {
        schema: Schema,
        required: bool,
    },
    Inside(Tree),
    List {
        list: Box<Schema>,
        items: Vec<Schema>,
        required: bool,
    },
    /// Parts of a list that are told apart by the values of members.
    Qualified(Vec<(Qualifiers, Tree)>),
}

/// Members and their values.
type Qualifiers = Vec<(String, String)>;

/// Why something cannot stand at a path.
pub(super) type Misfit = String;

impl Tree {
    /// Puts a value at a path.
    pub fn value(&mut self, path: &[Key], schema: Schema, required: bool) -> Result<(), Misfit> {
        let Some((last, way)) = path.split_last() else {
            if self.itself.is_some() || !self.members.is_empty() {
                return Err("the part is a value and has parts".to_owned());
            }
            self.itself = Some(schema);
            return Ok(());
        };
        let part = self.inside(way)?;
        let Key::Name(name) = last else {
            return Err("a value cannot stand in the place of a part of a list".to_owned());
        };
        match part.members.get_mut(name) {
            None => part.members.put(name, Node::Value { schema, required }),
            Some(Node::Value { schema: known, required: known_required }) => {
                *known_required |= required;
                // A value that stands for two fields obeys both.
                if known.bare() != schema.bare() {
                    *known = Schema { all_of: vec![std::mem::take(known), schema], ..Schema::default() };
                }
            }
            Some(_) => return Err(format!("`{name}` is a value and has parts")),
        }
        Ok(())
    }

    /// Puts a list at a path.
    pub fn list(&mut self, path: &[Key], list: Schema, items: Schema, required: bool) -> Result<(), Misfit> {
        let Some((Key::Name(name), way)) = path.split_last() else {
            return Err("a list has a name in the payload".to_owned());
        };
        let part = self.inside(way)?;
        match part.members.get_mut(name) {
            None => part.members.put(name, Node::List { list: Box::new(list), items: vec![items], required }),
            Some(Node::List { items: known, required: known_required, .. }) => {
                *known_required |= required;
                if !known.contains(&items) {
                    known.push(items);
                }
            }
            Some(_) => return Err(format!("`{name}` is a list and something else")),
        }
        Ok(())
    }

    /// The part at a path, made where there is none.
    pub fn inside(&mut self, path: &[Key]) -> Result<&mut Self, Misfit> {
        path.iter().try_fold(self, Self::step)
    }

    fn step(&mut self, key: &Key) -> Result<&mut Self, Misfit> {
        let name = match key {
            Key::Name(name) | Key::Qualified(name, _) => name,
        };
        if self.members.get(name).is_none() {
            let node = match key {
                Key::Name(_) => Node::Inside(Self::default()),
                Key::Qualified(..) => Node::Qualified(Vec::new()),
            };
            self.members.put(name, node);
        }
        let node = self.members.get_mut(name).expect("it was put there");
        match (node, key) {
            (Node::Inside(tree), Key::Name(_)) => Ok(tree),
            (Node::Qualified(parts), Key::Qualified(_, pairs)) => {
                let at = parts.iter().position(|(known, _)| known == pairs).unwrap_or_else(|| {
                    parts.push((pairs.clone(), Self::default()));
                    parts.len() - 1
                });
                Ok(&mut parts[at].1)
            }
            _ => Err(format!("`{name}` is two different things")),
        }
    }

    fn is_required(&self) -> bool {
        !self.is_optional && (self.itself.is_some() || self.members.iter().any(|(_, node)| node.is_required()))
    }

    /// The schema of the part.
    pub fn schema(self) -> Schema {
        if let Some(schema) = self.itself {
            return schema;
        }
        let mut object = Schema::of("object");
        for (name, node) in self.members {
            if node.is_required() {
                object.required.push(name.clone());
            }
            object.properties.put(name, node.schema());
        }
        object
    }
}

impl Node {
    fn is_required(&self) -> bool {
        match self {
            Self::Value { required, .. } | Self::List { required, .. } => *required,
            Self::Inside(tree) => tree.is_required(),
            Self::Qualified(parts) => parts.iter().any(|(_, tree)| tree.is_required()),
        }
    }

    fn schema(self) -> Schema {
        match self {
            Self::Value { schema, .. } => schema,
            Self::Inside(tree) => tree.schema(),
            Self::List { mut list, mut items, .. } => {
                let single = if items.len() == 1 { items.pop() } else { None };
                list.items = Some(Box::new(single.unwrap_or_else(|| Schema { any_of: items, ..Schema::default() })));
                *list
            }
            Self::Qualified(parts) => qualified(parts),
        }
    }
}

/// A list whose parts are told apart by members: each kind of part has a rule of its own, and others may occur.
fn qualified(parts: Vec<(Qualifiers, Tree)>) -> Schema {
    let mut items = Schema::of("object");
    let mut rules = Vec::new();
    let mut list = Schema::of("array");
    for (pairs, tree) in parts {
        let required = pairs.iter().map(|(name, _)| name.clone()).collect();
        let mut when = Schema { required, ..Schema::of("object") };
        let mut then = Schema::of("object");
        for (name, value) in pairs {
            items.properties.put(name.clone(), Schema::of("string"));
            then.properties.put(name.clone(), Schema::one_of([Json::Text(value.clone())]));
            when.properties.put(name, Schema { constant: Some(Json::Text(value)), ..Schema::default() });
        }
        if tree.is_required() {
            list.all_of.push(Schema { contains: Some(Box::new(when.clone())), ..Schema::default() });
        }
        let inside = tree.schema();
        then.required = inside.required;
        for (name, value) in inside.properties {
            then.properties.put(name, value);
        }
        rules.push(Schema { when: Some(Box::new(when)), then: Some(Box::new(then)), ..Schema::default() });
    }
    items.all_of = rules;
    list.items = Some(Box::new(items));
    list
}
