//! What a charter declares: the kinds of things that have a name or a place of their own.

use std::fmt;

macro_rules! kinds {
    ($($variant:ident $word:literal $plural:literal,)*) => {
        /// A kind of declared thing. Names are unique for each kind.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DeclaredKind {
            $(#[doc = concat!("A thing that the word `", $word, "` declares.")] $variant,)*
        }

        impl DeclaredKind {
            /// All kinds, in the order of their words.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The word that declares it.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }

            /// What several of them are called in a message.
            pub fn plural(self) -> &'static str {
                match self { $(Self::$variant => $plural,)* }
            }
        }
    };
}

kinds! {
    Approval "approval" "approvals",
    Calendar "calendar" "calendars",
    Codes "codes" "code lists",
    Decision "decision" "decisions",
    Derive "derive" "derived fields",
    Environment "environment" "environments",
    Exception "exception" "exceptions",
    Extern "extern" "outside functions",
    Failure "failure" "kinds of failure",
    Flow "flow" "flows",
    Generate "generate" "outputs",
    Govern "govern" "governed parts",
    Identity "identity" "identities",
    Latency "latency" "latency classes",
    Lifecycle "lifecycle" "lifecycles",
    Manual "manual" "manual writers",
    Matrix "matrix" "matrices",
    Measure "measure" "measures",
    Monitor "monitor" "monitors",
    Object "object" "objects",
    Overlay "overlay" "overlays",
    Ownership "ownership" "ownerships",
    Packs "packs" "pack tables",
    Phase "phase" "phases",
    Port "port" "ports",
    Promise "promise" "promises",
    Reconcile "reconcile" "reconciliations",
    Record "record" "records",
    Rollup "rollup" "roll-ups",
    Rule "rule" "rules",
    Scope "scope" "scopes",
    System "system" "systems",
    Team "team" "teams",
    Template "template" "templates",
    Type "type" "types",
    Unit "unit" "units",
}

impl DeclaredKind {
    /// The kind that `word` declares.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// The article before its word: `a unit`, `an object`.
    pub fn article(self) -> &'static str {
        if self.word().starts_with(['a', 'e', 'i', 'o', 'u']) && self != Self::Unit { "an" } else { "a" }
    }
}

impl fmt::Display for DeclaredKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_found_by_their_word_and_listed_in_order() {
        for kind in DeclaredKind::ALL {
            assert_eq!(DeclaredKind::from_word(kind.word()), Some(*kind));
        }
        assert!(DeclaredKind::ALL.is_sorted_by_key(|kind| kind.word()));
        assert_eq!(DeclaredKind::from_word("field"), None);
    }
}
