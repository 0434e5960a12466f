//! Stories to draw: systems side by side, and what happens below each other.

use crate::facts::Facts;
use crate::facts::wording;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;
use crate::query::story::{Message, Row, RowKind};
use crate::query::trace::{Answer, Told};

/// What is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// What the charter is called in documents.
    pub title: String,
    /// The object or the list: `order.lines`.
    pub path: String,
    /// The stories.
    pub panels: Vec<Panel>,
    /// What was looked at, and what was not: a sentence each.
    pub looked: Vec<String>,
}

/// One story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Panel {
    /// The code of the finding that tells it.
    pub code: &'static str,
    /// In which scopes and phases, with a space before it; empty for all.
    pub when: String,
    /// The systems, in the order of their declaration.
    pub lanes: Vec<Lane>,
    /// What happens.
    pub lines: Vec<Line>,
    /// How it ends.
    pub end: String,
}

/// A system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// What it sees in the end.
    pub view: String,
    /// Whether it does not see what most of them see.
    pub is_odd: bool,
}

/// One thing that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Where, by index of the lane.
    pub lane: usize,
    /// What it is about: the name of a transition.
    pub name: String,
    /// What happens.
    pub act: Act,
    /// What it does to what the system sees.
    pub change: String,
    /// What comes of it; may be empty.
    pub remark: &'static str,
    /// Whether this is what must not be.
    pub is_wrong: bool,
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// The system decides.
    Decides,
    /// A message arrives.
    Arrives(Way),
    /// A message arrives that will arrive again.
    ArrivesTwice(Way),
    /// The system reads messages on from this one again.
    Rewinds,
    /// A message is lost.
    IsLost(Way),
}

/// Where a message comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The sender, by index of the lane.
    pub from: usize,
    /// The flow.
    pub flow: String,
    /// The line in which it was sent, by index.
    pub sent: Option<usize>,
}

impl Act {
    /// The way of the message that it is about.
    pub fn way(&self) -> Option<&Way> {
        match self {
            Self::Decides | Self::Rewinds => None,
            Self::Arrives(way) | Self::ArrivesTwice(way) | Self::IsLost(way) => Some(way),
        }
    }
}

impl Sheet {
    /// The stories of an answer.
    pub fn of(facts: &Facts, answer: &Answer) -> Self {
        Self {
            title: answer.title.clone(),
            path: answer.path.clone(),
            panels: answer.stories.iter().map(|told| panel(&facts.model, told)).collect(),
            looked: answer.looked.clone(),
        }
    }
}

fn panel(model: &Model, told: &Told) -> Panel {
    let story = &told.story;
    let count = |view: &String| story.views.iter().filter(|other| *other == view).count();
    let most = story.views.iter().map(count).max().unwrap_or(0);
    // Where two views are held by equally many, neither is the usual one.
    let usual = story.views.iter().find(|view| count(view) == most);
    let is_tied = story.views.iter().any(|view| count(view) == most && Some(view) != usual);
    let lanes = story.systems.iter().zip(&story.views).map(|(system, view)| Lane {
        name: wording::name(model, *system).to_owned(),
        view: view.clone(),
        is_odd: is_tied || Some(view) != usual,
    });
    let lane = |system: Id<System>| {
        story.systems.iter().position(|other| *other == system).expect("who acts or sends is a part of the story")
    };
    Panel {
        code: told.code,
        when: told.when.clone(),
        lanes: lanes.collect(),
        lines: story.rows.iter().map(|row| line(model, row, lane)).collect(),
        end: story.end.clone(),
    }
}

fn line(model: &Model, row: &Row, lane: impl Fn(Id<System>) -> usize) -> Line {
    let way = |message: Message| Way {
        from: lane(message.from),
        flow: model[message.flow].head.name.to_string(),
        sent: message.sent.checked_sub(1),
    };
    let act = match row.kind {
        RowKind::Decides | RowKind::Relies => Act::Decides,
        RowKind::Hears(message) => Act::Arrives(way(message)),
        RowKind::HearsTwice(message) => Act::ArrivesTwice(way(message)),
        RowKind::Rewinds(_) => Act::Rewinds,
        RowKind::Loses(message) => Act::IsLost(way(message)),
    };
    let change = match row.kind {
        RowKind::Relies => format!("sees {}", row.states.1),
        RowKind::Rewinds(_) => "reads on from here again".to_owned(),
        _ => row.change("", " \u{2192} "),
    };
    Line { lane: lane(row.system), name: row.name.clone(), act, change, remark: row.remark, is_wrong: row.is_wrong }
}
