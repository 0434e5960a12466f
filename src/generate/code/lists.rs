//! Lists: their parts arranged before each is read, values over all of them, and what is asked of them.

use crate::generate::names;
use crate::generate::statement::{Expression, Runtime, Statement, Type, Word};
use crate::mapping::ir::{Fold, Key, List, ListOp, Sort, Total};
use crate::model::list_step::FoldKind;
use crate::model::record::ErrorScope;

use super::condition::Scene;
use super::ops::Site;
use super::read::Body;
use super::shape::Shape;
use super::types::is_money;
use super::unit::{FileUnit, MUST, RuleOf};

impl FileUnit<'_> {
    /// The lines that a function reads from the parts of a list, after what is done with them first.
    pub(super) fn read_parts(
        &mut self,
        list: &List,
        place: &Expression,
        rule: &Expression,
        function: &str,
    ) -> Expression {
        if let Some(Key::Qualified(..)) = list.foreign.last() {
            self.refuse(list.span, "a list that is told by a qualifier is not supported in generated code yet");
        }
        let ops = &list.ops;
        let (place, rule, function) = (place.clone(), rule.clone(), Expression::name(function));
        if ops.is_empty() {
            return Expression::call(Runtime::ReadEach, [place, rule, function]);
        }
        let found = Expression::call(Runtime::Value, [place.clone(), rule.clone()]);
        let found = self.arranged(found, ops, &place, &rule);
        Expression::call(Runtime::ReadThese, [place, rule, found, function])
    }

    /// The parts of a list after what is done with them first.
    fn arranged(&self, found: Expression, ops: &[ListOp], place: &Expression, rule: &Expression) -> Expression {
        let paths = |paths: &[Vec<Key>]| Expression::List(paths.iter().cloned().map(Expression::Keys).collect());
        ops.iter().fold(found, |found, op| match op {
            ListOp::Concatenate(further) => Expression::call(Runtime::Appended, [place.clone(), found, paths(further)]),
            ListOp::Flatten(inner) => Expression::call(Runtime::Flattened, [found, Expression::Keys(inner.clone())]),
            ListOp::Sort(by, order) => {
                Expression::call(Runtime::Sorted, [found, paths(by), Expression::Word(Word::Order(*order))])
            }
            ListOp::Join(join) => {
                let (here, there): (Vec<_>, Vec<_>) = join.on.iter().cloned().unzip();
                let arguments = [
                    place.clone(),
                    rule.clone(),
                    found,
                    Expression::Keys(join.other.clone()),
                    paths(&here),
                    paths(&there),
                    Expression::text(join.name.as_str()),
                    Expression::Word(Word::Many(join.many)),
                ];
                let miss = join.miss.map(|miss| self.program.exception(miss));
                Expression::call(Runtime::Joined, arguments.into_iter().chain(miss))
            }
        })
    }

    /// The list, of which it is asked that no two parts have the same values of some fields.
    pub(super) fn unique(
        &mut self,
        list: &List,
        inside: &Shape,
        foreign: &[Key],
        place: &Expression,
        made: Expression,
    ) -> Expression {
        let mut made = made;
        for unique in &list.unique {
            let path = self.program.path(crate::mapping::ir::Slot { field: list.field, part: None });
            let called = names::singular(&path);
            let rule = self.rule(&RuleOf {
                span: unique.span,
                foreign,
                field: path,
                scope: ErrorScope::Document,
                missing: MUST,
                called: "unique",
            });
            let parameter = self.local(&called);
            let function = self.names.take(&self.local(&format!("values-of-{called}")));
            let item = Expression::name(&parameter);
            let values = unique.fields.iter().filter_map(|slot| {
                let (value, absent) = self.program.find(&item, inside, &self.program.way_to(slot.field))?;
                let amount = |value: Expression| value.get("amount", Type::Decimal, absent);
                Some(if is_money(self.program.model, slot.field) { amount(value) } else { value })
            });
            let body = vec![Statement::Return(Expression::List(values.collect()))];
            let parameters = vec![(parameter, Type::Named(inside.name.clone()))];
            self.function(function.clone(), parameters, Type::Any.list(), body);
            let raises = unique.raises.map(|raises| self.program.exception(raises));
            let arguments = [place.clone(), rule, made, Expression::Name(function)];
            made = Expression::call(Runtime::Unique, arguments.into_iter().chain(raises));
        }
        made
    }

    /// A value over the parts of a list of the payload.
    pub(super) fn read_fold(&mut self, fold: &Fold, place: &Expression, body: &mut Body) {
        let value = &fold.value;
        let path = self.program.path(value.slot);
        let rule = self.rule(&self.rule_of(value));
        let line = Expression::name("place");
        let found = Expression::call(Runtime::Column, [place.clone(), Expression::Keys(fold.foreign.clone())]);
        let mut found = self.arranged(found, &fold.ops, place, &rule);
        if let Some(filter) = &fold.filter {
            match self.condition(filter, &Scene::Payload(&line)) {
                Ok(kept) => {
                    let function = self.names.take(&self.local(&format!("counts-for-{path}")));
                    let parameters = vec![("place".to_owned(), Type::Place)];
                    self.function(function.clone(), parameters, Type::Boolean, vec![Statement::Return(kept)]);
                    let arguments = [place.clone(), rule.clone(), found, Expression::Name(function)];
                    found = Expression::call(Runtime::Filtered, arguments);
                }
                Err((span, why)) => self.refuse(span, why),
            }
        }
        let made = match &fold.of {
            None => Expression::call(Runtime::PartsOf, [found]),
            Some(of) => {
                let function = self.names.take(&self.local(&format!("part-of-{path}")));
                match self.formula(of, &Scene::Payload(&line), None, Sort::Number) {
                    Ok(number) => {
                        let named = if number.mentions("place") { "place" } else { "_place" };
                        let parameters = vec![(named.to_owned(), Type::Place)];
                        let gives = Type::Decimal.maybe();
                        self.function(function.clone(), parameters, gives, vec![Statement::Return(number)]);
                    }
                    Err((span, why)) => self.refuse(span, why),
                }
                let (gather, over) = match fold.kind {
                    FoldKind::Count => (Runtime::Gathered, Runtime::Count),
                    FoldKind::Min => (Runtime::GatheredSome, Runtime::Least),
                    FoldKind::Max => (Runtime::GatheredSome, Runtime::Greatest),
                    FoldKind::First => (Runtime::GatheredSome, Runtime::FirstIn),
                    FoldKind::Last => (Runtime::GatheredSome, Runtime::LastIn),
                    FoldKind::Sum | FoldKind::Any | FoldKind::All => (Runtime::Gathered, Runtime::SumOf),
                };
                let arguments = [place.clone(), rule.clone(), found, Expression::Name(function)];
                Expression::call(over, [Expression::call(gather, arguments)])
            }
        };
        let site = Site { span: value.span, place: place.clone(), rule, path: path.clone(), whole: None };
        let made = self.apply(&value.read, &value.role, made, &site);
        let name = body.names.take(&self.local(&path));
        body.statements.push(Statement::Let(name.clone(), self.program.role_type(&value.role).maybe(), made));
        body.values.insert(value.slot, Expression::Name(name));
    }

    /// Asks that a control total of the payload is what the object gives.
    pub(super) fn total_read(
        &mut self,
        total: &Total,
        keys: &[Key],
        scene: &Scene<'_>,
        place: &Expression,
        statements: &mut Vec<Statement>,
    ) {
        match self.formula(&total.formula, scene, None, Sort::Number) {
            Err((span, why)) => self.refuse(span, why),
            Ok(number) => {
                let rule = self.total_rule(total, keys);
                let arguments = [place.clone(), rule, number, self.program.exception(total.raises)];
                statements.push(Statement::Do(Expression::call(Runtime::Total, arguments)));
            }
        }
    }

    /// The rule of a control total at some keys.
    pub(super) fn total_rule(&mut self, total: &Total, keys: &[Key]) -> Expression {
        self.rule(&RuleOf {
            span: total.span,
            foreign: keys,
            field: String::new(),
            scope: ErrorScope::Document,
            missing: MUST,
            called: "total",
        })
    }
}
