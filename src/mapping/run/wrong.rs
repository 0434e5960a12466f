//! What can be wrong with a value, in the words that every target uses.

use crate::model::choice::choice;

choice! {
    /// What is wrong with a value.
    Wrong {
        Absent = "absent",
        Null = "null",
        Empty = "empty",
        WrongType = "wrong-type",
        WrongForm = "wrong-form",
        NotExact = "not-exact",
        TooLong = "too-long",
        TooShort = "too-short",
        TooManyDigits = "too-many-digits",
        OutOfRange = "out-of-range",
        NotDivisible = "not-divisible",
        UnknownCode = "unknown-code",
        WrongCheckDigit = "wrong-check-digit",
        TooFew = "too-few",
        TooMany = "too-many",
        Incomplete = "incomplete",
        NotAsRequired = "not-as-required",
    }
}
