//! Writes charters of the richer kind, of any size: scopes, phases, several hops, batches, derived values, readers with promises.
//!
//! An object is counted by four systems, each at two of eight sites; a hub collects it, adds what it has promised and
//! computes what is left; a second system spreads it over three channels, one of them once a night. So a value travels
//! three hops, in 24 cases of site and channel and in three phases: the first has four sites, the second six, the third
//! all.

use std::fmt::Write as _;

use super::charters::File;

/// Flows of one object.
pub const FLOWS: usize = 8;

const SITES: usize = 8;
const CHANNELS: usize = 3;
const SOURCES: usize = 16;
const HUBS: usize = 4;
const SPREADERS: usize = 4;
const SHOPS: usize = 12;
const TEAMS: usize = 8;
/// One object in so many has a lifecycle.
const LIFECYCLE_EVERY: usize = 10;
/// Interfaces in one file.
const PER_FILE: usize = 10;

/// A charter without any finding, with so many flows or a few more.
pub fn clean(interfaces: usize) -> Vec<File> {
    let objects = interfaces.div_ceil(FLOWS);
    let mut files = vec![("charter.kdl".to_owned(), root(objects)), ("parties.kdl".to_owned(), parties(objects))];
    let mut text = String::new();
    let mut flows = 0;
    for object in 0..objects {
        text += &definition(object);
        for flow in 0..FLOWS {
            text += &self::flow(object, flow);
            flows += 1;
            if flows % PER_FILE == 0 {
                files.push((format!("interfaces/{:04}.kdl", files.len()), std::mem::take(&mut text)));
            }
        }
    }
    if !text.is_empty() {
        files.push((format!("interfaces/{:04}.kdl", files.len()), text));
    }
    files
}

fn root(objects: usize) -> String {
    let mut text =
        "charter network version=\"1.0.0\" {\n    include \"parties.kdl\" \"interfaces/*.kdl\"\n}\n".to_owned();
    for (scope, count) in [("site", SITES), ("channel", CHANNELS)] {
        let values: Vec<String> = (0..count).map(|at| format!("{scope}-{at}")).collect();
        text += &format!("\nscope {scope} {{ {} }}\n", values.join("; "));
    }
    text += "\ncalendar nightly zone=\"America/Chicago\" { at \"01:30\" }\n";
    let sites = |count: usize| (0..count).map(|at| format!("site-{at}")).collect::<Vec<_>>().join(" ");
    text += &format!("\nphase pilot {{\n    site {}\n}}\n", sites(4));
    for (phase, after, said, flow) in
        [("more", "pilot", format!("site {}", sites(6)), 2), ("full", "more", "everything".to_owned(), 3)]
    {
        text += &format!("\nphase {phase} {{\n    after {after}\n    {said}\n");
        for object in 0..objects {
            text += &format!("    flows flow-{object}-{flow}\n");
        }
        text += "}\n";
    }
    text
}

fn parties(objects: usize) -> String {
    let mut text = String::new();
    for team in 0..TEAMS {
        text += &format!("team team-{team} {{ contact \"team-{team}@acme.example\" }}\n");
    }
    let kinds = [
        ("source", "wms", SOURCES),
        ("hub", "oms", HUBS),
        ("spreader", "erp", SPREADERS),
        ("shop", "ecommerce", SHOPS),
    ];
    for (name, kind, count) in kinds {
        for at in 0..count {
            text += &format!("system {name}-{at} kind={kind} team=team-{} {{\n", at % TEAMS);
            text += "    endpoint api protocol=https { auth oauth2; limit 400 per=\"1s\" burst=800 }\n";
            for object in 0..objects {
                text += &reads(object, name, at);
            }
            text += "}\n";
        }
    }
    text
}

/// What a system reads of an object, and how old that may be.
fn reads(object: usize, name: &str, at: usize) -> String {
    if name == "hub" && at == object % HUBS {
        format!("    reads object-{object} within=\"10min\"\n")
    } else if name == "spreader" && at == object % SPREADERS {
        format!("    reads object-{object} within=\"15min\"\n")
    } else if name == "shop" && at / CHANNELS == object % (SHOPS / CHANNELS) {
        let (channel, within) = (at % CHANNELS, if at % CHANNELS == 2 { "26h" } else { "20min" });
        format!("    reads object-{object} within=\"{within}\" {{ channel channel-{channel} }}\n")
    } else {
        String::new()
    }
}

fn source(object: usize, site: usize) -> usize {
    (object + site / 2 * 5) % SOURCES
}

fn definition(object: usize) -> String {
    let hub = object % HUBS;
    let mut text =
        format!("// The object number {object}, written by the generator of charters.\nobject object-{object} {{\n");
    text += "    key sku site channel\n    by site\n    by channel\n";
    for site in 0..SITES {
        text += &format!("    owner source-{} site=site-{site}\n", source(object, site));
    }
    text += "    field sku string max=20\n    field site code=site\n    field channel code=channel\n";
    text += "    field on-hand quantity unit=each\n    field held quantity unit=each\n    field counted-at instant\n";
    text += "    field counted-by string max=40\n    field lot string max=20 optional=#true\n    field weight decimal precision=12 scale=3\n";
    text += &format!(
        "    field reserved quantity unit=each owner=hub-{hub}\n    field note string max=80 optional=#true owner=hub-{hub}\n"
    );
    text += "    field available quantity unit=each\n";
    if object.is_multiple_of(LIFECYCLE_EVERY) {
        text += "    lifecycle {\n        state open initial=#true\n        state closed final=#true\n";
        text += &format!("        transition close by=hub-{hub} {{ from open; to closed }}\n    }}\n");
    }
    text += "}\n\n";
    text += &format!("derive object-{object}.available \"max(0, on-hand - held - reserved)\" by=hub-{hub}\n\n");
    text
}

fn flow(object: usize, flow: usize) -> String {
    let (hub, spreader) = (object % HUBS, object % SPREADERS);
    let mut text = format!("// The flow number {flow} of that object.\nflow flow-{object}-{flow} {{\n");
    let pace = "    on change\n    pattern api\n    latency near-real-time\n";
    let said = match flow {
        0..4 => format!(
            "    publish object-{object} {{ except owned-by=hub-{hub} }}\n    from source-{}\n    to hub-{hub}\n    where {{ site site-{} site-{} }}\n{pace}",
            source(object, flow * 2),
            flow * 2,
            flow * 2 + 1,
        ),
        4 => format!("    publish object-{object}\n    from hub-{hub}\n    to spreader-{spreader}\n{pace}"),
        _ => {
            let channel = flow - 5;
            let shop = object % (SHOPS / CHANNELS) * CHANNELS + channel;
            let pace = if channel == 2 {
                "    schedule nightly takes=\"20min\"\n    pattern file\n    latency batch within=\"1530min\"\n"
            } else {
                pace
            };
            format!(
                "    publish object-{object}\n    from spreader-{spreader}\n    to shop-{shop}\n    where {{ channel channel-{channel} }}\n{pace}"
            )
        }
    };
    text += &said;
    text += "    delivery at-least-once {\n        idempotency-key sku site channel counted-at\n        ordered-by sku site channel\n";
    text += "        retry attempts=5 backoff=exponential first=\"1s\" most=\"5min\"\n";
    let (team, average, peak) = ((object + flow) % TEAMS, 50 + (object + flow) % 50, 200 + (object + flow) % 300);
    let volume = if flow == 7 {
        "    volume average=\"1/h\" batch=500\n".to_owned()
    } else {
        format!("    volume average=\"{average}/h\" peak=\"{peak}/h\" for=\"1h\"\n")
    };
    writeln!(text, "        dead-letter team-{team}\n    }}\n{volume}}}\n").expect("a string grows");
    text
}
