//! A small charter as plain data, every point of its scopes, and the text that the compiler reads.

use std::collections::BTreeMap;

/// Seconds of a day.
pub const DAY: u64 = 24 * 60 * 60;

/// Values of each scope, as bits; `None` restricts nothing.
pub type Region = Vec<Option<u8>>;

/// A charter of one object with a key `f0`, a version `f1` and values from `f2` on.
#[derive(Clone, Debug, Default)]
pub struct Charter {
    pub systems: usize,
    /// By system, how many calls a second its door takes.
    pub limits: Vec<Option<u64>>,
    pub scopes: Vec<Scope>,
    pub phases: Vec<Phase>,
    /// The states of the object, the first of which is initial; none without a lifecycle.
    pub states: usize,
    pub transitions: Vec<Transition>,
    /// Who owns what the fields leave open.
    pub owners: Vec<Rule>,
    /// Who owns each field; empty where that of the object counts.
    pub fields: Vec<Vec<Rule>>,
    /// A field that is computed from others: the last one.
    pub derived: Option<Derived>,
    pub flows: Vec<Flow>,
    pub accesses: Vec<Access>,
}

#[derive(Clone, Debug)]
pub struct Scope {
    pub values: usize,
    pub open: bool,
}

/// A phase of the rollout; each follows the one before.
#[derive(Clone, Debug, Default)]
pub struct Phase {
    /// Where it is live; everything when absent.
    pub region: Option<Region>,
    pub flows: Vec<usize>,
    pub retires: Vec<usize>,
    pub keeps: Vec<Keeps>,
}

/// What a legacy system still owns while its phase is the last one that is live, whatever the rules say.
#[derive(Clone, Debug)]
pub struct Keeps {
    pub system: usize,
    /// The whole object, or one field of it.
    pub field: Option<usize>,
    pub region: Region,
}

#[derive(Clone, Debug)]
pub struct Transition {
    pub from: usize,
    pub to: usize,
    pub by: usize,
}

#[derive(Clone, Debug, Default)]
pub struct Rule {
    pub system: usize,
    pub region: Region,
    /// States, as bits; zero is all.
    pub states: u8,
    pub from: Option<usize>,
    pub before: Option<usize>,
    /// Whatever the other rules of the same place leave.
    pub otherwise: bool,
    /// The flow by which the owner takes it over.
    pub handover: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Derived {
    pub inputs: Vec<usize>,
    pub by: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    Publish,
    Propose,
    Query,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Create,
    Change,
    Transition(usize),
}

/// What sets a flow off, in seconds.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// It promises this.
    Promise(u64),
    /// It asks as often as this, and takes as long as that.
    Poll(u64, u64),
    /// Every day at an hour, or on weekdays only; with a cut-off so many minutes before; it takes so long.
    Daily { weekdays: bool, cut_off: u64, takes: u64 },
    /// As often as this between six and a later hour; it takes so long.
    Repeated { every: u64, until: u64, takes: u64 },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    None,
    Version,
    Echo,
    /// The receiver takes newer values only.
    Newer,
}

#[derive(Clone, Debug)]
pub struct Flow {
    pub mode: Mode,
    pub fields: Vec<usize>,
    /// What this system owns is left out.
    pub left_out: Option<usize>,
    pub from: usize,
    pub to: Vec<usize>,
    pub region: Region,
    pub on: Vec<Event>,
    pub pace: Pace,
    /// Seconds that a system on the way adds; zero for none.
    pub via: u64,
    pub guard: Guard,
    pub answer: bool,
    /// Whether a message may be lost.
    pub loses: bool,
    pub volume: Option<Volume>,
}

/// How many messages a second, on average, at the peak, and for how many seconds that lasts.
#[derive(Clone, Copy, Debug)]
pub struct Volume {
    pub average: u64,
    pub peak: u64,
    pub lasts: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Does {
    Reads,
    Updates,
    Protects,
    /// The whole object.
    Creates,
}

#[derive(Clone, Debug)]
pub struct Access {
    pub system: usize,
    pub does: Does,
    pub fields: Vec<usize>,
    /// Seconds.
    pub within: Option<u64>,
    pub region: Region,
}

/// One value of every scope, a phase and a state.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    pub scopes: Vec<usize>,
    pub phase: usize,
    pub state: usize,
}

impl Scope {
    /// How many values it has, with the one for all others.
    pub fn size(&self) -> usize {
        self.values + usize::from(self.open)
    }
}

impl Charter {
    /// Every point, live or not.
    pub fn points(&self) -> Vec<Point> {
        let mut points = vec![Point { scopes: Vec::new(), phase: 0, state: 0 }];
        for scope in &self.scopes {
            let with = |point: Point| {
                (0..scope.size()).map(move |value| {
                    let mut point = point.clone();
                    point.scopes.push(value);
                    point
                })
            };
            points = points.into_iter().flat_map(with).collect();
        }
        let phases = |point: Point| (0..self.phases.len().max(1)).map(move |phase| Point { phase, ..point.clone() });
        points = points.into_iter().flat_map(phases).collect();
        let states = |point: Point| (0..self.states.max(1)).map(move |state| Point { state, ..point.clone() });
        points.into_iter().flat_map(states).collect()
    }

    /// The text, and where everything stands in it.
    pub fn text(&self) -> (String, Lines) {
        let mut text = Writer::default();
        text.line("team it");
        text.line("exception refused severity=low owner=it respond-within=\"1h\" { detect \"refused\" }");
        for (at, scope) in self.scopes.iter().enumerate() {
            let values: Vec<String> = (0..scope.values).map(|value| format!("v{at}-{value}")).collect();
            let open = if scope.open { " open=#true" } else { "" };
            text.line(&format!("scope d{at}{open} {{ {} }}", values.join("; ")));
        }
        text.line("system way kind=middleware team=it");
        for system in 0..self.systems {
            text.mark(Thing::System(system));
            let kind = if self.is_legacy(system) { "legacy" } else { "erp" };
            text.line(&format!("system s{system} kind={kind} team=it {{"));
            if let Some(limit) = self.limits[system] {
                text.mark(Thing::Door(system));
                text.line(&format!("    endpoint api protocol=https {{ limit {limit} per=\"1s\" }}"));
            }
            for (at, access) in self.accesses.iter().enumerate().filter(|(_, access)| access.system == system) {
                text.mark(Thing::Access(at));
                text.line(&self.access(access));
            }
            text.line("}");
        }
        self.write_object(&mut text);
        for (at, flow) in self.flows.iter().enumerate() {
            self.write_flow(&mut text, at, flow);
        }
        for (at, phase) in self.phases.iter().enumerate() {
            let after = if at == 0 { String::new() } else { format!("after p{}; ", at - 1) };
            let region = phase.region.as_ref().map_or("everything; ".to_owned(), |region| self.region(region));
            let names = |word: &str, flows: &[usize]| {
                let names: Vec<String> = flows.iter().map(|flow| format!("w{flow}")).collect();
                if names.is_empty() { String::new() } else { format!("{word} {}; ", names.join(" ")) }
            };
            let (flows, retires) = (names("flows", &phase.flows), names("retires", &phase.retires));
            text.mark(Thing::Phase(at));
            text.line(&format!("phase p{at} {{ {after}{region}{flows}{retires}"));
            for (index, Keeps { system, field, region }) in phase.keeps.iter().enumerate() {
                let path = field.map_or("o".to_owned(), |field| format!("o.f{field}"));
                let region = self.region(region);
                let part = if region.is_empty() { region } else { format!(" {{ {region}}}") };
                text.mark(Thing::Keeps(at, index));
                text.line(&format!("    keeps s{system} {path}{part}"));
            }
            text.line("}");
        }
        (text.text, text.lines)
    }

    /// Whether a system is one that a phase leaves something to.
    pub fn is_legacy(&self, system: usize) -> bool {
        self.phases.iter().flat_map(|phase| &phase.keeps).any(|keeps| keeps.system == system)
    }

    fn access(&self, access: &Access) -> String {
        let verb = match access.does {
            Does::Reads => "reads",
            Does::Updates => "updates",
            Does::Protects => "protects",
            Does::Creates => "creates",
        };
        let paths: Vec<String> = access.fields.iter().map(|field| format!("o.f{field}")).collect();
        let paths = if access.does == Does::Creates { "o".to_owned() } else { paths.join(" ") };
        let within = access.within.map_or(String::new(), |within| format!(" within=\"{within}s\""));
        let region = self.region(&access.region);
        let region = match access.does {
            _ if region.is_empty() => region,
            Does::Reads => format!(" {{ {region}}}"),
            // These name one value of a scope, as a property.
            _ => region.split_terminator("; ").map(|side| format!(" {}", side.replacen(' ', "=", 1))).collect(),
        };
        format!("    {verb} {paths}{within}{region}")
    }

    fn write_object(&self, text: &mut Writer) {
        text.mark(Thing::Object);
        text.line("object o {");
        text.line("    key f0");
        for scope in 0..self.scopes.len() {
            text.line(&format!("    by d{scope}"));
        }
        for field in 0..self.fields.len() {
            text.mark(Thing::Field(field));
            text.line(&format!("    field f{field} integer"));
        }
        if self.states > 0 {
            text.line("    lifecycle {");
            for state in 0..self.states {
                text.line(&format!("        state t{state}{}", if state == 0 { " initial=#true" } else { "" }));
            }
            for (at, Transition { from, to, by }) in self.transitions.iter().enumerate() {
                text.mark(Thing::Transition(at));
                text.line(&format!("        transition e{at} by=s{by} {{ from t{from}; to t{to} }}"));
            }
            text.line("    }");
        }
        text.line("}");
        self.write_rules(text, None, &self.owners);
        for (field, rules) in self.fields.iter().enumerate().filter(|(_, rules)| !rules.is_empty()) {
            self.write_rules(text, Some(field), rules);
        }
        if let Some(Derived { inputs, by }) = &self.derived {
            let inputs: Vec<String> = inputs.iter().map(|input| format!("f{input}")).collect();
            text.mark(Thing::Derived);
            text.line(&format!("derive o.f{} \"{}\" by=s{by}", self.fields.len() - 1, inputs.join(" + ")));
        }
    }

    fn write_rules(&self, text: &mut Writer, field: Option<usize>, rules: &[Rule]) {
        let path = field.map_or("o".to_owned(), |field| format!("o.f{field}"));
        text.line(&format!("ownership {path} {{"));
        for (at, rule) in rules.iter().enumerate() {
            text.mark(Thing::Rule(field, at));
            if rule.otherwise {
                text.line(&format!("    otherwise {{ owner s{} }}", rule.system));
                continue;
            }
            let states: Vec<String> =
                (0..self.states).filter(|state| rule.states & (1 << state) != 0).map(|at| format!("t{at}")).collect();
            let states = if states.is_empty() { String::new() } else { format!("state {}; ", states.join(" ")) };
            let from = rule.from.map_or(String::new(), |from| format!("from p{from}; "));
            let before = rule.before.map_or(String::new(), |before| format!("before p{before}; "));
            let handover = rule.handover.map_or(String::new(), |flow| format!("handover w{flow}; "));
            let region = self.region(&rule.region);
            text.line(&format!("    case {{ {region}{states}{from}{before}{handover}owner s{} }}", rule.system));
        }
        text.line("}");
    }

    fn write_flow(&self, text: &mut Writer, at: usize, flow: &Flow) {
        let (pace, calendar) = pace(at, flow.pace);
        if let Some(calendar) = calendar {
            text.line(&calendar);
        }
        let mode = match flow.mode {
            Mode::Publish => "publish",
            Mode::Propose => "propose",
            Mode::Query => "query",
        };
        let fields: Vec<String> = flow.fields.iter().map(|field| format!("f{field}")).collect();
        let left_out = flow.left_out.map_or(String::new(), |owner| format!("; except owned-by=s{owner}"));
        let door = |to: &usize| if self.limits[*to].is_some() { " endpoint=api" } else { "" };
        let to: Vec<String> = flow.to.iter().map(|to| format!("to s{to}{}; ", door(to))).collect();
        let delivery = if flow.loses { "delivery at-most-once; " } else { "" };
        let volume = flow.volume.map_or(String::new(), |Volume { average, peak, lasts }| {
            format!("volume average=\"{average}/s\" peak=\"{peak}/s\" for=\"{lasts}s\"; ")
        });
        let region = self.region(&flow.region);
        let region = if region.is_empty() { region } else { format!("where {{ {region}}}; ") };
        let on: Vec<String> = flow
            .on
            .iter()
            .map(|event| match event {
                Event::Create => "create".to_owned(),
                Event::Change => "change".to_owned(),
                Event::Transition(at) => format!("e{at}"),
            })
            .collect();
        let on = if on.is_empty() { String::new() } else { format!("on {}; ", on.join(" ")) };
        let via = if flow.via > 0 { format!("via way adds=\"{}s\"; ", flow.via) } else { String::new() };
        let guard = match flow.guard {
            Guard::None => "",
            Guard::Version => "guard version=o.f1; ",
            Guard::Echo => "guard echo=origin; ",
            Guard::Newer => "receive { stale newer by=o.f1 }; ",
        };
        let answer = if flow.answer { "answer within=\"1h\" refused=refused; " } else { "" };
        text.mark(Thing::Flow(at));
        text.line(&format!(
            "flow w{at} {{ {mode} o {{ only {}{left_out} }}; from s{}; {}{via}{region}{on}{guard}{answer}{delivery}{volume}{pace} }}",
            fields.join(" "),
            flow.from,
            to.concat()
        ));
    }

    fn region(&self, region: &Region) -> String {
        let side = |(scope, said): (usize, &Option<u8>)| {
            let said = (*said)?;
            let values = (0..self.scopes[scope].values).filter(|value| said & (1 << value) != 0);
            let values: Vec<String> = values.map(|value| format!("v{scope}-{value}")).collect();
            Some(format!("d{scope} {}; ", values.join(" ")))
        };
        region.iter().enumerate().filter_map(side).collect()
    }
}

/// What a flow says about its pace, and the calendar that it needs.
fn pace(at: usize, pace: Pace) -> (String, Option<String>) {
    match pace {
        Pace::Promise(seconds) => (format!("latency batch within=\"{seconds}s\""), None),
        Pace::Poll(every, takes) => (format!("poll every=\"{every}s\" takes=\"{takes}s\""), None),
        Pace::Daily { weekdays, cut_off, takes } => {
            let on = if weekdays { " on=mon-fri" } else { "" };
            let (hour, minute) = ((18 * 60 - cut_off) / 60, (18 * 60 - cut_off) % 60);
            let closes = if cut_off > 0 { format!("; cut-off \"{hour:02}:{minute:02}\"") } else { String::new() };
            let calendar = format!("calendar c{at} zone=\"Etc/UTC\" {{ at \"18:00\"{on}{closes} }}");
            (format!("schedule c{at} takes=\"{takes}s\""), Some(calendar))
        }
        Pace::Repeated { every, until, takes } => {
            let calendar = format!(
                "calendar c{at} zone=\"Etc/UTC\" {{ every \"{every}s\" from=\"06:00\" until=\"{until:02}:00\" }}"
            );
            (format!("schedule c{at} takes=\"{takes}s\""), Some(calendar))
        }
    }
}

/// What has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thing {
    System(usize),
    Access(usize),
    Object,
    Field(usize),
    /// The place (the object or a field) and the index of a rule there.
    Rule(Option<usize>, usize),
    Flow(usize),
    Derived,
    Transition(usize),
    Phase(usize),
    /// The phase, and the index of what it keeps.
    Keeps(usize, usize),
    /// The door of a system.
    Door(usize),
}

/// What stands on which line, counted from one.
pub type Lines = BTreeMap<u32, Thing>;

#[derive(Default)]
struct Writer {
    text: String,
    line: u32,
    lines: Lines,
}

impl Writer {
    /// What the next line is about.
    fn mark(&mut self, thing: Thing) {
        self.lines.insert(self.line + 1, thing);
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        self.line += 1;
    }
}
