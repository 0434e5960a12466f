//! Which part of an object a mapping reads or writes, as a type of its own where it is not the whole.

use std::collections::BTreeMap;

use crate::generate::names::{self, Names};
use crate::generate::statement::{self, Expression, Item, Kind, Struct, Type};
use crate::mapping::ir::{Entry, Mapping, Policy, Role};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::Direction;

use super::Program;

/// A part of an object, a group or a part of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// The name of its type.
    pub name: String,
    /// Whether it is all that the object, group or list has.
    pub is_whole: bool,
    /// Its members, in the order of the object.
    pub members: Vec<Member>,
}

/// A member of a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Member {
    /// The field.
    pub field: Id<Field>,
    /// Whether it may be absent.
    pub optional: bool,
    /// The members of a group or of a part of a list.
    pub inside: Option<Shape>,
}

impl Shape {
    /// The member of a field in this shape.
    pub fn member(&self, field: Id<Field>) -> Option<&Member> {
        self.members.iter().find(|member| member.field == field)
    }
}

/// The fields that the entries of a direction map, and whether each may be absent.
fn fields(body: &[Entry], way: Direction, found: &mut BTreeMap<Id<Field>, bool>, program: &Program<'_>) {
    let goes = |direction: Direction| if way == Direction::Read { direction.reads() } else { direction.writes() };
    for entry in body {
        match entry {
            Entry::Value(value) if goes(value.direction) => {
                let optional = program.model[value.slot.field].optional;
                let assumed = way == Direction::Read && matches!(value.absent, Policy::Assume(_));
                let unsaid = matches!(value.role, Role::Status(_)) && value.absent == Policy::Skip;
                found.insert(value.slot.field, (optional && !assumed) || unsaid);
            }
            Entry::List(list) if goes(list.direction) => {
                found.insert(list.field, false);
                fields(&list.body, way, found, program);
            }
            Entry::Part(part) => fields(&part.body, way, found, program),
            Entry::States(states) => {
                let unsaid = states.ignores || states.read.iter().any(|(_, state)| state.is_none());
                found.insert(states.field, way == Direction::Read && unsaid);
            }
            Entry::Fold(fold) if way == Direction::Read => {
                found.insert(fold.value.slot.field, program.model[fold.value.slot.field].optional);
            }
            _ => {}
        }
    }
}

impl Program<'_> {
    /// The part of its object that a mapping reads or writes; its types have no names yet.
    pub(super) fn shape(&self, mapping: &Mapping, way: Direction) -> Shape {
        let mut found = BTreeMap::new();
        fields(&mapping.body, way, &mut found, self);
        self.shape_of(mapping.object, None, &found)
    }

    fn shape_of(&self, object: Id<Object>, inside: Option<Id<Field>>, found: &BTreeMap<Id<Field>, bool>) -> Shape {
        let all = self.children(object, inside);
        let mut members = Vec::new();
        for id in all {
            let field = &self.model[*id];
            if matches!(field.kind, FieldKind::Value(_) | FieldKind::Status(_)) {
                members.extend(found.get(id).map(|optional| Member { field: *id, optional: *optional, inside: None }));
                continue;
            }
            let shape = self.shape_of(object, Some(*id), found);
            let optional = matches!(field.kind, FieldKind::Group) && field.optional;
            if found.contains_key(id) || !shape.members.is_empty() {
                members.push(Member { field: *id, optional, inside: Some(shape) });
            }
        }
        let same = |member: &Member| {
            let whole = member.inside.as_ref().is_none_or(|shape| shape.is_whole);
            whole && member.optional == self.model[member.field].optional
        };
        let is_whole = members.len() == all.len() && members.iter().all(same);
        Shape { name: String::new(), is_whole, members }
    }

    /// Names the types of a shape: those of the object where it is the whole, otherwise new ones that start with `wish`.
    pub(super) fn name_shape(
        &self,
        shape: &mut Shape,
        object: Id<Object>,
        inside: Option<Id<Field>>,
        wish: &str,
        names: &mut Names,
    ) {
        shape.name = match inside {
            _ if !shape.is_whole => names.take(wish),
            Some(field) => self.types.parts[&field].clone(),
            None => self.types.objects[&object].clone(),
        };
        let base = shape.name.clone();
        for member in &mut shape.members {
            let Some(part) = &mut member.inside else { continue };
            let field = &self.model[member.field];
            let part_name = match field.kind {
                FieldKind::List(_) => names::singular(&field.name.text),
                _ => field.name.text.to_string(),
            };
            let wish = format!("{base}{}", names::pascal(&part_name));
            self.name_shape(part, object, Some(member.field), &wish, names);
        }
    }

    /// The type of a member, without regard to its being absent.
    pub(super) fn member_type(&self, member: &Member) -> Type {
        match &member.inside {
            None => self.field_type(member.field),
            Some(inside) => {
                let of = Type::Named(inside.name.clone());
                let is_list = matches!(self.model[member.field].kind, FieldKind::List(_));
                if is_list { of.list() } else { of }
            }
        }
    }

    /// The member at the end of a way through groups of a whole, and whether it may be absent: it is where a group
    /// around it is.
    pub(super) fn find(&self, whole: &Expression, shape: &Shape, way: &[Id<Field>]) -> Option<(Expression, bool)> {
        let (mut value, mut optional, mut inside) = (whole.clone(), false, Some(shape));
        for step in way {
            let member = inside?.member(*step)?;
            let is = self.member_type(member).maybe_if(member.optional);
            value = value.get(self.key(*step), is, optional);
            optional |= member.optional;
            inside = member.inside.as_ref();
        }
        Some((value, optional))
    }

    /// The types of a shape that is not the whole object.
    pub(super) fn declare_shape(&self, shape: &Shape, doc: &[String], items: &mut Vec<Item>) {
        if shape.is_whole {
            return;
        }
        let at = items.len();
        let mut fields = Vec::new();
        for member in &shape.members {
            if let Some(inside) = &member.inside {
                self.declare_shape(inside, doc, items);
            }
            let (key, of) = (self.key(member.field), self.member_type(member));
            fields.push(statement::Field { doc: vec![], key, of, optional: member.optional });
        }
        items.insert(
            at,
            Item::Struct(Struct { doc: doc.to_vec(), kind: Kind::Object, name: shape.name.clone(), fields }),
        );
    }
}
