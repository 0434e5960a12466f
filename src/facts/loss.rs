//! What a value loses on one hop: the steps of the records at both ends that do not come back unchanged.

use crate::facts::lineage::Edge;
use crate::mapping::ir::{Entry, Mapping, Op, Role, Table, Value};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::End;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::source::Span;

/// A step of a mapping that loses something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The line of the record.
    pub span: Span,
    /// What it does, as "rounds to 2 digits after the point".
    pub how: String,
}

impl Loss {
    /// The first loss of a field on a hop: where the payload of the source is read, then where that of the receiver is
    /// written. `None` when nothing is lost, or no record says what happens.
    pub fn on(model: &Model, edge: &Edge, field: Id<Field>) -> Option<Self> {
        let flow = &model[edge.flow];
        let record = |end: &End| end.record.or(flow.record).and_then(|record| record.target);
        let read = flow.from.as_ref().and_then(record).and_then(|id| step(model, id, field, |value| &value.read));
        read.or_else(|| step(model, record(&flow.to[edge.end])?, field, |value| &value.write))
    }
}

fn step(model: &Model, record: Id<Record>, field: Id<Field>, way: fn(&Value) -> &Vec<Op>) -> Option<Loss> {
    let mapping = Mapping::of(model, record)?;
    let mut open: Vec<&Entry> = mapping.body.iter().rev().collect();
    while let Some(entry) = open.pop() {
        match entry {
            Entry::Value(value) if value.slot.field == field => {
                if let Some(how) = way(value).iter().find_map(|op| loses(op, &value.role)) {
                    return Some(Loss { span: value.span, how });
                }
            }
            Entry::List(list) => open.extend(list.body.iter().rev()),
            Entry::Part(part) => open.extend(part.body.iter().rev()),
            _ => {}
        }
    }
    None
}

/// What an operation loses of a value of a role.
fn loses(op: &Op, role: &Role) -> Option<String> {
    let most = match role {
        Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _) => digits.scale,
        _ => None,
    };
    match op {
        Op::Scale(digits, Some(_)) if most.is_none_or(|most| most > *digits) => {
            Some(format!("rounds to {digits} digits after the point"))
        }
        Op::Convert { scale, round: Some(_), .. } => {
            Some(format!("converts the unit and rounds to {scale} digits after the point"))
        }
        Op::Truncate(length, _) => Some(format!("cuts it to {length} characters")),
        Op::Before(_) | Op::After(_) | Op::Slice(..) | Op::Extract(..) => Some("keeps a part of the text".to_owned()),
        Op::Upper | Op::Lower => Some("changes the letters".to_owned()),
        Op::DateIn(_) => Some("keeps the date of an instant".to_owned()),
        Op::Decode(table) | Op::Encode(table) if merges(table) => Some("makes one code of several".to_owned()),
        _ => None,
    }
}

/// Whether two codes of this side become the same on the other.
fn merges(table: &Table) -> bool {
    table.assumes.is_some()
        || table
            .rows
            .iter()
            .enumerate()
            .any(|(at, (this, other))| table.rows[..at].iter().any(|(earlier, same)| earlier != this && same == other))
}
