//! What a change of the charter breaks, and for whom.

use std::fmt;

/// How much a change matters to those whom it reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Nobody has to do anything.
    #[default]
    Safe,
    /// It works as before, and somebody must agree to it.
    Approval,
    /// Somebody must change something, or it stops working.
    Breaking,
}

impl Effect {
    /// All effects, from the least.
    pub const ALL: &[Self] = &[Self::Safe, Self::Approval, Self::Breaking];

    /// The word that the definition uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Approval => "approval",
            Self::Breaking => "breaking",
        }
    }
}

/// Who is reached by a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Party {
    /// The teams of the systems that receive the object.
    Readers,
    /// The teams of the systems that send the object.
    Senders,
    /// The team of the system that owns the object, or of the element itself.
    Owner,
    /// The teams that watch, answer exceptions and are told.
    Operations,
    /// The parties outside that speak the interface.
    Partners,
    /// Every team of the charter.
    Everyone,
}

impl Party {
    /// All parties.
    pub const ALL: &[Self] =
        &[Self::Readers, Self::Senders, Self::Owner, Self::Operations, Self::Partners, Self::Everyone];

    /// The word that the definition uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Readers => "readers",
            Self::Senders => "senders",
            Self::Owner => "owner",
            Self::Operations => "operations",
            Self::Partners => "partners",
            Self::Everyone => "everyone",
        }
    }
}

/// A set of parties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Parties(pub(super) u8);

impl Parties {
    /// The same, with `party` in it.
    #[must_use]
    pub fn with(self, party: Party) -> Self {
        Self(self.0 | 1 << party as u8)
    }

    /// Whether `party` is in it.
    pub fn contains(self, party: Party) -> bool {
        self.0 & (1 << party as u8) != 0
    }

    /// Whether nobody is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those who are in it, in the order of [`Party::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Party> {
        Party::ALL.iter().copied().filter(move |party| self.contains(*party))
    }
}

impl FromIterator<Party> for Parties {
    fn from_iter<I: IntoIterator<Item = Party>>(parties: I) -> Self {
        parties.into_iter().fold(Self::default(), Self::with)
    }
}

/// What one kind of change does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// How much it matters.
    pub effect: Effect,
    /// To whom; empty if it is safe.
    pub parties: Parties,
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.effect.word())?;
        for (at, party) in self.parties.iter().enumerate() {
            write!(f, "{} {}", if at == 0 { " for" } else { "," }, party.word())?;
        }
        Ok(())
    }
}

/// What can be done to an element of a charter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// It was not there before.
    Add,
    /// It is not there any more.
    Remove,
    /// It says something else.
    Update,
    /// Its number, time or size has grown.
    Raise,
    /// Its number, time or size has shrunk.
    Lower,
}

impl Action {
    /// All actions.
    pub const ALL: &[Self] = &[Self::Add, Self::Remove, Self::Update, Self::Raise, Self::Lower];

    /// The word that the definition uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Remove => "remove",
            Self::Update => "update",
            Self::Raise => "raise",
            Self::Lower => "lower",
        }
    }
}

/// What adding, removing and updating an element does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChangePolicy {
    /// It was not there before.
    pub add: Change,
    /// It is not there any more.
    pub remove: Change,
    /// It says something else.
    pub update: Change,
    /// Its value has grown, where that is not the same as any update.
    pub raise: Option<Change>,
    /// Its value has shrunk, where that is not the same as any update.
    pub lower: Option<Change>,
}

impl ChangePolicy {
    /// What `action` does; growing and shrinking are updates where nothing else is said.
    pub fn of(&self, action: Action) -> Change {
        match action {
            Action::Add => self.add,
            Action::Remove => self.remove,
            Action::Update => self.update,
            Action::Raise => self.raise.unwrap_or(self.update),
            Action::Lower => self.lower.unwrap_or(self.update),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growing_is_an_update_unless_it_is_told_apart() {
        let breaking =
            Change { effect: Effect::Breaking, parties: [Party::Readers, Party::Owner].into_iter().collect() };
        let mut policy = ChangePolicy { update: breaking, ..ChangePolicy::default() };
        assert_eq!(policy.of(Action::Raise), breaking);
        policy.raise = Some(Change::default());
        assert_eq!(policy.of(Action::Raise), Change::default());
        assert_eq!(policy.of(Action::Lower), breaking);
        assert_eq!(breaking.to_string(), "breaking for readers, owner");
    }
}
