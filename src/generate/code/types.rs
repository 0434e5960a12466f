//! The types of canonical objects: their fields, groups and lists, codes and states.

use std::collections::{BTreeMap, BTreeSet};

use crate::generate::names::{self, Names};
use crate::generate::statement::{self, Item, Kind, Struct, Type, Unit};
use crate::mapping::ir::{CodeSet, Role, Slot};
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::object::Object;
use crate::model::value::Literal;
use crate::source::Span;

use super::Program;

/// The type of an amount with its currency.
pub const MONEY: &str = "Money";
/// The type of the names of all exceptions.
pub const EXCEPTION: &str = "ExceptionName";

/// The names of the types that a program declares for its charter.
#[derive(Clone, Debug)]
pub struct Types {
    /// The objects, in order.
    pub objects: BTreeMap<Id<Object>, String>,
    /// Groups, and the parts of lists.
    pub parts: BTreeMap<Id<Field>, String>,
    /// Lists of codes.
    pub codes: BTreeMap<CodeSet, String>,
    /// States.
    pub states: BTreeMap<Id<Lifecycle>, String>,
    /// Whether an amount of money occurs.
    pub money: bool,
}

/// Two fields of one place that would have the same key.
pub struct Collision {
    /// The key.
    pub key: String,
    /// The second field.
    pub span: Span,
    /// The first field.
    pub first: Span,
}

impl Types {
    /// Names for all types that some objects need, besides names that mean something in the target language.
    pub fn of(model: &Model, objects: &BTreeSet<Id<Object>>, reserved: &[&str]) -> Self {
        let mut names = Names::besides(reserved.iter().copied().chain([MONEY, EXCEPTION]));
        let mut types = Self {
            objects: BTreeMap::new(),
            parts: BTreeMap::new(),
            codes: BTreeMap::new(),
            states: BTreeMap::new(),
            money: false,
        };
        for id in objects {
            let name = names.take(&names::pascal(&model[*id].head.name.text));
            types.objects.insert(*id, name);
        }
        for id in objects {
            let name = types.objects[id].clone();
            types.add(model, &mut names, &name, &model[*id].fields);
        }
        types
    }

    /// All names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let named =
            self.objects.values().chain(self.parts.values()).chain(self.codes.values()).chain(self.states.values());
        named.map(String::as_str).chain([MONEY, EXCEPTION])
    }

    fn add(&mut self, model: &Model, names: &mut Names, whole: &str, fields: &[Id<Field>]) {
        for id in fields {
            let field = &model[*id];
            match &field.kind {
                FieldKind::Group => {
                    let name = names.take(&format!("{whole}{}", names::pascal(&field.name.text)));
                    self.parts.insert(*id, name.clone());
                    self.add(model, names, &name, &field.children);
                }
                FieldKind::List(_) => {
                    let part = names::singular(&field.name.text);
                    let name = names.take(&format!("{whole}{}", names::pascal(&part)));
                    self.parts.insert(*id, name.clone());
                    self.add(model, names, &name, &field.children);
                }
                FieldKind::Status(lifecycle) => {
                    let name = names.take(&format!("{whole}{}", names::pascal(&field.name.text)));
                    self.states.insert(*lifecycle, name);
                }
                FieldKind::Value(_) => match Role::of(model, Slot { field: *id, part: None }) {
                    Ok(Role::Code(set)) if !self.codes.contains_key(&set) => {
                        let list = match set {
                            CodeSet::Codes(codes) => &model[codes].head.name.text,
                            CodeSet::Scope(scope) => &model[scope].head.name.text,
                        };
                        let name = names.take(&names::pascal(list));
                        self.codes.insert(set, name);
                    }
                    _ => self.money |= is_money(model, *id),
                },
            }
        }
    }
}

/// Whether a field is an amount of money with its currency.
pub fn is_money(model: &Model, field: Id<Field>) -> bool {
    use crate::model::record::ValuePart;
    let currency = Slot { field, part: Some(ValuePart::Currency) };
    matches!(Role::of(model, currency), Ok(Role::Currency(_)))
}

impl Program<'_> {
    /// The types of all objects, their codes and states, and the names of exceptions.
    pub fn declarations(&self) -> Unit {
        let mut items = Vec::new();
        for (id, name) in &self.types.objects {
            let object = &self.model[*id];
            let doc = self.doc(object.head.doc.as_ref().map(|doc| &*doc.value), object.head.span);
            self.declare(&mut items, doc, name, &object.fields);
        }
        for (lifecycle, name) in &self.types.states {
            let lifecycle = &self.model[*lifecycle];
            let states = lifecycle.states.iter().map(|state| self.model[*state].name.text.to_string());
            items.push(Item::Codes {
                doc: self.doc(Some(&format!("The states of `{}`.", lifecycle.head.name)), lifecycle.head.span),
                name: name.clone(),
                values: states.collect(),
                open: false,
            });
        }
        for (set, name) in &self.types.codes {
            items.push(self.code_list(*set, name));
        }
        if self.types.money {
            let field = |key: &str, doc: &str, of: Type| statement::Field {
                doc: vec![doc.to_owned()],
                key: key.to_owned(),
                of,
                optional: false,
            };
            items.push(Item::Struct(Struct {
                doc: vec!["An exact amount of money.".to_owned()],
                kind: Kind::Object,
                name: MONEY.to_owned(),
                fields: vec![
                    field("amount", "The amount.", Type::Decimal),
                    field("currency", "Its currency, by ISO 4217.", Type::Text),
                ],
            }));
        }
        let exceptions = self.model.exceptions.values().map(|exception| exception.name().text.to_string());
        items.push(Item::Codes {
            doc: vec!["The exceptions that the charter names.".to_owned()],
            name: EXCEPTION.to_owned(),
            values: exceptions.collect(),
            open: false,
        });
        Unit { items }
    }

    fn declare(&self, items: &mut Vec<Item>, doc: Vec<String>, name: &str, fields: &[Id<Field>]) {
        let at = items.len();
        let mut members = Vec::new();
        for id in fields {
            let field = &self.model[*id];
            let doc = self.doc(self.about(*id).as_deref(), field.span);
            let of = match &field.kind {
                FieldKind::Group | FieldKind::List(_) => {
                    let part = &self.types.parts[id];
                    let about = format!("`{}`.", self.model.key(*id).path);
                    self.declare(items, self.doc(Some(&about), field.span), part, &field.children);
                    let of = Type::Named(part.clone());
                    if matches!(field.kind, FieldKind::Group) { of } else { Type::List(Box::new(of)) }
                }
                FieldKind::Value(_) | FieldKind::Status(_) => self.field_type(*id),
            };
            members.push(statement::Field { doc, key: self.key(*id), of, optional: field.optional });
        }
        items.insert(at, Item::Struct(Struct { doc, kind: Kind::Object, name: name.to_owned(), fields: members }));
    }

    /// What a field is, in a sentence: its documentation, or what its type does not say.
    fn about(&self, id: Id<Field>) -> Option<String> {
        let field = &self.model[id];
        let doc = field.doc.as_ref().map(|doc| doc.value.to_string());
        match Role::of(self.model, Slot { field: id, part: None }) {
            Ok(Role::Quantity(_, Some(unit))) => {
                let unit = format!("In `{}`.", self.model[unit].head.name);
                Some(doc.map_or(unit.clone(), |doc| format!("{doc} {unit}")))
            }
            _ => doc,
        }
    }

    /// A comment that says where a declaration comes from.
    pub(super) fn doc(&self, text: Option<&str>, span: Span) -> Vec<String> {
        let place = format!("`{}`", (self.place)(span));
        let Some(text) = text else { return vec![place] };
        let mut lines: Vec<String> = text.lines().map(|line| line.trim().to_owned()).collect();
        match &mut lines[..] {
            [line] if line.chars().count() + place.chars().count() < 100 => *line = format!("{line} {place}"),
            _ => lines.push(place),
        }
        lines
    }

    /// The type of a field that is one value.
    pub(super) fn field_type(&self, id: Id<Field>) -> Type {
        let field = &self.model[id];
        let of = if is_money(self.model, id) {
            Type::Named(MONEY.to_owned())
        } else {
            Role::of(self.model, Slot { field: id, part: None }).map_or(Type::Any, |role| self.role_type(&role))
        };
        if field.null { Type::Nullable(Box::new(of)) } else { of }
    }

    /// The type of a value of some role.
    pub(super) fn role_type(&self, role: &Role) -> Type {
        match role {
            Role::Text(_) | Role::Identifier(_) | Role::Currency(_) => Type::Text,
            Role::Integer => Type::Integer,
            Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..) => Type::Decimal,
            Role::Boolean => Type::Boolean,
            Role::Date => Type::Date,
            Role::Instant => Type::Instant,
            Role::LocalTime => Type::LocalTime,
            Role::Code(set) => self.types.codes.get(set).map_or(Type::Text, |name| Type::Named(name.clone())),
            Role::Status(lifecycle) => {
                self.types.states.get(lifecycle).map_or(Type::Text, |name| Type::Named(name.clone()))
            }
        }
    }

    fn code_list(&self, set: CodeSet, name: &str) -> Item {
        let (called, span, values, open) = match set {
            CodeSet::Codes(codes) => {
                let codes = &self.model[codes];
                let values = codes.codes.iter().map(|code| literal_text(&code.value.value)).collect::<Vec<_>>();
                (&codes.head.name, codes.head.span, values, codes.open)
            }
            CodeSet::Scope(scope) => {
                let scope = &self.model[scope];
                let values = scope.values.iter().map(|value| self.model[*value].name.text.to_string()).collect();
                (&scope.head.name, scope.head.span, values, scope.open)
            }
        };
        let doc = self.doc(Some(&format!("The codes of `{called}`.")), span);
        Item::Codes { doc, name: name.to_owned(), values, open }
    }

    /// Fields of one place that would have the same name in the language.
    pub fn collisions(&self) -> Vec<Collision> {
        let mut collisions = Vec::new();
        let places = self.types.objects.keys().map(|object| (*object, None));
        let parts = self.types.parts.keys().map(|part| (self.model[*part].object, Some(*part)));
        for (object, inside) in places.chain(parts) {
            let mut taken: BTreeMap<String, Span> = BTreeMap::new();
            for field in self.children(object, inside) {
                let (key, span) = (self.key(*field), self.model[*field].name.span);
                match taken.get(&(self.target.casing.member)(&key)) {
                    Some(first) => collisions.push(Collision { key, span, first: *first }),
                    None => drop(taken.insert((self.target.casing.member)(&key), span)),
                }
            }
        }
        collisions
    }
}

/// A constant as a text.
pub(super) fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(truth) => truth.to_string(),
        Literal::Null => "null".to_owned(),
    }
}
