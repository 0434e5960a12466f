//! The words that steps are said with.

use crate::model::choice::choice;

choice! {
    /// How letters are changed.
    LetterCase {
        Upper = "upper",
        Lower = "lower",
    }
}

choice! {
    /// A side of a text.
    TextSide {
        Left = "left",
        Right = "right",
    }
}

choice! {
    /// What happens to characters that a form cannot hold.
    OtherCharacters {
        Transliterate = "transliterate",
        Replace = "replace",
        Raise = "raise",
    }
}

choice! {
    /// A kind of markup.
    Markup {
        Html = "html",
        Xml = "xml",
        Url = "url",
    }
}

choice! {
    /// A form into which values are brought.
    Normal {
        Phone = "phone",
        Region = "region",
        Country = "country",
        Postal = "postal",
    }
}

choice! {
    /// An identifier with a check digit.
    CheckedIdentifier {
        Gtin = "gtin",
        Sscc = "sscc",
        Gln = "gln",
    }
}

choice! {
    /// How a number with too many digits is rounded.
    Rounding {
        HalfUp = "half-up",
        HalfEven = "half-even",
        Down = "down",
        Up = "up",
        Floor = "floor",
        Ceiling = "ceiling",
    }
}

choice! {
    /// What happens when a quantity does not divide.
    Remainder {
        Error = "error",
        Round = "round",
        Split = "split",
    }
}

choice! {
    /// How a point in time is written.
    InstantForm {
        Rfc3339 = "rfc3339",
        Local = "local",
        EpochS = "epoch-s",
        EpochMs = "epoch-ms",
        Pattern = "pattern",
    }
}

choice! {
    /// A local time that does not exist.
    Gap {
        Later = "later",
        Earlier = "earlier",
        Raise = "raise",
    }
}

choice! {
    /// A local time that exists twice.
    Overlap {
        First = "first",
        Second = "second",
        Raise = "raise",
    }
}
