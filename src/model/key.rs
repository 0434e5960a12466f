//! Stable keys: what an element is called in any analysis of the charter.

use std::fmt;

use crate::model::choice::{Choice, choice};

choice! {
    /// A kind of element.
    Kind {
        Scope = "scope",
        ScopeValue = "scope value",
        Team = "team",
        System = "system",
        Promise = "promise",
        Manual = "manual",
        Identity = "identity",
        Type = "type",
        Codes = "codes",
        Unit = "unit",
        Packs = "packs",
        Object = "object",
        Field = "field",
        Ownership = "ownership",
        Derive = "derive",
        Lifecycle = "lifecycle",
        State = "state",
        Transition = "transition",
        Rollup = "rollup",
        Record = "record",
        Port = "port",
        Extern = "extern",
        Flow = "flow",
        Latency = "latency",
        Calendar = "calendar",
        Reconcile = "reconcile",
        Failure = "failure",
        Exception = "exception",
        Monitor = "monitor",
        Measure = "measure",
        Govern = "govern",
        Phase = "phase",
        Environment = "environment",
        Template = "template",
        Overlay = "overlay",
        Matrix = "matrix",
        Decision = "decision",
        Rule = "rule",
        Approval = "approval",
    }
}

impl Kind {
    /// Whether its elements are told by a name of their own; others are told by the path of what they are about, or
    /// only mean something inside another element.
    pub fn is_named(self) -> bool {
        !matches!(
            self,
            Self::ScopeValue
                | Self::Identity
                | Self::Packs
                | Self::Field
                | Self::Ownership
                | Self::Derive
                | Self::Lifecycle
                | Self::State
                | Self::Transition
                | Self::Rollup
                | Self::Reconcile
                | Self::Govern
        )
    }

    /// The kind with its article, for messages: `an object`.
    pub fn with_article(self) -> String {
        let article = if self.word().starts_with(['a', 'e', 'i', 'o', 'u']) && self != Self::Unit { "an" } else { "a" };
        match self {
            Self::Codes => "a code list".to_owned(),
            Self::Packs => "a pack table".to_owned(),
            _ => format!("{article} {self}"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The name of an element that means the same in another analysis: `field sales-order.lines.allocated`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The kind.
    pub kind: Kind,
    /// The path; what `allow ... on=` names.
    pub path: String,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, self.path)
    }
}
