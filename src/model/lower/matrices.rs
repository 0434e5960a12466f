//! Matrices: axes, what cannot happen, what must be there.

use crate::model::key::Kind;
use crate::model::matrix::{Axis, AxisRef, AxisSource, AxisValue, AxisValues, Condition, Matrix, Seed, Stronger};
use crate::model::name::{Name, Ref, Said};
use crate::model::object::Object;
use crate::model::problems;
use crate::source::Span;
use crate::syntax::{Cursor, Given};

use super::report::suggest;
use super::values::{choice, head, integer, literal, name, said, truth};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_matrices(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Matrix) {
            let object = self.reference(cursor.property("object"));
            let axes = cursor.children_named("axis").filter_map(|word| self.axis(word));
            let axes: Vec<Axis> = axes.collect();
            let of = object.and_then(|object: Ref<Object>| object.target);
            let conditions = |this: &mut Self, word: &'static str| {
                let condition = |condition: Cursor<'f>| Condition {
                    condition: this.axis_condition(&axes, of, condition.argument("condition")),
                    raises: this.reference(condition.property("raises")),
                    span: condition.head(),
                };
                cursor.children_named(word).map(condition).collect()
            };
            let never = conditions(self, "never");
            let refuse = conditions(self, "refuse");
            let mut seeds = Vec::new();
            for word in cursor.children_named("seed") {
                let mut values = Vec::new();
                for (key, value) in word.chosen_properties() {
                    let named = self.axis_ref(&axes, &key.get(), word.place(key));
                    values.extend(literal(Some(value)).map(|value| (named, value)));
                }
                seeds.push(Seed { values, span: word.head() });
            }
            let mut stronger = Vec::new();
            for word in cursor.children_named("stronger") {
                let mut named = Vec::new();
                for given in word.arguments_of("axes") {
                    let Some(name) = given.text() else { continue };
                    named.push(self.axis_ref(&axes, &name, given.span()));
                }
                stronger.push(Stronger {
                    axes: named,
                    strength: integer(word.property("strength")),
                    span: word.head(),
                });
            }
            let (head, strength) = (head(cursor, name), integer(cursor.property("strength")));
            self.model.matrices.add(Matrix { head, strength, object, axes, never, refuse, seeds, stronger });
        }
    }

    fn axis(&mut self, word: Cursor<'f>) -> Option<Axis> {
        let given = word.argument("name");
        let name = name(given)?;
        let source: Option<Said<AxisSource>> = choice(word.property("from"));
        let values = match source.map(|source| source.value) {
            // From where the values come is not understood, which is reported: they are not known.
            None if word.property("from").is_some() => AxisValues::Scope(Ref { target: None, span: name.span }),
            None => AxisValues::Listed(self.axis_values(word)),
            Some(AxisSource::Scope) => AxisValues::Scope(self.reference(given)?),
            Some(AxisSource::Codes) => AxisValues::Codes(self.reference(given)?),
            Some(AxisSource::States) => AxisValues::States,
            Some(AxisSource::Exceptions) => AxisValues::Exceptions,
        };
        Some(Axis { name, values, span: word.head() })
    }

    fn axis_values(&mut self, word: Cursor<'f>) -> Vec<AxisValue> {
        let value = |value: Cursor<'f>| AxisValue {
            name: Name { text: value.name().as_ref().into(), span: value.name_span() },
            weight: said(value.property("weight"), Given::number),
            invalid: truth(value.property("invalid")),
            raises: self.reference(value.property("raises")),
        };
        word.chosen_children().map(value).collect()
    }

    pub(super) fn axis_ref(&mut self, axes: &[Axis], name: &str, span: Span) -> AxisRef {
        let target = axes.iter().position(|axis| &*axis.name.text == name);
        if target.is_none() {
            let names: Vec<&str> = axes.iter().map(|axis| &*axis.name.text).collect();
            let finding = problems::UNKNOWN_NAME
                .finding(format!("the matrix has no axis `{name}`"))
                .at(span, "an axis is named here")
                .allowed(names.iter().copied());
            self.notes.found.push(suggest(finding, &names, name, span));
        }
        AxisRef { target, span }
    }
}
