//! A protocol as a model in Promela, with the history in C.

use std::fmt::Write;

use charter::explore::{Arrives, Budget, Flow, OnIllegal, Protocol};

/// The model: one process, one option for each step, one claim `pK` for each kind of breach.
pub fn promela(protocol: &Protocol, budget: Budget) -> String {
    let Names { views, replicas, transitions, flows } = Names::of(protocol);
    let mut text = String::new();
    let mut line = |said: String| {
        text.push_str(&said);
        text.push('\n');
    };
    line(format!("byte v[{views}]; short kn[{replicas}]; short pa[{transitions}]; byte err = 0;"));
    line(format!("byte copies = {}; byte drops = {};", budget.duplicates, budget.losses));
    for (index, flow) in protocol.flows.iter().enumerate() {
        let carried = flow.carries.len().max(2);
        line(if flow.ordered {
            format!("byte q{index}[{carried}]; byte l{index};")
        } else {
            format!("short b{index};")
        });
        if flow.can_rewind() {
            line(format!("byte g{index}[{carried}]; byte h{index};"));
        }
    }
    line(c_part(protocol));
    let guards = options(protocol);
    for (number, option) in guards.iter().enumerate() {
        line(format!("#define G{number} ({})", option.guard));
    }
    let empty: Vec<String> = (0..flows).map(|flow| format!("({})", is_empty(protocol, flow))).collect();
    let empty = if empty.is_empty() { "1".into() } else { empty.join(" && ") };
    let any: Vec<String> = (0..guards.len()).map(|number| format!("G{number}")).collect();
    let any = if any.is_empty() { "0".into() } else { any.join(" || ") };
    let open: Vec<String> = (0..transitions).map(|transition| format!("({})", is_open(protocol, transition))).collect();
    line("active proctype all() {".into());
    for (machine, thing) in protocol.machines.iter().enumerate() {
        for (replica, view) in thing.views.iter().enumerate() {
            let place = machine * replicas + replica;
            line(format!("  {}v[{place}] = {};", if place == 0 { "d_step { " } else { "" }, view.unwrap_or(0)));
        }
    }
    line("  }\n  do".into());
    for (number, option) in guards.iter().enumerate() {
        line(format!("  :: d_step {{ err == 0 && G{number} -> {} }}", option.action));
    }
    line(format!("  :: d_step {{ err == 0 && {empty} && c_expr {{ DIVERGED }} -> c_code {{ broken(4); }} }}"));
    line(format!(
        "  :: d_step {{ err == 0 && !({empty}) && !({any}) && !({}) -> c_code {{ broken(5); }} }}",
        open.join(" || ")
    ));
    line("  od\n}".into());
    line("ltl p0 { [] (err < 9) }".into());
    for kind in 1..=7 {
        line(format!("ltl p{kind} {{ [] (err != {kind}) }}"));
    }
    text
}

/// Names for the calls in the model's conditions: SPIN refuses a call there, because it could change something.
pub fn calls(protocol: &Protocol) -> String {
    let fits = |index: usize| format!("#define FITS_{index} (!fires({index}))\n");
    (0..protocol.transitions.len()).map(fits).collect::<String>() + "#define DIVERGED diverged()\n"
}

struct Names {
    views: usize,
    replicas: usize,
    transitions: usize,
    flows: usize,
}

impl Names {
    fn of(protocol: &Protocol) -> Self {
        Self {
            views: (protocol.machines.len() * protocol.replicas).max(2),
            replicas: protocol.replicas.max(2),
            transitions: protocol.transitions.len().max(2),
            flows: protocol.flows.len(),
        }
    }
}

/// One option of the loop.
struct Choice {
    guard: String,
    action: String,
}

fn is_empty(protocol: &Protocol, flow: usize) -> String {
    if protocol.flows[flow].ordered { format!("l{flow} == 0") } else { format!("b{flow} == 0") }
}

fn view(protocol: &Protocol, machine: usize, replica: usize) -> String {
    format!("v[{}]", machine * protocol.replicas + replica)
}

fn is_open(protocol: &Protocol, transition: usize) -> String {
    let Some(said) = protocol.transitions.get(transition) else { return "0".into() };
    let mut text = format!("(({} >> {}) & 1)", said.from, view(protocol, said.machine, said.owner));
    for requirement in &said.requires {
        let _ =
            write!(text, " && (({} >> {}) & 1)", requirement.states, view(protocol, requirement.machine, said.owner));
    }
    text
}

/// A message under way.
fn send(protocol: &Protocol, flow: usize, place: usize) -> String {
    if protocol.flows[flow].ordered {
        format!("q{flow}[l{flow}] = {}; l{flow} = l{flow} + 1;", place + 1)
    } else {
        format!("b{flow} = b{flow} | {};", 1 << place)
    }
}

fn take(protocol: &Protocol, flow: usize, place: usize) -> String {
    let carried = protocol.flows[flow].carries.len();
    if protocol.flows[flow].ordered {
        let mut text = String::new();
        for at in 1..carried {
            let _ = write!(text, "q{flow}[{}] = q{flow}[{at}]; ", at - 1);
        }
        let _ = write!(text, "q{flow}[{}] = 0; l{flow} = l{flow} - 1;", carried - 1);
        text
    } else {
        format!("b{flow} = b{flow} & ~{};", 1 << place)
    }
}

/// The flows on which a replica tells of a transition.
fn sends(protocol: &Protocol, replica: usize, transition: usize) -> String {
    let mut text = String::new();
    for (index, flow) in protocol.flows.iter().enumerate().filter(|(_, flow)| flow.from == replica) {
        if let Some(place) = flow.carries.iter().position(|carried| *carried == transition) {
            text.push_str(&send(protocol, index, place));
            text.push(' ');
        }
    }
    text
}

fn options(protocol: &Protocol) -> Vec<Choice> {
    let mut all = Vec::new();
    for (index, said) in protocol.transitions.iter().enumerate() {
        let can = format!("!((kn[{}] >> {index}) & 1) && {}", said.owner, is_open(protocol, index));
        all.push(Choice {
            guard: format!("{can} && c_expr {{ FITS_{index} }}"),
            action: format!(
                "pa[{index}] = kn[{}] & {}; kn[{}] = kn[{}] | {}; {} = {}; {}",
                said.owner,
                same_machine(protocol, said.machine),
                said.owner,
                said.owner,
                1 << index,
                view(protocol, said.machine, said.owner),
                said.to,
                sends(protocol, said.owner, index)
            ),
        });
        all.push(Choice {
            guard: format!("{can} && c_expr {{ !FITS_{index} }}"),
            action: format!("c_code {{ broken(fires({index})); }}"),
        });
    }
    for (index, flow) in protocol.flows.iter().enumerate() {
        for place in 0..flow.carries.len() {
            arrivals(protocol, index, flow, place, &mut all);
            if flow.can_rewind() {
                all.push(rewound(protocol, index, place));
            }
        }
    }
    all
}

/// The log of a flow is read again from one of its entries on.
fn rewound(protocol: &Protocol, index: usize, at: usize) -> Choice {
    Choice {
        guard: format!("copies > 0 && h{index} > {at}"),
        action: format!(
            "c_code {{ {{ int k, n = now.h{index} - {at}; \
             for (k = now.l{index} - 1; k >= 0; k--) now.q{index}[k + n] = now.q{index}[k]; \
             for (k = 0; k < n; k++) now.q{index}[k] = now.g{index}[{at} + k]; \
             for (k = {at}; k < now.h{index}; k++) now.g{index}[k] = 0; \
             now.l{index} += n; now.h{index} = {at}; now.copies--; if (now.copies == 0) {{ {} }} }} }}",
            forgotten(protocol)
        ),
    }
}

/// No log is kept any more, in C.
fn forgotten(protocol: &Protocol) -> String {
    let logs = protocol.flows.iter().enumerate().filter(|(_, flow)| flow.can_rewind());
    logs.fold(String::new(), |mut text, (index, _)| {
        let _ = write!(text, "memset(now.g{index}, 0, sizeof now.g{index}); now.h{index} = 0; ");
        text
    })
}

fn same_machine(protocol: &Protocol, machine: usize) -> u64 {
    let of = protocol.transitions.iter().enumerate().filter(|(_, transition)| transition.machine == machine);
    of.fold(0, |set, (index, _)| set | 1 << index)
}

/// Whether anything depends on what a replica has heard.
fn remembers(protocol: &Protocol, replica: usize) -> bool {
    let ruled = |index: &usize| protocol.rulings.iter().any(|ruling| ruling.winner == *index || ruling.loser == *index);
    protocol.transitions.iter().any(|transition| transition.owner == replica)
        || protocol.flows.iter().any(|flow| {
            let here = flow.to == replica && (flow.idempotent || flow.versioned || flow.carries.iter().any(ruled));
            here || flow.from == replica
        })
}

/// The states from which a state of a set can be reached, by some transitions.
fn leading_to(protocol: &Protocol, machine: usize, mut set: u64, by: impl Fn(usize) -> bool) -> u64 {
    for _ in 0..protocol.machines[machine].states {
        for (index, transition) in protocol.transitions.iter().enumerate() {
            if transition.machine == machine && by(index) && set >> transition.to & 1 == 1 {
                set |= transition.from;
            }
        }
    }
    set
}

/// Who comes to know of a transition.
fn knowing(protocol: &Protocol, transition: usize) -> u64 {
    let mut set = 1 << protocol.transitions[transition].owner;
    for _ in 0..protocol.replicas {
        for flow in protocol.flows.iter().filter(|flow| flow.carries.contains(&transition)) {
            set |= (set >> flow.from & 1) << flow.to;
        }
    }
    set
}

/// A message arrives: once, again, or never.
fn arrivals(protocol: &Protocol, index: usize, flow: &Flow, place: usize, all: &mut Vec<Choice>) {
    let transition = flow.carries[place];
    let said = &protocol.transitions[transition];
    let (n, t) = (flow.to, transition);
    let v = view(protocol, said.machine, n);
    let machine = &protocol.machines[said.machine];
    let ready = if flow.ordered {
        format!("l{index} > 0 && q{index}[0] == {}", place + 1)
    } else {
        format!("(b{index} >> {place}) & 1")
    };
    let had = if remembers(protocol, n) { format!("((kn[{n}] >> {t}) & 1)") } else { "0".into() };
    let any = |parts: Vec<String>| if parts.is_empty() { "0".into() } else { format!("({})", parts.join(" || ")) };
    let bit = |set: String, at: usize| format!("(({set} >> {at}) & 1)");
    let (known, past) = (|at: usize| bit(format!("kn[{n}]"), at), |of: usize, at: usize| bit(format!("pa[{of}]"), at));
    let beside = |one: usize, other: usize| format!("!{} && !{}", past(one, other), past(other, one));
    let beaten = any(protocol
        .rulings
        .iter()
        .map(|ruling| {
            let (winner, loser) = (ruling.winner, ruling.loser);
            let rests = if loser == t { "1".into() } else { past(t, loser) };
            format!("({} && {rests} && !{} && {})", known(winner), past(t, winner), beside(loser, winner))
        })
        .collect());
    let mut winning = Vec::new();
    for ruling in protocol.rulings.iter().filter(|ruling| ruling.winner == t) {
        for (shown, transition) in protocol.transitions.iter().enumerate() {
            if transition.machine == said.machine {
                let loser = ruling.loser;
                let rests = if loser == shown { "1".into() } else { past(shown, loser) };
                let is_shown = format!("{} && {v} == {} && !{}", known(shown), transition.to, past(shown, t));
                winning.push(format!("({is_shown} && {rests} && {})", beside(loser, t)));
            }
        }
    }
    let wins = any(winning);
    let size = |of: usize| {
        let bits: Vec<String> =
            (0..protocol.transitions.len()).map(|bit| format!("((pa[{of}] >> {bit}) & 1)")).collect();
        format!("({})", bits.join(" + "))
    };
    let peers = (0..protocol.transitions.len()).filter(|peer| {
        let peer = &protocol.transitions[*peer];
        peer.machine == said.machine && peer.owner == said.owner
    });
    let old = if flow.versioned {
        any(peers.map(|peer| format!("(((kn[{n}] >> {peer}) & 1) && {} >= {})", size(peer), size(t))).collect())
    } else {
        "0".into()
    };
    let silent = |index: usize| knowing(protocol, index) >> n & 1 == 0;
    let legal = leading_to(protocol, said.machine, said.from, silent);
    let early = leading_to(protocol, said.machine, legal, |_| true);
    let views = (0..machine.states).filter(|view| legal >> view & 1 == 0);
    let policy = |view: &usize| if early >> view & 1 == 1 { flow.early } else { flow.stale };
    let with =
        |wanted: OnIllegal| views.clone().filter(|view| policy(view) == wanted).fold(0u64, |set, view| set | 1 << view);
    let above =
        |view: &usize| leading_to(protocol, said.machine, 1 << view, |_| true) >> said.to & 1 == 1 && *view != said.to;
    let back = (0..machine.states).filter(above).fold(0u64, |set, view| set | 1 << view) & with(OnIllegal::Overwrite);
    let is_in = |set: u64| format!("(({set} >> {v}) & 1)");
    let repeated = if flow.idempotent { had.clone() } else { "0".into() };
    let looks = format!("!({repeated}) && !{beaten}");
    let open = format!("{looks} && !{old} && !{} && !{wins}", is_in(legal));
    let dropped = machine.absent.map_or(0, |absent| with(OnIllegal::Ignore) & 1 << absent);
    let refused = format!("({open} && {})", is_in(with(OnIllegal::Reject)));
    let went_back = format!("({open} && {})", is_in(back));
    let lost_sight = format!("({open} && {})", is_in(dropped));
    let held = format!("({open} && {})", is_in(with(OnIllegal::Hold)));
    let applies = format!(
        "({looks} && ({wins} || !{old} && ({} || {})))",
        is_in(legal),
        is_in(with(OnIllegal::Overwrite) & !back)
    );
    let passes = if said.owner == n { String::new() } else { sends(protocol, n, t) };
    let passes = if passes.is_empty() { String::new() } else { format!("if :: !{had} -> {passes} :: else fi;") };
    let remember = if remembers(protocol, n) { format!("kn[{n}] = kn[{n}] | {};", 1u64 << t) } else { String::new() };
    let receive = format!("if :: {applies} -> {v} = {} :: else fi; {passes} {remember}", said.to);
    let log = if flow.can_rewind() {
        format!("if :: copies > 0 -> g{index}[h{index}] = {}; h{index} = h{index} + 1 :: else fi; ", place + 1)
    } else {
        String::new()
    };
    let mut ways = vec![(String::new(), format!("{} {log}", take(protocol, index, place)))];
    if flow.arrives == Arrives::AtLeastOnce && !flow.idempotent {
        let forget = format!("c_code {{ if (now.copies == 0) {{ {} }} }}; ", forgotten(protocol));
        ways.push((" && copies > 0".into(), format!("copies = copies - 1; {forget}")));
    }
    for (only, removes) in ways {
        all.push(Choice {
            guard: format!("{ready}{only} && !{held} && !{refused} && !{went_back} && !{lost_sight}"),
            action: format!("{receive} {removes}"),
        });
        for (kind, broken) in [(1, &refused), (2, &went_back), (7, &lost_sight)] {
            all.push(Choice {
                guard: format!("{ready}{only} && {broken}"),
                action: format!("c_code {{ broken({kind}); }}"),
            });
        }
    }
    if flow.arrives == Arrives::AtMostOnce {
        all.push(Choice {
            guard: format!("{ready} && drops > 0"),
            action: format!("{} drops = drops - 1;", take(protocol, index, place)),
        });
    }
}

/// The history in C: every order is tried.
fn c_part(protocol: &Protocol) -> String {
    let list = |numbers: Vec<u64>| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let of = |number: fn(&charter::explore::Transition) -> u64| list(protocol.transitions.iter().map(number).collect());
    let count = protocol.transitions.len();
    let beaten = (0..count).map(|loser| {
        let by = protocol.rulings.iter().filter(|ruling| ruling.loser == loser);
        by.fold(0, |set, ruling| set | 1 << ruling.winner)
    });
    let reset: String = {
        let mut text = String::from(
            "memset(now.v, 0, sizeof now.v); memset(now.kn, 0, sizeof now.kn); memset(now.pa, 0, sizeof now.pa); \
             now.copies = 0; now.drops = 0;",
        );
        for (index, flow) in protocol.flows.iter().enumerate() {
            let _ = if flow.ordered {
                write!(text, " memset(now.q{index}, 0, sizeof now.q{index}); now.l{index} = 0;")
            } else {
                write!(text, " now.b{index} = 0;")
            };
        }
        text + " " + &forgotten(protocol)
    };
    let mut requirements = String::new();
    for (index, transition) in protocol.transitions.iter().enumerate() {
        for requirement in &transition.requires {
            let _ = writeln!(
                requirements,
                "  if (t == {index} && (ends({}) & {}) == 0) return 6;",
                requirement.machine, requirement.states
            );
        }
    }
    format!(
        r#"c_decl {{
\#include <string.h>
\#include "calls.h"
static int t_machine[] = {{{machine}}}, t_owner[] = {{{owner}}}, t_from[] = {{{from}}}, t_to[] = {{{to}}};
static int t_heard[] = {{{heard}}}, t_beaten[] = {{{beaten}}}, m_start[] = {{{start}}};
static int m_view[{machines}][{replicas}] = {{{views}}};
int fires(int); int diverged(void); void broken(int);
}}
c_code {{
static int found_ends, found_match;
static int has(int t) {{ return (now.kn[t_owner[t]] >> t) & 1; }}
/* The winners that happened beside t or beside what t rests on, and of which its owner did not know. */
static int over(int t) {{
  int l, w, all = 0;
  for (l = 0; l < {count}; l++) {{
    if (l != t && !(now.pa[t] >> l & 1)) continue;
    for (w = 0; w < {count}; w++)
      if ((t_beaten[l] >> w & 1) && has(w) && !(now.pa[t] >> w & 1) && !(now.pa[l] >> w & 1) && !(now.pa[w] >> l & 1))
        all |= 1 << w;
  }}
  return all;
}}
static int loses(int t, int dropped) {{
  int by = over(t);
  return (by & t_beaten[t]) || (by && (now.pa[t] & dropped));
}}
static void orders(int m, int done, int dropped, int state) {{
  int t, left = 0;
  for (t = 0; t < {count}; t++)
    if (t_machine[t] == m && has(t) && !(done >> t & 1)) left |= 1 << t;
  if (left == 0) {{ found_ends |= 1 << state; return; }}
  for (t = 0; t < {count}; t++) {{
    int w, before = 0;
    if (!(left >> t & 1)) continue;
    for (w = 0; w < {count}; w++) if (w != t && (left >> w & 1) && (now.pa[t] >> w & 1)) before = 1;
    if (before) continue;
    if (t_from[t] >> state & 1) orders(m, done | 1 << t, dropped, t_to[t]);
    if (loses(t, dropped)) orders(m, done | 1 << t, dropped | 1 << t, state);
  }}
}}
static void outcomes(int m, int done, int dropped, int state, const int *seen) {{
  int t, n, left = 0, next[{replicas}];
  for (t = 0; t < {count}; t++)
    if (t_machine[t] == m && has(t) && !(done >> t & 1)) left |= 1 << t;
  if (left == 0) {{
    int same = 1;
    for (n = 0; n < {replicas}; n++)
      if (m_view[m][n] >= 0 && now.v[m * {replicas} + n] != seen[n]) same = 0;
    found_match |= same;
    return;
  }}
  for (t = 0; t < {count}; t++) {{
    int w, before = 0;
    if (!(left >> t & 1)) continue;
    for (w = 0; w < {count}; w++) if (w != t && (left >> w & 1) && (now.pa[t] >> w & 1)) before = 1;
    if (before) continue;
    if (t_from[t] >> state & 1) {{
      for (n = 0; n < {replicas}; n++) next[n] = (t_heard[t] >> n & 1) ? t_to[t] : seen[n];
      outcomes(m, done | 1 << t, dropped, t_to[t], next);
    }}
    if (loses(t, dropped)) {{
      int aware = 0;
      for (w = 0; w < {count}; w++) if (over(t) >> w & 1) aware |= t_heard[w];
      for (n = 0; n < {replicas}; n++) next[n] = (t_heard[t] & ~aware) >> n & 1 ? t_to[t] : seen[n];
      outcomes(m, done | 1 << t, dropped | 1 << t, state, next);
    }}
  }}
}}
static int ends(int m) {{ found_ends = 0; orders(m, 0, 0, m_start[m]); return found_ends; }}
int fires(int t) {{
  int known = now.kn[t_owner[t]], past = now.pa[t], u, own = 0, legal;
{requirements}  for (u = 0; u < {count}; u++) if (t_machine[u] == t_machine[t]) own |= 1 << u;
  now.pa[t] = known & own; now.kn[t_owner[t]] = known | 1 << t;
  legal = ends(t_machine[t]) != 0;
  now.pa[t] = past; now.kn[t_owner[t]] = known;
  return legal ? 0 : 3;
}}
int diverged(void) {{
  int m;
  for (m = 0; m < {machines}; m++) {{
    if (ends(m) == 0) continue;
    found_match = 0;
    outcomes(m, 0, 0, m_start[m], m_view[m]);
    if (!found_match) return 1;
  }}
  return 0;
}}
void broken(int kind) {{ {reset} now.err = kind; }}
}}
"#,
        machine = of(|transition| transition.machine as u64),
        owner = of(|transition| transition.owner as u64),
        from = of(|transition| transition.from),
        to = of(|transition| transition.to as u64),
        heard = list((0..count).map(|transition| knowing(protocol, transition)).collect()),
        beaten = list(beaten.collect()),
        start = list(protocol.machines.iter().map(|machine| machine.start as u64).collect()),
        machines = protocol.machines.len(),
        replicas = protocol.replicas,
        views = protocol
            .machines
            .iter()
            .map(|machine| {
                let views: Vec<String> =
                    machine.views.iter().map(|view| view.map_or("-1".into(), |view| view.to_string())).collect();
                format!("{{{}}}", views.join(", "))
            })
            .collect::<Vec<_>>()
            .join(", "),
    )
}
