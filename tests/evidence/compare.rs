//! What the compiler finds in a charter beside what the plain judge finds.

use std::collections::BTreeSet;

use charter::analysis::{self, Analysis, Options};
use charter::facts::atoms::{Atom, Space};
use charter::facts::freshness::Regard;
use charter::facts::territory::Dimension;
use charter::model::Model;
use charter::model::field::Field;
use charter::model::id::Id;
use charter::model::system::System;
use charter::rules::RULES;
use charter::source::{SourceFile, Sources, Span};

use super::charter::{Charter, Lines, Point, Thing};
use super::judge::{CODES, Due, Judge, Place};

/// Both verdicts about a charter.
pub struct Comparison {
    /// What the judge says must be found.
    pub due: Vec<Due>,
    /// What the two do not agree about, in words.
    pub differences: Vec<String>,
    /// How many owners, holders and ages were compared.
    pub facts: usize,
}

/// Compares both verdicts about a charter; `text` is what the compiler reads of it.
pub fn compare(charter: &Charter, text: &str, lines: &Lines) -> Comparison {
    let analysis = analyze(text);
    let due = Judge::new(charter).verdict();
    let found = reported(&analysis, lines);
    let mut differences: Vec<String> = Vec::new();
    for (code, places) in &due {
        if !places.iter().any(|place| found.contains(&(*code, place.clone()))) {
            differences.push(format!("{code} is missed at {places:?}"));
        }
    }
    for (code, place) in &found {
        if !due.iter().any(|(other, places)| other == code && places.contains(place)) {
            differences.push(format!("{code} is a false alarm at {place:?}"));
        }
    }
    for finding in &analysis.report {
        let is_judgement = RULES.iter().any(|rule| rule.code.name == finding.code);
        if !is_judgement || finding.code == "lineage-too-complex" {
            differences.push(format!("the charter is wrong: {}", finding.message));
        }
    }
    let mut facts = Facts { charter, analysis: &analysis, differences, compared: 0 };
    facts.compare();
    Comparison { due, differences: facts.differences, facts: facts.compared }
}

pub fn analyze(text: &str) -> Analysis {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("charter.kdl", text));
    analysis::analyze(sources, Options { today: "2026-11-24".parse().expect("the day is a date") })
}

/// What the compiler reports, as places.
fn reported(analysis: &Analysis, lines: &Lines) -> BTreeSet<(&'static str, Place)> {
    let thing = |span: Span| {
        let file = analysis.sources.file(span.file);
        lines.get(&file.position(span.start).line).copied()
    };
    let mut found = BTreeSet::new();
    for finding in &analysis.report {
        let Some(code) = CODES.iter().find(|code| **code == finding.code) else { continue };
        let primary = finding.primary().and_then(|label| thing(label.span));
        let mut place: Place = match *code {
            "two-owners" | "echo-cycle" => finding.labels.iter().filter_map(|label| thing(label.span)).collect(),
            "owner-never-receives" => {
                let name = finding.message.split('`').nth(1).and_then(|name| name.strip_prefix('s'));
                vec![Thing::System(name.and_then(|name| name.parse().ok()).expect("it begins with the system"))]
            }
            _ => primary.into_iter().collect(),
        };
        place.sort();
        place.dedup();
        found.insert((*code, place));
    }
    found
}

/// The facts of every point beside those of the judge.
struct Facts<'c> {
    charter: &'c Charter,
    analysis: &'c Analysis,
    differences: Vec<String>,
    compared: usize,
}

impl Facts<'_> {
    fn compare(&mut self) {
        for field in 0..self.charter.fields.len() {
            for point in self.charter.points() {
                self.owners(field, &point);
                self.holders(field, &point);
            }
            self.ages(field);
        }
    }

    fn model(&self) -> &Model {
        &self.analysis.facts.model
    }

    fn field(&self, field: usize) -> Id<Field> {
        let named = |id: &Id<Field>| *self.model().fields[*id].name.text == format!("f{field}");
        self.model().fields.ids().find(named).expect("the field is there")
    }

    fn system(&self, system: usize) -> Id<System> {
        let named = |id: &Id<System>| *self.model().systems[*id].head.name.text == format!("s{system}");
        self.model().systems.ids().find(named).expect("the system is there")
    }

    fn same<T: PartialEq + std::fmt::Debug>(&mut self, what: impl Fn() -> String, solver: &T, judge: &T) {
        self.compared += 1;
        if solver != judge {
            self.differences.push(format!("{}: found {solver:?}, expected {judge:?}", what()));
        }
    }

    fn owners(&mut self, field: usize, point: &Point) {
        let area = self.analysis.facts.ownership().area(self.field(field)).expect("a value has an area");
        let along = |dimension: &Dimension| along(self.model(), *dimension, point);
        let at: Vec<usize> = area.territory.dimensions().iter().map(along).collect();
        let claims = area.claims.iter().filter(|claim| claim.part.contains(&at));
        let solver: BTreeSet<Id<System>> = claims.map(|claim| claim.system).collect();
        let judge = self.charter.owners(field, point).into_iter().map(|system| self.system(system)).collect();
        self.same(|| format!("the owners of f{field} at {point:?}"), &solver, &judge);
    }

    fn holders(&mut self, field: usize, point: &Point) {
        let course = self.analysis.facts.lineage().course(self.field(field)).expect("a value has a course");
        let Some(ways) = self.charter.ways(field, point) else { return };
        let web = course.web(atom(self.model(), &course.space, point));
        let solver: Option<BTreeSet<Id<System>>> = web.map(|web| web.holders().collect());
        let judge = self.charter.reached(&ways).into_iter().map(|system| self.system(system)).collect();
        self.same(|| format!("who has f{field} at {point:?}"), &solver, &Some(judge));
    }

    /// The ages in every case that the compiler tells apart: those of its worst point.
    fn ages(&mut self, field: usize) {
        let facts = &self.analysis.facts;
        let (model, lineage, id) = (&facts.model, facts.lineage(), self.field(field));
        let course = lineage.course(id).expect("a value has a course");
        for case in course.space.atoms() {
            let inside = |point: &Point| atom(model, &course.space, point) == case;
            let points: Vec<Point> = self.charter.points().into_iter().filter(inside).collect();
            for system in 0..self.charter.systems {
                let at = self.system(system);
                let age = |regard| Some(facts.freshness().age(model, lineage, id, (case, at), regard)?.time.0);
                let solver = (age(Regard::Freshest), age(Regard::Lasting));
                let ages: Vec<(u64, u64)> =
                    points.iter().filter_map(|point| self.charter.ages(field, point, system)).collect();
                let worst = |side: fn(&(u64, u64)) -> u64| ages.iter().map(side).max().map(|age| age * 1_000);
                let judge = (worst(|ages| ages.0), worst(|ages| ages.1));
                self.same(|| format!("how old f{field} is at s{system} in {:?}", points[0]), &solver, &judge);
            }
        }
    }
}

/// The value of a point along a dimension.
fn along(model: &Model, dimension: Dimension, point: &Point) -> usize {
    match dimension {
        Dimension::Scope(scope) => {
            let at = model.scopes.ids().position(|other| other == scope);
            point.scopes[at.expect("the scope is one of the model")]
        }
        Dimension::State(_) => point.state,
        Dimension::Phase => point.phase,
    }
}

/// The case in which a point lies.
fn atom(model: &Model, space: &Space, point: &Point) -> Atom {
    let holds =
        |atom: &Atom| {
            space.dimensions().iter().enumerate().all(|(side, dimension)| {
                space.values_of(*atom, side).any(|value| value == along(model, *dimension, point))
            })
        };
    space.atoms().find(holds).expect("every point lies in a case")
}
