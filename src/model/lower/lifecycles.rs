//! Lifecycles: their states and transitions, and roll-ups.

use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::lifecycle::{
    Arbitration, Balance, Deadline, Instances, Lifecycle, MatchedField, Move, Request, Requirement, Rollup, RollupRule,
    State, Transition, TransitionLimit,
};
use crate::model::name::{Name, PathRef, Place, Ref};
use crate::model::object::Object;
use crate::model::problems;
use crate::model::region::Region;
use crate::syntax::{Cursor, Given};

use super::names::Space;
use super::objects::plain;
use super::values::{doc, head, integer, name, said, truth};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    /// All states and transitions come first: a lifecycle may require a state of another one.
    pub(super) fn lower_lifecycles(&mut self) {
        let declarations = self.declared(Kind::Lifecycle);
        let cursors: Vec<Cursor<'f>> = declarations.iter().map(|declaration| declaration.cursor).collect();
        for declaration in declarations {
            self.declare_lifecycle(declaration);
        }
        for (at, cursor) in cursors.into_iter().enumerate() {
            self.complete_lifecycle(Id::new(at), cursor);
        }
        for declaration in self.declared(Kind::Rollup) {
            self.rollup(declaration);
        }
    }

    fn declare_lifecycle(&mut self, declaration: Declaration<'f>) {
        let Declaration { cursor, name } = declaration;
        let path = match cursor.argument("path") {
            Some(given) => PathRef { target: self.path(Some(given)).and_then(|path| path.target), span: given.span() },
            None => PathRef { target: self.place_of_text(&name.text), span: name.span },
        };
        let id = self.model.lifecycles.add(Lifecycle {
            head: head(cursor, name),
            path,
            status: None,
            states: Vec::new(),
            transitions: Vec::new(),
            arbitrations: Vec::new(),
            balances: Vec::new(),
            cases: Vec::new(),
        });
        self.model.lifecycles[id].status = self.status(id);
        self.has_lost_lifecycle |= self.model.lifecycles[id].path.target.is_none();
        self.model.lifecycles[id].states = self.declare_states(id, cursor);
        self.model.lifecycles[id].transitions = self.declare_transitions(id, cursor);
    }

    /// The field `status` that a lifecycle gives to its object or list.
    fn status(&mut self, id: Id<Lifecycle>) -> Option<Id<Field>> {
        let Lifecycle { head, path, .. } = &self.model.lifecycles[id];
        let (place, span, at, text) = (path.target?, head.span, path.span, head.name.text.clone());
        if let Some(field) = place.field
            && !matches!(self.model.fields[field].kind, FieldKind::List(_))
        {
            let what = Self::nature(&self.model.fields[field].kind);
            let message = format!("`{text}` is {what}, and only an object or a list has a lifecycle");
            self.wrong_kind(message, at, "an object or a list is wanted here", self.declared_at(place));
            self.model.lifecycles[id].path.target = None;
            return None;
        }
        let name = Name { text: "status".into(), span: at };
        let status = self.add_field(place, Field { span, ..plain(place, name, FieldKind::Status(id)) })?;
        if place.field.is_none() {
            self.model.objects[place.object].lifecycle = Some(id);
        }
        self.lifecycles_of.entry(place.object).or_default().push(id);
        Some(status)
    }

    fn declare_states(&mut self, lifecycle: Id<Lifecycle>, cursor: Cursor<'f>) -> Vec<Id<State>> {
        let whole = |this: &Self| this.model.lifecycles[lifecycle].head.name.to_string();
        let space = Space { kind: Kind::State, within: lifecycle.index() as u32 };
        let mut states = Vec::new();
        for state in cursor.children_named("state") {
            let Some(name) = name(state.argument("name")) else { continue };
            if self.declare_part(space, whole, &name, self.model.states.len()) {
                let (initial, is_final) = (truth(state.property("initial")), truth(state.property("final")));
                states.push(self.model.states.add(State { name, lifecycle, initial, is_final, doc: doc(state) }));
            }
        }
        states
    }

    fn declare_transitions(&mut self, lifecycle: Id<Lifecycle>, cursor: Cursor<'f>) -> Vec<Id<Transition>> {
        let whole = |this: &Self| this.model.lifecycles[lifecycle].head.name.to_string();
        let space = Space { kind: Kind::Transition, within: lifecycle.index() as u32 };
        let mut transitions = Vec::new();
        for transition in cursor.children_named("transition") {
            let Some(name) = name(transition.argument("name")) else { continue };
            if self.declare_part(space, whole, &name, self.model.transitions.len()) {
                let by = self.reference(transition.property("by"));
                transitions.push(self.model.transitions.add(Transition {
                    name,
                    lifecycle,
                    span: transition.head(),
                    doc: doc(transition),
                    by,
                    from: Vec::new(),
                    to: None,
                    region: Region::default(),
                    requests: Vec::new(),
                    requires: Vec::new(),
                    moves: Vec::new(),
                    limit: None,
                    within: None,
                }));
            }
        }
        transitions
    }

    fn complete_lifecycle(&mut self, id: Id<Lifecycle>, cursor: Cursor<'f>) {
        let place = self.model.lifecycles[id].path.target;
        for word in cursor.children_named("transition") {
            let space = Space { kind: Kind::Transition, within: id.index() as u32 };
            let Some(given) = word.argument("name") else { continue };
            let meaning = given.text().and_then(|name| self.names.find(space, &name));
            if let Some(meaning) = meaning.filter(|meaning| meaning.span == given.span()) {
                self.complete_transition(Id::new(meaning.index as usize), place, word);
            }
        }
        let mut arbitrations = Vec::new();
        for word in cursor.children_named("arbitrate") {
            arbitrations.push(self.arbitration(id, word));
        }
        let mut balances = Vec::new();
        for word in cursor.children_named("balance") {
            balances.extend(self.balance(place, word));
        }
        let cases = self.cases(place, cursor.children_named("case"));
        let lifecycle = &mut self.model.lifecycles[id];
        (lifecycle.arbitrations, lifecycle.balances, lifecycle.cases) = (arbitrations, balances, cases);
    }

    fn complete_transition(&mut self, id: Id<Transition>, place: Option<Place>, word: Cursor<'f>) {
        let lifecycle = self.model.transitions[id].lifecycle;
        let mut states_in = |word: Cursor<'f>, argument: &str| {
            let mut states = Vec::new();
            for given in word.arguments_of(argument) {
                let Some(name) = given.text() else { continue };
                states.push(self.state_of(lifecycle, &name, given.span()));
            }
            states
        };
        let from: Vec<Ref<State>> = word.children_named("from").flat_map(|from| states_in(from, "states")).collect();
        let to = word.child("to").and_then(|to| states_in(to, "state").first().copied());
        let region = self.region_in(word.child("where"));
        let requests = word.children_named("request").map(|request| self.request(request)).collect();
        let mut requires = Vec::new();
        for requirement in word.children_named("requires") {
            self.requirements(place, requirement, &mut requires);
        }
        let moves = word.children_named("moves").map(|moved| Move {
            from: self.near_field(place, moved.argument("from")),
            to: self.near_field(place, moved.argument("to")),
            quantity: self.path_near(place, moved.property("quantity")),
            span: moved.head(),
        });
        let moves = moves.collect();
        let limit = word.child("limit").map(|limit| TransitionLimit {
            times: integer(limit.argument("times")),
            raises: self.reference(limit.property("raises")),
            span: limit.head(),
        });
        let within = word.child("within").map(|within| Deadline {
            time: said(within.argument("time"), Given::duration),
            raises: self.reference(within.property("raises")),
            span: within.head(),
        });
        let transition = &mut self.model.transitions[id];
        *transition = Transition { from, to, region, requests, requires, moves, limit, within, ..transition.clone() };
    }

    fn request(&mut self, word: Cursor<'f>) -> Request {
        Request {
            systems: self.references(word.arguments_of("systems")),
            answer: said(word.property("answer"), Given::duration),
            refused: self.reference(word.property("refused")),
            span: word.head(),
        }
    }

    /// `requires shipment=confirmed`, or `requires all=shipment.lines match="order-no" state=confirmed`.
    fn requirements(&mut self, place: Option<Place>, word: Cursor<'f>, requires: &mut Vec<Requirement>) {
        for (key, value) in word.chosen_properties() {
            let span = word.place(key);
            let object = self.element::<Object>(&key.get(), span);
            let target = object.map(|object| Place { object, field: None });
            requires.push(Requirement {
                instances: Instances::One,
                path: Some(PathRef { target, span }),
                matches: self.matches(place, target, word.property("match")),
                state: self.state(target, Some(value)),
                field: None,
                is_short: true,
                span: value.entry_span(),
            });
        }
        let (instances, given) = instances(word);
        let (state, field) = (word.property("state"), word.property("field"));
        if given.is_none() && state.is_none() && field.is_none() {
            return;
        }
        let path = self.path_near(place, given);
        let other = path.as_ref().map_or(place, |path| path.target);
        requires.push(Requirement {
            instances,
            matches: self.matches(place, other, word.property("match")),
            state: self.state(other, state),
            field: self.path_near(other, field),
            path,
            is_short: false,
            span: word.head(),
        });
    }

    /// The fields, as `order-no line-no=order-line`, that two instances have in common: those of the instance at hand on the left.
    fn matches(&mut self, here: Option<Place>, there: Option<Place>, given: Option<Given<'f>>) -> Vec<MatchedField> {
        let (Some(given), Some(here), Some(there)) = (given, here, there) else { return Vec::new() };
        let Some(text) = given.text() else { return Vec::new() };
        let mut fields = Vec::new();
        for pair in text.split_whitespace() {
            let mut side = |place, name: &str| {
                let start = name.as_ptr() as usize - text.as_ptr() as usize;
                let span = given.part(start..start + name.len());
                let target = self.near(place, &[(name, span)]).and_then(|place| place.field);
                Ref { target, span }
            };
            let (left, right) = pair.split_once('=').unwrap_or((pair, pair));
            fields.push(MatchedField { here: side(here, left), there: side(there, right) });
        }
        fields
    }

    fn arbitration(&mut self, lifecycle: Id<Lifecycle>, word: Cursor<'f>) -> Arbitration {
        let mut transition = |given: Option<Given<'f>>| {
            let given = given?;
            let name = given.text()?;
            Some(self.transition_of(lifecycle, &name, given.span()))
        };
        let transitions = word.arguments_of("transitions").filter_map(|given| transition(Some(given))).collect();
        let winner = word.child("winner");
        let (stands, compensate) = (
            winner.and_then(|winner| transition(winner.argument("transition"))),
            winner.and_then(|winner| transition(winner.property("compensate"))),
        );
        Arbitration {
            transitions,
            decide_by: word.child("decide-by").and_then(|decide| self.reference(decide.argument("system"))),
            winner: stands,
            compensate,
            commute: word.child("commute").map(Cursor::head),
            window: word.child("window").and_then(|window| said(window.argument("time"), Given::duration)),
            loser_raises: word.child("loser-raises").and_then(|raises| self.reference(raises.argument("exception"))),
            span: word.head(),
        }
    }

    fn balance(&mut self, place: Option<Place>, word: Cursor<'f>) -> Option<Balance> {
        let total = self.field_in(place, word.argument("total"))?;
        let mut parts = Vec::new();
        for part in word.chosen_children() {
            let span = part.name_span();
            let target = place.and_then(|place| self.descend(place, std::iter::once((&*part.name(), span))));
            parts.push(Ref { target: target.and_then(|place| place.field), span });
        }
        Some(Balance { total, parts, span: word.head() })
    }

    /// A field of the line, or of what is around it.
    fn near_field(&mut self, place: Option<Place>, given: Option<Given<'f>>) -> Option<Ref<Field>> {
        let path = self.path_near(place, given)?;
        Some(Ref { target: path.target.and_then(|place| place.field), span: path.span })
    }

    fn rollup(&mut self, declaration: Declaration<'f>) {
        let Declaration { cursor, name } = declaration;
        let Some(mut path) = self.path(cursor.argument("path")) else { return };
        let field = path.target.and_then(|place| place.field);
        let status = field.filter(|field| matches!(self.model.fields[*field].kind, FieldKind::Status(_)));
        if let (Some(place), None) = (path.target, status) {
            let text = self.place_text(place);
            let message = format!("`{text}` is not the state of a lifecycle, so nothing can be rolled up into it");
            self.wrong_kind(
                message,
                path.span,
                "the field `status` of an object is wanted here",
                self.declared_at(place),
            );
            path.target = None;
        }
        let whole = status.map(|status| self.around(status));
        let mut rules = Vec::new();
        for when in cursor.children_named("when") {
            let (instances, given) = instances(when);
            let path = self.path_near(whole, given);
            rules.push(RollupRule {
                instances,
                state: self.state(path.as_ref().and_then(|path| path.target), when.property("state")),
                to: self.state(whole, when.property("to")),
                path,
                span: when.head(),
            });
        }
        let otherwise = cursor.child("otherwise").and_then(|otherwise| self.state(whole, otherwise.property("to")));
        let object = whole.map(|whole| whole.object);
        self.model.rollups.add(Rollup { head: head(cursor, name), path, object, rules, otherwise });
    }

    /// Transitions of the lifecycle of a place.
    pub(super) fn transitions(
        &mut self,
        place: Option<Place>,
        given: impl Iterator<Item = Given<'f>>,
    ) -> Vec<Ref<Transition>> {
        let mut transitions = Vec::new();
        for given in given {
            let (Some(place), Some(name)) = (place, given.text()) else { continue };
            match self.lifecycle_of(place) {
                Some(lifecycle) => transitions.push(self.transition_of(lifecycle, &name, given.span())),
                None => self.no_transitions(place, &name, given),
            }
        }
        transitions
    }

    pub(super) fn no_transitions(&mut self, place: Place, name: &str, given: Given<'f>) {
        if self.has_lost_lifecycle {
            return;
        }
        let whole = self.place_text(place);
        let finding = problems::UNKNOWN_TRANSITION
            .finding(format!("`{whole}` has no lifecycle, so it has no transition `{name}`"))
            .at(given.span(), "a transition is named here")
            .help(format!("declare its states with `lifecycle {whole}`"));
        self.notes.found.push(finding);
    }
}

/// Which instances a word is about, and of what.
fn instances(word: Cursor<'_>) -> (Instances, Option<Given<'_>>) {
    match (word.property("all"), word.property("any")) {
        (Some(all), _) => (Instances::All, Some(all)),
        (None, Some(any)) => (Instances::Any, Some(any)),
        (None, None) => (Instances::One, None),
    }
}
