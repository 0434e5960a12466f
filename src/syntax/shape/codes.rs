//! What can be wrong with the shape of a charter.

use crate::diagnostic::Severity;
use crate::rule::{Code, with_parcels};

pub(in crate::syntax) static UNKNOWN_WORD: Code = Code {
    name: "unknown-word",
    title: "a word is not known where it stands",
    severity: Severity::Error,
    explain: "\
Each word of the language has its place: `title` stands in `charter`, `state` in `lifecycle`. A word that is misspelt, or \
that stands in the wrong place, would be ignored, and with it everything inside. So nothing is ignored: the word is \
reported, and what stands inside is not looked at until the word is right.

`charter explain WORD` shows where a word may stand and what may stand inside it.",
    fails: r#"charter demo version="1.0.0" {
    titel "Demo" //~ unknown-word
}
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Demo"
}
"#,
};

pub(in crate::syntax) static UNKNOWN_PROPERTY: Code = Code {
    name: "unknown-property",
    title: "a property is not known where it stands",
    severity: Severity::Error,
    explain: "\
A word takes the properties that the language gives it, and, where a part of the scopes can be named, the charter's own \
scopes. A property under another name would be ignored.

Some things are words and not properties: they stand inside the braces, because they may be said several times or have \
something inside themselves.",
    fails: r#"charter demo version="1.0.0" titel="Demo" //~ unknown-property
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Demo"
}
"#,
};

pub(in crate::syntax) static UNKNOWN_VALUE: Code = Code {
    name: "unknown-value",
    title: "a value is not in its closed list",
    severity: Severity::Error,
    explain: "\
Some places take one word of a closed list. The finding names the list. What each of its words means stands on the \
reference page of the word.",
    fails: r#"charter demo version="1.0.0" {
    options names=pascal //~ unknown-value
}
"#,
    passes: r#"charter demo version="1.0.0" {
    options names=camel
}
"#,
};

pub(in crate::syntax) static MISSING_ARGUMENT: Code = Code {
    name: "missing-argument",
    title: "a word lacks what must follow it",
    severity: Severity::Error,
    explain: "\
Arguments follow the word and have no name: `title \"Demo\"`. This word says nothing without the one that is missing.",
    fails: r#"charter demo version="1.0.0" {
    title //~ missing-argument
}
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Demo"
}
"#,
};

pub(in crate::syntax) static EXTRA_ARGUMENT: Code = Code {
    name: "extra-argument",
    title: "more follows a word than it takes",
    severity: Severity::Error,
    explain: "\
A word takes a fixed number of arguments, or a list of them. What is too much would be ignored. Often a text lacks its \
quotes, so that each of its words counts, or an argument was meant as a property.",
    fails: r#"charter demo version="1.0.0" {
    title "Order" fulfilment //~ extra-argument
}
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Order fulfilment"
}
"#,
};

pub(in crate::syntax) static MISSING_PROPERTY: Code = Code {
    name: "missing-property",
    title: "a word lacks a property that it needs",
    severity: Severity::Error,
    explain: "\
Some properties have no value that could be assumed in good faith: who answers, how much time, which version. They must be \
said, here or in a template that the definition takes with `as`.",
    fails: r"charter demo //~ missing-property
",
    passes: r#"charter demo version="1.0.0"
"#,
};

pub(in crate::syntax) static MISSING_WORD: Code = Code {
    name: "missing-word",
    title: "a word lacks another one inside",
    severity: Severity::Error,
    explain: "\
Some words only make sense with another one inside: a code list has codes, a lifecycle has states, a monitor tells somebody. \
It must be said, here or in a template that the definition takes with `as`.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field reason code=reason }
codes reason //~ missing-word
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field reason code=reason }
codes reason { code damaged "Broken in the warehouse" }
"#
    ),
};

pub(in crate::syntax) static REPEATED_WORD: Code = Code {
    name: "repeated-word",
    title: "a word that is said once is said again",
    severity: Severity::Error,
    explain: "\
This word has one meaning at its place, and two of them would contradict each other. Neither wins: keep the one that is \
meant. Words that list things take several arguments, and most of them may be repeated.",
    fails: r#"charter demo version="1.0.0" {
    title "Demo"
    title "Another demo" //~ repeated-word
}
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Demo"
}
"#,
};

pub(in crate::syntax) static DUPLICATE_PROPERTY: Code = Code {
    name: "duplicate-property",
    title: "a property is given twice",
    severity: Severity::Error,
    explain: "\
In KDL the last of two equal properties wins without a word, which loses an owner or a limit that somebody wrote down. A \
charter says each thing once. Several values are written as arguments or as words inside.",
    fails: r#"charter demo version="1.0.0" version="1.1.0" //~ duplicate-property
"#,
    passes: r#"charter demo version="1.1.0"
"#,
};

pub(in crate::syntax) static WRONG_TYPE: Code = Code {
    name: "wrong-type",
    title: "a value is of another type",
    severity: Severity::Error,
    explain: "\
KDL tells texts, numbers, truth values and null apart, and so does a charter: `\"5\"` is a text and `5` a number, `#true` is \
a truth value and `true` none. Nothing is converted silently.",
    fails: r"charter demo version=1 //~ wrong-type
",
    passes: r#"charter demo version="1.0.0"
"#,
};

pub(in crate::syntax) static MALFORMED_VALUE: Code = Code {
    name: "malformed-value",
    title: "a value does not have the form that its place wants",
    severity: Severity::Error,
    explain: "\
Durations, rates, shares, sizes, days, zones, versions, names and paths are texts with a form of their own:

| type | form |
|---|---|
| duration | a whole number and `ms`, `s`, `min`, `h`, `d` or `w`: `\"5min\"` |
| rate | a whole number in a time: `\"800/h\"` |
| percent | `\"99.5%\"` |
| size | `\"4MB\"`, `\"512KiB\"` |
| ratio | an exact number or a fraction: `\"1/3\"` |
| date, time, hours | `\"2026-11-24\"`, `\"18:00\"`, `\"06:00-22:00\"` |
| zone | a name of the IANA database: `\"America/Chicago\"` |
| version | three numbers: `\"2.3.0\"` |
| name | letters, digits and `-` |
| path | names joined by points: `sales-order.lines.allocated` |
| path in a payload | `\"N1[N101=ST].N104\"`, `\"lines[].'Order No'\"` |",
    fails: r#"charter demo version="1.0" //~ malformed-value
"#,
    passes: r#"charter demo version="1.0.0"
"#,
};

pub(in crate::syntax) static UNEXPECTED_BLOCK: Code = Code {
    name: "unexpected-block",
    title: "words stand inside a word that takes none",
    severity: Severity::Error,
    explain: "\
Nothing may stand in the braces of this word, so what stands there would be ignored. It belongs to a word further out, or \
to another one.",
    fails: r#"charter demo version="1.0.0" {
    title "Demo" { //~ unexpected-block
        doc "For a demonstration."
    }
}
"#,
    passes: r#"charter demo version="1.0.0" {
    title "Demo"
    doc "For a demonstration."
}
"#,
};

pub(in crate::syntax) static UNUSED_ANNOTATION: Code = Code {
    name: "unused-annotation",
    title: "a KDL type annotation says nothing in a charter",
    severity: Severity::Warning,
    explain: "\
KDL allows a type in parentheses before a node or a value. The language knows the type of every value by its place, so an \
annotation would only pretend to say something.",
    fails: r#"charter demo version=(semver)"1.0.0" //~ unused-annotation
"#,
    passes: r#"charter demo version="1.0.0"
"#,
};
