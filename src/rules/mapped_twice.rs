//! `mapped-twice`: a field is read from one place.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::records;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::record::{Map, Part, ValuePart};
use crate::rule::{Code, Findings, Rule, with_orders};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "mapped-twice",
        title: "two maps of a record give one field its value",
        severity: Severity::Error,
        explain: "\
Both maps are read, and both give the same field its value, so the one that comes later wins without a word. Which of them is right depends on
the payload, and that is what the record has to say.

If one place stands in for the other, use one map with `first`. If one of them is only written, say `direction=write` at it. Maps inside lists that
select different parts of the payload do not meet.",
        fails: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "number" order-no //~ mapped-twice
    map "weight" weight { decimal scale=3 }
    map "service" service {
        code "STD" ground
        code "NDA" express
    }
}
"#
        ),
        passes: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "number" order-no direction=write
    map "weight" weight { decimal scale=3 }
    map "service" service {
        code "STD" ground
        code "NDA" express
    }
}
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for (_, record) in records(model) {
        // Parts of one list meet, those of two lists do not: each list selects its own parts.
        let mut lists: Vec<&[Part]> = vec![&record.body];
        while let Some(list) = lists.pop() {
            let mut given: BTreeMap<(Id<Field>, Option<ValuePart>), &Map> = BTreeMap::new();
            for map in together(list, &mut lists) {
                let reads = map.direction.is_none_or(|direction| direction.value.reads());
                let Some(field) = map.field.filter(|_| reads) else { continue };
                let Some(id) = field.field else { continue };
                let Some(first) = given.get(&(id, field.part)) else {
                    given.insert((id, field.part), map);
                    continue;
                };
                if !told.insert(field.span) {
                    continue;
                }
                let name = &model[id].name;
                findings.report(format!("`{name}` is read from two places"), |finding| {
                    finding
                        .at(field.span, "read here again")
                        .and(first.field.map_or(first.span, |field| field.span), "read here first")
                        .help("use one map with `first`, or say `direction=write` at the one that is not read")
                        .about(&*record.head.name.text)
                });
            }
        }
    }
}

/// The maps of one part of the payload, in order; lists inside go to `lists`.
fn together<'m>(body: &'m [Part], lists: &mut Vec<&'m [Part]>) -> Vec<&'m Map> {
    let mut maps = Vec::new();
    let mut open = vec![body];
    while let Some(body) = open.pop() {
        for part in body {
            match part {
                Part::Map(map) => maps.push(map),
                Part::Each(each) => lists.push(&each.body),
                Part::Within(within) => open.push(&within.body),
                Part::Segment(segment) => open.push(&segment.body),
                Part::Constant(_) | Part::Let(_) | Part::Require(_) => {}
            }
        }
    }
    maps.sort_by_key(|map| map.span);
    maps
}
