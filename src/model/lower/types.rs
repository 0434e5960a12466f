//! Types, code lists, units and packs.

use crate::model::choice::Choice;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::Said;
use crate::model::problems;
use crate::model::record::ValuePart;
use crate::model::types::{CodeValue, Codes, Constraints, Pack, PackSize, Packs, Type, Unit};
use crate::model::value::Literal;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::circles::{circles, trail};
use super::values::{choice, head, integer, literal, said, text, truth};

impl<'f> Lowering<'f> {
    pub(super) fn lower_types(&mut self) {
        for declaration in self.declared(Kind::Type) {
            let cursor = declaration.cursor;
            let head = head(cursor, declaration.name);
            let ty = Type { head, is: self.reference(cursor.property("is")), constraints: self.constraints(cursor) };
            self.model.types.add(ty);
        }
        for declaration in self.declared(Kind::Codes) {
            let cursor = declaration.cursor;
            let codes = cursor.children_named("code").filter_map(|code| {
                Some(CodeValue { value: literal(code.argument("value"))?, title: text(code.argument("title")) })
            });
            let (head, open) = (head(cursor, declaration.name), truth(cursor.property("open")));
            self.model.codes.add(Codes { head, open, codes: codes.collect() });
        }
        for declaration in self.declared(Kind::Unit) {
            let cursor = declaration.cursor;
            let unit = Unit {
                head: head(cursor, declaration.name),
                dimension: choice(cursor.property("dimension")),
                of: self.reference(cursor.property("of")),
                factor: said(cursor.property("factor"), Given::ratio),
            };
            self.model.units.add(unit);
        }
        self.break_type_circles();
    }

    /// A base type restricts itself; every other type comes down to one.
    fn break_type_circles(&mut self) {
        let types: Vec<Option<usize>> = self
            .model
            .types
            .iter()
            .map(|(id, ty)| {
                let is = ty.is?.target?;
                (is != id).then(|| is.index())
            })
            .collect();
        for circle in circles(&types) {
            let id = Id::<Type>::new(circle[0]);
            let names = circle.iter().map(|&at| &*self.model.types[Id::new(at)].head.name.text);
            let trail = trail(names);
            let ty = &mut self.model.types[id];
            let Some(is) = &mut ty.is else { continue };
            is.target = None;
            let message = format!("the type `{}` restricts itself: {trail}", ty.head.name.text);
            let finding = problems::CIRCULAR_DEFINITION.finding(message).at(is.span, "comes back to the type itself");
            self.notes.found.push(finding.help("let one of them restrict a base type, such as `string`"));
        }
        let units: Vec<Option<usize>> =
            self.model.units.iter().map(|(_, unit)| Some(unit.of?.target?.index())).collect();
        for circle in circles(&units) {
            let id = Id::<Unit>::new(circle[0]);
            let names = circle.iter().map(|&at| &*self.model.units[Id::new(at)].head.name.text);
            let trail = trail(names);
            let unit = &mut self.model.units[id];
            let Some(of) = &mut unit.of else { continue };
            of.target = None;
            let message = format!("the unit `{}` counts itself: {trail}", unit.head.name.text);
            let finding = problems::CIRCULAR_DEFINITION.finding(message).at(of.span, "comes back to the unit itself");
            self.notes.found.push(finding.help("let one of them stand for itself, without `of`"));
        }
    }

    /// The limits of a type or a field.
    pub(super) fn constraints(&mut self, cursor: Cursor<'f>) -> Constraints {
        let mut said = Constraints::default();
        for (key, given) in cursor.properties() {
            let given = Some(given);
            match &*key {
                "max" => said.max = integer(given),
                "min" => said.min = integer(given),
                "pattern" => said.pattern = text(given),
                "charset" => said.charset = choice(given),
                "precision" => said.precision = integer(given),
                "scale" => said.scale = integer(given),
                "currency" => said.currency = text(given),
                "unit" => said.unit = self.reference(given),
                "zone" => said.zone = text(given),
                "kind" => said.kind = choice(given),
                _ => {}
            }
        }
        said
    }

    /// Packs come after objects, whose fields they name.
    pub(super) fn lower_packs(&mut self) {
        for declaration in self.declared(Kind::Packs) {
            let cursor = declaration.cursor;
            let head = head(cursor, declaration.name);
            let object = self.reference(cursor.argument("object"));
            let mut packs = Vec::new();
            for pack in cursor.children_named("pack") {
                packs.push(Pack {
                    unit: self.reference(pack.argument("name")),
                    holds: self.pack_size(pack.property("holds")),
                    of: self.reference(pack.property("of")),
                    span: pack.head(),
                });
            }
            self.model.packs.add(Packs { head, object, packs });
        }
    }

    fn pack_size(&mut self, given: Option<Given<'f>>) -> Option<PackSize> {
        match literal(given)? {
            Said { value: Literal::Number(value), span } => Some(PackSize::Fixed(Said { value, span })),
            Said { value: Literal::Text(_), .. } => self.path(given).map(PackSize::Field),
            _ => None,
        }
    }

    /// The base type that a type comes down to.
    fn base_type(&self, ty: Id<Type>) -> &str {
        let mut at = ty;
        loop {
            let ty = &self.model.types[at];
            match ty.is.and_then(|is| is.target) {
                Some(next) if next != at => at = next,
                _ => return &ty.head.name.text,
            }
        }
    }

    /// What a part of the value of a field is: an amount of money has a currency, a quantity has a unit.
    pub(super) fn value_part(&self, field: Id<Field>, name: &str) -> Option<ValuePart> {
        let FieldKind::Value(value) = &self.model.fields[field].kind else { return None };
        let base = self.base_type(value.named?.target?);
        ValuePart::from_word(name).filter(|part| match part {
            ValuePart::Amount | ValuePart::Currency => base == "money",
            ValuePart::Value | ValuePart::Unit => base == "quantity",
        })
    }
}
