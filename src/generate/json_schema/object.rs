//! The schema of a canonical object, and what its codes and states mean.

use std::collections::BTreeSet;

use crate::generate::json::{Json, Members};
use crate::generate::names::{self, Names};
use crate::mapping::ir::{CodeSet, Digits, Hindrance, Limits, Role, Slot};
use crate::model::choice::Choice;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::{Direction, ValuePart};

use super::payload::shown;
use super::{Hindered, Origin, Schema, Schemas};

/// A date and a time on the clocks of one place, without a zone.
const LOCAL_TIME: &str = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?";

impl Schemas<'_> {
    /// The schema of a canonical object with the fields that `keep` names. `Err` says what stands in the way.
    pub fn object(&self, id: Id<Object>, keep: &BTreeSet<Id<Field>>) -> Result<Schema, Hindered> {
        let object = &self.model[id];
        let mut hindrances = Vec::new();
        let mut schema = self.members(&object.fields, keep, &mut hindrances);
        schema.description = object.head.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        schema.origin = Some(Origin {
            object: Some(object.head.name.to_string()),
            source: self.order.place(object.head.span),
            ..Origin::default()
        });
        if hindrances.is_empty() { Ok(schema) } else { Err(hindrances) }
    }

    fn members(&self, fields: &[Id<Field>], keep: &BTreeSet<Id<Field>>, hindrances: &mut Hindered) -> Schema {
        let mut schema = Schema::of("object");
        let mut keys = Names::besides([]);
        for &id in fields {
            let field = &self.model[id];
            let wish = names::key(&field.name.text, self.case());
            let key = keys.take(&wish);
            if key != wish && !wish.is_empty() {
                let why = format!("another field here is written `{wish}` too");
                hindrances.push(Hindrance { span: field.name.span, why, direction: Direction::Both });
            }
            if !keep.contains(&id) {
                continue;
            }
            match self.field(id, keep, hindrances) {
                Ok(value) => {
                    if !field.optional {
                        schema.required.push(key.clone());
                    }
                    schema.properties.put(key, value);
                }
                Err(why) => hindrances.push(Hindrance { span: field.name.span, why, direction: Direction::Both }),
            }
        }
        schema
    }

    fn field(&self, id: Id<Field>, keep: &BTreeSet<Id<Field>>, hindrances: &mut Hindered) -> Result<Schema, String> {
        let field = &self.model[id];
        let (mut schema, meanings) = match &field.kind {
            FieldKind::Group => (self.members(&field.children, keep, hindrances), None),
            FieldKind::List(list) => {
                let items = Some(Box::new(self.members(&field.children, keep, hindrances)));
                let min_items = (list.min > 0).then_some(list.min);
                (Schema { items, min_items, max_items: list.max, ..Schema::of("array") }, None)
            }
            FieldKind::Value(_) | FieldKind::Status(_) => {
                let role = self.role(id)?;
                (self.of_role(id, &role)?, self.meanings(&role, &Members::default()))
            }
        };
        let doc = field.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        let paragraphs: Vec<String> = doc.into_iter().chain(meanings).collect();
        schema.description = (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"));
        schema.origin = Some(Origin {
            field: Some(field.path(self.model)),
            class: field.class.map(|class| class.value.word()),
            source: self.order.place(field.span),
            ..Origin::default()
        });
        Ok(if field.null { schema.or_null() } else { schema })
    }

    /// The role of a field; of money that of its amount.
    pub fn role(&self, field: Id<Field>) -> Result<Role, String> {
        let whole = Role::of(self.model, Slot { field, part: None });
        whole.or_else(|why| Role::of(self.model, Slot { field, part: Some(ValuePart::Amount) }).map_err(|_| why))
    }

    /// The canonical form of a value.
    pub fn of_role(&self, field: Id<Field>, role: &Role) -> Result<Schema, String> {
        Ok(match role {
            Role::Text(limits) | Role::Identifier(limits) => text(limits),
            Role::Integer => Schema::of("integer"),
            Role::Decimal(digits) | Role::Quantity(digits, _) => decimal(*digits),
            Role::Amount(digits, _) => {
                let currency = Role::of(self.model, Slot { field, part: Some(ValuePart::Currency) })?;
                let mut money = Schema::of("object");
                money.properties.put("amount", decimal(*digits));
                money.properties.put("currency", self.of_role(field, &currency)?);
                money.required = vec!["amount".to_owned(), "currency".to_owned()];
                money
            }
            Role::Currency(Some(only)) => Schema::one_of([Json::text(only)]),
            Role::Currency(None) => Schema::matching("[A-Z]{3}"),
            Role::Boolean => Schema::of("boolean"),
            Role::Date => Schema { format: Some("date"), ..Schema::of("string") },
            Role::Instant => Schema { format: Some("date-time"), ..Schema::of("string") },
            Role::LocalTime => Schema::matching(LOCAL_TIME),
            Role::Code(set) => match self.codes(*set) {
                (codes, false) => Schema::one_of(codes.into_iter().map(|(code, _)| code)),
                (_, true) => Schema::of("string"),
            },
            Role::Status(lifecycle) => {
                let states = self.model[*lifecycle].states.iter();
                Schema::one_of(states.map(|state| Json::text(&*self.model[*state].name.text)))
            }
        })
    }

    /// The codes of a list with what they mean, and whether others may appear.
    fn codes(&self, set: CodeSet) -> (Vec<(Json, Option<String>)>, bool) {
        match set {
            CodeSet::Codes(id) => {
                let list = &self.model[id];
                let code = |code: &crate::model::types::CodeValue| {
                    (Json::from(&code.value.value), code.title.as_ref().map(|title| title.value.to_string()))
                };
                (list.codes.iter().map(code).collect(), list.open)
            }
            CodeSet::Scope(id) => {
                let scope = &self.model[id];
                let value = |id: &Id<crate::model::scope::ScopeValue>| {
                    let value = &self.model[*id];
                    (Json::text(&*value.name.text), value.title.as_ref().map(|title| title.value.to_string()))
                };
                (scope.values.iter().map(value).collect(), scope.open)
            }
        }
    }

    /// What each code means: a list for readers. `codes` says which code a value of the payload stands for; without it,
    /// payloads hold the codes themselves.
    pub(super) fn meanings(&self, role: &Role, codes: &Members<Json>) -> Option<String> {
        let known: Vec<(Json, Option<String>)> = match role {
            Role::Code(set) => self.codes(*set).0,
            Role::Status(lifecycle) => {
                let state = |id: &Id<crate::model::lifecycle::State>| {
                    let state = &self.model[*id];
                    (Json::text(&*state.name.text), state.doc.as_ref().map(|doc| doc.value.trim().to_owned()))
                };
                self.model[*lifecycle].states.iter().map(state).collect()
            }
            _ => return None,
        };
        let title = |code: &Json| known.iter().find(|(known, _)| known == code).and_then(|(_, title)| title.clone());
        let lines: Vec<String> = if codes.is_empty() {
            known.iter().filter_map(|(code, title)| Some(format!("- `{}`: {}", shown(code), title.as_ref()?))).collect()
        } else {
            let line = |(foreign, ours): (&str, &Json)| {
                let meaning = title(ours).unwrap_or_else(|| format!("`{}`", shown(ours)));
                format!("- `{foreign}`: {meaning}")
            };
            codes.iter().map(line).collect()
        };
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

fn text(limits: &Limits) -> Schema {
    let mut schema = limits.pattern.as_deref().map_or_else(|| Schema::of("string"), Schema::matching);
    schema.min_length = limits.min.filter(|min| *min > 0);
    schema.max_length = limits.max;
    schema
}

/// A decimal number as a text: exact in every language.
fn decimal(digits: Digits) -> Schema {
    let whole = match (digits.precision, digits.scale) {
        (Some(precision), Some(scale)) if precision > scale => format!("[0-9]{{1,{}}}", precision - scale),
        _ => "[0-9]+".to_owned(),
    };
    Schema::matching(&match digits.scale {
        Some(0) => format!("-?{whole}"),
        Some(scale) => format!("-?{whole}(\\.[0-9]{{1,{scale}}})?"),
        None => format!("-?{whole}(\\.[0-9]+)?"),
    })
}
