//! Functions and statements in Java.

use crate::generate::layout::Doc;
use crate::generate::statement::{Build, Expression, Function, Piece, Runtime, Statement, Type, When};

use super::file::File;
use super::form::{arguments, assignment, block, concat, further};
use super::text::javadoc;
use super::types::plain;

impl<'f> File<'f> {
    /// A function as a method of the file's class, under this name.
    pub fn method(&mut self, function: &'f Function, name: &str) -> Doc {
        let mut parameters = Vec::new();
        for (name, of) in &function.parameters {
            self.declare(name, of);
            parameters.push(Doc::text(format!("{} {name}", self.type_name(of))));
        }
        let returns = plain(&function.returns);
        let word = if function.exported { "public" } else { "private" };
        let head = Doc::text(format!("{word} static {}", self.type_name(&returns)));
        let head = concat([head, further(concat([Doc::Line, Doc::text(name)]))]).group();
        concat([
            javadoc(&function.doc, &[], 1),
            head,
            arguments(parameters),
            Doc::text(" "),
            self.body(&function.body, &returns),
        ])
    }

    fn body(&mut self, body: &'f [Statement], returns: &Type) -> Doc {
        let mut lines = Vec::new();
        let mut rest = body;
        while let [first, others @ ..] = rest {
            // What is put together only to be returned needs no name.
            if let (Statement::Build(build), [Statement::Return(Expression::Name(name))]) = (first, others)
                && build.name == *name
                && matches!(build.when, When::Always)
            {
                lines.push(concat([Doc::text("return "), self.instance(build), Doc::text(";")]));
                break;
            }
            lines.push(self.statement(first, returns));
            rest = others;
        }
        block(lines)
    }

    fn statement(&mut self, statement: &'f Statement, returns: &Type) -> Doc {
        match statement {
            Statement::Let(name, of, value) => {
                self.declare(name, of);
                let of = plain(of);
                let value = self.expression(value, &of);
                assignment(Doc::text(format!("{} {name}", self.type_name(&of))), value)
            }
            Statement::Build(build) => self.build(build),
            Statement::Need(names) => {
                let absent = |name: &String| Expression::name(name).is(Expression::ABSENT);
                let missing = Expression::any(names.iter().map(absent).collect());
                self.branch(&missing, block(vec![Doc::text("return null;")]))
            }
            Statement::If(condition, body) => {
                let body = self.body(body, returns);
                self.branch(condition, body)
            }
            Statement::Do(value) => {
                let of = self.type_of(value).unwrap_or(Type::Any);
                concat([self.expression(value, &of), Doc::text(";")])
            }
            Statement::Return(value) => concat([Doc::text("return "), self.expression(value, returns), Doc::text(";")]),
        }
    }

    fn branch(&mut self, condition: &Expression, body: Doc) -> Doc {
        concat([Doc::text("if ("), self.condition(condition), Doc::text(") "), body])
    }

    /// Fields that are put together: at once, or under a condition.
    fn build(&mut self, build: &'f Build) -> Doc {
        let Build { name, of, must, may, when, .. } = build;
        self.declare(name, &Type::Named(of.clone()));
        let there = |pieces: &[Piece]| pieces.iter().filter_map(Piece::is_there).collect::<Vec<_>>();
        let (condition, otherwise) = match when {
            When::Always => {
                let value = self.instance(build);
                return assignment(Doc::text(format!("{} {name}", self.named(of))), value);
            }
            When::Any => (Expression::any(there(may)), Doc::nothing()),
            When::All(place, rule) => {
                let parts = must.iter().map(|piece| piece.value.clone()).collect();
                let parts = [place.clone(), rule.clone(), Expression::List(parts)];
                let note = self.expression(&Expression::call(Runtime::Incomplete, parts), &Type::Any);
                let note = block(vec![concat([note, Doc::text(";")])]);
                (Expression::all(there(must)), concat([Doc::text(" else "), note]))
            }
        };
        let assigned = assignment(Doc::text(name.as_str()), self.instance(build));
        concat([
            Doc::text(format!("{} {name} = null;", self.named(of))),
            Doc::Hard,
            self.branch(&condition, block(vec![assigned])),
            otherwise,
        ])
    }

    /// What is put together: what is absent of it is `null`.
    fn instance(&mut self, build: &Build) -> Doc {
        let fields = self.structure(&build.of).map_or(&[][..], |of| &of.fields);
        let mut values = Vec::new();
        for field in fields {
            let piece = build.must.iter().chain(&build.may).find(|piece| piece.key == field.key);
            values.push(match piece {
                Some(piece) => self.expression(&piece.value, &plain(&field.of)),
                None => Doc::text("null"),
            });
        }
        concat([Doc::text(format!("new {}", self.named(&build.of))), arguments(values)])
    }
}
