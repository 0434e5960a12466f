//! Test matrices as CSV: one row for each case, with what it covers and what it must raise.

use crate::generate::Order;
use crate::matrix::{self, Condition, Constraint, Options, Parameter, Purpose, Space, Stronger, Value};
use crate::model::Model;
use crate::model::element::Element;
use crate::model::expression::{Formula, Meaning};
use crate::model::id::Id;
use crate::model::matrix::{Axis, AxisValues, Matrix};
use crate::model::name::Ref;
use crate::model::operations::Exception;
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::expression::{Expr, ExprId, Operator};

/// One CSV file for each matrix.
pub(super) fn generate(order: &mut Order<'_>) {
    let model = &order.analysis.facts.model;
    let named: Vec<Id<Matrix>> = order.generate.matrices.iter().filter_map(|matrix| matrix.target).collect();
    let wanted = if named.is_empty() { model.matrices.ids().collect() } else { named };
    for id in wanted {
        let matrix = &model.matrices[id];
        match space(model, matrix) {
            Err(Unclear { span, why }) => {
                order.cannot(format!("matrix `{}` cannot be computed", matrix.head.name), span, why);
            }
            Ok(space) => table(order, matrix, &space),
        }
    }
}

/// Something in a matrix that has no meaning for test cases.
struct Unclear {
    span: Span,
    why: String,
}

fn table(order: &mut Order<'_>, matrix: &Matrix, space: &Space) {
    let array = matrix::cover(space, &Options::default());
    if let Some(problem) = array.problems.first() {
        let why = format!("{problem:?}");
        order.cannot(format!("matrix `{}` cannot be computed", matrix.head.name), matrix.head.span, why);
        return;
    }
    let model = &order.analysis.facts.model;
    let mut csv = csv::Writer::from_writer(Vec::new());
    let mut write = |cells: Vec<String>| csv.write_record(cells).expect("writing to memory does not fail");
    let axes = space.parameters.iter().map(|axis| axis.name.clone());
    let head = ["case".to_owned()].into_iter().chain(axes);
    write(head.chain(["kind", "raises", "covers", "covered", "charter", "source"].map(str::to_owned)).collect());
    let (charter, source) = (order.charter(), order.place(matrix.head.span));
    for row in &array.rows {
        let cells =
            row.values.iter().enumerate().map(|(axis, value)| space.parameters[axis].values[*value].name.clone());
        let (kind, raises) = expectation(model, matrix, row.purpose);
        let permille = row.covered * 1000 / array.required.max(1);
        let percent = format!("{}.{}%", permille / 10, permille % 10);
        let tail = [kind.to_owned(), raises, row.new.to_string(), percent, charter.clone(), source.clone()];
        write([row.id.clone()].into_iter().chain(cells).chain(tail).collect());
    }
    let bytes = csv.into_inner().expect("writing to memory does not fail");
    let text = String::from_utf8(bytes).expect("all cells are text");
    order.write(&format!("{}.csv", matrix.head.name), text);
}

/// What must happen to a row: whether it is accepted, and what it raises.
fn expectation(model: &Model, matrix: &Matrix, purpose: Purpose) -> (&'static str, String) {
    let name = |raises: Option<Ref<Exception>>| {
        raises.and_then(|raises| raises.target).map_or(String::new(), |id| model.exceptions[id].head.name.to_string())
    };
    match purpose {
        Purpose::Valid => ("accept", String::new()),
        Purpose::InvalidValue { parameter, value } => match &matrix.axes[parameter].values {
            AxisValues::Listed(values) => ("refuse", name(values[value].raises)),
            _ => ("refuse", String::new()),
        },
        Purpose::Refused { constraint } => {
            let refused = constraint.checked_sub(matrix.never.len()).and_then(|at| matrix.refuse.get(at));
            ("refuse", name(refused.and_then(|refused| refused.raises)))
        }
    }
}

fn space(model: &Model, matrix: &Matrix) -> Result<Space, Unclear> {
    let parameters: Vec<Parameter> = matrix.axes.iter().map(|axis| parameter(model, matrix, axis)).collect();
    let mut constraints = Vec::new();
    for (conditions, make) in [
        (&matrix.never, Constraint::never as fn(String, Condition) -> Constraint),
        (&matrix.refuse, Constraint::refuse as fn(String, Condition) -> Constraint),
    ] {
        for condition in conditions {
            let Some(formula) = &condition.condition else { continue };
            let reading = Reading { parameters: &parameters, formula };
            constraints.push(make(
                format!("condition {}", constraints.len() + 1),
                reading.condition(formula.expression.root())?,
            ));
        }
    }
    let mut seeds = Vec::new();
    for seed in &matrix.seeds {
        let mut row = vec![None; parameters.len()];
        for (axis, value) in &seed.values {
            let Some(axis) = axis.target else { continue };
            let Literal::Text(name) = &value.value else {
                return Err(Unclear { span: value.span, why: "a value of an axis is a name".to_owned() });
            };
            row[axis] = Some(value_of(&parameters[axis], name, value.span)?);
        }
        seeds.push(row);
    }
    let strength = matrix.strength.map_or(2, |strength| strength.value as usize);
    let stronger = matrix.stronger.iter().map(|stronger| Stronger {
        parameters: stronger.axes.iter().filter_map(|axis| axis.target).collect(),
        strength: stronger.strength.map_or(strength, |said| said.value as usize),
    });
    Ok(Space { stronger: stronger.collect(), parameters, constraints, strength, seeds })
}

fn parameter(model: &Model, matrix: &Matrix, axis: &Axis) -> Parameter {
    let plain = |names: Vec<&str>| names.into_iter().map(Value::new).collect();
    let values: Vec<Value> = match &axis.values {
        AxisValues::Listed(values) => values
            .iter()
            .map(|value| Value {
                name: value.name.to_string(),
                weight: value.weight.as_ref().and_then(|weight| weight.value.to_string().parse().ok()).unwrap_or(1),
                invalid: value.invalid,
            })
            .collect(),
        AxisValues::Scope(scope) => plain(scope.target.map_or(Vec::new(), |scope| {
            model.scopes[scope].values.iter().map(|value| &*model.scope_values[*value].name.text).collect()
        })),
        AxisValues::Codes(codes) => codes.target.map_or(Vec::new(), |codes| {
            model.codes[codes].codes.iter().map(|code| Value::new(cell(&code.value.value))).collect()
        }),
        AxisValues::States => {
            let lifecycle = matrix.object.and_then(|object| object.target).and_then(|id| model.objects[id].lifecycle);
            plain(lifecycle.map_or(Vec::new(), |id| {
                model.lifecycles[id].states.iter().map(|state| &*model.states[*state].name.text).collect()
            }))
        }
        AxisValues::Exceptions => plain(model.exceptions.values().map(|exception| &*exception.name().text).collect()),
    };
    Parameter { name: axis.name.to_string(), values }
}

/// A code as a cell says it.
fn cell(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Boolean(truth) => truth.to_string(),
        Literal::Null => "null".to_owned(),
    }
}

fn value_of(parameter: &Parameter, name: &str, span: Span) -> Result<usize, Unclear> {
    parameter
        .values
        .iter()
        .position(|value| value.name == name)
        .ok_or_else(|| Unclear { span, why: format!("axis `{}` has no value `{name}`", parameter.name) })
}

/// Reads a condition over axes.
struct Reading<'a> {
    parameters: &'a [Parameter],
    formula: &'a Formula,
}

impl Reading<'_> {
    fn condition(&self, part: ExprId) -> Result<Condition, Unclear> {
        let expression = &self.formula.expression;
        match expression.part(part) {
            Expr::Not(inner) => Ok(Condition::Not(Box::new(self.condition(*inner)?))),
            Expr::Binary(Operator::And, a, b) => Ok(Condition::All(vec![self.condition(*a)?, self.condition(*b)?])),
            Expr::Binary(Operator::Or, a, b) => Ok(Condition::Any(vec![self.condition(*a)?, self.condition(*b)?])),
            Expr::Binary(Operator::Equal, a, b) => self.one_of(*a, &[*b]),
            Expr::Binary(Operator::NotEqual, a, b) => Ok(Condition::Not(Box::new(self.one_of(*a, &[*b])?))),
            Expr::In(axis, values) => self.one_of(*axis, values),
            _ => Err(Unclear {
                span: expression.span(part),
                why: "a condition compares axes with values, joined by `and`, `or` and `not`".to_owned(),
            }),
        }
    }

    fn one_of(&self, axis: ExprId, values: &[ExprId]) -> Result<Condition, Unclear> {
        let span = |part| self.formula.expression.span(part);
        let Some(Meaning::Axis(parameter)) = self.formula.meaning(axis) else {
            return Err(Unclear { span: span(axis), why: "this is not an axis".to_owned() });
        };
        let values = values.iter().map(|value| match self.formula.expression.part(*value) {
            Expr::Name(name) | Expr::Text(name) => value_of(&self.parameters[parameter], name, span(*value)),
            _ => Err(Unclear { span: span(*value), why: "a value of an axis is a name".to_owned() }),
        });
        Ok(Condition::In { parameter, values: values.collect::<Result<_, _>>()? })
    }
}
