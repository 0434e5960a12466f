//! Steps of a list as a whole: order, joins, parts that become several, control totals.

use crate::model::choice::choice;
use crate::model::expression::Formula;
use crate::model::name::{Name, Ref, Said};
use crate::model::operations::Exception;
use crate::model::port::Port;
use crate::model::record::{FieldRef, ForeignPath};
use crate::syntax::values::Duration;

/// One step of an `each`.
#[derive(Clone, Debug)]
pub enum ListStep {
    /// `key-by`: parts with the same values are one part.
    KeyBy(Vec<ForeignPath>),
    /// `sort`: the order of the parts.
    Sort(Vec<ForeignPath>, Option<Said<SortOrder>>),
    /// `join-with`: another list of the payload is joined.
    JoinWith(JoinWith),
    /// `explode`: each part becomes several.
    Explode(Explode),
    /// `implode`: several parts become one; the field that holds the parent.
    Implode(Option<FieldRef>),
    /// `pairs`: runs of qualifier and value.
    Pairs {
        /// The position of the first qualifier.
        from: Option<Said<u64>>,
        /// What is raised when one is left over.
        leftover: Option<Ref<Exception>>,
    },
    /// `chunk`: runs of the same length.
    Chunk {
        /// The length.
        size: Option<Said<u64>>,
        /// What is raised when some are left over.
        leftover: Option<Ref<Exception>>,
    },
    /// `fold`: a value over the parts.
    Fold(Fold),
    /// `flatten`: parts of parts become parts.
    Flatten(Option<ForeignPath>),
    /// `concatenate`: further lists of the payload.
    Concatenate(Vec<ForeignPath>),
    /// `split-into`: one document becomes several.
    SplitInto {
        /// One for each value of this.
        by: Option<ForeignPath>,
        /// A quantity whose sum is kept.
        sum: Option<FieldRef>,
    },
    /// `collect`: several documents become one.
    Collect {
        /// The key that they share.
        by: Option<FieldRef>,
        /// How long is waited.
        within: Option<Said<Duration>>,
    },
    /// `unique`: no two parts have the same values of these fields.
    Unique(Vec<FieldRef>, Option<Ref<Exception>>),
    /// `total`: a control total of the payload.
    Total {
        /// Where it stands.
        foreign: Option<ForeignPath>,
        /// What it must be.
        formula: Option<Formula>,
        /// What is raised.
        raises: Option<Ref<Exception>>,
    },
}

impl ListStep {
    /// The word that it is said with.
    pub fn word(&self) -> &'static str {
        match self {
            Self::KeyBy(..) => "key-by",
            Self::Sort(..) => "sort",
            Self::JoinWith(..) => "join-with",
            Self::Explode(..) => "explode",
            Self::Implode(..) => "implode",
            Self::Pairs { .. } => "pairs",
            Self::Chunk { .. } => "chunk",
            Self::Fold(..) => "fold",
            Self::Flatten(..) => "flatten",
            Self::Concatenate(..) => "concatenate",
            Self::SplitInto { .. } => "split-into",
            Self::Collect { .. } => "collect",
            Self::Unique(..) => "unique",
            Self::Total { .. } => "total",
        }
    }
}

/// Another list that is joined.
#[derive(Clone, Debug)]
pub struct JoinWith {
    /// The list.
    pub foreign: Option<ForeignPath>,
    /// What agrees.
    pub on: Option<Formula>,
    /// Its name inside.
    pub name: Option<Name>,
    /// How many there may be.
    pub many: Option<Said<Many>>,
    /// What is raised when there is none.
    pub miss: Option<Ref<Exception>>,
}

/// Parts that become several.
#[derive(Clone, Debug)]
pub struct Explode {
    /// The port that gives the components.
    pub by: Option<Ref<Port>>,
    /// The field that keeps the parent.
    pub parent: Option<FieldRef>,
    /// The field that is multiplied.
    pub quantity: Option<FieldRef>,
}

/// A value over the parts of a list.
#[derive(Clone, Debug)]
pub struct Fold {
    /// The field of the whole.
    pub field: Option<FieldRef>,
    /// The value.
    pub is: Option<Said<FoldKind>>,
    /// Over what of one part.
    pub of: Option<Formula>,
}

choice! {
    /// The direction of an order.
    SortOrder {
        Ascending = "ascending",
        Descending = "descending",
    }
}

choice! {
    /// How many parts of another list belong to one.
    Many {
        One = "one",
        Optional = "optional",
        Many = "many",
    }
}

choice! {
    /// What a fold computes.
    FoldKind {
        Sum = "sum",
        Count = "count",
        Min = "min",
        Max = "max",
        First = "first",
        Last = "last",
        Any = "any",
        All = "all",
    }
}
