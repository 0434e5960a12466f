//! `read`: from a payload to the object.

use std::collections::BTreeMap;

use crate::generate::names::{self, Names};
use crate::generate::statement::{Expression, Function, Kind, Runtime, Statement, Type};
use crate::mapping::ir::{Entry, Key, List, Mapping, Policy, Require, Role, Slot, States, Total, Value};
use crate::model::choice::Choice;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::{ErrorScope, ValuePart};
use crate::model::state_table::Cell;

use super::assemble::{Assembly, Branch, Leaf, Node, There};
use super::condition::Scene;
use super::ops::{Site, constant};
use super::shape::Shape;
use super::types::is_money;
use super::unit::{FileUnit, MUST, RuleOf};

/// The body of a function that reads an object or a part of a list.
pub(super) struct Body {
    pub names: Names,
    pub statements: Vec<Statement>,
    pub values: BTreeMap<Slot, Expression>,
    requires: Vec<Require>,
    totals: Vec<(Total, Vec<Key>)>,
}

impl FileUnit<'_> {
    /// The function that reads a payload: its name, and that of the type that it gives.
    pub fn reader(&mut self, mapping: &Mapping, shape: &Shape, name: &str, exported: bool) -> (String, String) {
        self.lets.clone_from(&mapping.lets);
        let casing = &self.program.target.casing;
        let function = self.names.take(&if exported { (casing.exported)(name) } else { (casing.local)(name) });
        let mut body = self.body("payload");
        let start = RuleOf {
            span: mapping.span,
            foreign: &mapping.root,
            field: String::new(),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "payload",
        };
        let rule = self.rule(&start);
        let place = body.names.take("root");
        let payload = Expression::call(Runtime::Payload, [Expression::name("payload"), rule]);
        body.statements.push(Statement::Let(place.clone(), Type::Place, payload));
        let place = Expression::Name(place);
        let inner = self.names.take(&self.local(&format!("{name}-content")));
        let read = Expression::call_own(&inner, [place.clone()]);
        body.statements.push(Statement::Return(Expression::call(Runtime::ResultOf, [place, read])));
        let object = &self.program.model[mapping.object].head.name;
        let record = &self.program.model[mapping.record].head.name;
        let text = format!("Reads a payload of `{record}` as `{object}`.");
        self.export(Function {
            doc: self.program.doc(Some(&text), mapping.span),
            name: function.clone(),
            exported,
            parameters: vec![("payload".to_owned(), Type::Any)],
            returns: Type::Result(Box::new(Type::Named(shape.name.clone()))),
            body: body.statements,
        });
        self.level_reader(&mapping.body, (mapping.object, None), shape, inner);
        (function, shape.name.clone())
    }

    /// The function that reads an object, or one part of a list.
    fn level_reader(
        &mut self,
        entries: &[Entry],
        at: (Id<Object>, Option<Id<Field>>),
        shape: &Shape,
        function: String,
    ) {
        let mut body = self.body("place");
        let place = Expression::name("place");
        self.read_entries(entries, &place, &[], shape, &mut body);
        let wish = match at.1 {
            Some(list) => names::singular(&self.program.model[list].name.text),
            None => self.program.model[at.0].head.name.text.to_string(),
        };
        let root = Branch {
            of: shape.name.clone(),
            kind: Kind::Object,
            wish,
            members: self.members(shape, &body.values),
            optional: None,
            always: true,
            in_list: false,
        };
        let casing = &self.program.target.casing;
        let Body { names, statements, .. } = &mut body;
        let mut assembly = Assembly { place: place.clone(), casing, names, statements };
        let whole = assembly.whole(root);
        for require in &body.requires {
            self.require(require, at, shape, &place, &whole, &mut body.statements);
        }
        for (total, keys) in &body.totals {
            let scene = Scene::Object { whole: &whole, at, shape };
            self.total_read(total, keys, &scene, &place, &mut body.statements);
        }
        body.statements.push(Statement::Return(whole));
        let returns = Type::Named(shape.name.clone()).maybe();
        self.function(function, vec![("place".to_owned(), Type::Place)], returns, body.statements);
    }

    fn body(&self, parameter: &str) -> Body {
        let mut names = self.names.clone();
        names.take(parameter);
        Body { names, statements: Vec::new(), values: BTreeMap::new(), requires: Vec::new(), totals: Vec::new() }
    }

    fn read_entries(&mut self, entries: &[Entry], place: &Expression, way: &[Key], shape: &Shape, body: &mut Body) {
        for entry in entries {
            match entry {
                Entry::Value(value) if value.direction.reads() => self.read_value(value, place, body),
                Entry::List(list) if list.direction.reads() => self.read_list(list, place, shape, body),
                Entry::Part(part) => {
                    let missing = if part.optional { Policy::Skip } else { Policy::Refuse(None) };
                    let rule = self.rule(&RuleOf {
                        span: part.span,
                        foreign: &part.foreign,
                        field: String::new(),
                        scope: ErrorScope::Document,
                        missing: [&missing, &missing, &Policy::Keep],
                        called: "part",
                    });
                    let name = body.names.take(&self.local(&super::unit::written(&part.foreign)));
                    let inside = Expression::call(Runtime::Part, [place.clone(), rule]);
                    body.statements.push(Statement::Let(name.clone(), Type::Place, inside));
                    let inside = [way, &part.foreign].concat();
                    self.read_entries(&part.body, &Expression::Name(name), &inside, shape, body);
                }
                Entry::Constant(part) if part.direction.reads() => {
                    let rule = self.rule(&RuleOf {
                        span: part.span,
                        foreign: &part.foreign,
                        field: String::new(),
                        scope: ErrorScope::Document,
                        missing: MUST,
                        called: "requirement",
                    });
                    let found = Expression::call(Runtime::Value, [place.clone(), rule.clone()]);
                    let wanted = Expression::Constant(constant(&part.value));
                    let call = Expression::call(Runtime::Constant, [place.clone(), rule, found, wanted]);
                    body.statements.push(Statement::Do(call));
                }
                Entry::States(states) => self.read_states(states, place, body),
                Entry::Require(require) => body.requires.push(require.clone()),
                Entry::Total(total) => body.totals.push((total.clone(), [way, &total.foreign].concat())),
                Entry::Fold(fold) => self.read_fold(fold, place, body),
                Entry::Value(_) | Entry::List(_) | Entry::Constant(_) => {}
            }
        }
    }

    fn read_value(&mut self, value: &Value, place: &Expression, body: &mut Body) {
        let path = self.program.path(value.slot);
        let mut rule = self.rule(&self.rule_of(value));
        if !value.others.is_empty() {
            let others = value.others.iter().cloned().map(Expression::Keys).collect();
            let first = Expression::call(Runtime::FirstOf, [place.clone(), rule, Expression::List(others)]);
            let name = body.names.take(&self.local(&format!("{path}-rule")));
            body.statements.push(Statement::Let(name.clone(), Type::Rule, first));
            rule = Expression::Name(name);
        }
        let site = Site { span: value.span, place: place.clone(), rule: rule.clone(), path: path.clone(), whole: None };
        let mut found = Expression::call(Runtime::Value, [place.clone(), rule.clone()]);
        if let Some(wrap) = &value.wrap {
            let places = wrap.places.iter().cloned().map(Expression::Keys).collect();
            let pieces = [place.clone(), found, Expression::List(places), Expression::number(wrap.at)];
            found = Expression::call(Runtime::Unwrapped, pieces);
        }
        let mut read = self.apply(&value.read, &value.role, found, &site);
        let ways =
            [(&value.empty, Runtime::IsEmptyValue), (&value.null, Runtime::IsNull), (&value.absent, Runtime::IsAbsent)];
        for (policy, test) in ways {
            let instead = match policy {
                Policy::Assume(literal) => self.assumed(literal, &value.role),
                Policy::Keep if test == Runtime::IsNull => Expression::NULL,
                _ => continue,
            };
            read = read.unless(Expression::call(test, [place.clone(), rule.clone()]), instead);
        }
        let name = body.names.take(&self.local(&path));
        let of = self.program.role_type(&value.role);
        let of = if value.null == Policy::Keep { of.nullable() } else { of };
        body.statements.push(Statement::Let(name.clone(), of.maybe(), read));
        body.values.insert(value.slot, Expression::Name(name));
    }

    /// The rule of a value. In a group that may be absent, its members may be so too, unless an exception is named.
    pub(super) fn rule_of<'v>(&self, value: &'v Value) -> RuleOf<'v> {
        let way = self.program.way_to(value.slot.field);
        let in_optional = way[..way.len() - 1].iter().any(|group| self.program.model[*group].optional);
        let absent = match &value.absent {
            Policy::Refuse(None) if in_optional => &Policy::Skip,
            policy => policy,
        };
        RuleOf {
            span: value.span,
            foreign: &value.foreign,
            field: self.program.path(value.slot),
            scope: value.scope,
            missing: [absent, &value.null, &value.empty],
            called: "value",
        }
    }

    fn read_list(&mut self, list: &List, place: &Expression, shape: &Shape, body: &mut Body) {
        let slot = Slot { field: list.field, part: None };
        let path = self.program.path(slot);
        let Some(inside) = shape_at(shape, &self.program.way_to(list.field)).and_then(|member| member.inside.as_ref())
        else {
            return;
        };
        let rule = self.rule(&RuleOf {
            span: list.span,
            foreign: &list.foreign,
            field: path.clone(),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "requirement",
        });
        let part = names::singular(&path);
        let function = self.names.take(&self.local(&format!("read-{part}")));
        let read = self.read_parts(list, place, &rule, &function);
        let mut read = self.unique(list, inside, &list.foreign, place, read);
        if list.min > 0 || list.max.is_some() {
            let most = list.max.map(Expression::number);
            let least = Expression::number(list.min);
            read = Expression::call(Runtime::Counted, [place.clone(), rule, read, least].into_iter().chain(most));
        }
        let name = body.names.take(&self.local(&path));
        let of = Type::Named(inside.name.clone()).list();
        body.statements.push(Statement::Let(name.clone(), of.maybe(), read));
        body.values.insert(slot, Expression::Name(name));
        let object = self.program.model[list.field].object;
        let reader = match &list.filter {
            None => function,
            Some(filter) => {
                let inner = self.names.take(&self.local(&format!("read-kept-{part}")));
                let place = Expression::name("place");
                match self.condition(filter, &Scene::Payload(&place)) {
                    Ok(kept) => {
                        let body = vec![
                            Statement::If(Expression::Not(Box::new(kept)), vec![Statement::Return(Expression::ABSENT)]),
                            Statement::Return(Expression::call_own(&inner, [place])),
                        ];
                        let returns = Type::Named(inside.name.clone()).maybe();
                        self.function(function, vec![("place".to_owned(), Type::Place)], returns, body);
                    }
                    Err((span, why)) => self.refuse(span, why),
                }
                inner
            }
        };
        self.level_reader(&list.body, (object, Some(list.field)), inside, reader);
    }

    fn read_states(&mut self, states: &States, place: &Expression, body: &mut Body) {
        let slot = Slot { field: states.field, part: None };
        let path = self.program.path(slot);
        let rule = self.rule(&RuleOf {
            span: states.span,
            foreign: states.columns.first().map_or(&[], Vec::as_slice),
            field: path.clone(),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "requirement",
        });
        let function = self.names.take(&self.local(&format!("read-{path}")));
        let name = body.names.take(&self.local(&path));
        let read = Expression::call_own(&function, [place.clone()]);
        body.statements.push(Statement::Let(name.clone(), self.program.field_type(states.field).maybe(), read));
        body.values.insert(slot, Expression::Name(name));
        let (mut inner, place) = (self.body("place"), Expression::name("place"));
        let mut columns = Vec::new();
        for column in &states.columns {
            let name = inner.names.take(&self.local(&super::unit::written(column)));
            let found = Expression::call(Runtime::Column, [place.clone(), Expression::Keys(column.clone())]);
            inner.statements.push(Statement::Let(name.clone(), Type::Any, found));
            columns.push(Expression::Name(name));
        }
        let mut open = true;
        for (cells, state) in &states.read {
            let state = match state {
                Some(state) => Expression::text(&*self.program.model[*state].name.text),
                None => Expression::ABSENT,
            };
            let tests = cells.iter().zip(&columns).filter_map(|(cell, column)| match cell {
                Cell::Any => None,
                Cell::Present => Some(column.clone().is_not(Expression::NULL)),
                Cell::Is(literal) => Some(column.clone().is(Expression::Constant(constant(literal)))),
            });
            let tests: Vec<Expression> = tests.collect();
            if tests.is_empty() {
                inner.statements.push(Statement::Return(state));
                open = false;
                break;
            }
            inner.statements.push(Statement::If(Expression::all(tests), vec![Statement::Return(state)]));
        }
        if open && states.ignores {
            inner.statements.push(Statement::Return(Expression::ABSENT));
        } else if open {
            let raises = states.raises.map(|raises| self.program.exception(raises));
            let problem = [place, rule, Expression::List(columns)].into_iter().chain(raises);
            inner.statements.push(Statement::Return(Expression::call(Runtime::NoState, problem)));
        }
        let returns = self.program.field_type(states.field).maybe();
        self.function(function, vec![("place".to_owned(), Type::Place)], returns, inner.statements);
    }

    /// The members of an object, a group or a part of a list, from the values that were read.
    fn members(&mut self, shape: &Shape, values: &BTreeMap<Slot, Expression>) -> Vec<(String, Node)> {
        let mut members = Vec::new();
        for member in &shape.members {
            let field = member.field;
            let key = self.program.key(field);
            let whole = Slot { field, part: None };
            let kind = self.program.model[field].kind.clone();
            let node = match (&member.inside, &kind) {
                (Some(part), FieldKind::Group) => Node::Branch(Branch {
                    of: part.name.clone(),
                    kind: Kind::Object,
                    wish: self.program.path(whole),
                    members: self.members(part, values),
                    optional: member.optional.then(|| self.together(field)),
                    always: true,
                    in_list: false,
                }),
                _ if is_money(self.program.model, field) => Node::Branch(Branch {
                    of: super::types::MONEY.to_owned(),
                    kind: Kind::Object,
                    wish: self.program.path(whole),
                    members: self.money(field, values),
                    optional: member.optional.then(|| self.together(field)),
                    always: false,
                    in_list: false,
                }),
                _ => match values.get(&whole) {
                    Some(value) => Node::Leaf(Leaf {
                        value: value.clone(),
                        of: self.program.member_type(member),
                        there: if member.optional { There::May } else { There::Must },
                    }),
                    None => continue,
                },
            };
            members.push((key, node));
        }
        members
    }

    /// The amount and the currency of a field; the currency may be known without being read.
    fn money(&mut self, field: Id<Field>, values: &BTreeMap<Slot, Expression>) -> Vec<(String, Node)> {
        let mut members = Vec::new();
        for part in [ValuePart::Amount, ValuePart::Currency] {
            let slot = Slot { field, part: Some(part) };
            let whole = values.get(&Slot { field, part: None }).filter(|_| part == ValuePart::Amount);
            let (value, there) = match (values.get(&slot).or(whole), Role::of(self.program.model, slot)) {
                (Some(value), _) => (value.clone(), There::Must),
                (None, Ok(Role::Currency(Some(only)))) => (Expression::text(only), There::Always),
                (None, _) => {
                    let path = self.program.path(slot);
                    self.refuse(self.program.model[field].span, format!("`{path}` is not read, and money needs it"));
                    continue;
                }
            };
            let of = if part == ValuePart::Amount { Type::Decimal } else { Type::Text };
            members.push((part.word().to_owned(), Node::Leaf(Leaf { value, of, there })));
        }
        members
    }

    /// The rule of what is only there as a whole.
    pub(super) fn together(&mut self, field: Id<Field>) -> Expression {
        let slot = Slot { field, part: None };
        self.rule(&RuleOf {
            span: self.program.model[field].span,
            foreign: &[],
            field: self.program.path(slot),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "requirement",
        })
    }

    fn require(
        &mut self,
        require: &Require,
        at: (Id<Object>, Option<Id<Field>>),
        shape: &Shape,
        place: &Expression,
        whole: &Expression,
        statements: &mut Vec<Statement>,
    ) {
        let scene = Scene::Object { whole, at, shape };
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
                let demand = [place.clone(), rule, condition, raises];
                statements.push(Statement::Do(Expression::call(Runtime::Demand, demand)));
            }
        }
    }
}

/// The member at the end of a way through groups.
pub(super) fn shape_at<'s>(shape: &'s Shape, way: &[Id<Field>]) -> Option<&'s super::shape::Member> {
    let (last, groups) = way.split_last()?;
    let mut at = shape;
    for group in groups {
        at = at.member(*group)?.inside.as_ref()?;
    }
    at.member(*last)
}
