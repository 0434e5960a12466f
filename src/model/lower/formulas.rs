//! Expressions: which of their names are fields, which are axes, and which are codes.

use crate::model::expression::{Formula, Meaning, NameUse};
use crate::model::field::{CodeSource, Field, FieldKind};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::matrix::{Axis, AxisValues};
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::problems;
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::expression::{Expr, ExprId, Expression, Operator, meant_as_difference};
use crate::syntax::{Given, path};

use super::Lowering;
use super::names::Space;
use super::report::suggest;

/// A list from which the codes of a field or an axis are taken.
struct CodeList {
    /// What it is called in messages.
    called: String,
    /// The codes.
    codes: Vec<String>,
    /// Whether others may occur.
    open: bool,
}

impl<'f> Lowering<'f> {
    /// An expression over the fields of `start` and of what is around it, over full paths, and over codes that are
    /// compared with them.
    pub(in crate::model) fn formula(&mut self, start: Option<Place>, given: Option<Given<'f>>) -> Option<Formula> {
        let mut formula = condition(given)?;
        let Some(start) = start else { return Some(formula) };
        let Formula { expression, names, .. } = &mut formula;
        let comparisons = comparisons(expression);
        for name in names.iter_mut().filter(|name| !comparisons.iter().any(|(code, _)| *code == name.part)) {
            name.meaning = self.named_field(start, expression, name.part);
        }
        for (code, other) in comparisons {
            let Expr::Name(text) = expression.part(code) else { continue };
            let other = names.iter().find(|name| name.part == other).and_then(|name| name.meaning);
            let meaning = if self.is_field(start, text) {
                self.named_field(start, expression, code)
            } else if let Some(Meaning::Field(place, None)) = other {
                self.code(self.codes_of(place), text, expression.span(code))
            } else {
                None
            };
            if let Some(name) = names.iter_mut().find(|name| name.part == code) {
                name.meaning = meaning;
            }
        }
        Some(formula)
    }

    /// A condition over the axes of a matrix and their values.
    pub(super) fn axis_condition(
        &mut self,
        axes: &[Axis],
        object: Option<Id<Object>>,
        given: Option<Given<'f>>,
    ) -> Option<Formula> {
        let mut formula = condition(given)?;
        let Formula { expression, names, .. } = &mut formula;
        let comparisons = comparisons(expression);
        for name in names.iter_mut() {
            let Expr::Name(text) = expression.part(name.part) else { continue };
            let span = expression.span(name.part);
            let compared = comparisons.iter().find(|(code, _)| *code == name.part);
            let beside = compared.and_then(|(_, other)| match expression.part(*other) {
                Expr::Name(other) => axes.iter().find(|known| known.name.text == *other),
                _ => None,
            });
            name.meaning = match (compared, beside) {
                (None, _) => self.axis_ref(axes, text, span).target.map(Meaning::Axis),
                (Some(_), Some(known)) => self.code(self.codes_of_axis(known, object), text, span),
                (Some(_), None) => None,
            };
        }
        Some(formula)
    }

    fn named_field(&mut self, start: Place, expression: &Expression, part: ExprId) -> Option<Meaning> {
        let Expr::Name(text) = expression.part(part) else { return None };
        let span = expression.span(part);
        let first = text.split('.').next()?;
        let known = |name: &str| self.is_field(start, name);
        if !known(first)
            && let Some(difference) = meant_as_difference(text, known)
        {
            let finding = problems::UNKNOWN_FIELD
                .finding(format!("there is no field `{text}`"))
                .at(span, "read as one name")
                .help(format!("a minus has spaces around it: write `{difference}`"))
                .fix(format!("write `{difference}`"), span, difference);
            self.notes.found.push(finding);
            return None;
        }
        let width = text.len() == (span.end - span.start) as usize;
        let segments: Vec<(&str, Span)> =
            path::segments(text).map(|(name, at)| (name, if width { within(span, at) } else { span })).collect();
        let (place, part) = self.near_part(start, &segments)?;
        Some(Meaning::Field(place, part))
    }

    /// Whether a name is that of a field of `start` or of what is around it, or starts with an object.
    fn is_field(&self, start: Place, name: &str) -> bool {
        let first = name.split('.').next().unwrap_or(name);
        let mut around = Some(start);
        while let Some(place) = around {
            if self.names.find(Self::fields_of(place), first).is_some() {
                return true;
            }
            around = place.field.map(|field| Place { field: self.model.fields[field].parent, ..place });
        }
        name.contains('.') && self.names.find(Space::of(Kind::Object), first).is_some()
    }

    /// A code where one is compared: it must be in the list, if there is one.
    fn code(&mut self, list: Option<CodeList>, text: &str, span: Span) -> Option<Meaning> {
        let Some(list) = list else {
            let finding = problems::UNKNOWN_FIELD
                .finding(format!("there is no field `{text}`, and what it is compared with has no codes"))
                .at(span, "a field or a value is wanted here")
                .help(format!("a text stands in single quotes: `'{text}'`"));
            self.notes.found.push(finding);
            return None;
        };
        if list.open || list.codes.iter().any(|code| code == text) {
            return Some(Meaning::Code);
        }
        let names: Vec<&str> = list.codes.iter().map(String::as_str).collect();
        let finding = problems::UNKNOWN_NAME
            .finding(format!("`{text}` is no value of {}", list.called))
            .at(span, "a value is wanted here")
            .allowed(names.iter().copied().take(super::report::SHORT));
        self.notes.found.push(suggest(finding, &names, text, span));
        None
    }

    /// The codes that a field can have.
    fn codes_of(&self, place: Place) -> Option<CodeList> {
        let field: Id<Field> = place.field?;
        match &self.model.fields[field].kind {
            FieldKind::Value(value) => match value.code.as_ref()? {
                CodeSource::Scope(scope) => Some(self.codes_of_scope(scope.target?)),
                CodeSource::Codes(codes) => Some(self.codes_of_list(codes.target?)),
            },
            FieldKind::Status(lifecycle) => {
                let states = self.model.lifecycles[*lifecycle].states.iter();
                let codes = states.map(|state| self.model.states[*state].name.text.to_string()).collect();
                let called = format!("the lifecycle of `{}`", self.model.lifecycles[*lifecycle].head.name);
                Some(CodeList { called, codes, open: false })
            }
            FieldKind::Group | FieldKind::List(_) => None,
        }
    }

    fn codes_of_scope(&self, scope: Id<crate::model::scope::Scope>) -> CodeList {
        let scope = &self.model.scopes[scope];
        let codes = scope.values.iter().map(|value| self.model.scope_values[*value].name.text.to_string());
        CodeList { called: format!("the scope `{}`", scope.head.name), codes: codes.collect(), open: scope.open }
    }

    fn codes_of_list(&self, list: Id<crate::model::types::Codes>) -> CodeList {
        let list = &self.model.codes[list];
        let text = |literal: &Literal| match literal {
            Literal::Text(text) => text.to_string(),
            Literal::Number(number) => number.to_string(),
            Literal::Boolean(truth) => format!("#{truth}"),
            Literal::Null => "#null".to_owned(),
        };
        let codes = list.codes.iter().map(|code| text(&code.value.value)).collect();
        CodeList { called: format!("the code list `{}`", list.head.name), codes, open: list.open }
    }

    fn codes_of_axis(&self, axis: &Axis, object: Option<Id<Object>>) -> Option<CodeList> {
        let called = format!("the axis `{}`", axis.name);
        // Any value may be one of a list that is not known, which is reported.
        let unknown = CodeList { called: called.clone(), codes: Vec::new(), open: true };
        match &axis.values {
            AxisValues::Listed(values) => {
                let codes = values.iter().map(|value| value.name.text.to_string()).collect();
                Some(CodeList { called, codes, open: false })
            }
            AxisValues::Scope(scope) => Some(scope.target.map_or(unknown, |scope| self.codes_of_scope(scope))),
            AxisValues::Codes(codes) => Some(codes.target.map_or(unknown, |codes| self.codes_of_list(codes))),
            AxisValues::States => {
                let lifecycle = self.model.objects[object?].lifecycle?;
                let states = self.model.lifecycles[lifecycle].states.iter();
                let codes = states.map(|state| self.model.states[*state].name.text.to_string()).collect();
                Some(CodeList { called, codes, open: false })
            }
            AxisValues::Exceptions => {
                let exceptions = self.model.exceptions.values();
                let codes = exceptions.map(|exception| exception.head.name.text.to_string()).collect();
                Some(CodeList { called, codes, open: false })
            }
        }
    }
}

/// An expression whose names only its reader knows.
pub(in crate::model) fn condition(given: Option<Given<'_>>) -> Option<Formula> {
    let given = given?;
    let expression = given.expression()?;
    let names = expression.names().map(|(part, _)| NameUse { part, meaning: None }).collect();
    Some(Formula { expression, span: given.span(), names })
}

/// The names that stand on the right of a comparison for equality, or in braces after `in`, each with what it is
/// compared with.
fn comparisons(expression: &Expression) -> Vec<(ExprId, ExprId)> {
    let is_name = |part: ExprId| matches!(expression.part(part), Expr::Name(_));
    let mut found = Vec::new();
    for (_, part) in expression.parts() {
        match part {
            Expr::Binary(Operator::Equal | Operator::NotEqual, left, right) if is_name(*right) => {
                found.push((*right, *left));
            }
            Expr::In(left, values) => {
                found.extend(values.iter().filter(|value| is_name(**value)).map(|value| (*value, *left)));
            }
            _ => {}
        }
    }
    found
}

/// A range of bytes of a name that stands in the source as it is.
fn within(span: Span, at: std::ops::Range<usize>) -> Span {
    Span { start: span.start + at.start as u32, end: span.start + at.end as u32, ..span }
}
