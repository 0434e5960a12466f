//! What can be wrong with an expression.

use crate::diagnostic::Severity;
use crate::rule::Code;

pub(in crate::syntax) static MALFORMED_EXPRESSION: Code = Code {
    name: "malformed-expression",
    title: "an expression cannot be read",
    severity: Severity::Error,
    explain: "\
An expression is made of names, numbers, texts in single quotes, `#true`, `#false`, `#null`, the operators `or`, `and`, \
`not`, `=`, `!=`, `<`, `<=`, `>`, `>=`, `in {a, b}`, `+`, `-`, `*`, and functions such as `max(a, b)`.

Names may contain hyphens, so a minus has a space on its left: `on-hand - held`. A name that has a space in it, or that is \
a word of the expression language, stands in backticks.",
    fails: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "kind = kit and" //~ malformed-expression
}
"#,
    passes: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "kind = kit and stock = short"
}
"#,
};

pub(in crate::syntax) static UNKNOWN_FUNCTION: Code = Code {
    name: "unknown-function",
    title: "an expression calls a function that is not there",
    severity: Severity::Error,
    explain: "\
The functions are part of the language, so that every target computes the same value. What they cannot do is declared as an \
`extern`, with an implementation for each target, and used by the step `apply`.",
    fails: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "start-with(kind, 'k')" //~ unknown-function
}
"#,
    passes: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "starts-with(kind, 'k')"
}
"#,
};

pub(in crate::syntax) static WRONG_ARGUMENTS: Code = Code {
    name: "wrong-arguments",
    title: "a function is given other arguments than it takes",
    severity: Severity::Error,
    explain: "\
Each function takes a fixed number of arguments; `max`, `min`, `coalesce` and `concat` take more. Rounding modes, scales, \
patterns and zones are written down and not computed, so that they can be checked before anything runs.",
    fails: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "contains(kind)" //~ wrong-arguments
}
"#,
    passes: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "contains(kind, 'kit')"
}
"#,
};

pub(in crate::syntax) static UNROUNDED_DIVISION: Code = Code {
    name: "unrounded-division",
    title: "a division does not say how it is rounded",
    severity: Severity::Error,
    explain: "\
A third of a cent has endless digits. Every target would cut them somewhere else, and the ledger would differ from the \
warehouse by a cent now and then. `divide(a, b, half-up, 2)` says the mode and the digits after the point; the modes are \
`half-up`, `half-even`, `down`, `up`, `floor`, `ceiling`.",
    fails: r#"matrix orders {
    axis boxes { "12"; "24" }
    axis stock { available; short }
    never "boxes / 12 = 2" //~ unrounded-division
}
"#,
    passes: r#"matrix orders {
    axis boxes { "12"; "24" }
    axis stock { available; short }
    never "divide(boxes, 12, down, 0) = 2"
}
"#,
};

pub(in crate::syntax) static DEEP_EXPRESSION: Code = Code {
    name: "deep-expression",
    title: "an expression is too deep or too long",
    severity: Severity::Error,
    explain: "\
An expression nests at most 64 deep and has at most 10,000 bytes. Nobody can review more than that, and no target has to \
compute it. Name a part with `let`, or make it a derived field.",
    fails: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((kind = kit))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))" //~ deep-expression
}
"#,
    passes: r#"matrix orders {
    axis kind { single; kit }
    axis stock { available; short }
    never "kind = kit"
}
"#,
};
