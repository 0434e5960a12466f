//! What can be wrong with the names of a charter.

use crate::diagnostic::Severity;
use crate::rule::{Code, with_parcels};

/// Every kind of finding that resolution reports.
pub static CODES: &[&Code] = &[
    &UNKNOWN_NAME,
    &DUPLICATE_NAME,
    &UNKNOWN_FIELD,
    &UNKNOWN_STATE,
    &UNKNOWN_TRANSITION,
    &UNKNOWN_SCOPE,
    &UNKNOWN_SCOPE_VALUE,
    &WRONG_KIND,
    &CIRCULAR_DEFINITION,
];

/// A name that nothing has.
pub(super) static UNKNOWN_NAME: Code = Code {
    name: "unknown-name",
    title: "nothing has this name",
    severity: Severity::Error,
    explain: "A name is used that no element of the wanted kind has. Names are unique for each kind, across all files \
              of the charter: a team and a system may share a name, and only the one that is wanted at the place counts.\n\n\
              Write the name as it is declared, or declare it. If the file that declares it is not read, add it to \
              `include`. What rests on an unknown name is not checked any further, so one typing error gives one finding.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
govern parcel.weight { approve ti } //~ unknown-name
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
govern parcel.weight { approve it }
"#
    ),
};

/// A name that two elements of a kind have.
pub(super) static DUPLICATE_NAME: Code = Code {
    name: "duplicate-name",
    title: "two elements of a kind have the same name",
    severity: Severity::Error,
    explain: "Names are unique for each kind, across all files of the charter. Of two elements with one name nobody can \
              say which one is meant, so the second one is left out and this is reported.\n\n\
              Give one of them another name, or join them. A name of the standard library may be declared again: the \
              charter's own element then stands in its place.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
matrix parcels { axis size { small; large } }
matrix parcels { axis size { small; huge } } //~ duplicate-name
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
matrix parcels { axis size { small; large } }
matrix huge-parcels { axis size { small; huge } }
"#
    ),
};

/// A path whose object has no such field.
pub(super) static UNKNOWN_FIELD: Code = Code {
    name: "unknown-field",
    title: "the object has no such field",
    severity: Severity::Error,
    explain: "A path starts with an object and goes on with the names of its fields, groups and lists: \
              `sales-order.lines.ordered`. Where the object is already known, as in a record or a flow, it starts with a \
              field. The lifecycle of an object or a list gives it the field `status`; a field of the type `money` has \
              the parts `amount` and `currency`.\n\n\
              Write the field as it is declared, or declare it at its object.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
govern parcel.wieght { approve it } //~ unknown-field
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
govern parcel.weight { approve it }
"#
    ),
};

/// A state that the lifecycle does not have.
pub(super) static UNKNOWN_STATE: Code = Code {
    name: "unknown-state",
    title: "the lifecycle has no such state",
    severity: Severity::Error,
    explain: "A state is named that the lifecycle of the object or list at hand does not have, or there is no lifecycle. \
              States belong to one lifecycle: a line and its order may both have a state `shipped`, and each place means \
              the one that it is about.\n\n\
              Write the state as it is declared, or declare it.",
    fails: with_parcels!(
        r#"object parcel {
    key number
    owner wms
    field number identifier
    lifecycle {
        state packed initial=#true
        state sent final=#true
        transition send by=wms { from packd; to sent } //~ unknown-state
    }
}
"#
    ),
    passes: with_parcels!(
        r#"object parcel {
    key number
    owner wms
    field number identifier
    lifecycle {
        state packed initial=#true
        state sent final=#true
        transition send by=wms { from packed; to sent }
    }
}
"#
    ),
};

/// A transition that the lifecycle does not have.
pub(super) static UNKNOWN_TRANSITION: Code = Code {
    name: "unknown-transition",
    title: "the lifecycle has no such transition",
    severity: Severity::Error,
    explain: "A transition is named that the lifecycle of the object at hand does not have. In a flow, `on` takes the \
              transitions of the objects that it carries, of their lists as well, and the words `create`, `change` and \
              `delete`.\n\n\
              Write the transition as it is declared, or declare it.",
    fails: with_parcels!(
        r#"object parcel {
    key number
    owner wms
    field number identifier
    lifecycle {
        state packed initial=#true
        state sent final=#true
        state lost final=#true
        transition send by=wms { from packed; to sent }
        transition lose by=wms { from packed; to lost }
        arbitrate send loose { winner send } //~ unknown-transition
    }
}
"#
    ),
    passes: with_parcels!(
        r#"object parcel {
    key number
    owner wms
    field number identifier
    lifecycle {
        state packed initial=#true
        state sent final=#true
        state lost final=#true
        transition send by=wms { from packed; to sent }
        transition lose by=wms { from packed; to lost }
        arbitrate send lose { winner send }
    }
}
"#
    ),
};

/// A scope that is not declared.
pub(super) static UNKNOWN_SCOPE: Code = Code {
    name: "unknown-scope",
    title: "no scope has this name",
    severity: Severity::Error,
    explain: "Where a part of the scopes is named, as `site=dal1` or `site dal1 rno1`, every name in front must be that \
              of a scope. A scope is declared once, with all its values.\n\n\
              Write the scope as it is declared, or declare it.",
    fails: with_parcels!(
        r#"scope site { dal1; rno1 }
object parcel {
    key number site
    by site
    owner wms site=dal1
    owner wms sight=rno1 //~ unknown-scope
    field number identifier
    field site code=site
}
"#
    ),
    passes: with_parcels!(
        r#"scope site { dal1; rno1 }
object parcel {
    key number site
    by site
    owner wms site=dal1
    owner wms site=rno1
    field number identifier
    field site code=site
}
"#
    ),
};

/// A value that the scope does not have.
pub(super) static UNKNOWN_SCOPE_VALUE: Code = Code {
    name: "unknown-scope-value",
    title: "the scope has no such value",
    severity: Severity::Error,
    explain: "A scope is closed: its values are those that are listed where it is declared, so that the compiler can \
              tell whether all of them are dealt with. An `open` scope may meet other values, and they are named by \
              nothing.\n\n\
              Write the value as it is declared, or add it to the scope.",
    fails: with_parcels!(
        r#"scope site { dal1; rno1 }
object parcel {
    key number site
    by site
    owner wms site=dal1
    owner wms site=rno2 //~ unknown-scope-value
    field number identifier
    field site code=site
}
"#
    ),
    passes: with_parcels!(
        r#"scope site { dal1; rno1 }
object parcel {
    key number site
    by site
    owner wms site=dal1
    owner wms site=rno1
    field number identifier
    field site code=site
}
"#
    ),
};

/// A name that means something of another kind than the place wants.
pub(super) static WRONG_KIND: Code = Code {
    name: "wrong-kind",
    title: "this cannot stand here, though it exists",
    severity: Severity::Error,
    explain: "The name is known, and what it means is not what the place wants: a lifecycle of a plain field, a formula \
              for a group, a template of records taken by a flow.\n\n\
              Name something of the wanted kind, or say it at another place.",
    fails: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
lifecycle parcel.number { //~ wrong-kind
    state packed initial=#true final=#true
}
"#
    ),
    passes: with_parcels!(
        r#"object parcel { key number; owner wms; field number identifier; field weight decimal }
lifecycle parcel {
    state packed initial=#true final=#true
}
"#
    ),
};

/// A definition that rests on itself.
pub(super) static CIRCULAR_DEFINITION: Code = Code {
    name: "circular-definition",
    title: "a definition rests on itself",
    severity: Severity::Error,
    explain: "A phase comes after itself, a type restricts itself through others, a unit counts itself, or a template \
              takes its words from itself. Nothing follows from such a definition.\n\n\
              Take one step out of the circle.",
    fails: r"
phase pilot { everything; after full } //~ circular-definition
phase full { everything; after pilot }
",
    passes: r"
phase pilot { everything }
phase full { everything; after pilot }
",
};
