//! Who owns what: every way to say it becomes an owner rule; and how fields are computed.

use crate::model::field::FieldKind;
use crate::model::key::Kind;
use crate::model::name::{Name, PathRef, Place, Ref};
use crate::model::owner::{Derivation, OwnerForm, OwnerRule, Ownership, PhaseRange};
use crate::model::region::Region;
use crate::model::system::System;
use crate::source::Span;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::values::{head, said};

impl<'f> Lowering<'f> {
    /// `owner` said at an object, a group, a list or a field: as a property, or as words with a part of the scopes.
    pub(super) fn owners_of(&mut self, place: Place, cursor: Cursor<'f>) {
        let field = place.field.map(|field| &self.model.fields[field].kind);
        let form = if matches!(field, Some(FieldKind::Value(_))) { OwnerForm::Field } else { OwnerForm::Default };
        if let Some(given) = cursor.property("owner")
            && let Some(system) = self.reference(Some(given))
        {
            self.own(place, Region::default(), system, form, given.entry_span());
        }
        for owner in cursor.children_named("owner") {
            let Some(system) = self.reference(owner.argument("system")) else { continue };
            let region = self.region(owner);
            self.own(place, region, system, form, owner.head());
        }
    }

    fn own(&mut self, place: Place, region: Region, system: Ref<System>, said_by: OwnerForm, span: Span) {
        self.model.owners.add(OwnerRule {
            place,
            region,
            states: Vec::new(),
            phases: PhaseRange::default(),
            system,
            said_by,
            handover: None,
            span,
        });
    }

    pub(super) fn lower_owners(&mut self) {
        for declaration in self.declared(Kind::Ownership) {
            let cursor = declaration.cursor;
            let Some(path) = self.path(cursor.argument("path")) else { continue };
            let place = path.target;
            let object = self.object_named(cursor.argument("path"));
            let id = self.model.ownerships.add(Ownership { head: head(cursor, declaration.name), path, object });
            for case in cursor.children_named("case") {
                self.ownership_case(place, case, OwnerForm::Case(id));
            }
            if let Some(otherwise) = cursor.child("otherwise") {
                self.ownership_case(place, otherwise, OwnerForm::Otherwise(id));
            }
        }
        for declaration in self.declared(Kind::Derive) {
            self.derivation(declaration.cursor, declaration.name);
        }
    }

    /// One case of an ownership. Where the path is unknown its names are looked up all the same.
    fn ownership_case(&mut self, place: Option<Place>, case: Cursor<'f>, said_by: OwnerForm) {
        let owner = case.child("owner");
        let system = owner.and_then(|owner| self.reference(owner.argument("system")));
        let region = self.region(case);
        let states = self.states(place, case.children_named("state").flat_map(|state| state.arguments_of("states")));
        let phases = PhaseRange {
            from: case.child("from").and_then(|from| self.reference(from.argument("phase"))),
            before: case.child("before").and_then(|before| self.reference(before.argument("phase"))),
            during: None,
        };
        let handover = case.child("handover").and_then(|handover| self.reference(handover.argument("flow")));
        let Some(place) = place else { return };
        // An owner that is missing was reported: somebody owns the case all the same.
        let span = owner.unwrap_or(case).head();
        let system = system.unwrap_or(Ref { target: None, span });
        self.model.owners.add(OwnerRule { place, region, states, phases, system, said_by, handover, span });
    }

    /// A formula, said at its field or by a `derive` of its own.
    fn derivation(&mut self, cursor: Cursor<'f>, name: Name) {
        let inner = cursor.definition().argument("path").is_none();
        let path = if inner {
            let target = self.place_of_text(&name.text);
            Some(PathRef { target, span: name.span })
        } else {
            self.path(cursor.argument("path"))
        };
        let Some(path) = path else { return };
        let object = path.target.map(|place| place.object).or_else(|| self.object_named(cursor.argument("path")));
        let place = self.value_field(&path);
        let around = place.and_then(|place| place.field).map(|field| self.around(field));
        let by = self.reference(cursor.property("by"));
        let formula = self.formula(around, cursor.argument("formula"));
        let id = self.model.derivations.add(Derivation {
            head: head(cursor, name),
            formula,
            by,
            max_skew: said(cursor.property("max-skew"), Given::duration),
            path,
            object,
        });
        let Some(place) = place else { return };
        if let Some(field) = place.field {
            self.model.fields[field].derivation = Some(id);
        }
        if let (Some(system), Some(given)) = (by, cursor.property("by")) {
            self.own(place, Region::default(), system, OwnerForm::Derive(id), given.entry_span());
        }
    }

    /// The place of a path if it is one value, which alone can be computed.
    fn value_field(&mut self, path: &PathRef) -> Option<Place> {
        let place = path.target?;
        let kind = place.field.map(|field| &self.model.fields[field].kind);
        if matches!(kind, Some(FieldKind::Value(_))) {
            return Some(place);
        }
        let what = kind.map_or("an object", Self::nature);
        let text = self.place_text(place);
        let message = format!("`{text}` is {what}, and only a field can be computed");
        let declared = self.declared_at(place);
        self.wrong_kind(message, path.span, "a field is wanted here", declared);
        None
    }
}
