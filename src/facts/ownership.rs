//! Which system owns each field, in every scope, state and rollout phase.
//!
//! The closest place that names an owner decides for a field: the field itself, else its group or list, else the object.
//! What stands at one place stands side by side: two rules that meet with different owners are a conflict. Only what a
//! phase leaves to a legacy system (`keeps`) takes precedence, for as long as that phase is the last one that is live.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::facts::cells::{self, MOST_STEPS, Part};
use crate::facts::territory::{Dimension, Territory};
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::owner::{OwnerForm, OwnerRule};
use crate::model::system::{System, SystemKind};

/// Who owns what.
#[derive(Debug)]
pub struct Ownership {
    areas: Vec<Area>,
    area_of: Vec<Option<u32>>,
}

/// Fields for which the same rules decide.
#[derive(Debug)]
pub struct Area {
    /// Where the rules stand that decide.
    pub place: Place,
    /// The fields, in order.
    pub fields: Vec<Id<Field>>,
    /// Along what owners differ here.
    pub territory: Territory,
    /// Who owns which part.
    pub claims: Vec<Claim>,
    /// What was found out.
    pub verdict: Verdict,
}

/// One owner of one part.
#[derive(Debug)]
pub struct Claim {
    /// The part.
    pub part: Part,
    /// The owner.
    pub system: Id<System>,
    /// The rule that says so.
    pub rule: Id<OwnerRule>,
}

/// Whether every part of an area has one owner.
#[derive(Debug)]
pub enum Verdict {
    /// All was looked at.
    Complete {
        /// Live parts without an owner, each as large as it can be said.
        gaps: Vec<Part>,
        /// Pairs of claims (by index) with different owners, and the part that both own.
        conflicts: Vec<(usize, usize, Part)>,
    },
    /// A rule here names something unknown, or is about an unknown place, which has been reported: nothing is concluded.
    Unknown,
    /// There are too many cases; nothing was proved.
    TooComplex,
}

impl Ownership {
    /// Works out who owns what.
    pub fn of(model: &Model) -> Self {
        let rules = RulesByPlace::of(model);
        let unplaced = Unplaced::of(model);
        let mut areas: Vec<Area> = Vec::new();
        let mut area_at: FxHashMap<(Place, Vec<Id<OwnerRule>>), u32> = FxHashMap::default();
        let mut area_of = vec![None; model.fields.len()];
        for (id, field) in model.fields.iter() {
            if !matches!(field.kind, FieldKind::Value(_)) {
                continue;
            }
            let (place, keeps) = rules.deciding(model, id, field);
            let area = *area_at.entry((place, keeps)).or_insert_with_key(|(place, keeps)| {
                let is_known = !unplaced.may_concern(place.object);
                areas.push(survey(model, *place, (rules.at(*place), keeps), is_known));
                areas.len() as u32 - 1
            });
            areas[area as usize].fields.push(id);
            area_of[id.index()] = Some(area);
        }
        Self { areas, area_of }
    }

    /// All areas, in the order of their first fields.
    pub fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// The phases in which legacy systems own something, by index. Those that never do are not here. A system of an unknown
    /// kind may be one.
    pub fn legacy_phases(&self, model: &Model) -> BTreeMap<Id<System>, FixedBitSet> {
        let mut found: BTreeMap<Id<System>, FixedBitSet> = BTreeMap::new();
        for area in &self.areas {
            let side = area.territory.dimensions().iter().position(|dimension| *dimension == Dimension::Phase);
            for claim in &area.claims {
                if model[claim.system].kind.is_none_or(|kind| kind.value == SystemKind::Legacy) {
                    let none = || FixedBitSet::with_capacity(model.phases.len());
                    let phases = found.entry(claim.system).or_insert_with(none);
                    match side {
                        Some(side) => phases.extend(claim.part.values(side)),
                        None => phases.insert_range(..),
                    }
                }
            }
        }
        // A rule that is not understood may be about a legacy system, so nobody knows when it stops.
        if self.areas.iter().any(|area| matches!(area.verdict, Verdict::Unknown)) {
            let is_legacy =
                |system: &Id<System>| model[*system].kind.is_some_and(|kind| kind.value == SystemKind::Legacy);
            found.extend(model.systems.ids().filter(is_legacy).map(|system| (system, FixedBitSet::new())));
        }
        found
    }

    /// The index in [`Self::areas`] of a field's area; `None` for groups, lists and states.
    pub fn area_index(&self, field: Id<Field>) -> Option<usize> {
        self.area_of[field.index()].map(|area| area as usize)
    }

    /// The area of a field; `None` for groups, lists and states.
    pub fn area(&self, field: Id<Field>) -> Option<&Area> {
        self.area_of[field.index()].map(|area| &self.areas[area as usize])
    }
}

/// Objects about which something is said at a path that is not known, which has been reported: it may be about any field.
#[derive(Default)]
struct Unplaced {
    objects: Vec<Id<Object>>,
    everything: bool,
}

impl Unplaced {
    fn of(model: &Model) -> Self {
        let mut unplaced = Self::default();
        let owned = model.ownerships.values().map(|said| (&said.path, said.object));
        let derived = model.derivations.values().map(|said| (&said.path, said.object));
        for (_, object) in owned.chain(derived).filter(|(path, _)| path.target.is_none()) {
            unplaced.objects.extend(object);
            unplaced.everything |= object.is_none();
        }
        let mut kept = model.phases.values().flat_map(|phase| &phase.keeps).flat_map(|kept| &kept.paths);
        unplaced.everything |= kept.any(|path| path.target.is_none());
        unplaced
    }

    fn may_concern(&self, object: Id<Object>) -> bool {
        self.everything || self.objects.contains(&object)
    }
}

/// The rules of each place; those of a phase that keeps something apart.
struct RulesByPlace {
    rules: FxHashMap<Place, Vec<Id<OwnerRule>>>,
    keeps: FxHashMap<Place, Vec<Id<OwnerRule>>>,
}

impl RulesByPlace {
    fn of(model: &Model) -> Self {
        let mut by_place = Self { rules: FxHashMap::default(), keeps: FxHashMap::default() };
        for (id, rule) in model.owners.iter() {
            let map =
                if matches!(rule.said_by, OwnerForm::Keeps(_)) { &mut by_place.keeps } else { &mut by_place.rules };
            map.entry(rule.place).or_default().push(id);
        }
        by_place
    }

    fn at(&self, place: Place) -> &[Id<OwnerRule>] {
        self.rules.get(&place).map_or(&[], Vec::as_slice)
    }

    /// The place that decides for a field, and what phases keep from it.
    fn deciding(&self, model: &Model, id: Id<Field>, field: &Field) -> (Place, Vec<Id<OwnerRule>>) {
        let whole = Place { object: field.object, field: None };
        let mut decides = None;
        let mut keeps = Vec::new();
        let mut at = Some(id);
        loop {
            let place = Place { object: field.object, field: at };
            if decides.is_none() && self.rules.contains_key(&place) {
                decides = Some(place);
            }
            if !self.keeps.is_empty() {
                keeps.extend_from_slice(self.keeps.get(&place).map_or(&[], Vec::as_slice));
            }
            let Some(field) = at else { break };
            at = model.fields[field].parent;
        }
        keeps.sort_unstable();
        (decides.unwrap_or(whole), keeps)
    }
}

fn survey(
    model: &Model,
    place: Place,
    (rules, keeps): (&[Id<OwnerRule>], &[Id<OwnerRule>]),
    are_all_known: bool,
) -> Area {
    let all: Vec<Id<OwnerRule>> = rules.iter().chain(keeps).copied().collect();
    let territory = Territory::of(model, place, &all);
    let area = |claims, verdict| Area { place, fields: Vec::new(), territory: territory.clone(), claims, verdict };
    if !are_all_known || !all.iter().all(|rule| is_known(&model.owners[*rule])) {
        return area(Vec::new(), Verdict::Unknown);
    }
    let claim = |&rule: &Id<OwnerRule>| {
        let said = &model.owners[rule];
        Some(Claim { part: territory.part(model, said)?, system: said.system.target?, rule })
    };
    let kept: Vec<Claim> = keeps.iter().filter_map(claim).collect();
    let kept_parts: Vec<Part> = kept.iter().map(|claim| claim.part.clone()).collect();
    let mut claims = Vec::new();
    let said: Vec<Claim> = rules.iter().filter_map(claim).collect();
    for claim in &said {
        let named = named_cases(model, claim, &said);
        let before = kept_parts.iter().chain(named);
        let Ok(parts) = cells::gaps(vec![claim.part.clone()], before) else { return area(claims, Verdict::TooComplex) };
        claims.extend(parts.into_iter().map(|part| Claim { part, system: claim.system, rule: claim.rule }));
    }
    claims.extend(kept);
    let verdict = judge(&claims, territory.live(model)).unwrap_or(Verdict::TooComplex);
    area(claims, verdict)
}

/// The parts that an `otherwise` leaves out: those of the cases of the same `ownership`.
fn named_cases<'c>(model: &'c Model, claim: &Claim, all: &'c [Claim]) -> impl Iterator<Item = &'c Part> {
    let of = match model.owners[claim.rule].said_by {
        OwnerForm::Otherwise(ownership) => Some(ownership),
        _ => None,
    };
    let is_case = move |other: &&Claim| of.is_some_and(|of| model.owners[other.rule].said_by == OwnerForm::Case(of));
    all.iter().filter(is_case).map(|other| &other.part)
}

/// Whether everything that a rule names is known.
fn is_known(rule: &OwnerRule) -> bool {
    let phases = [rule.phases.from, rule.phases.before, rule.phases.during];
    rule.system.target.is_some()
        && rule.region.is_known()
        && rule.states.iter().all(|state| state.target.is_some())
        && phases.iter().flatten().all(|phase| phase.target.is_some())
}

fn judge(claims: &[Claim], live: Vec<Part>) -> Result<Verdict, cells::TooMany> {
    if claims.len().saturating_mul(claims.len()) > MOST_STEPS {
        return Err(cells::TooMany);
    }
    let mut conflicts = Vec::new();
    for (second, claim) in claims.iter().enumerate() {
        for (first, earlier) in claims[..second].iter().enumerate() {
            if earlier.system != claim.system
                && let Some(both) = earlier.part.intersection(&claim.part)
            {
                conflicts.push((first, second, both));
            }
        }
    }
    let left = cells::gaps(live, claims.iter().map(|claim| &claim.part))?;
    let mut gaps: Vec<Part> = Vec::new();
    for part in &left {
        let grown = part.grow(&left)?;
        if !gaps.contains(&grown) {
            gaps.push(grown);
        }
    }
    Ok(Verdict::Complete { gaps, conflicts })
}
