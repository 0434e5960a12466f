//! All names that the files declare, before any of them is used.

use std::borrow::Cow;

use crate::language;
use crate::model::choice::Choice;
use crate::model::key::Kind;
use crate::model::name::Name;
use crate::syntax::{Cursor, Form};

use super::names::{Meaning, Space};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    /// Gives every definition its id.
    pub(super) fn collect(&mut self, charter: &[&'f Form], library: &[&'f Form]) {
        self.model.library = library.iter().map(|form| form.file()).collect();
        for cursor in charter.iter().flat_map(|form| form.words()) {
            self.collect_word(cursor, false);
        }
        for cursor in library.iter().flat_map(|form| form.words()) {
            self.collect_word(cursor, true);
        }
    }

    fn collect_word(&mut self, cursor: Cursor<'f>, from_library: bool) {
        let Some(kind) = cursor.definition().declares.and_then(kind_of) else { return };
        let Some((text, name)) = declared_name(cursor, kind) else { return };
        self.declare_element(kind, cursor, text, name, from_library);
        if kind == Kind::Object
            && let Some(lifecycle) = cursor.child("lifecycle")
            && let Some((text, name)) = declared_name(cursor, kind)
        {
            let name = Name { span: lifecycle.name_span(), ..name };
            self.declare_element(Kind::Lifecycle, lifecycle, text, name, from_library);
        }
    }

    /// The charter's own element stands in the place of the library's; of two of its own the first one counts.
    pub(super) fn declare_element(
        &mut self,
        kind: Kind,
        cursor: Cursor<'f>,
        text: Cow<'f, str>,
        name: Name,
        from_library: bool,
    ) {
        let index = self.declared[kind as usize].len() as u32;
        match self.names.declare(Space::of(kind), text, Meaning { index, span: name.span }) {
            Ok(()) => self.declared[kind as usize].push(Declaration { cursor, name }),
            Err(_) if from_library => {}
            Err(first) => self.duplicate(kind, None, &name, first.span),
        }
    }
}

/// The model's kind of what the language lets a word declare. Outputs have no names.
fn kind_of(declares: language::DeclaredKind) -> Option<Kind> {
    Kind::from_word(declares.word())
}

/// The name by which a definition is told: its first argument; for a reconciliation all of them.
fn declared_name(cursor: Cursor<'_>, kind: Kind) -> Option<(Cow<'_, str>, Name)> {
    let first = cursor.argument(cursor.definition().arguments.first()?.name)?;
    let mut text = first.text()?;
    if kind == Kind::Reconcile {
        for system in cursor.arguments_of("systems") {
            text = Cow::Owned(format!("{text} {}", system.text()?));
        }
    }
    let name = Name { text: text.as_ref().into(), span: first.span() };
    Some((text, name))
}
