//! Names to ids: elements, states, transitions, and parts of the scopes.

use crate::model::element::{Element, Reference};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::lifecycle::{Lifecycle, State, Transition};
use crate::model::name::{Name, Place, Ref};
use crate::model::problems;
use crate::model::region::{Region, Side};
use crate::model::scope::{Scope, ScopeValue};
use crate::source::Span;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::names::{Meaning, Space};

impl<'f> Lowering<'f> {
    /// What a name means; reports a name that means nothing.
    pub(in crate::model) fn reference<T: Element>(&mut self, given: Option<Given<'f>>) -> Option<Ref<T>> {
        let given = given?;
        let target = given.text().and_then(|name| self.element(&name, given.span()));
        Some(Ref { target, span: given.span() })
    }

    /// What several names mean.
    pub(in crate::model) fn references<T: Element>(&mut self, given: impl Iterator<Item = Given<'f>>) -> Vec<Ref<T>> {
        given.filter_map(|given| self.reference(Some(given))).collect()
    }

    /// What the names of all words called `word` mean, each with its arguments `argument`.
    pub(in crate::model) fn references_in<T: Element>(
        &mut self,
        words: impl Iterator<Item = Cursor<'f>>,
        argument: &str,
    ) -> Vec<Ref<T>> {
        let mut references = Vec::new();
        for word in words {
            references.extend(self.references::<T>(word.arguments_of(argument)));
        }
        references
    }

    /// The element of a name that counts everywhere.
    pub(super) fn element<T: Element>(&mut self, name: &str, span: Span) -> Option<Id<T>> {
        let Some(meaning) = self.names.find(Space::of(T::KIND), name) else {
            self.unknown_name(T::KIND, name, span);
            return None;
        };
        Some(self.used(meaning, span))
    }

    /// Notes that an element is named at a place.
    pub(super) fn used<T: Element>(&mut self, meaning: Meaning, span: Span) -> Id<T> {
        let id = Id::new(meaning.index as usize);
        self.notes.references.push(Reference { span, target: id.into() });
        id
    }

    /// Declares a part of an element; a second one of the name is reported, and `false`.
    pub(super) fn declare_part(
        &mut self,
        space: Space,
        whole: impl Fn(&Self) -> String,
        name: &Name,
        index: usize,
    ) -> bool {
        let meaning = Meaning { index: index as u32, span: name.span };
        match self.names.declare(space, name.text.to_string().into(), meaning) {
            Ok(()) => true,
            Err(first) => {
                self.duplicate(space.kind, Some(&whole(self)), name, first.span);
                false
            }
        }
    }

    /// The lifecycle of a place: that of the innermost list or object around it which has one.
    pub(super) fn lifecycle_of(&self, place: Place) -> Option<Id<Lifecycle>> {
        use crate::model::field::FieldKind;
        let mut at = place;
        loop {
            if let Some(meaning) = self.names.find(Self::fields_of(at), "status")
                && let FieldKind::Status(lifecycle) = self.model.fields[Id::new(meaning.index as usize)].kind
            {
                return Some(lifecycle);
            }
            at.field = self.model.fields[at.field?].parent;
        }
    }

    /// A state of the lifecycle of a place. An unknown place was reported, and so its states are not.
    pub(super) fn state(&mut self, place: Option<Place>, given: Option<Given<'f>>) -> Option<Ref<State>> {
        let given = given?;
        let unknown = Ref { target: None, span: given.span() };
        let (Some(place), Some(name)) = (place, given.text()) else { return Some(unknown) };
        let Some(lifecycle) = self.lifecycle_of(place) else {
            self.no_lifecycle(place, given.span());
            return Some(unknown);
        };
        Some(self.state_of(lifecycle, &name, given.span()))
    }

    fn no_lifecycle(&mut self, place: Place, span: Span) {
        if self.has_lost_lifecycle {
            return;
        }
        let whole = self.place_text(place);
        let finding = problems::UNKNOWN_STATE
            .finding(format!("`{whole}` has no lifecycle, so it has no states"))
            .at(span, "a state is named here")
            .help(format!("declare its states with `lifecycle {whole}`"));
        self.notes.found.push(finding);
    }

    /// The states of several arguments. A field of a line may be owned by the state of its line or of the whole.
    pub(super) fn states(&mut self, place: Option<Place>, given: impl Iterator<Item = Given<'f>>) -> Vec<Ref<State>> {
        given.filter_map(|given| self.state(self.place_with_state(place, given).or(place), Some(given))).collect()
    }

    /// The innermost place around `place` whose lifecycle has a state of that name.
    fn place_with_state(&self, place: Option<Place>, given: Given<'f>) -> Option<Place> {
        let (mut at, name) = (place?, given.text()?);
        loop {
            let has = |lifecycle: Id<Lifecycle>| {
                let space = Space { kind: Kind::State, within: lifecycle.index() as u32 };
                self.names.find(space, &name).is_some()
            };
            if self.lifecycle_of(at).is_some_and(has) {
                return Some(at);
            }
            at.field = self.model.fields[at.field?].parent;
        }
    }

    /// A state of a lifecycle.
    pub(super) fn state_of(&mut self, lifecycle: Id<Lifecycle>, name: &str, span: Span) -> Ref<State> {
        let space = Space { kind: Kind::State, within: lifecycle.index() as u32 };
        let target = self.part(&problems::UNKNOWN_STATE, space, lifecycle, name, span);
        Ref { target, span }
    }

    /// A transition of a lifecycle.
    pub(super) fn transition_of(&mut self, lifecycle: Id<Lifecycle>, name: &str, span: Span) -> Ref<Transition> {
        let space = Space { kind: Kind::Transition, within: lifecycle.index() as u32 };
        let target = self.part(&problems::UNKNOWN_TRANSITION, space, lifecycle, name, span);
        Ref { target, span }
    }

    fn part<T: Element>(
        &mut self,
        code: &'static crate::rule::Code,
        space: Space,
        lifecycle: Id<Lifecycle>,
        name: &str,
        span: Span,
    ) -> Option<Id<T>> {
        let Some(meaning) = self.names.find(space, name) else {
            // A lifecycle around the one that is lost has not the states that are looked for, and that is no mistake.
            if !self.has_lost_lifecycle {
                let whole = self.model.lifecycles[lifecycle].head.name.text.clone();
                self.unknown_part(code, space, &whole, name, span);
            }
            return None;
        };
        Some(self.used(meaning, span))
    }

    /// The part of the scopes that a word names by properties, as `site=dal1`, and by words, as `site dal1 rno1`.
    pub(in crate::model) fn region(&mut self, cursor: Cursor<'f>) -> Region {
        let mut region = Region::default();
        for (key, value) in cursor.chosen_properties() {
            let scope = self.scope(&key.get(), cursor.place(key));
            let values = vec![self.scope_value(scope, value)];
            add_side(&mut region, Side { scope, values, span: value.entry_span() });
        }
        for side in cursor.chosen_children() {
            let scope = self.scope(&side.name(), side.name_span());
            let values = side.arguments_of("values").map(|value| self.scope_value(scope, value)).collect();
            add_side(&mut region, Side { scope, values, span: side.head() });
        }
        region
    }

    /// The part of the scopes of the word `where` inside.
    pub(in crate::model) fn region_in(&mut self, part: Option<Cursor<'f>>) -> Region {
        part.map(|part| self.region(part)).unwrap_or_default()
    }

    fn scope(&mut self, name: &str, span: Span) -> Ref<Scope> {
        Ref { target: self.element(name, span), span }
    }

    fn scope_value(&mut self, scope: Ref<Scope>, given: Given<'f>) -> Ref<ScopeValue> {
        let unknown = Ref { target: None, span: given.span() };
        let (Some(scope), Some(name)) = (scope.target, given.text()) else { return unknown };
        let space = Space { kind: Kind::ScopeValue, within: scope.index() as u32 };
        let Some(meaning) = self.names.find(space, &name) else {
            let whole = self.model.scopes[scope].head.name.text.clone();
            self.unknown_part(&problems::UNKNOWN_SCOPE_VALUE, space, &whole, &name, given.span());
            return unknown;
        };
        Ref { target: Some(self.used(meaning, given.span())), span: given.span() }
    }
}

/// Two sides of one scope are one side.
fn add_side(region: &mut Region, side: Side) {
    let same =
        region.sides.iter_mut().find(|known| known.scope.target.is_some() && known.scope.target == side.scope.target);
    match same {
        Some(known) => {
            known.values.extend(side.values);
            known.span.end = known.span.end.max(side.span.end);
        }
        None => region.sides.push(side),
    }
}
