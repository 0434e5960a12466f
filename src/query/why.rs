//! How a field gets to a system, how old it can be there, and why not where it does not.

use std::collections::{BTreeMap, BTreeSet};

use fixedbitset::FixedBitSet;

use crate::facts::Facts;
use crate::facts::atoms::Atom;
use crate::facts::freshness::{Age, Hop, Regard};
use crate::facts::lineage::{Course, Role, Web};
use crate::facts::territory::Dimension;
use crate::model::field::Field;
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::model::system::System;

use super::owners::Owner;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// The field.
    pub field: Id<Field>,
    /// The system at which it is wanted; every system that has it when left out.
    pub at: Option<Id<System>>,
    /// Only these values of these dimensions.
    pub only: Vec<(Dimension, usize)>,
}

/// The answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Who decides the value, and where.
    pub owners: Vec<Owner>,
    /// What is known about each system that was asked for.
    pub systems: Vec<At>,
    /// Whether nothing was concluded, because there are too many cases; that has been reported.
    pub too_complex: bool,
}

/// A field at one system.
#[derive(Clone, Debug)]
pub struct At {
    /// The system.
    pub system: Id<System>,
    /// The ways by which it comes there, each with its cases.
    pub arrivals: Vec<Arrival>,
    /// The cases in which it does not.
    pub absence: Option<Absence>,
}

/// One way to a system.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The cases in the author's words; an empty text is everywhere.
    pub cases: Vec<String>,
    /// What the system has to do with the value there.
    pub role: Role,
    /// How old the value can be, with the hops; no hops for who decides it.
    pub lasting: Age,
    /// How old it would be at most if every receiver turned older values away.
    pub freshest: Age,
}

/// Cases in which a value does not come to a system.
#[derive(Clone, Debug)]
pub struct Absence {
    /// The cases in the author's words.
    pub cases: Vec<String>,
    /// What comes closest to bringing it.
    pub reasons: Vec<Reason>,
}

/// Why a flow to a system does not bring a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It carries the object, and leaves the field out.
    LeftOut(Id<Flow>),
    /// It carries the field in these other cases only.
    Elsewhere(Id<Flow>, Vec<String>),
    /// It carries the field, and its source does not have it.
    SourceLacks(Id<Flow>, Id<System>),
    /// It asks for a change of the value, and brings none.
    OnlyAsks(Id<Flow>),
}

/// Answers a question; `None` for a group or a list.
pub fn why(facts: &Facts, question: &Question) -> Option<Answer> {
    let course = facts.lineage().course(question.field)?;
    let mut answer = Answer { too_complex: course.too_complex, ..Answer::default() };
    let cases: Vec<(Atom, &Web)> =
        course.cases().filter(|(atom, _)| is_asked(facts, course, *atom, question)).collect();
    answer.owners = owners(facts, course, &cases);
    let holders = cases.iter().flat_map(|(_, web)| web.holders());
    let systems: BTreeSet<Id<System>> = match question.at {
        Some(system) => BTreeSet::from([system]),
        None => holders.filter(|system| cases.iter().any(|(_, web)| !web.is_owner(*system))).collect(),
    };
    answer.systems = systems.into_iter().map(|system| at(facts, course, question.field, system, &cases)).collect();
    Some(answer)
}

fn is_asked(facts: &Facts, course: &Course, atom: Atom, question: &Question) -> bool {
    let point = course.space.point(atom);
    question.only.iter().all(|(dimension, value)| {
        let mut values = FixedBitSet::with_capacity(dimension.size(&facts.model));
        values.insert(*value);
        course.space.only(course.space.whole(), *dimension, &values).is_some_and(|part| part.contains(&point))
    })
}

fn owners(facts: &Facts, course: &Course, cases: &[(Atom, &Web)]) -> Vec<Owner> {
    let mut atoms: BTreeMap<Id<System>, Vec<Atom>> = BTreeMap::new();
    for (atom, web) in cases {
        for owner in &web.owners {
            atoms.entry(*owner).or_default().push(*atom);
        }
    }
    let owner = |(system, atoms): (Id<System>, Vec<Atom>)| Owner {
        system: Some(system),
        cases: course.describe(&facts.model, &atoms),
    };
    atoms.into_iter().map(owner).collect()
}

/// What makes two arrivals the same: the role, and the hops of both ages.
type Way = (Role, Vec<Hop>, Vec<Hop>);

fn at(facts: &Facts, course: &Course, field: Id<Field>, system: Id<System>, cases: &[(Atom, &Web)]) -> At {
    let (model, lineage) = (&facts.model, facts.lineage());
    let age = |atom, regard| facts.freshness().age(model, lineage, field, (atom, system), regard);
    let mut ways: Vec<(Way, Arrival, Vec<Atom>)> = Vec::new();
    let mut missing = Vec::new();
    for (atom, web) in cases {
        let (Some(lasting), Some(freshest)) = (age(*atom, Regard::Lasting), age(*atom, Regard::Freshest)) else {
            missing.push(*atom);
            continue;
        };
        let role = web.role(&course.edges, system);
        let way: Way = (role, lasting.hops.clone(), freshest.hops.clone());
        match ways.iter_mut().find(|(known, ..)| *known == way) {
            Some((_, _, atoms)) => atoms.push(*atom),
            None => ways.push((way, Arrival { cases: Vec::new(), role, lasting, freshest }, vec![*atom])),
        }
    }
    let arrivals =
        ways.into_iter().map(|(_, arrival, atoms)| Arrival { cases: course.describe(model, &atoms), ..arrival });
    let absence = (!missing.is_empty()).then(|| Absence {
        cases: course.describe(model, &missing),
        reasons: reasons(facts, course, system, &missing),
    });
    At { system, arrivals: arrivals.collect(), absence }
}

/// Why the flows to a system do not bring the value in these cases.
fn reasons(facts: &Facts, course: &Course, system: Id<System>, missing: &[Atom]) -> Vec<Reason> {
    let model = &facts.model;
    let mut reasons = BTreeSet::new();
    let mut carrying = BTreeSet::new();
    for (index, edge) in course.edges.iter().enumerate().filter(|(_, edge)| edge.to == system) {
        carrying.insert(edge.flow);
        if edge.mode == Mode::Propose {
            reasons.insert(Reason::OnlyAsks(edge.flow));
            continue;
        }
        let live_in = |atom: &Atom| course.web(*atom).is_some_and(|web| web.edges.contains(&index));
        if missing.iter().any(live_in) {
            reasons.insert(Reason::SourceLacks(edge.flow, edge.from));
        } else {
            let elsewhere: Vec<Atom> = course.cases().map(|(atom, _)| atom).filter(live_in).collect();
            reasons.insert(Reason::Elsewhere(edge.flow, course.describe(model, &elsewhere)));
        }
    }
    for edge in facts.lineage().whole(course.object).edges.iter().filter(|edge| edge.to == system) {
        if edge.mode != Mode::Propose && !carrying.contains(&edge.flow) {
            reasons.insert(Reason::LeftOut(edge.flow));
        }
    }
    reasons.into_iter().collect()
}
