//! Writes charters of any size, the same for the same numbers: what the benchmarks and some tests read.

use std::fmt::Write as _;

/// What a generated charter is made of.
#[derive(Clone, Debug)]
pub struct Size {
    /// The number of flows.
    pub interfaces: usize,
    /// Fields of each object.
    pub fields: usize,
    /// Flows in a row that carry one object from its owner to its last reader.
    pub hops: usize,
    /// Values of the scope `site`; objects are partitioned by it when there are more than one.
    pub sites: usize,
    /// Values of the scope `channel`.
    pub channels: usize,
    /// Rollout phases.
    pub phases: usize,
    /// One object in so many has a lifecycle; 0 for none.
    pub lifecycle_every: usize,
    /// The number of files that the objects and flows are spread over.
    pub files: usize,
    /// Lines of comment before each definition.
    pub comments: usize,
}

impl Size {
    /// The published benchmark: objects of 12 fields, one flow each, about 35 lines an interface.
    pub fn interfaces(interfaces: usize) -> Self {
        Self {
            interfaces,
            fields: 12,
            hops: 1,
            sites: 1,
            channels: 1,
            phases: 0,
            lifecycle_every: 10,
            files: interfaces.div_ceil(100),
            comments: 1,
        }
    }
}

/// One file of a charter: its path and its text.
pub type File = (String, String);

const SYSTEMS: usize = 24;
const TEAMS: usize = 8;
const EXCEPTIONS: usize = 16;

/// A charter without any finding.
pub fn clean(size: &Size) -> Vec<File> {
    let mut files = vec![("charter.kdl".to_owned(), root(size)), ("parties.kdl".to_owned(), parties(size))];
    let per_file = size.interfaces.div_ceil(size.files.max(1)).max(1);
    for (at, first) in (0..size.interfaces).step_by(per_file).enumerate() {
        let mut text = String::new();
        for interface in first..(first + per_file).min(size.interfaces) {
            write_interface(&mut text, size, interface).expect("writing to a string does not fail");
        }
        files.push((format!("interfaces/{at:04}.kdl"), text));
    }
    files
}

fn root(size: &Size) -> String {
    let include = "include \"parties.kdl\" \"interfaces/*.kdl\"";
    let mut text = format!("charter generated version=\"1.0.0\" {{\n    {include}\n}}\n");
    for (name, count) in [("site", size.sites), ("channel", size.channels)] {
        if count > 1 {
            let values: Vec<String> = (0..count).map(|at| format!("{name}-{at}")).collect();
            text += &format!("\nscope {name} {{ {} }}\n", values.join("; "));
        }
    }
    for phase in 0..size.phases {
        let after = if phase == 0 { String::new() } else { format!("; after phase-{}", phase - 1) };
        text += &format!("\nphase phase-{phase} {{ everything{after} }}\n");
    }
    text
}

fn parties(size: &Size) -> String {
    let mut text = String::new();
    for team in 0..TEAMS {
        text += &format!("team team-{team} {{ contact \"team-{team}@acme.example\" }}\n");
    }
    for system in 0..SYSTEMS {
        let limit = "limit 400 per=\"1s\" burst=800";
        text += &format!(
            "system system-{system} kind=erp team=team-{} {{ endpoint api protocol=https {{ auth oauth2; {limit} }} }}\n",
            system % TEAMS
        );
    }
    for exception in 0..EXCEPTIONS.min(size.interfaces) {
        let team = exception % TEAMS;
        text += &format!(
            "exception exception-{exception} severity=high owner=team-{team} respond-within=\"30min\" {{ detect \"failed\" }}\n"
        );
    }
    text
}

fn owner(object: usize) -> usize {
    object % SYSTEMS
}

fn write_interface(text: &mut String, size: &Size, interface: usize) -> std::fmt::Result {
    let (object, hop) = (interface / size.hops.max(1), interface % size.hops.max(1));
    if hop == 0 {
        write_object(text, size, object)?;
    }
    comment(text, size, "flow", interface)?;
    let (from, to) = ((owner(object) + hop) % SYSTEMS, (owner(object) + hop + 1) % SYSTEMS);
    writeln!(text, "flow flow-{interface} {{")?;
    writeln!(text, "    publish object-{object}")?;
    writeln!(text, "    from system-{from}")?;
    writeln!(text, "    to system-{to}")?;
    writeln!(text, "    on change")?;
    writeln!(text, "    pattern api")?;
    writeln!(text, "    latency near-real-time")?;
    writeln!(text, "    delivery at-least-once {{")?;
    writeln!(text, "        idempotency-key id")?;
    writeln!(text, "        ordered-by id")?;
    writeln!(text, "        retry attempts=5 backoff=exponential first=\"1s\" most=\"5min\"")?;
    writeln!(text, "        dead-letter team-{}", interface % TEAMS)?;
    writeln!(text, "    }}")?;
    let (average, peak) = (50 + interface % 50, 200 + interface % 300);
    writeln!(text, "    volume average=\"{average}/h\" peak=\"{peak}/h\" for=\"1h\"")?;
    writeln!(text, "    on-exception exception-{}", interface % EXCEPTIONS)?;
    writeln!(text, "}}\n")
}

fn write_object(text: &mut String, size: &Size, object: usize) -> std::fmt::Result {
    comment(text, size, "object", object)?;
    let by = owner(object);
    writeln!(text, "object object-{object} {{")?;
    writeln!(text, "    key id")?;
    let mut named = 1;
    if size.sites > 1 {
        writeln!(text, "    by site")?;
        for site in 0..size.sites {
            writeln!(text, "    owner system-{by} site=site-{site}")?;
        }
        writeln!(text, "    field site code=site")?;
        named += 1;
    } else {
        writeln!(text, "    owner system-{by}")?;
    }
    writeln!(text, "    field id string max=20")?;
    if size.channels > 1 {
        writeln!(text, "    field channel code=channel")?;
        named += 1;
    }
    for field in named..size.fields {
        let what = match field % 6 {
            0 => "string max=60".to_owned(),
            1 => "quantity unit=each".to_owned(),
            2 => "instant".to_owned(),
            3 => "decimal precision=12 scale=2".to_owned(),
            4 => "boolean optional=#true".to_owned(),
            _ => format!("integer owner=system-{by}"),
        };
        writeln!(text, "    field value-{field} {what}")?;
    }
    if size.lifecycle_every > 0 && object.is_multiple_of(size.lifecycle_every) {
        writeln!(text, "    lifecycle {{")?;
        writeln!(text, "        state open initial=#true")?;
        writeln!(text, "        state closed final=#true")?;
        writeln!(text, "        transition close by=system-{by} {{ from open; to closed }}")?;
        writeln!(text, "    }}")?;
    }
    writeln!(text, "}}\n")
}

fn comment(text: &mut String, size: &Size, what: &str, at: usize) -> std::fmt::Result {
    (0..size.comments)
        .try_for_each(|_| writeln!(text, "// The {what} number {at}, written by the generator of charters."))
}
