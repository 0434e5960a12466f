//! Records: their documents and what they leave out; ports and outside functions.

mod lists;
mod parts;
mod states;
mod steps;

use crate::model::key::Kind;
use crate::model::name::{Head, Place};
use crate::model::port::{Extern, Implementation, Input, Port, SequenceRange, Signature};
use crate::model::record::{Delimiters, Document, FieldRef, ForeignPath, LeftOut, Record, SchemaFile, Supersedes};
use crate::model::template::TemplateKind;
use crate::syntax::{Cursor, Given};

use super::layers::Layers;
use super::systems::citations;
use super::values::{choice, head, layered_head, name, said, text, texts};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_records(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Port) {
            let port = self.port(cursor, head(cursor, name));
            self.model.ports.add(port);
        }
        for Declaration { cursor, name } in self.declared(Kind::Extern) {
            let function = self.outside_function(cursor, head(cursor, name));
            self.model.externs.add(function);
        }
        let declared = self.declared(Kind::Record);
        self.record_words = declared.iter().map(|declaration| declaration.cursor).collect();
        let records = self.side_by_side(&declared, |this, Declaration { cursor, name }| {
            let (layers, templates) = this.definition(*cursor, TemplateKind::Record);
            let head = Head { templates, ..layered_head(&layers, *cursor, name.clone()) };
            this.record(&layers, head)
        });
        self.model.records = records.into();
    }

    /// A record, of the words of all places that say something about it.
    pub(super) fn record(&mut self, layers: &Layers<'f>, head: Head) -> Record {
        let object = self.reference(layers.property("object"));
        let place = object.and_then(|object| Some(Place { object: object.target?, field: None }));
        let mut ignored = Vec::new();
        for word in layers.children_named("ignore") {
            let paths = foreigns(word.arguments_of("paths"));
            ignored.push(LeftOut { paths, because: text(word.property("because")), span: word.head() });
        }
        let mut open: Vec<LeftOut<FieldRef>> = Vec::new();
        for word in layers.children_named("open") {
            let paths = self.field_refs(place, word.arguments_of("paths"));
            open.push(LeftOut { paths, because: text(word.property("because")), span: word.head() });
        }
        Record {
            head,
            system: self.reference(layers.property("system")),
            object,
            format: choice(layers.property("format")),
            version: text(layers.property("version")),
            sources: citations(layers.children_named("source")),
            supersedes: layers.child("supersedes").map(|word| Supersedes {
                version: text(word.argument("version")),
                record: self.reference(word.property("record")),
                span: word.head(),
            }),
            schema: layers.child("schema").map(|word| SchemaFile {
                file: text(word.argument("file")),
                pointer: text(word.property("at")),
                span: word.head(),
            }),
            samples: texts(layers.children_named("sample").flat_map(|word| word.arguments_of("file"))),
            root: layers.child("root").and_then(|word| foreign(word.argument("path"))),
            document: layers.child("document").map(|word| Document {
                set: text(word.argument("set")),
                version: text(word.property("version")),
                functional_group: text(word.property("functional-group")),
                span: word.head(),
            }),
            delimiters: layers.child("delimiters").map(|word| Delimiters {
                element: text(word.property("element")),
                component: text(word.property("component")),
                segment: text(word.property("segment")),
                repetition: text(word.property("repetition")),
                quote: text(word.property("quote")),
                span: word.head(),
            }),
            ignored,
            open,
            body: self.layered_mapping(place, layers),
            states: layers.children_named("states").map(|word| self.state_table(place, word)).collect(),
            cases: self.cases(place, layers.children_named("case")),
        }
    }

    fn port(&mut self, cursor: Cursor<'f>, head: Head) -> Port {
        Port {
            head,
            kind: choice(cursor.property("kind")),
            owner: self.reference(cursor.property("owner")),
            signature: self.signature(cursor),
            range: cursor.child("range").map(|word| SequenceRange {
                from: said(word.property("from"), Given::integer),
                to: said(word.property("to"), Given::integer),
                rollover: choice(word.property("rollover")),
                span: word.head(),
            }),
            keeps: cursor.child("keeps").and_then(|word| said(word.argument("time"), Given::duration)),
        }
    }

    fn outside_function(&mut self, cursor: Cursor<'f>, head: Head) -> Extern {
        let targets = cursor.children_named("target").map(|word| Implementation {
            language: choice(word.argument("language")),
            file: text(word.property("file")),
            name: text(word.property("name")),
            span: word.head(),
        });
        Extern {
            targets: targets.collect(),
            head,
            pure: said(cursor.property("pure"), Given::boolean),
            signature: self.signature(cursor),
            because: cursor.child("because").and_then(|word| text(word.argument("text"))),
        }
    }

    fn signature(&mut self, cursor: Cursor<'f>) -> Signature {
        let takes = cursor.children_named("takes");
        let takes =
            takes.map(|word| Input { name: name(word.argument("name")), of: self.reference(word.argument("type")) });
        Signature {
            takes: takes.collect(),
            gives: cursor.child("gives").and_then(|word| self.reference(word.argument("type"))),
        }
    }
}

/// A path into a payload.
pub(super) fn foreign(given: Option<Given<'_>>) -> Option<ForeignPath> {
    let given = given?;
    let text = given.text()?.as_ref().into();
    Some(ForeignPath { path: given.foreign(), text, span: given.span() })
}

/// Paths into a payload.
pub(super) fn foreigns<'f>(given: impl Iterator<Item = Given<'f>>) -> Vec<ForeignPath> {
    given.filter_map(|given| foreign(Some(given))).collect()
}
