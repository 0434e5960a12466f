//! Paths to fields: from an object, from the object at hand, or from the innermost list outwards.

use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::{PathRef, Place, Ref};
use crate::model::object::Object;
use crate::model::problems;
use crate::model::record::{FieldRef, ValuePart};
use crate::source::Span;
use crate::syntax::Given;
use crate::syntax::nearest::nearest;

use super::Lowering;
use super::names::Space;
use super::report::suggest;

impl<'f> Lowering<'f> {
    /// Where the fields of an object, a group or a list are declared.
    pub(super) fn fields_of(place: Place) -> Space {
        let within = match place.field {
            Some(field) => field.index() * 2 + 1,
            None => place.object.index() * 2,
        };
        Space { kind: Kind::Field, within: within as u32 }
    }

    /// A place as a charter writes it.
    pub(in crate::model) fn place_text(&self, place: Place) -> String {
        self.model.place_path(place)
    }

    /// A path that starts with an object.
    pub(in crate::model) fn path(&mut self, given: Option<Given<'f>>) -> Option<PathRef> {
        let given = given?;
        Some(PathRef { target: self.absolute(given), span: given.span() })
    }

    /// The object with which a path starts, known or not; nothing is reported.
    pub(super) fn object_named(&self, given: Option<Given<'f>>) -> Option<Id<Object>> {
        let path = given?.path()?;
        let (name, _) = path.segments().next()?;
        let meaning = self.names.find(Space::of(Kind::Object), name)?;
        Some(Id::new(meaning.index as usize))
    }

    /// Paths that start with an object.
    pub(in crate::model) fn paths(&mut self, given: impl Iterator<Item = Given<'f>>) -> Vec<PathRef> {
        given.filter_map(|given| self.path(Some(given))).collect()
    }

    fn absolute(&mut self, given: Given<'f>) -> Option<Place> {
        let path = given.path()?;
        let mut segments = path.segments();
        let (name, span) = segments.next()?;
        let object = self.element::<Object>(name, span)?;
        self.descend(Place { object, field: None }, segments)
    }

    /// A path that starts in `start`. Where that is unknown, which was reported, the path is unknown as well.
    pub(in crate::model) fn path_from(&mut self, start: Option<Place>, given: Option<Given<'f>>) -> Option<PathRef> {
        let given = given?;
        let target = start.and_then(|start| self.relative(start, given));
        Some(PathRef { target, span: given.span() })
    }

    /// A path that starts in `start`, or in what is around it, or with an object.
    pub(in crate::model) fn path_near(&mut self, start: Option<Place>, given: Option<Given<'f>>) -> Option<PathRef> {
        let given = given?;
        let target = start.and_then(|start| {
            let path = given.path()?;
            self.near(start, &path.segments().collect::<Vec<_>>())
        });
        Some(PathRef { target, span: given.span() })
    }

    /// What the names of a path mean, looked for in `start`, then in what is around it, then among the objects.
    pub(super) fn near(&mut self, start: Place, segments: &[(&str, Span)]) -> Option<Place> {
        Some(self.near_part(start, segments)?.0)
    }

    /// The same, with the part of the value that is named, as in `total.currency`.
    pub(super) fn near_part(&mut self, start: Place, segments: &[(&str, Span)]) -> Option<(Place, Option<ValuePart>)> {
        let (first, span) = *segments.first()?;
        let mut around = Some(start);
        while let Some(place) = around {
            if self.names.find(Self::fields_of(place), first).is_some() {
                return self.descend_to_part(place, segments.iter().copied());
            }
            around = place.field.map(|field| Place { field: self.model.fields[field].parent, ..place });
        }
        if self.names.find(Space::of(Kind::Object), first).is_some() {
            let object = self.element::<Object>(first, span)?;
            return self.descend_to_part(Place { object, field: None }, segments[1..].iter().copied());
        }
        self.nothing_near(start, first, span);
        None
    }

    /// A name that neither a field around a place nor an object has.
    fn nothing_near(&mut self, start: Place, name: &str, span: Span) {
        let mut spaces = vec![Space::of(Kind::Object)];
        let mut around = Some(start);
        while let Some(place) = around {
            spaces.push(Self::fields_of(place));
            around = place.field.map(|field| Place { field: self.model.fields[field].parent, ..place });
        }
        let comparisons = &mut self.notes.comparisons;
        let names: Vec<&str> = spaces.into_iter().flat_map(|space| self.names.all(space, comparisons)).collect();
        if nearest(name, names.iter().copied()).is_none() {
            self.no_field(start, name, span);
            return;
        }
        let finding = problems::UNKNOWN_FIELD
            .finding(format!("`{}` has no field `{name}`, and no object has this name", self.place_text(start)))
            .at(span, "a field or an object is named here");
        let finding = suggest(finding, &names, name, span);
        self.notes.found.push(finding);
    }

    fn relative(&mut self, start: Place, given: Given<'f>) -> Option<Place> {
        let path = given.path()?;
        let (first, span) = path.segments().next()?;
        let object = &self.model.objects[start.object].head.name.text;
        let named = &**object == first && self.names.find(Self::fields_of(start), first).is_none();
        if named && let Some((_, rest)) = path.text().split_once('.') {
            let finding = problems::UNKNOWN_FIELD
                .finding(format!("`{first}` is the object itself; the path starts with a field of it"))
                .at(span, "the object at hand")
                .help(format!("write `{rest}`"))
                .fix(format!("write `{rest}`"), given.span(), rest);
            self.notes.found.push(finding);
            return None;
        }
        self.descend(start, path.segments())
    }

    /// Goes from a place into its parts, by name. A part of a value, as `total.currency`, counts as the value.
    pub(super) fn descend<'s>(
        &mut self,
        start: Place,
        segments: impl Iterator<Item = (&'s str, Span)>,
    ) -> Option<Place> {
        Some(self.descend_to_part(start, segments)?.0)
    }

    fn descend_to_part<'s>(
        &mut self,
        start: Place,
        segments: impl Iterator<Item = (&'s str, Span)>,
    ) -> Option<(Place, Option<ValuePart>)> {
        let (mut place, mut part) = (start, None);
        for (name, span) in segments {
            if let Some(meaning) = self.names.find(Self::fields_of(place), name) {
                place.field = Some(self.used(meaning, span));
                continue;
            }
            part = place.field.filter(|_| part.is_none()).and_then(|field| self.value_part(field, name));
            if part.is_none() {
                self.no_field(place, name, span);
                return None;
            }
        }
        Some((place, part))
    }

    /// A field of the object at hand, or a part of its value, for a mapping.
    pub(in crate::model) fn field_ref(&mut self, start: Option<Place>, given: Option<Given<'f>>) -> Option<FieldRef> {
        let given = given?;
        let target = start.and_then(|start| {
            let path = given.path()?;
            self.descend_to_part(start, path.segments())
        });
        let field = target.and_then(|(place, _)| place.field);
        Some(FieldRef { field, part: target.and_then(|(_, part)| part), span: given.span() })
    }

    /// The same, looked for in `start` and then in what is around it.
    pub(in crate::model) fn field_ref_near(
        &mut self,
        start: Option<Place>,
        given: Option<Given<'f>>,
    ) -> Option<FieldRef> {
        let given = given?;
        let target = start.and_then(|start| {
            let path = given.path()?;
            self.near_part(start, &path.segments().collect::<Vec<_>>())
        });
        let field = target.and_then(|(place, _)| place.field);
        Some(FieldRef { field, part: target.and_then(|(_, part)| part), span: given.span() })
    }

    fn no_field(&mut self, place: Place, name: &str, span: Span) {
        if self.has_lost_lifecycle && name == "status" {
            return;
        }
        let whole = self.place_text(place);
        let plain = place.field.map(|field| &self.model.fields[field]).filter(|field| field.children.is_empty());
        if let Some(field) = plain {
            let finding = problems::UNKNOWN_FIELD
                .finding(format!("`{whole}` has no parts, so it has no `{name}`"))
                .at(span, "a part is named here")
                .and(field.span, "declared here");
            self.notes.found.push(finding);
            return;
        }
        self.unknown_part(&problems::UNKNOWN_FIELD, Self::fields_of(place), &whole, name, span);
    }

    /// A field that is named by one word, directly in a place.
    pub(in crate::model) fn field_in(&mut self, start: Option<Place>, given: Option<Given<'f>>) -> Option<Ref<Field>> {
        let path = self.path_from(start, given)?;
        Some(Ref { target: path.target.and_then(|place| place.field), span: path.span })
    }

    /// Several fields that are named by one word each.
    pub(in crate::model) fn fields_in(
        &mut self,
        start: Option<Place>,
        given: impl Iterator<Item = Given<'f>>,
    ) -> Vec<Ref<Field>> {
        given.filter_map(|given| self.field_in(start, Some(given))).collect()
    }

    /// Fields that are named by one word each, in `start` or in what is around it.
    pub(super) fn fields_near(
        &mut self,
        start: Option<Place>,
        given: impl Iterator<Item = Given<'f>>,
    ) -> Vec<Ref<Field>> {
        let mut fields = Vec::new();
        for path in given.filter_map(|given| self.path_near(start, Some(given))) {
            fields.push(Ref { target: path.target.and_then(|place| place.field), span: path.span });
        }
        fields
    }

    /// Where the fields beside a place are: the list or object itself, or that around a single field.
    pub(super) fn neighbours(&self, place: Place) -> Place {
        match place.field {
            Some(field) if self.model.fields[field].children.is_empty() => self.around(field),
            _ => place,
        }
    }

    /// The list or object in which a field stands: the place where its neighbours are.
    pub(super) fn around(&self, field: Id<Field>) -> Place {
        let field = &self.model.fields[field];
        Place { object: field.object, field: field.parent }
    }

    /// Where a place is declared.
    pub(super) fn declared_at(&self, place: Place) -> Span {
        match place.field {
            Some(field) => self.model.fields[field].span,
            None => self.model.objects[place.object].head.span,
        }
    }

    /// The place that a path means which was written down by [`Self::place_text`].
    pub(super) fn place_of_text(&self, text: &str) -> Option<Place> {
        let mut names = text.split('.');
        let object = self.names.find(Space::of(Kind::Object), names.next()?)?;
        let mut place = Place { object: Id::new(object.index as usize), field: None };
        for name in names {
            let meaning = self.names.find(Self::fields_of(place), name)?;
            place.field = Some(Id::new(meaning.index as usize));
        }
        Some(place)
    }

    /// What a field, group or list is, for messages.
    pub(super) fn nature(kind: &FieldKind) -> &'static str {
        match kind {
            FieldKind::Value(_) => "a field",
            FieldKind::Group => "a group",
            FieldKind::List(_) => "a list",
            FieldKind::Status(_) => "the state of a lifecycle",
        }
    }
}
