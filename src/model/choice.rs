//! Closed lists of words: one enum for each `one-of` of the language.

/// A value of a closed list, as it is written in a charter.
pub trait Choice: Copy + Sized + 'static {
    /// All values, in the order of the language's definition.
    const ALL: &'static [Self];

    /// The word that stands for it.
    fn word(self) -> &'static str;

    /// The value that a word stands for.
    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|choice| choice.word() == word)
    }
}

/// Declares an enum whose variants are words of the language.
macro_rules! choice {
    ($(#[$attribute:meta])* $name:ident { $($(#[$note:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = concat!("`", $word, "`")] $(#[$note])* $variant),+
        }

        impl $crate::model::choice::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word),+
                }
            }
        }
    };
}

pub(crate) use choice;
