//! Objects with the trees of their fields.

use crate::model::field::{CodeSource, Field, FieldKind, List, ValueType};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::{Name, Place, Ref};
use crate::model::object::{Object, Partition};
use crate::model::scope::Scope;
use crate::source::Span;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::names::Space;
use super::values::{choice, doc, head, integer, name, truth};

impl<'f> Lowering<'f> {
    pub(super) fn lower_objects(&mut self) {
        for declaration in self.declared(Kind::Object) {
            let cursor = declaration.cursor;
            let object = self.model.objects.add(Object {
                head: head(cursor, declaration.name),
                criticality: choice(cursor.property("criticality")),
                key: Vec::new(),
                partitions: Vec::new(),
                version: None,
                fields: Vec::new(),
                lifecycle: None,
            });
            let place = Place { object, field: None };
            self.owners_of(place, cursor);
            self.fields(place, cursor);
            let keys = cursor.children_named("key").flat_map(|key| key.arguments_of("fields"));
            let key = self.fields_in(Some(place), keys);
            let partitions = self.partitions(place, cursor);
            let version =
                cursor.child("version").and_then(|version| self.field_in(Some(place), version.argument("field")));
            let object = &mut self.model.objects[object];
            (object.key, object.partitions, object.version) = (key, partitions, version);
        }
    }

    /// The fields, groups and lists of an object, a group or a list.
    fn fields(&mut self, place: Place, cursor: Cursor<'f>) {
        for child in cursor.children() {
            let kind = match child.definition().name {
                "field" => FieldKind::Value(Box::new(self.value_type(child))),
                "group" => FieldKind::Group,
                "list" => {
                    let (min, max) = (integer(child.property("min")), integer(child.property("max")));
                    FieldKind::List(List {
                        key: None,
                        min: min.map_or(0, |min| min.value),
                        max: max.map(|max| max.value),
                    })
                }
                _ => continue,
            };
            let Some(name) = name(child.argument("name")) else { continue };
            let Some(field) = self.field(place, child, name, kind) else { continue };
            let inside = Place { field: Some(field), ..place };
            self.owners_of(inside, child);
            self.parts(inside, child);
        }
    }

    /// What stands inside a field, a group or a list.
    fn parts(&mut self, place: Place, cursor: Cursor<'f>) {
        let Some(field) = place.field else { return };
        match self.model.fields[field].kind {
            FieldKind::Group => self.fields(place, cursor),
            FieldKind::List(_) => {
                self.fields(place, cursor);
                let named = self.field_in(Some(place), cursor.property("key"));
                if let FieldKind::List(list) = &mut self.model.fields[field].kind {
                    list.key = named;
                }
            }
            _ => {
                if let Some(derive) = cursor.child("derive") {
                    let text = self.place_text(place);
                    let name = Name { text: text.as_str().into(), span: derive.name_span() };
                    self.declare_element(Kind::Derive, derive, text.into(), name, false);
                }
            }
        }
    }

    /// Adds one field, unless there is one of its name.
    fn field(&mut self, place: Place, cursor: Cursor<'f>, name: Name, kind: FieldKind) -> Option<Id<Field>> {
        let protected = cursor.property("protected").filter(|given| truth(Some(*given))).map(Given::entry_span);
        self.add_field(
            place,
            Field {
                span: cursor.head(),
                doc: doc(cursor),
                optional: truth(cursor.property("optional")),
                null: truth(cursor.property("nullable")),
                protected,
                class: choice(cursor.property("class")),
                role: choice(cursor.property("role")),
                ..plain(place, name, kind)
            },
        )
    }

    /// Adds a field to the fields of a place, unless there is one of its name.
    pub(super) fn add_field(&mut self, place: Place, field: Field) -> Option<Id<Field>> {
        let next = self.model.fields.len();
        if !self.declare_part(Self::fields_of(place), |this| this.place_text(place), &field.name, next) {
            return None;
        }
        let id = self.model.fields.add(field);
        match place.field {
            Some(parent) => self.model.fields[parent].children.push(id),
            None => self.model.objects[place.object].fields.push(id),
        }
        Some(id)
    }

    fn value_type(&mut self, cursor: Cursor<'f>) -> ValueType {
        ValueType {
            named: self.reference(cursor.argument("type")),
            reference: self.reference(cursor.property("ref")),
            code: self.code_source(cursor.property("code")),
            constraints: self.constraints(cursor),
        }
    }

    /// A code list, or else a scope, of this name.
    fn code_source(&mut self, given: Option<Given<'f>>) -> Option<CodeSource> {
        let given = given?;
        let name = given.text()?;
        let listed = self.names.find(Space::of(Kind::Codes), &name).is_some();
        if !listed && self.names.find(Space::of(Kind::Scope), &name).is_some() {
            return self.reference::<Scope>(Some(given)).map(CodeSource::Scope);
        }
        self.reference(Some(given)).map(CodeSource::Codes)
    }

    /// The scopes that an object is partitioned by, with the fields that hold their values.
    fn partitions(&mut self, place: Place, cursor: Cursor<'f>) -> Vec<Partition> {
        let mut partitions = Vec::new();
        for by in cursor.children_named("by") {
            let said = self.field_in(Some(place), by.property("field"));
            for given in by.arguments_of("scopes") {
                let Some(scope) = self.reference::<Scope>(Some(given)) else { continue };
                let field = said.or_else(|| self.field_of_scope(place, scope, given.span()));
                partitions.push(Partition { scope, field });
            }
        }
        partitions
    }

    /// The field that has the name of a scope, where there is one.
    fn field_of_scope(&mut self, place: Place, scope: Ref<Scope>, span: Span) -> Option<Ref<Field>> {
        let name = self.model.scopes[scope.target?].head.name.text.clone();
        let meaning = self.names.find(Self::fields_of(place), &name)?;
        Some(Ref { target: Some(Id::new(meaning.index as usize)), span })
    }
}

/// A field of which nothing is said but what it is.
pub(super) fn plain(place: Place, name: Name, kind: FieldKind) -> Field {
    Field {
        span: name.span,
        name,
        doc: None,
        object: place.object,
        parent: place.field,
        kind,
        children: Vec::new(),
        optional: false,
        null: false,
        protected: None,
        class: None,
        role: None,
        derivation: None,
    }
}
