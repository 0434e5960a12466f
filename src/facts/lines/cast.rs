//! A balance as lines of the explorer: who owns its parts, who decides what moves, and what messages bring to whom.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use fixedbitset::FixedBitSet;

use crate::explore::lines::{Book, Carried, Channel, Content, Decision, Key, Lines};
use crate::explore::set_of;
use crate::facts::lifecycle::{Carriage, Life, Reception, Transport};
use crate::facts::lineage::Edge;
use crate::facts::lines::scene::Case;
use crate::facts::lines::{Known, PIECES, first_parts, keys};
use crate::facts::ownership::Verdict;
use crate::facts::races::decider;
use crate::facts::territory::Dimension;
use crate::model::delivery::{DuplicatePolicy, StalePolicy};
use crate::model::field::Field;
use crate::model::flow::{Flow, Mode, Writes};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::system::System;

/// Lines, and what their numbers stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The lines.
    pub lines: Lines,
    /// The systems, by number.
    pub systems: Vec<Id<System>>,
    /// The parts of the balance, by number.
    pub parts: Vec<Id<Field>>,
    /// The owner of each part, where it is the same everywhere.
    pub keepers: Vec<Option<Id<System>>>,
    /// The steps of the lifecycle, by decision.
    pub steps: Vec<usize>,
    /// The flows, by channel.
    pub ways: Vec<Way>,
}

/// A flow to one of its receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Way {
    /// The flow.
    pub flow: Id<Flow>,
    /// The index among its receivers.
    pub end: usize,
    /// The field that says how many, where the flow carries another object.
    pub counted: Option<Place>,
}

/// A channel that is being made.
struct Draft {
    way: Way,
    from: Id<System>,
    to: Id<System>,
    /// The steps that it carries, with what a message says of each.
    carries: BTreeMap<usize, Carried>,
    /// Whether its messages say what changed, and not what is there.
    is_delta: bool,
    /// The channel, without its ends and what it carries.
    channel: Channel,
}

/// What all parts of a cast are made from.
struct Plan<'f> {
    known: &'f Known<'f>,
    life: &'f Life,
    case: &'f Case,
    parts: &'f [Id<Field>],
    keepers: Vec<Option<Id<System>>>,
    /// The steps that are played, and who decides each.
    played: BTreeMap<usize, Id<System>>,
}

impl Cast {
    /// What is played in a case; `None` where no pieces move, nobody hears of it, or it is not known who owns the parts.
    pub(super) fn of(known: &Known<'_>, life: &Life, parts: &[Id<Field>], case: &Case) -> Option<Self> {
        let is_clear = |part: &Id<Field>| match known.ownership.area(*part).map(|area| &area.verdict) {
            Some(Verdict::Complete { conflicts, .. }) => conflicts.is_empty(),
            Some(Verdict::Unknown) => false,
            Some(Verdict::TooComplex) | None => true,
        };
        if !parts.iter().all(is_clear) {
            return None;
        }
        let first = *first_parts(known.model, life, life.initial[0], parts).first()?;
        let played = case.steps.ones().filter(|step| life.steps[*step].to.is_some());
        let played = played.filter_map(|step| Some((step, decider(known.model, life, step)?))).collect();
        let keepers = parts.iter().map(|part| keeper(known, *part)).collect();
        let plan = Plan { known, life, case, parts, keepers, played };
        let drafts = plan.drafts();
        (!drafts.is_empty() && plan.played.keys().any(|step| plan.moves(*step).next().is_some()))
            .then(|| plan.cast(drafts, first))
    }
}

/// The system that owns a field wherever it is owned.
fn keeper(known: &Known<'_>, field: Id<Field>) -> Option<Id<System>> {
    let claims = &known.ownership.area(field)?.claims;
    let first = claims.first()?.system;
    claims.iter().all(|claim| claim.system == first).then_some(first)
}

impl Plan<'_> {
    /// The moves of a step, by number of the parts.
    fn moves(&self, step: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let part = |field: Option<Id<Field>>| self.parts.iter().position(|part| Some(*part) == field);
        let said = &self.known.model[self.life.steps[step].transition].moves;
        said.iter().filter_map(move |moved| {
            let (from, to) = (part(moved.from?.target)?, part(moved.to?.target)?);
            (from != to).then_some((from, to))
        })
    }

    /// The field of another object that says how many pieces a step moves.
    fn counted(&self, step: usize) -> Option<Place> {
        let said = &self.known.model[self.life.steps[step].transition].moves;
        said.iter().find_map(|moved| moved.quantity.as_ref()?.target.filter(|place| place.field.is_some()))
    }

    /// The system that owns the parts between which a step moves pieces, where that is one.
    fn keeper(&self, step: usize) -> Option<Id<System>> {
        let mut owners = self.moves(step).flat_map(|(from, to)| [self.keepers[from], self.keepers[to]]);
        let first = owners.next()??;
        owners.all(|owner| owner == Some(first)).then_some(first)
    }

    /// Whether a flow is live where the case is.
    fn is_live(&self, flow: Id<Flow>) -> bool {
        let (known, space) = (self.known, &self.life.space);
        let part = space.within(known.model, space.whole(), &known.model[flow].region);
        let part = part.and_then(|part| match known.lineage.rollout.phases(flow) {
            Some(phases) => space.only(part, Dimension::Phase, phases),
            None => Some(part),
        });
        part.is_some_and(|part| self.case.atoms.iter().any(|atom| space.is_in(*atom, &part)))
    }

    /// The parts that a flow brings to one of its receivers, as a set of bits.
    fn brought(&self, flow: Id<Flow>, end: usize) -> u64 {
        let brings = |part: &usize| {
            let course = self.known.lineage.course(self.parts[*part]);
            let is_it =
                |edge: &Edge| edge.flow == flow && edge.end == end && edge.mode != Mode::Propose && !edge.implied;
            course.is_some_and(|course| course.edges.iter().any(is_it))
        };
        set_of((0..self.parts.len()).filter(brings))
    }

    fn drafts(&self) -> Vec<Draft> {
        let mut drafts: Vec<Draft> = Vec::new();
        for at in self.case.carriages.ones() {
            let carriage = &self.life.carriages[at];
            let steps = self.played.iter().filter(|(step, decides)| carriage.tells(**step) && **decides != carriage.to);
            let steps: Vec<usize> = steps.map(|(step, _)| *step).collect();
            if steps.is_empty() || carriage.from == carriage.to {
                continue;
            }
            let way = Way { flow: carriage.flow, end: carriage.end, counted: None };
            let draft = draft_of(&mut drafts, way, || self.draft(way, carriage));
            let content = draft.content();
            draft.carries.extend(steps.into_iter().map(|step| (step, Carried { decision: 0, tells: true, content })));
        }
        self.only_heard(&mut drafts);
        self.book(&mut drafts);
        self.leave_out_idle(&mut drafts);
        for draft in &mut drafts {
            let steps: Vec<usize> = draft.carries.keys().copied().collect();
            let flow = &self.known.model[draft.way.flow];
            if draft.channel.key == Key::None {
                continue;
            }
            draft.channel.key = match draft.way.counted {
                Some(counted) => keys::of_instances(self.known.model, flow, counted, steps.len()),
                None => keys::of_steps(self.known.model, flow, self.life, &steps),
            };
        }
        drafts
    }

    /// A carriage as a channel without steps.
    fn draft(&self, way: Way, carriage: &Carriage) -> Draft {
        let model = self.known.model;
        let flow = &model[carriage.flow];
        let reception = Reception::of(model, self.life, carriage);
        let is_delta = flow.to[carriage.end].writes.is_some_and(|writes| writes.value == Writes::Delta);
        let mut parts = self.brought(carriage.flow, carriage.end);
        if !is_delta {
            let foreign = |part: &usize| self.keepers[*part] != Some(carriage.to);
            parts &= set_of((0..self.parts.len()).filter(foreign));
        }
        let repeats = reception.duplicate.is_some_and(|said| said.value == DuplicatePolicy::Apply);
        let drops_older = match reception.stale.map(|said| said.value) {
            Some(StalePolicy::Newer) => true,
            Some(StalePolicy::Ignore | StalePolicy::Reject) => !is_delta,
            Some(StalePolicy::Overwrite) | None => false,
        };
        Draft {
            way,
            from: carriage.from,
            to: carriage.to,
            carries: BTreeMap::new(),
            is_delta,
            channel: Channel {
                from: 0,
                to: 0,
                carries: Vec::new(),
                parts,
                ordered: flow.delivery.is_none() || Transport::of(model, self.life, carriage).ordered,
                arrives: keys::arrives(flow),
                key: if repeats { Key::None } else { Key::Each },
                versioned: drops_older,
            },
        }
    }

    /// Leaves out what a sender never hears of.
    fn only_heard(&self, drafts: &mut [Draft]) {
        for (step, decides) in &self.played {
            let mut hears = FixedBitSet::with_capacity(self.known.model.systems.len());
            hears.insert(decides.index());
            let mut grows = true;
            while grows {
                grows = false;
                for draft in drafts.iter().filter(|draft| draft.carries.contains_key(step)) {
                    grows |= hears.contains(draft.from.index()) && !hears.put(draft.to.index());
                }
            }
            for draft in drafts.iter_mut().filter(|draft| !hears.contains(draft.from.index())) {
                draft.carries.remove(step);
            }
        }
    }

    /// Leaves out those who decide nothing, tell nobody, and have no count that must be right.
    fn leave_out_idle(&self, drafts: &mut Vec<Draft>) {
        loop {
            drafts.retain(|draft| !draft.carries.is_empty());
            let acts = |system: Id<System>| {
                self.played.values().any(|decides| *decides == system)
                    || drafts.iter().any(|draft| draft.from == system)
            };
            let idle = drafts.iter().position(|draft| !acts(draft.to) && self.book_of(draft.to, drafts).judged == 0);
            let Some(idle) = idle else { return };
            drafts.remove(idle);
        }
    }

    /// Says by which messages the owner of the parts learns how many pieces were moved.
    fn book(&self, drafts: &mut Vec<Draft>) {
        for (&step, &decides) in &self.played {
            let Some(keeper) = self.keeper(step).filter(|keeper| *keeper != decides) else { continue };
            if let Some(counted) = self.counted(step) {
                let told = drafts.iter().any(|draft| draft.to == keeper && draft.carries.contains_key(&step));
                self.count(drafts, (step, decides), keeper, counted, !told);
                continue;
            }
            let moved = set_of(self.moves(step).flat_map(|(from, to)| [from, to]));
            let tells = |draft: &&mut Draft| draft.to == keeper && draft.carries.contains_key(&step);
            let says = |draft: &Draft| draft.content() == Content::Changes && draft.channel.parts & moved != 0;
            let mut telling: Vec<&mut Draft> = drafts.iter_mut().filter(tells).collect();
            if telling.iter().any(|draft| says(draft)) {
                continue;
            }
            if let Some(carried) = telling.first_mut().and_then(|draft| draft.carries.get_mut(&step)) {
                carried.content = Content::All;
            }
        }
    }

    /// Adds the way of another object from who decides a step to who counts it.
    fn count(
        &self,
        drafts: &mut Vec<Draft>,
        (step, decides): (usize, Id<System>),
        keeper: Id<System>,
        counted: Place,
        tells: bool,
    ) {
        let Some(course) = counted.field.and_then(|field| self.known.lineage.course(field)) else { return };
        let is_open = |edge: &&Edge| edge.mode != Mode::Propose && !edge.implied && self.is_live(edge.flow);
        let edges: Vec<&Edge> = course.edges.iter().filter(is_open).collect();
        // The shortest way, by the flows that come first.
        let mut came: BTreeMap<Id<System>, &Edge> = BTreeMap::new();
        let mut open = VecDeque::from([decides]);
        while let Some(system) = open.pop_front() {
            for edge in edges.iter().filter(|edge| edge.from == system && edge.to != decides) {
                if let std::collections::btree_map::Entry::Vacant(entry) = came.entry(edge.to) {
                    entry.insert(edge);
                    open.push_back(edge.to);
                }
            }
        }
        let mut at = keeper;
        while let Some(edge) = came.get(&at).filter(|_| at != decides) {
            let way = Way { flow: edge.flow, end: edge.end, counted: Some(counted) };
            let draft = draft_of(drafts, way, || self.draft_of_instances(way, edge, counted));
            let is_told = tells || at != keeper || draft.carries.contains_key(&step);
            draft.carries.insert(step, Carried { decision: 0, tells: is_told, content: Content::Changes });
            draft.way.counted = Some(counted);
            draft.channel.parts |= set_of(self.moves(step).flat_map(|(from, to)| [from, to]));
            at = edge.from;
        }
    }

    /// The way of another object as a channel without steps.
    fn draft_of_instances(&self, way: Way, edge: &Edge, counted: Place) -> Draft {
        let model = self.known.model;
        let flow = &model[edge.flow];
        let about =
            |path: &crate::model::name::PathRef| path.target.is_some_and(|place| place.object == counted.object);
        let receives =
            model.systems[edge.to].receives.iter().filter(|receives| receives.path.as_ref().is_some_and(about));
        let policies = std::iter::once(&flow.receive).chain(receives.map(|receives| &receives.policy));
        let duplicate = policies.into_iter().find_map(|policy| policy.duplicate.as_ref()?.policy);
        let repeats = duplicate.is_some_and(|said| said.value == DuplicatePolicy::Apply);
        let ordered = flow.delivery.as_ref().is_none_or(|delivery| !delivery.ordered_by.is_empty());
        Draft {
            way,
            from: edge.from,
            to: edge.to,
            carries: BTreeMap::new(),
            is_delta: true,
            channel: Channel {
                from: 0,
                to: 0,
                carries: Vec::new(),
                parts: (1 << self.parts.len()) - 1,
                ordered,
                arrives: keys::arrives(flow),
                key: if repeats { Key::None } else { Key::Each },
                versioned: false,
            },
        }
    }

    fn cast(&self, drafts: Vec<Draft>, first: Id<Field>) -> Cast {
        let ends = drafts.iter().flat_map(|draft| [draft.from, draft.to]);
        let owners = self.keepers.iter().flatten().copied();
        let systems: BTreeSet<Id<System>> = ends.chain(owners).chain(self.played.values().copied()).collect();
        let systems: Vec<Id<System>> = systems.into_iter().collect();
        let number = |system: Id<System>| systems.binary_search(&system).expect("every system that plays is listed");
        let steps: Vec<usize> = self.played.keys().copied().collect();
        let is_all = |step: usize| {
            let content = drafts
                .iter()
                .filter_map(|draft| draft.carries.get(&step))
                .any(|carried| carried.content == Content::All);
            content || self.moves(step).count() != 1
        };
        let decision = |step: &usize| {
            let said = &self.life.steps[*step];
            Decision {
                owner: number(self.played[step]),
                from: set_of(said.from.iter().copied()),
                to: said.to.expect("only steps with an end are played"),
                moves: self.moves(*step).take(Lines::MOVES).collect(),
                partly: !is_all(*step),
            }
        };
        let decisions: Vec<Decision> = steps.iter().map(decision).collect();
        let books = systems.iter().map(|system| self.book_of(*system, &drafts)).collect();
        let ways = drafts.iter().map(|draft| draft.way).collect();
        let channels = drafts.into_iter().map(|draft| {
            let place = |step: usize| steps.binary_search(&step).expect("what is told is played");
            let carries = draft.carries.into_iter().map(|(step, carried)| Carried { decision: place(step), ..carried });
            Channel { from: number(draft.from), to: number(draft.to), carries: carries.collect(), ..draft.channel }
        });
        let lines = Lines {
            lines: 1,
            pieces: PIECES,
            parts: self.parts.len(),
            states: self.life.states.len(),
            start: self.life.initial[0],
            first: self.parts.iter().position(|part| *part == first).unwrap_or_default(),
            finals: set_of(self.life.finals.ones()),
            decisions,
            books,
            channels: channels.collect(),
            whole: None,
        };
        Cast { lines, systems, parts: self.parts.to_vec(), keepers: self.keepers.clone(), steps, ways }
    }

    /// What a system counts, and what of it must be right: what it owns; of what it has a copy, the parts of which it is told
    /// all changes, and those of which it is told differences.
    fn book_of(&self, system: Id<System>, drafts: &[Draft]) -> Book {
        let mut book = Book { holds: 0, judged: 0 };
        for part in 0..self.parts.len() {
            let bit = 1 << part;
            let moves = |step: &usize| self.moves(*step).any(|(from, to)| from == part || to == part);
            let brings =
                |draft: &&Draft| draft.to == system && draft.way.counted.is_none() && draft.channel.parts & bit != 0;
            let told = |step: &usize| drafts.iter().filter(brings).any(|draft| draft.carries.contains_key(step));
            let owns = self.keepers[part] == Some(system);
            let by_difference = drafts.iter().filter(brings).any(|draft| draft.content() == Content::Changes);
            let has = owns || drafts.iter().any(|draft| brings(&draft));
            let changes = self.played.iter().filter(|(step, _)| moves(step));
            let all_told = changes.clone().all(|(step, decides)| *decides == system || told(step));
            if has {
                book.holds |= bit;
            }
            if owns || has && (by_difference || all_told) {
                book.judged |= bit;
            }
        }
        book
    }
}

/// The draft of a way, which is made where there is none yet.
fn draft_of(drafts: &mut Vec<Draft>, way: Way, make: impl FnOnce() -> Draft) -> &mut Draft {
    let is_it = |draft: &Draft| draft.way.flow == way.flow && draft.way.end == way.end;
    let at = drafts.iter().position(is_it).unwrap_or_else(|| {
        drafts.push(make());
        drafts.len() - 1
    });
    &mut drafts[at]
}

impl Draft {
    /// What its messages say of the parts, but for what an owner makes of them.
    fn content(&self) -> Content {
        match self.channel.parts {
            0 => Content::Nothing,
            _ if self.is_delta => Content::Changes,
            _ => Content::Values,
        }
    }
}
