//! A definition whose words come from several places: an overlay, itself, and the templates that it uses.

use crate::syntax::{Cursor, Given};

/// The places from which a definition's words come, the strongest first. A word that one place says is taken from there
/// alone, with all that it says about it.
#[derive(Clone, Debug)]
pub(in crate::model) struct Layers<'f> {
    places: Vec<Cursor<'f>>,
}

impl<'f> Layers<'f> {
    /// A definition, with the weaker places under it.
    pub fn new(places: Vec<Cursor<'f>>) -> Self {
        Self { places }
    }

    /// The places, the strongest first.
    pub fn places(&self) -> &[Cursor<'f>] {
        &self.places
    }

    /// The first word inside that is `name`.
    pub fn child(&self, name: &'static str) -> Option<Cursor<'f>> {
        self.places.iter().find_map(|place| place.child(name))
    }

    /// The words inside that are `name`, of the strongest place that has one.
    pub fn children_named(&self, name: &'static str) -> impl Iterator<Item = Cursor<'f>> + use<'f> {
        let place = self.places.iter().find(|place| place.child(name).is_some()).copied();
        place.into_iter().flat_map(move |place| place.children_named(name))
    }

    /// The property with this key.
    pub fn property(&self, key: &str) -> Option<Given<'f>> {
        self.places.iter().find_map(|place| place.property(key))
    }
}
