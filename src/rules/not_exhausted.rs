//! `not-exhausted`: a lifecycle with too many orders of messages is not called safe.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::explore::{Verdict, lines};
use crate::facts::Facts;
use crate::facts::lines::STATES as MOST_OF_LINES;
use crate::facts::races::STATES;
use crate::rule::{Code, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "not-exhausted",
        title: "not every order of messages about a lifecycle was looked at",
        severity: Severity::Warning,
        explain: "\
A lifecycle is explored in every order in which its messages can arrive, up to 100,000 states for one search; and so are the quantities of its lines, where
it has a `balance`. There are more, or the lifecycle has more than 16 states, 16 systems or 32 transitions. What is said to be wrong is wrong; that the rest is right was not shown.

Fewer systems that decide, flows that keep their order and receivers that recognise copies make the number small. A lifecycle in which each state
is left by one system and all receivers hold, recognise and lose nothing is not explored at all: it is safe.",
        fails: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
}
lifecycle order { //~ not-exhausted
    state s1 initial=#true
    state s2
    state s3
    state s4
    state s5
    state s6
    state s7
    state s8
    state s9
    state s10
    state s11
    state s12
    state s13
    state s14
    state s15
    state s16
    state s17 final=#true
    transition t1 by=wms { from s1; to s2 }
    transition t2 by=wms { from s2; to s3 }
    transition t3 by=wms { from s3; to s4 }
    transition t4 by=wms { from s4; to s5 }
    transition t5 by=wms { from s5; to s6 }
    transition t6 by=wms { from s6; to s7 }
    transition t7 by=wms { from s7; to s8 }
    transition t8 by=wms { from s8; to s9 }
    transition t9 by=wms { from s9; to s10 }
    transition t10 by=wms { from s10; to s11 }
    transition t11 by=wms { from s11; to s12 }
    transition t12 by=wms { from s12; to s13 }
    transition t13 by=wms { from s13; to s14 }
    transition t14 by=wms { from s14; to s15 }
    transition t15 by=wms { from s15; to s16 }
    transition t16 by=wms { from s16; to s17 }
}
flow order-down { publish order { only order-no }; from shop; to wms; on create }
flow order-up {
    publish order { only status }
    from wms
    to shop
    on change
    delivery at-least-once { idempotency-key order-no status; ordered-by order-no }
}
",
        passes: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
}
lifecycle order {
    state open initial=#true
    state done final=#true
    transition finish by=wms { from open; to done }
}
flow order-down { publish order { only order-no }; from shop; to wms; on create }
flow order-up { publish order { only status }; from wms; to shop; on change }
",
    },
    check: |facts, findings| {
        let mut told = BTreeSet::new();
        let races = facts.races().all().filter_map(|race| {
            let open = race.report.verdicts.iter().find_map(|(_, verdict)| match verdict {
                Verdict::NotExhausted { depth } => Some(*depth),
                Verdict::Holds | Verdict::Violated(_) => None,
            });
            Some((race.life, open?, STATES))
        });
        let counts = facts.lines().iter().filter_map(|tally| match tally.count.verdict {
            lines::Verdict::NotExhausted { depth } => Some((tally.life, depth, MOST_OF_LINES)),
            lines::Verdict::Holds | lines::Verdict::Violated(_) => None,
        });
        for (life, depth, most) in races.chain(counts) {
            if !told.insert(life) {
                continue;
            }
            let life = &facts.lifecycles().all()[life];
            let path = super::race::place(facts, life);
            let what = if depth == 0 {
                format!("`{path}` is too large to be explored")
            } else {
                format!("`{path}` was explored up to {depth} steps, and there are more than {most} states")
            };
            findings.report(format!("{what}: nothing is shown beyond that"), |finding| {
                finding
                    .at(facts.model[life.lifecycle].path.span, "not every order of its messages was looked at")
                    .help("let fewer systems decide, keep messages in order, and let receivers recognise copies")
                    .about(path)
            });
        }
    },
};
