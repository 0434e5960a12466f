//! The functions that an expression can use, and how a number is rounded.

/// How a number loses digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// Halves away from zero.
    HalfUp,
    /// Halves to the even digit.
    HalfEven,
    /// Towards zero.
    Down,
    /// Away from zero.
    Up,
    /// Towards the smaller number.
    Floor,
    /// Towards the larger number.
    Ceiling,
}

impl Rounding {
    /// All modes.
    pub const ALL: &[Self] = &[Self::HalfUp, Self::HalfEven, Self::Down, Self::Up, Self::Floor, Self::Ceiling];

    /// The word that the language uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Down => "down",
            Self::Up => "up",
            Self::Floor => "floor",
            Self::Ceiling => "ceiling",
        }
    }

    /// The mode that a word names.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|mode| mode.word() == word)
    }
}

/// What an argument of a function is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// Any expression.
    Any,
    /// A rounding mode by its word.
    Rounding,
    /// A whole number that is written down: how many digits stand after the point.
    Scale,
    /// A text that is written down: a pattern, a zone, a part.
    Text,
}

macro_rules! functions {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal ($($label:ident: $parameter:ident),*) $($more:literal)?;)*) => {
        /// A function of the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Function {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Function {
            /// All functions.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name that the language uses.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// What it gives, in a sentence.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+).trim_ascii(),)* }
            }

            /// What it takes, and what each argument is called.
            pub fn parameters(self) -> &'static [(&'static str, Parameter)] {
                match self { $(Self::$variant => &[$((stringify!($label), Parameter::$parameter)),*],)* }
            }

            /// Whether more arguments of the last kind may follow.
            pub fn takes_more(self) -> bool {
                match self { $(Self::$variant => !concat!($($more)?).is_empty(),)* }
            }
        }
    };
}

functions! {
    /// The greatest of the values.
    Max "max"(a: Any, b: Any) "...";
    /// The least of the values.
    Min "min"(a: Any, b: Any) "...";
    /// The value, or the bound that it passes.
    Clamp "clamp"(x: Any, low: Any, high: Any);
    /// The number without its sign.
    Abs "abs"(x: Any);
    /// The number with so many digits after the point.
    Round "round"(x: Any, mode: Rounding, scale: Scale);
    /// One number divided by another, with so many digits after the point.
    Divide "divide"(a: Any, b: Any, mode: Rounding, scale: Scale);
    /// The sum over all parts of a list.
    Sum "sum"(x: Any);
    /// How many parts a list has.
    Count "count"(list: Any);
    /// Whether the condition holds for at least one part of a list.
    Any "any"(condition: Any);
    /// Whether the condition holds for every part of a list.
    All "all"(condition: Any);
    /// The first of the values that is present and not null.
    Coalesce "coalesce"(a: Any, b: Any) "...";
    /// One value if the condition holds, else the other.
    If "if"(condition: Any, then: Any, otherwise: Any);
    /// Whether the value is there, be it null or empty.
    Present "present"(x: Any);
    /// Whether the value is not there.
    Absent "absent"(x: Any);
    /// Whether the value is there and null.
    Null "null"(x: Any);
    /// Whether the value is a text or list without content.
    Empty "empty"(x: Any);
    /// How many Unicode characters a text has.
    Length "length"(text: Any);
    /// Whether a text contains another.
    Contains "contains"(text: Any, part: Any);
    /// Whether a text starts with another.
    StartsWith "starts-with"(text: Any, part: Any);
    /// Whether a text ends with another.
    EndsWith "ends-with"(text: Any, part: Any);
    /// Whether the whole text matches a regular expression of the linear-time kind.
    Matches "matches"(text: Any, pattern: Text);
    /// The texts after one another.
    Concat "concat"(a: Any, b: Any) "...";
    /// The text in upper case.
    Upper "upper"(text: Any);
    /// The text in lower case.
    Lower "lower"(text: Any);
    /// The text without white space at its ends.
    Trim "trim"(text: Any);
    /// The date of an instant in a zone.
    Date "date"(instant: Any, zone: Text);
    /// So many days after a date.
    AddDays "add-days"(date: Any, days: Any);
    /// The days from one date to another.
    DaysBetween "days-between"(from: Any, to: Any);
}

impl Function {
    /// The function that a name stands for.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|function| function.name() == name)
    }

    /// How it is called: `clamp(x, low, high)`.
    pub fn signature(self) -> String {
        let names: Vec<&str> = self.parameters().iter().map(|(name, _)| *name).collect();
        format!("{}({}{})", self.name(), names.join(", "), if self.takes_more() { ", ..." } else { "" })
    }

    /// What the argument at `at` is, if there may be one.
    pub fn parameter(self, at: usize) -> Option<Parameter> {
        let parameters = self.parameters();
        let found = parameters.get(at).or_else(|| parameters.last().filter(|_| self.takes_more()));
        found.map(|(_, parameter)| *parameter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_says_how_it_is_called() {
        assert_eq!(Function::Clamp.signature(), "clamp(x, low, high)");
        assert_eq!(Function::Max.signature(), "max(a, b, ...)");
        assert_eq!(Function::Max.parameter(9), Some(Parameter::Any));
        assert_eq!(Function::Round.parameter(3), None);
        assert_eq!(Function::Divide.summary(), "One number divided by another, with so many digits after the point.");
        for function in Function::ALL {
            assert_eq!(Function::from_name(function.name()), Some(*function));
        }
    }
}
