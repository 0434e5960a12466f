//! Lists: what is done with their parts before each is mapped, and what is asked of all of them.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use crate::mapping::ir::{Join, Key, ListOp, Role};
use crate::model::id::Id;
use crate::model::list_step::{FoldKind, Many, SortOrder};
use crate::model::operations::Exception;

use super::condition::{Condition, Scene, Way, follow};
use super::exact::Exact;
use super::formula::Amount;
use super::place::{How, Place, Report, Rule};
use super::step::{Site, Step, apply};
use super::value::Value;
use super::wrong::Wrong;

/// Fields whose values are never the same in two parts.
#[derive(Clone, Debug)]
pub(super) struct Unique {
    pub rule: Rule,
    pub ways: Vec<Way>,
    pub raises: Option<Id<Exception>>,
}

impl Unique {
    /// Takes note of every part with values that an earlier one has. A part that lacks one of them is no other's double.
    pub fn check(&self, parts: &[Value], place: &Place<'_>, report: &mut Report) {
        report.reached.lines.insert(self.rule.span);
        let mut seen = BTreeSet::new();
        for part in parts {
            let values: Option<Vec<&Value>> = self.ways.iter().map(|way| follow(Some(part), way)).collect();
            let Some(values) = values else { continue };
            let key: Vec<String> = values.iter().map(|value| key_of(value)).collect();
            if !seen.insert(key) {
                let values = Value::List(values.into_iter().cloned().collect());
                place.problem(&self.rule, Wrong::NotAsRequired, Some(values), self.raises, report);
            }
        }
    }
}

/// A control total.
#[derive(Clone, Debug)]
pub(super) struct Total {
    pub rule: Rule,
    pub amount: Amount,
    pub raises: Id<Exception>,
}

impl Total {
    /// Takes note when the payload says another number than the object gives.
    pub fn check(&self, whole: &Value, place: &Place<'_>, report: &mut Report) {
        report.reached.lines.insert(self.rule.span);
        let stated = Amount::Foreign(self.rule.foreign.clone()).number(Scene::Payload(place));
        if stated.is_none() || stated != self.amount.number(Scene::Object(Some(whole))) {
            let found = place.find(&self.rule.foreign).cloned();
            place.problem(&self.rule, Wrong::NotAsRequired, found, Some(self.raises), report);
        }
    }
}

/// A value over the parts of a list of the payload.
#[derive(Clone, Debug)]
pub(super) struct Fold {
    pub ops: Vec<ListOp>,
    pub filter: Option<Condition>,
    pub kind: FoldKind,
    pub of: Option<Amount>,
    pub steps: Vec<Step>,
}

impl Fold {
    pub fn read(&self, rule: &Rule, of: &Role, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        report.reached.lines.insert(rule.span);
        let items = items(place.find(&rule.foreign)?, &rule.foreign)?;
        let items = arranged(items, &self.ops, rule, place, report);
        let mut numbers = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let line = place.line(rule, Some(item), at, at, report);
            if self.filter.as_ref().is_some_and(|filter| !filter.holds(Scene::Payload(&line))) {
                continue;
            }
            numbers.push(match &self.of {
                Some(of) => of.number(Scene::Payload(&line)),
                None => Some(Exact::of_whole(1)),
            });
        }
        let Some(numbers) = numbers.into_iter().collect::<Option<Vec<Exact>>>() else {
            place.problem(rule, Wrong::Incomplete, None, None, report);
            return None;
        };
        let found = match self.kind {
            FoldKind::Count => Some(Exact::of_whole(numbers.len() as u128)),
            FoldKind::Sum => Some(numbers.iter().fold(Exact::default(), |sum, number| sum.plus(number))),
            FoldKind::Min => numbers.into_iter().min(),
            FoldKind::Max => numbers.into_iter().max(),
            FoldKind::First => numbers.into_iter().next(),
            FoldKind::Last => numbers.into_iter().next_back(),
            FoldKind::Any | FoldKind::All => None,
        };
        let Some(found) = found else { return place.missing(rule, How::Absent, report) };
        let site = Site { place, rule, role: of, whole: None };
        apply(&self.steps, Value::Decimal(found), &site, report)
    }
}

/// The parts of a list; those only that have the values of the key that leads to it.
pub(super) fn items(found: &Value, keys: &[Key]) -> Option<Vec<Value>> {
    let Value::List(items) = found else { return None };
    let fits = |item: &&Value| match keys.last() {
        Some(Key::Qualified(_, pairs)) => pairs.iter().all(|(name, is)| has(item, name, is)),
        _ => true,
    };
    Some(items.iter().filter(fits).cloned().collect())
}

/// Whether a part has a text as a member.
pub(super) fn has(part: &Value, name: &str, is: &str) -> bool {
    matches!(part.member(name), Some(Value::Text(text)) if text == is)
}

/// The parts of a list after what is done with them first.
pub(super) fn arranged(
    items: Vec<Value>,
    ops: &[ListOp],
    rule: &Rule,
    place: &Place<'_>,
    report: &mut Report,
) -> Vec<Value> {
    let mut items = items;
    for op in ops {
        match op {
            ListOp::Concatenate(paths) => {
                for path in paths {
                    items.extend(place.find(path).and_then(|found| self::items(found, path)).unwrap_or_default());
                }
            }
            ListOp::Flatten(path) => {
                let inner =
                    |item: &Value| Place::whole(Some(item)).find(path).and_then(|found| self::items(found, path));
                items = items.iter().flat_map(|item| inner(item).unwrap_or_default()).collect();
            }
            ListOp::Sort(paths, order) => {
                let keys = |item: &Value| -> Vec<Option<Value>> {
                    paths.iter().map(|path| Place::whole(Some(item)).find(path).cloned()).collect()
                };
                items.sort_by(|left, right| {
                    let (left, right) = (keys(left), keys(right));
                    let mut compared =
                        left.iter().zip(&right).map(|(left, right)| ordered(left.as_ref(), right.as_ref()));
                    let found = compared.find(|order| *order != Ordering::Equal).unwrap_or(Ordering::Equal);
                    if *order == SortOrder::Descending { found.reverse() } else { found }
                });
            }
            ListOp::Join(join) => items = joined(items, join, rule, place, report),
        }
    }
    items
}

/// Every part with the parts of another list that belong to it, found by their keys.
fn joined(items: Vec<Value>, join: &Join, rule: &Rule, place: &Place<'_>, report: &mut Report) -> Vec<Value> {
    let others = place.find(&join.other).and_then(|found| self::items(found, &join.other)).unwrap_or_default();
    let key = |item: &Value, paths: &mut dyn Iterator<Item = &Vec<Key>>| -> Option<Vec<String>> {
        paths
            .map(|path| match Place::whole(Some(item)).find(path) {
                None | Some(Value::Null) => None,
                Some(found) => Some(key_of(found)),
            })
            .collect()
    };
    let mut index: BTreeMap<Vec<String>, Vec<&Value>> = BTreeMap::new();
    for other in &others {
        if let Some(key) = key(other, &mut join.on.iter().map(|(_, there)| there)) {
            index.entry(key).or_default().push(other);
        }
    }
    let mut made = Vec::with_capacity(items.len());
    for (at, mut item) in items.into_iter().enumerate() {
        let found = key(&item, &mut join.on.iter().map(|(here, _)| here)).and_then(|key| index.get(&key));
        let found: &[&Value] = found.map_or(&[], Vec::as_slice);
        let wrong = match (join.many, found.len()) {
            (Many::One, 0) => Some(Wrong::TooFew),
            (Many::One | Many::Optional, 2..) => Some(Wrong::TooMany),
            _ => None,
        };
        if let Some(wrong) = wrong {
            let here = Rule { foreign: Vec::new(), field: String::new(), ..rule.clone() };
            place.line(rule, None, at, at, report).problem(&here, wrong, None, join.miss, report);
        }
        let joined = match (join.many, found) {
            (Many::Many, found) => Some(Value::List(found.iter().copied().cloned().collect())),
            (_, [one, ..]) => Some((*one).clone()),
            (_, []) => None,
        };
        if let (Value::Object(members), Some(joined)) = (&mut item, joined) {
            members.retain(|(name, _)| *name != join.name);
            members.push((join.name.clone(), joined));
        }
        made.push(item);
    }
    made
}

/// A text that is the same for the same value of the same type, and for no other.
fn key_of(value: &Value) -> String {
    match value {
        Value::Number(number) => {
            let double = number.as_f64().map_or(0, |double| (double + 0.0).to_bits());
            format!("n{double:x}")
        }
        Value::Decimal(number) => format!("d{number}"),
        Value::Text(text) => format!("t{text}"),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

/// Numbers by their size, texts by their characters; what is of another kind comes before or after.
fn ordered(left: Option<&Value>, right: Option<&Value>) -> Ordering {
    let kind = |value: Option<&Value>| match value {
        None => 0,
        Some(Value::Null) => 1,
        Some(Value::Truth(false)) => 2,
        Some(Value::Truth(true)) => 3,
        Some(Value::Number(_) | Value::Decimal(_)) => 4,
        Some(Value::Text(_)) => 5,
        Some(Value::List(_) | Value::Object(_)) => 6,
    };
    match (left, right) {
        (Some(Value::Number(left)), Some(Value::Number(right))) => {
            let double = |number: &serde_json::Number| number.as_f64().unwrap_or_default();
            double(left).total_cmp(&double(right))
        }
        (Some(Value::Text(left)), Some(Value::Text(right))) => left.cmp(right),
        _ => kind(left).cmp(&kind(right)),
    }
}
