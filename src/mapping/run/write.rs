//! `write`: from the object to a payload.

use crate::mapping::ir::{
    self, Entry, Hindrance, Key, Lets, List, Mapping, Policy, Role, Slot, Sort, States, Value as Mapped, Wrap,
};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::record::{Direction, ErrorScope};
use crate::model::state_table::Cell;
use crate::model::value::Literal;
use crate::source::Span;

use super::admit::admitted;
use super::assemble::{Assembly, Branch, Source};
use super::condition::{Condition, Scene, Way, follow};
use super::formula::{Amount, Made};
use super::list::Unique;
use super::place::{How, Place, Report, Rule};
use super::reached::row_of_states;
use super::read::may_be_absent;
use super::rule::{self, Demand, MUST};
use super::shape::{Shape, names_to};
use super::step::{Site, Step, apply};
use super::text::wrapped;
use super::translate::{Names, condition, formula};
use super::tree::Tree;
use super::value::Value;
use super::wrong::Wrong;

/// One record, or what a flow carries of it, ready to be written.
#[derive(Clone, Debug)]
pub(super) struct Writer {
    start: Rule,
    level: Level,
}

/// An object, or one part of a list.
#[derive(Clone, Debug)]
struct Level {
    demands: Vec<Demand>,
    lines: Vec<Line>,
    size: usize,
    whole: Branch,
}

/// One line of the mapping; `to` is the position of what it computes.
#[derive(Clone, Debug)]
enum Line {
    Value(Box<One>),
    List { rule: Rule, way: Way, unique: Vec<Unique>, level: Box<Level>, to: usize },
    Total { rule: Rule, amount: Amount, to: usize },
    Part { rule: Rule, lines: Vec<Line> },
    States(Columns),
}

/// One value.
#[derive(Clone, Debug)]
struct One {
    rule: Rule,
    way: Way,
    role: Role,
    absent: Absent,
    /// Whether the field may be null.
    held: bool,
    /// Whether null stays null.
    keeps_null: bool,
    omit_if: Option<Condition>,
    steps: Vec<Step>,
    to: usize,
    /// How a long text is spread over this place and further ones, and where their values go.
    wrap: Option<(Wrap, Vec<usize>)>,
}

/// What a payload says of a field that is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Absent {
    /// The field is never absent.
    Never,
    /// Nothing.
    Left,
    /// Null.
    Null,
    /// It is a problem.
    Refused,
}

/// Status columns.
#[derive(Clone, Debug)]
struct Columns {
    rule: Rule,
    way: Way,
    /// Whether the field may be absent.
    optional: bool,
    /// For each state what each column says; `None` where the system cannot show it.
    rows: Vec<(String, Option<Vec<Literal>>)>,
    raises: Option<Id<Exception>>,
    to: Vec<usize>,
}

struct Preparation<'m> {
    model: &'m Model,
    shape: &'m Shape,
    lets: &'m Lets,
    hindrances: Vec<Hindrance>,
}

/// A level while it is made ready.
struct Draft {
    at: (Id<Object>, Option<Id<Field>>),
    size: usize,
    tree: Tree,
    demands: Vec<Demand>,
}

impl Draft {
    fn next(&mut self) -> usize {
        self.size += 1;
        self.size - 1
    }
}

impl Writer {
    /// Makes a mapping ready. `shape` is what the object has. `Err` says what cannot be carried out.
    pub fn new(model: &Model, mapping: &Mapping, shape: &Shape) -> Result<Self, Vec<Hindrance>> {
        let mut preparation = Preparation { model, shape, lets: &mapping.lets, hindrances: Vec::new() };
        let level = preparation.level(&mapping.body, (mapping.object, None), &mapping.root);
        let start = rule::plain(mapping.span, &mapping.root, String::new(), ErrorScope::Document, MUST);
        if preparation.hindrances.is_empty() { Ok(Self { start, level }) } else { Err(preparation.hindrances) }
    }

    /// Writes an object.
    pub fn write(&self, object: &Value, report: &mut Report) -> Option<Value> {
        let whole = Place::whole(None);
        if !matches!(object, Value::Object(_)) {
            whole.problem(&self.start, Wrong::WrongType, Some(object.clone()), None, report);
            return None;
        }
        self.level.write(object, &whole.inside(&self.start, None), report)
    }
}

impl Level {
    fn write(&self, object: &Value, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        for demand in &self.demands {
            demand.check(object, place, report);
        }
        let mut values = vec![None; self.size];
        write_lines(&self.lines, object, place, &mut values, report);
        Assembly { place, values: &values, report }.whole(&self.whole)
    }
}

fn write_lines(lines: &[Line], object: &Value, place: &Place<'_>, values: &mut [Option<Value>], report: &mut Report) {
    for line in lines {
        match line {
            Line::Value(one) => {
                let written = one.write(object, place, report);
                match &one.wrap {
                    None => values[one.to] = written,
                    Some((wrap, further)) => one.spread(written, wrap, further, place, values, report),
                }
            }
            Line::List { rule, way, unique, level, to } => {
                if let Some(Value::List(parts)) = follow(Some(object), way) {
                    for unique in unique {
                        unique.check(parts, place, report);
                    }
                }
                values[*to] = write_list(rule, way, level, object, place, report);
            }
            Line::Total { rule, amount, to } => {
                report.reached.lines.insert(rule.span);
                let number = amount.number(Scene::Object(Some(object))).and_then(|number| number.to_number());
                if number.is_none() {
                    place.problem(rule, Wrong::Incomplete, None, None, report);
                }
                values[*to] = number.map(Value::Number);
            }
            Line::Part { rule, lines } => {
                write_lines(lines, object, &place.inside(rule, None), values, report);
            }
            Line::States(columns) => columns.write(object, place, values, report),
        }
    }
}

impl One {
    fn write(&self, object: &Value, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        if self.omit_if.as_ref().is_some_and(|condition| condition.holds(Scene::Object(Some(object)))) {
            return None;
        }
        let found = follow(Some(object), &self.way);
        if found.is_some() {
            report.reached.lines.insert(self.rule.span);
        }
        let found = match found {
            Some(Value::Null) if self.held && self.keeps_null => return Some(Value::Null),
            Some(Value::Null) => return self.or_null(place.missing(&self.rule, How::Null, report)),
            None if self.held && !self.keeps_null && self.absent != Absent::Null => {
                return place.missing(&self.rule, How::Absent, report);
            }
            None => return self.absent(place, report),
            Some(found) => found,
        };
        let site = Site { place, rule: &self.rule, role: &self.role, whole: Some(object) };
        let written = match admitted(found, &self.role) {
            Ok(found) => apply(&self.steps, found, &site, report),
            Err(wrong) => {
                place.problem(&self.rule, wrong, Some(found.clone()), None, report);
                None
            }
        };
        self.or_null(written)
    }

    /// Puts the pieces of a long text where they go.
    fn spread(
        &self,
        written: Option<Value>,
        wrap: &Wrap,
        further: &[usize],
        place: &Place<'_>,
        values: &mut [Option<Value>],
        report: &mut Report,
    ) {
        let Some(Value::Text(text)) = &written else {
            values[self.to] = written;
            return;
        };
        let Some(pieces) = wrapped(text, wrap.at as usize, further.len() + 1) else {
            place.problem(&self.rule, Wrong::TooLong, written, wrap.overflow, report);
            return;
        };
        for (to, piece) in [self.to].iter().chain(further).zip(pieces) {
            values[*to] = Some(Value::Text(piece));
        }
    }

    fn absent(&self, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        match self.absent {
            Absent::Left => None,
            Absent::Null => Some(Value::Null),
            Absent::Refused => place.missing(&self.rule, How::Absent, report),
            Absent::Never => {
                let rule = Rule { missing: MUST, ..self.rule.clone() };
                place.missing(&rule, How::Absent, report)
            }
        }
    }

    fn or_null(&self, written: Option<Value>) -> Option<Value> {
        if self.absent == Absent::Null { Some(written.unwrap_or(Value::Null)) } else { written }
    }
}

fn write_list(
    rule: &Rule,
    way: &Way,
    level: &Level,
    object: &Value,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Value> {
    let Some(found) = follow(Some(object), way) else { return place.missing(rule, How::Absent, report) };
    let Value::List(items) = found else {
        place.problem(rule, Wrong::WrongType, Some(found.clone()), None, report);
        return None;
    };
    report.reached.lines.insert(rule.span);
    let mut lines = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let line = place.line(rule, None, lines.len(), at, report);
        if !matches!(item, Value::Object(_)) {
            let here = Rule { foreign: Vec::new(), field: String::new(), ..rule.clone() };
            line.problem(&here, Wrong::WrongType, Some(item.clone()), None, report);
            continue;
        }
        let made = level.write(item, &line, report);
        lines.extend(made.filter(|_| !line.has_failed()));
    }
    Some(Value::List(lines))
}

impl Columns {
    fn write(&self, object: &Value, place: &Place<'_>, values: &mut [Option<Value>], report: &mut Report) {
        let Some(found) = follow(Some(object), &self.way) else {
            if !self.optional {
                place.missing::<Value>(&self.rule, How::Absent, report);
            }
            return;
        };
        report.reached.lines.insert(self.rule.span);
        let is = |(state, _): &&(String, _)| matches!(found, Value::Text(text) if text == state);
        match self.rows.iter().find(is) {
            Some((_, None)) => {}
            Some((state, Some(shown))) => {
                let cells: Vec<Cell> = shown.iter().cloned().map(Cell::Is).collect();
                report.reached.rows.insert(row_of_states(self.rule.span, &cells, Some(state.clone())));
                for (to, literal) in self.to.iter().zip(shown) {
                    values[*to] = Some(Value::constant(literal));
                }
            }
            None => place.problem(&self.rule, Wrong::UnknownCode, Some(found.clone()), self.raises, report),
        }
    }
}

impl Preparation<'_> {
    fn level(&mut self, entries: &[Entry], at: (Id<Object>, Option<Id<Field>>), root: &[Key]) -> Level {
        let mut draft = Draft { at, size: 0, tree: Tree::default(), demands: Vec::new() };
        let lines = self.lines(entries, root, &mut draft);
        Level { demands: draft.demands, lines, size: draft.size, whole: draft.tree.build() }
    }

    fn hinder(&mut self, span: Span, why: String) {
        self.hindrances.push(Hindrance { span, why, direction: Direction::Write });
    }

    fn condition(&mut self, formula: &crate::model::expression::Formula, draft: &Draft) -> Option<Condition> {
        let names = Names::object(draft.at, self.shape, self.lets);
        condition(self.model, formula, names).map_err(|hindrance| self.hindrances.push(hindrance)).ok()
    }

    /// The lines of some entries, which stand at `way` in the payload.
    fn lines(&mut self, entries: &[Entry], way: &[Key], draft: &mut Draft) -> Vec<Line> {
        let mut lines = Vec::new();
        for entry in entries {
            match entry {
                Entry::Value(value) if value.direction.writes() => lines.extend(self.value(value, way, draft)),
                Entry::List(list) if list.direction.writes() => lines.extend(self.list(list, way, draft)),
                Entry::Part(part) => {
                    let inside = [way, &part.foreign].concat();
                    let rule = rule::of_part(part);
                    if part.optional {
                        let optional = Rule { foreign: inside.clone(), ..rule.clone() };
                        if let Err(why) = draft.tree.make_optional(&inside, optional) {
                            self.hinder(part.span, why);
                        }
                    }
                    lines.push(Line::Part { rule, lines: self.lines(&part.body, &inside, draft) });
                }
                Entry::Constant(constant) if constant.direction.writes() => {
                    let source = Source::Constant(Value::constant(&constant.value));
                    self.insert(&[way, &constant.foreign].concat(), source, false, constant.span, draft);
                }
                Entry::States(states) => lines.extend(self.states(states, way, draft).map(Line::States)),
                Entry::Require(require) => {
                    if let Some(condition) = self.condition(&require.condition, draft) {
                        let (rule, raises) = (rule::of_require(require), require.raises);
                        draft.demands.push(Demand { condition, rule, raises });
                    }
                }
                Entry::Total(total) => lines.extend(self.total(total, way, draft)),
                Entry::Value(_) | Entry::List(_) | Entry::Constant(_) | Entry::Fold(_) => {}
            }
        }
        lines
    }

    fn total(&mut self, total: &ir::Total, way: &[Key], draft: &mut Draft) -> Option<Line> {
        let names = Names::object(draft.at, self.shape, self.lets);
        let made = formula(self.model, &total.formula, names, Sort::Number);
        let made = made.map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let Made::Number(amount) = made else { return None };
        let rule = rule::plain(total.span, &total.foreign, String::new(), ErrorScope::Document, MUST);
        let to = draft.next();
        self.insert(&[way, &total.foreign].concat(), Source::Computed(to), false, total.span, draft);
        Some(Line::Total { rule, amount, to })
    }

    fn insert(&mut self, path: &[Key], source: Source, optional: bool, span: Span, draft: &mut Draft) {
        if let Err(why) = draft.tree.insert(path, source, optional) {
            self.hinder(span, why);
        }
    }

    fn value(&mut self, value: &Mapped, way: &[Key], draft: &mut Draft) -> Option<Line> {
        if !self.shape.has(value.slot.field) {
            return None;
        }
        let names = Names::object(draft.at, self.shape, self.lets);
        let steps = Step::all(self.model, &value.write, value.span, Direction::Write, names);
        let steps = steps.map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let omit_if = match &value.omit_if {
            Some(formula) => Some(self.condition(formula, draft)?),
            None => None,
        };
        let rule = rule::of_value(self.model, value);
        let held = self.model[value.slot.field].null;
        let keeps_null = value.null == Policy::Keep;
        let may_miss = self.shape.may_miss(self.model, value.slot.field);
        let absent = match value.null == Policy::Skip && value.absent != Policy::Skip {
            _ if !may_miss => Absent::Never,
            true => Absent::Null,
            false if (held && !keeps_null) || may_be_absent(&rule) => Absent::Left,
            false => Absent::Refused,
        };
        let to = draft.next();
        let optional = absent == Absent::Left || omit_if.is_some();
        self.insert(&[way, &value.foreign].concat(), Source::Computed(to), optional, value.span, draft);
        let wrap = value.wrap.clone().map(|wrap| {
            let further = wrap.places.iter().map(|place| {
                let to = draft.next();
                self.insert(&[way, place].concat(), Source::Computed(to), true, value.span, draft);
                to
            });
            let further = further.collect();
            (wrap, further)
        });
        let here = rule::slot_way(self.model, value.slot);
        let one = One { rule, way: here, role: value.role.clone(), absent, held, keeps_null, omit_if, steps, to, wrap };
        Some(Line::Value(Box::new(one)))
    }

    fn list(&mut self, list: &List, way: &[Key], draft: &mut Draft) -> Option<Line> {
        if !self.shape.has(list.field) {
            return None;
        }
        let level = self.level(&list.body, (self.model[list.field].object, Some(list.field)), &[]);
        let to = draft.next();
        self.insert(&[way, &list.foreign].concat(), Source::Computed(to), false, list.span, draft);
        let rule = rule::of_list(self.model, list);
        let names = names_to(self.model, Slot { field: list.field, part: None });
        let unique = list.unique.iter().map(|unique| rule::of_unique(self.model, list, unique)).collect();
        Some(Line::List { rule, way: names, unique, level: Box::new(level), to })
    }

    fn states(&mut self, states: &States, way: &[Key], draft: &mut Draft) -> Option<Columns> {
        if !self.shape.has(states.field) {
            return None;
        }
        let names = names_to(self.model, Slot { field: states.field, part: None });
        let foreign = states.columns.first().map_or(&[][..], Vec::as_slice);
        let rule = rule::plain(states.span, foreign, names.join("."), ErrorScope::Document, MUST);
        let optional = self.shape.may_miss(self.model, states.field);
        let omits = states.write.iter().any(|(_, values)| values.is_none());
        let mut to = Vec::new();
        for column in &states.columns {
            to.push(draft.next());
            let source = Source::Computed(draft.size - 1);
            self.insert(&[way, column].concat(), source, omits || optional, states.span, draft);
        }
        let name = |state: &Id<State>| self.model[*state].name.text.to_string();
        let rows = states.write.iter().map(|(state, values)| (name(state), values.clone())).collect();
        Some(Columns { rule, way: names, optional, rows, raises: states.raises, to })
    }
}
