//! `charter why`: who owns a field, how it gets somewhere, how old it can be, and why not where it does not.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::facts::figures;
use crate::facts::freshness::{Age, UNBOUNDED};
use crate::facts::lineage::Role;
use crate::facts::territory::Dimension;
use crate::host::paths::CannotRun;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::Place;
use crate::query::why::{Absence, Answer, Arrival, Question, Reason, why};
use crate::source::Span;

use super::arguments::Why;
use super::judged::Judged;
use super::owners::named_object;
use super::render::clean;
use super::terminal::{Failure, Outcome, Terminal, out};

/// Answers for every field that the path means.
pub fn run(arguments: &Why, terminal: Terminal) -> Result<Outcome, Failure> {
    let judged = Judged::new(&arguments.path, None)?;
    let facts = &judged.analysis.facts;
    let model = &facts.model;
    let at = arguments.at.as_deref().map(|name| named(model, name)).transpose()?;
    let only = arguments.scope.iter().map(|said| dimension(model, said)).collect::<Result<Vec<_>, _>>()?;
    let place = place(model, &arguments.field)?;
    let fields = facts.lineage().leaves.under(place).to_vec();
    let mut out = out();
    for (index, field) in fields.into_iter().enumerate() {
        let question = Question { field, at, only: only.clone() };
        if let Some(answer) = why(facts, &question) {
            if index > 0 {
                writeln!(out)?;
            }
            Page { judged: &judged, model }.write(&mut out, field, &answer)?;
        }
    }
    out.flush()?;
    judged.warn_of_errors(terminal)
}

fn place(model: &Model, path: &str) -> Result<Place, CannotRun> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let object = named_object(model, name)?;
    let Some(rest) = rest else { return Ok(Place { object, field: None }) };
    let mut inside = &model[object].fields;
    let mut field = None;
    for segment in rest.split('.') {
        let Some(found) = inside.iter().find(|field| &*model[**field].name.text == segment) else {
            let known: Vec<String> = inside.iter().map(|field| format!("`{}`", model[*field].name)).collect();
            let refused = CannotRun::new(format!("there is no field `{}` in `{path}`", clean::line(segment)));
            return Err(refused.help(format!("there are {}", known.join(", "))));
        };
        field = Some(*found);
        inside = &model[*found].children;
    }
    Ok(Place { object, field })
}

fn named<T: Element>(model: &Model, name: &str) -> Result<Id<T>, CannotRun> {
    let arena = T::arena(model);
    let found = arena.iter().find(|(_, element)| &*element.name().text == name);
    found.map(|(id, _)| id).ok_or_else(|| {
        let known: Vec<String> = arena.values().map(|element| format!("`{}`", element.name())).collect();
        CannotRun::new(format!("there is no {} `{}`", T::KIND, clean::line(name)))
            .help(format!("there are {}", known.join(", ")))
    })
}

/// `site=dal1`, or `phase=pilot`.
fn dimension(model: &Model, said: &str) -> Result<(Dimension, usize), CannotRun> {
    let Some((name, value)) = said.split_once('=') else {
        return Err(CannotRun::new(format!("`{}` is no `scope=value`", clean::line(said))));
    };
    if name == "phase" {
        return Ok((Dimension::Phase, named::<crate::model::phase::Phase>(model, value)?.index()));
    }
    let scope = named::<crate::model::scope::Scope>(model, name)?;
    let values = &model[scope].values;
    let position = values.iter().position(|known| &*model[*known].name.text == value);
    let position = position.ok_or_else(|| {
        let known: Vec<String> = values.iter().map(|value| format!("`{}`", model[*value].name)).collect();
        CannotRun::new(format!("`{}` is no value of `{name}`", clean::line(value)))
            .help(format!("there are {}", known.join(", ")))
    })?;
    Ok((Dimension::Scope(scope), position))
}

struct Page<'p> {
    judged: &'p Judged,
    model: &'p Model,
}

impl Page<'_> {
    fn write(&self, out: &mut dyn Write, field: Id<Field>, answer: &Answer) -> io::Result<()> {
        let model = self.model;
        writeln!(out, "{}", model[field].path(model))?;
        if answer.too_complex {
            return writeln!(out, "  has too many cases; nothing was concluded");
        }
        if answer.owners.is_empty() {
            writeln!(out, "  has no settled owner here; `charter check` says why")?;
        }
        for owner in &answer.owners {
            let system = owner.system.map_or("nobody", |system| &*model[system].name().text);
            writeln!(out, "  owned by `{system}` {}", when(&owner.cases))?;
        }
        self.formula(out, field)?;
        for at in &answer.systems {
            writeln!(out, "  at `{}`:", model[at.system].name())?;
            at.arrivals.iter().try_for_each(|arrival| self.arrival(out, arrival))?;
            at.absence.iter().try_for_each(|absence| self.absence(out, absence))?;
        }
        Ok(())
    }

    /// By whom a value is computed, and from what.
    fn formula(&self, out: &mut dyn Write, field: Id<Field>) -> io::Result<()> {
        let model = self.model;
        let Some(derivation) = model[field].derivation.map(|id| &model.derivations[id]) else { return Ok(()) };
        let by =
            derivation.by.and_then(|by| by.target).map_or(String::new(), |by| format!(" by `{}`", model[by].name()));
        let inputs = derivation.formula.iter().flat_map(crate::model::expression::Formula::fields);
        let inputs: BTreeSet<String> = inputs.map(|place| format!("`{}`", model.place_path(place))).collect();
        let from = inputs.into_iter().collect::<Vec<_>>().join(", ");
        writeln!(out, "  computed{by} from {from} ({})", self.at(derivation.head.span))
    }

    fn arrival(&self, out: &mut dyn Write, arrival: &Arrival) -> io::Result<()> {
        if arrival.role == Role::Owner {
            return writeln!(out, "    it decides the value {}", when(&arrival.cases));
        }
        writeln!(out, "    {}, {}", age(&arrival.lasting), when(&arrival.cases))?;
        self.hops(out, &arrival.lasting)?;
        if let Some(at) = arrival.lasting.overwritten
            && arrival.lasting.time != arrival.freshest.time
        {
            let slow = self.flow(arrival.lasting.hops[at].flow);
            writeln!(
                out,
                "      {slow} can put an old value over a newer one; with a version guard the value is {}:",
                age(&arrival.freshest)
            )?;
            self.hops(out, &arrival.freshest)?;
        }
        Ok(())
    }

    fn hops(&self, out: &mut dyn Write, age: &Age) -> io::Result<()> {
        for hop in &age.hops {
            let [from, to] = [hop.from, hop.to].map(|system| self.model[system].name());
            let time = if hop.time == UNBOUNDED { "nothing bounds it".to_owned() } else { figures::time(hop.time) };
            let queue = if hop.queue.0 > 0 && hop.time != UNBOUNDED {
                format!(", of which {} in queues at the peak", figures::time(hop.queue))
            } else {
                String::new()
            };
            writeln!(out, "      `{from}` to `{to}`: {time}{queue}, by {}", self.flow(hop.flow))?;
        }
        Ok(())
    }

    fn absence(&self, out: &mut dyn Write, absence: &Absence) -> io::Result<()> {
        match when(&absence.cases).as_str() {
            "everywhere" => writeln!(out, "    it does not come there")?,
            cases => writeln!(out, "    it does not come there {cases}")?,
        }
        if absence.reasons.is_empty() {
            return writeln!(out, "      no flow brings the object to this system");
        }
        absence.reasons.iter().try_for_each(|reason| {
            let text = match reason {
                Reason::LeftOut(flow) => format!("{} leaves it out", self.flow(*flow)),
                Reason::Elsewhere(flow, other) if other.iter().all(String::is_empty) => {
                    format!("{} is not live there", self.flow(*flow))
                }
                Reason::Elsewhere(flow, other) => format!("{} brings it only {}", self.flow(*flow), when(other)),
                Reason::SourceLacks(flow, from) => {
                    format!("{} would bring it, and `{}` does not have it", self.flow(*flow), self.model[*from].name())
                }
                Reason::OnlyAsks(flow) => {
                    format!("{} asks the owner for a change, and brings no value", self.flow(*flow))
                }
            };
            writeln!(out, "      {text}")
        })
    }

    /// A flow and where it stands.
    fn flow(&self, flow: Id<Flow>) -> String {
        let flow = &self.model[flow];
        format!("flow `{}` ({})", flow.head.name, self.at(flow.head.span))
    }

    fn at(&self, span: Span) -> String {
        let file = self.judged.analysis.sources.file(span.file);
        format!("{}:{}", clean::line(file.path()), file.position(span.start).line)
    }
}

fn when(said: &[String]) -> String {
    match said {
        [] => "everywhere".to_owned(),
        said if said.iter().any(String::is_empty) => "everywhere".to_owned(),
        said => format!("when {}", said.join(", or when ")),
    }
}

fn age(age: &Age) -> String {
    match age.time {
        UNBOUNDED => "of any age".to_owned(),
        time => format!("at most {} old", figures::time(time)),
    }
}
