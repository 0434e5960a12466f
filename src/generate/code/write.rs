//! `write`: from the object to a payload.

use crate::generate::names::{self, Names};
use crate::generate::statement::{Constant, Expression, Function, Item, Runtime, Statement, Type};
use crate::mapping::ir::{Entry, Key, List, Mapping, Policy, Require, Slot, Sort, States, Total, Value, Wire, Wrap};
use crate::model::choice::Choice;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::object::Object;
use crate::model::record::{ErrorScope, ValuePart};
use crate::model::value::Literal;
use crate::source::Span;

use super::assemble::{Assembly, There};
use super::condition::Scene;
use super::ops::{Site, Whole, constant, distinct};
use super::payload::{self, Tree};
use super::read::shape_at;
use super::shape::Shape;
use super::types::is_money;
use super::unit::{FileUnit, MUST, RuleOf};

/// The body of a function that writes an object or a part of a list.
struct Body<'s> {
    names: Names,
    statements: Vec<Statement>,
    /// The object or part.
    whole: Expression,
    at: (Id<Object>, Option<Id<Field>>),
    shape: &'s Shape,
    /// What the types of the payload start with.
    base: String,
    tree: Tree,
}

/// An object, or the parts of a list, and the function that writes one.
struct Level<'l> {
    at: (Id<Object>, Option<Id<Field>>),
    shape: &'l Shape,
    function: String,
    /// The name of the type of its payload.
    base: &'l str,
    doc: &'l [String],
}

/// A field of the object, as it is written.
struct Found {
    value: Expression,
    /// Whether it may be absent.
    optional: bool,
}

impl FileUnit<'_> {
    /// The function that writes an object: its name, and that of the type that it gives.
    pub fn writer(
        &mut self,
        mapping: &Mapping,
        shape: &Shape,
        name: &str,
        base: &str,
        exported: bool,
    ) -> (String, String) {
        let program = self.program;
        self.lets.clone_from(&mapping.lets);
        let object = &program.model[mapping.object].head.name;
        let record = &program.model[mapping.record].head.name;
        let casing = &program.target.casing;
        let function = self.names.take(&if exported { (casing.exported)(name) } else { (casing.local)(name) });
        let inner = self.names.take(&self.local(&format!("{name}-content")));
        let base = self.names.take(base);
        let mut locals = self.names.clone();
        let root = locals.take("root");
        let parameter = locals.take(&self.local(&object.text));
        let place = Expression::name(&root);
        let write = Expression::call_own(&inner, [place.clone(), Expression::name(&parameter)]);
        let body = vec![
            Statement::Let(root, Type::Place, Expression::call(Runtime::Start, [])),
            Statement::Return(Expression::call(Runtime::ResultOf, [place, write])),
        ];
        let text = format!("Writes `{object}` as a payload of `{record}`.");
        self.export(Function {
            doc: program.doc(Some(&text), mapping.span),
            name: function.clone(),
            exported,
            parameters: vec![(parameter, Type::Named(shape.name.clone()))],
            returns: Type::Result(Box::new(Type::Named(base.clone()))),
            body,
        });
        let doc = program.doc(Some(&format!("A payload of `{record}`.")), mapping.span);
        let root = mapping.root.as_slice();
        let level = Level { at: (mapping.object, None), shape, function: inner, base: &base, doc: &doc };
        self.level_writer(&mapping.body, level, root);
        (function, base)
    }

    /// The function that writes an object, or one part of a list.
    fn level_writer(&mut self, entries: &[Entry], level: Level<'_>, root: &[Key]) {
        let Level { at, shape, function, base, doc } = level;
        let program = self.program;
        let called = match at.1 {
            Some(list) => names::singular(&program.model[list].name.text),
            None => program.model[at.0].head.name.text.to_string(),
        };
        let mut names = self.names.clone();
        names.take("place");
        let parameter = names.take(&self.local(&called));
        let mut body = Body {
            names,
            statements: Vec::new(),
            whole: Expression::name(&parameter),
            at,
            shape,
            base: base.to_owned(),
            tree: Tree::default(),
        };
        let place = Expression::name("place");
        self.requires_written(entries, &place, &mut body);
        self.write_entries(entries, root, &place, &mut body);
        let Body { mut names, mut statements, tree, .. } = body;
        let mut types = Vec::new();
        let branch = tree.build(base, "payload", doc, &mut types, &mut self.names);
        let at = self.types.iter().position(|item| matches!(item, Item::Struct(known) if known.name.starts_with(base)));
        let at = at.unwrap_or(self.types.len());
        self.types.splice(at..at, types);
        let casing = &program.target.casing;
        let mut assembly = Assembly { place, casing, names: &mut names, statements: &mut statements };
        let whole = assembly.whole(branch);
        statements.push(Statement::Return(whole));
        let is_used = statements.iter().any(|statement| statement.mentions("place"));
        let place = if is_used { "place" } else { "_place" };
        let parameters = vec![(place.to_owned(), Type::Place), (parameter, Type::Named(shape.name.clone()))];
        let returns = Type::Named(base.to_owned()).maybe();
        self.function(function, parameters, returns, statements);
    }

    fn write_entries(&mut self, entries: &[Entry], way: &[Key], place: &Expression, body: &mut Body<'_>) {
        for entry in entries {
            match entry {
                Entry::Value(value) if value.direction.writes() => self.write_value(value, way, place, body),
                Entry::List(list) if list.direction.writes() => self.write_list(list, way, place, body),
                Entry::Part(part) => {
                    let inside = [way, &part.foreign].concat();
                    if part.optional {
                        let rule = self.rule(&RuleOf {
                            span: part.span,
                            foreign: &part.foreign,
                            field: String::new(),
                            scope: ErrorScope::Document,
                            missing: [&Policy::Skip, &Policy::Skip, &Policy::Keep],
                            called: "part",
                        });
                        match inside.iter().try_fold(&mut body.tree, Tree::inside) {
                            Ok(tree) => tree.optional = Some(rule),
                            Err(why) => self.refuse(part.span, why),
                        }
                    }
                    self.write_entries(&part.body, &inside, place, body);
                }
                Entry::Constant(part) if part.direction.writes() => {
                    let constant = constant(&part.value);
                    let value = payload::Value {
                        computed: Expression::Constant(constant.clone()),
                        of: Type::Literals(vec![constant]),
                        there: There::Always,
                        doc: self.program.doc(None, part.span),
                    };
                    self.insert(&[way, &part.foreign].concat(), value, part.span, body);
                }
                Entry::States(states) => self.write_states(states, way, place, body),
                Entry::Total(total) => self.write_total(total, way, place, body),
                _ => {}
            }
        }
    }

    fn insert(&mut self, path: &[Key], value: payload::Value, span: Span, body: &mut Body<'_>) {
        if let Err(why) = body.tree.insert(path, value) {
            self.refuse(span, why);
        }
    }

    /// A field, from the object at hand. Its path through groups that may be absent is absent where they are.
    fn find(&self, slot: Slot, body: &Body<'_>) -> Option<Found> {
        let (mut value, optional) = self.program.find(&body.whole, body.shape, &self.program.way_to(slot.field))?;
        if is_money(self.program.model, slot.field) {
            let part = slot.part.unwrap_or(ValuePart::Amount);
            let is = if part == ValuePart::Amount { Type::Decimal } else { Type::Text };
            value = value.get(part.word(), is, optional);
        }
        Some(Found { value, optional })
    }

    fn write_value(&mut self, value: &Value, way: &[Key], place: &Expression, body: &mut Body<'_>) {
        let Some(found) = self.find(value.slot, body) else { return };
        let path = self.program.path(value.slot);
        let foreign = [way, &value.foreign].concat();
        let rule = self.rule(&RuleOf { foreign: &foreign, ..self.rule_of(value) });
        let (name, at, shape) = (body.whole.clone(), body.at, body.shape);
        let whole = Some(Whole { name: &name, at, shape });
        let site = Site { span: value.span, place: place.clone(), rule: rule.clone(), path: path.clone(), whole };
        let held = self.program.model[value.slot.field].null;
        let null_stands_for_absent = value.null == Policy::Skip && value.absent != Policy::Skip;
        let mut optional = found.optional;
        let mut written = found.value.clone();
        if held && value.null != Policy::Keep {
            written = Expression::call(Runtime::NotNull, [place.clone(), rule.clone(), written]);
        } else if optional && !null_stands_for_absent && !self.may_be_absent(value) {
            written = Expression::call(Runtime::Present, [place.clone(), rule.clone(), written]);
            optional = false;
        }
        written = self.apply(&value.write, &value.role, written, &site);
        let mut of = wire_type(&value.wire);
        if held && value.null == Policy::Keep {
            written = written.unless(found.value.is(Expression::NULL), Expression::NULL);
            of = of.nullable();
        }
        if optional && null_stands_for_absent {
            written = Expression::Else(Box::new(written), Box::new(Expression::NULL));
            of = of.nullable();
            optional = false;
        }
        let mut there = match optional {
            true => There::May,
            false if written.is_sure() => There::Always,
            false => There::Must,
        };
        if let Some(condition) = &value.omit_if {
            let scene = Scene::Object { whole: &body.whole, at: body.at, shape: body.shape };
            match self.condition(condition, &scene) {
                Ok(condition) => written = written.unless(condition, Expression::ABSENT),
                Err((span, why)) => self.refuse(span, why),
            }
            there = There::May;
        }
        if let Some(Key::Name(name)) = value.foreign.last() {
            let name = body.names.take(&self.local(name));
            let is = of.clone().maybe_if(there != There::Always);
            body.statements.push(Statement::Let(name.clone(), is, written));
            written = Expression::Name(name);
        }
        if let Some(wrap) = &value.wrap {
            written = self.pieces(value, wrap, written, (way, place, &rule), body);
        }
        let doc = self.program.doc(None, value.span);
        self.insert(&foreign, payload::Value { computed: written, of, there, doc }, value.span, body);
    }

    /// The first piece of a long text; the further ones go to their places.
    fn pieces(
        &mut self,
        value: &Value,
        wrap: &Wrap,
        written: Expression,
        (way, place, rule): (&[Key], &Expression, &Expression),
        body: &mut Body<'_>,
    ) -> Expression {
        let mut names = Vec::new();
        let count = wrap.places.len() + 1;
        let overflow = wrap.overflow.map(|raises| self.program.exception(raises));
        let numbers = [Expression::number(wrap.at), Expression::number(count)];
        let arguments = [place.clone(), rule.clone(), written].into_iter().chain(numbers).chain(overflow);
        let pieces = body.names.take(&self.local(&format!("{}-pieces", self.program.path(value.slot))));
        let wrapped = Expression::call(Runtime::Wrapped, arguments);
        body.statements.push(Statement::Let(pieces.clone(), Type::Text.list().maybe(), wrapped));
        for at in 0..count {
            let piece = Expression::call(Runtime::Piece, [Expression::name(&pieces), Expression::number(at)]);
            let name = body.names.take(&self.local(&format!("{}-piece", self.program.path(value.slot))));
            body.statements.push(Statement::Let(name.clone(), Type::Text.maybe(), piece));
            names.push(name);
        }
        for (place, name) in wrap.places.iter().zip(&names[1..]) {
            let piece = payload::Value {
                computed: Expression::name(name),
                of: Type::Text,
                there: There::May,
                doc: self.program.doc(None, value.span),
            };
            self.insert(&[way, place].concat(), piece, value.span, body);
        }
        Expression::name(&names[0])
    }

    /// A control total, which is worked out of the object.
    fn write_total(&mut self, total: &Total, way: &[Key], place: &Expression, body: &mut Body<'_>) {
        let whole = body.whole.clone();
        let scene = Scene::Object { whole: &whole, at: body.at, shape: body.shape };
        match self.formula(&total.formula, &scene, None, Sort::Number) {
            Err((span, why)) => self.refuse(span, why),
            Ok(number) => {
                let keys = [way, &total.foreign].concat();
                let rule = self.total_rule(total, &keys);
                let written = Expression::call(Runtime::TotalOf, [place.clone(), rule, number]);
                let name = body.names.take(&self.local(&super::unit::written(&total.foreign)));
                body.statements.push(Statement::Let(name.clone(), Type::Number.maybe(), written));
                let value = payload::Value {
                    computed: Expression::Name(name),
                    of: Type::Number,
                    there: There::Must,
                    doc: self.program.doc(None, total.span),
                };
                self.insert(&keys, value, total.span, body);
            }
        }
    }

    /// Whether the payload may do without a value.
    fn may_be_absent(&self, value: &Value) -> bool {
        *self.rule_of(value).missing[0] == Policy::Skip
    }

    fn write_list(&mut self, list: &List, way: &[Key], place: &Expression, body: &mut Body<'_>) {
        let slot = Slot { field: list.field, part: None };
        let path = self.program.path(slot);
        let Some(found) = self.find(slot, body) else { return };
        let Some(inside) =
            shape_at(body.shape, &self.program.way_to(list.field)).and_then(|member| member.inside.as_ref())
        else {
            return;
        };
        let rule = self.rule(&RuleOf {
            span: list.span,
            foreign: &[way, &list.foreign].concat(),
            field: path.clone(),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "list",
        });
        let function = self.names.take(&self.local(&format!("write-{}", names::singular(&path))));
        let parts = self.unique(list, inside, &[way, &list.foreign].concat(), place, found.value);
        let each = [place.clone(), rule, parts, Expression::name(&function)];
        let key = super::unit::written(&list.foreign);
        let name = body.names.take(&self.local(&key));
        let base = self.names.take(&format!("{}{}", body.base, names::pascal(&names::singular(&key))));
        let of = Type::Named(base.clone()).list();
        let written = Expression::call(Runtime::WriteEach, each);
        body.statements.push(Statement::Let(name.clone(), of.clone().maybe(), written));
        let value = payload::Value {
            computed: Expression::Name(name),
            of,
            there: There::Must,
            doc: self.program.doc(None, list.span),
        };
        self.insert(&[way, &list.foreign].concat(), value, list.span, body);
        let doc = self.program.doc(None, list.span);
        let object = self.program.model[list.field].object;
        let level = Level { at: (object, Some(list.field)), shape: inside, function, base: &base, doc: &doc };
        self.level_writer(&list.body, level, &[]);
    }

    fn write_states(&mut self, states: &States, way: &[Key], place: &Expression, body: &mut Body<'_>) {
        let slot = Slot { field: states.field, part: None };
        let Some(found) = self.find(slot, body) else { return };
        let path = self.program.path(slot);
        let from = self.program.field_type(states.field);
        for (at, column) in states.columns.iter().enumerate() {
            let row = |(state, values): &(Id<State>, Option<Vec<Literal>>)| {
                let state = Constant::Text(self.program.model[*state].name.text.to_string());
                (state, values.as_ref().map_or(Constant::Absent, |values| constant(&values[at])))
            };
            let rows: Vec<(Constant, Constant)> = states.write.iter().map(row).collect();
            let shown = rows.iter().map(|(_, shown)| shown.clone()).filter(|shown| *shown != Constant::Absent);
            let of = Type::Literals(distinct(shown));
            let omits = rows.iter().any(|(_, shown)| *shown == Constant::Absent);
            let to = of.clone().maybe_if(omits);
            let key = super::unit::written(column);
            let table = self.table(&format!("{path}-{key}"), from.clone(), to, rows);
            let written = if at == 0 {
                let rule = self.rule(&RuleOf {
                    span: states.span,
                    foreign: &[way, column].concat(),
                    field: path.clone(),
                    scope: ErrorScope::Document,
                    missing: MUST,
                    called: "states",
                });
                let raises = states.raises.map(|raises| self.program.exception(raises));
                let encode = [place.clone(), rule, found.value.clone(), table].into_iter().chain(raises);
                Expression::call(Runtime::Encoded, encode)
            } else {
                Expression::call(Runtime::LookedUp, [found.value.clone(), table])
            };
            let name = body.names.take(&self.local(&key));
            body.statements.push(Statement::Let(name.clone(), of.clone().maybe(), written));
            let value = payload::Value {
                computed: Expression::Name(name),
                of,
                there: if omits || found.optional { There::May } else { There::Must },
                doc: self.program.doc(None, states.span),
            };
            self.insert(&[way, column].concat(), value, states.span, body);
        }
    }

    /// What must hold of the object, wherever in the payload the charter says it.
    fn requires_written(&mut self, entries: &[Entry], place: &Expression, body: &mut Body<'_>) {
        for entry in entries {
            match entry {
                Entry::Require(require) => self.require_written(require, place, body),
                Entry::Part(part) => self.requires_written(&part.body, place, body),
                _ => {}
            }
        }
    }

    fn require_written(&mut self, require: &Require, place: &Expression, body: &mut Body<'_>) {
        let scene = Scene::Object { whole: &body.whole, at: body.at, shape: body.shape };
        match self.condition(&require.condition, &scene) {
            Err((span, why)) => self.refuse(span, why),
            Ok(condition) => {
                let rule = self.rule(&RuleOf {
                    span: require.span,
                    foreign: &[],
                    field: String::new(),
                    scope: require.scope,
                    missing: MUST,
                    called: "requirement",
                });
                let raises = self.program.exception(require.raises);
                let demand = Expression::call(Runtime::Demand, [place.clone(), rule, condition, raises]);
                body.statements.push(Statement::Do(demand));
            }
        }
    }
}

/// The type of a value in a payload.
fn wire_type(wire: &Wire) -> Type {
    match wire {
        Wire::Text(_) => Type::Text,
        Wire::OneOf(values) => Type::Literals(distinct(values.iter().map(constant))),
        Wire::Number | Wire::Integer => Type::Number,
        Wire::Boolean => Type::Boolean,
    }
}
