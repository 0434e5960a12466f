//! Mistakes of form and of names.

use charter::analysis::Analysis;
use charter::model::key::Kind;
use charter::source::Span;

use super::{Mutation, Mutator, is_own, words};

/// What follows from a word that is not understood.
const AFTERMATH: &[&str] = &[
    "missing-word",
    "unused-definition",
    "unknown-name",
    "unknown-field",
    "unknown-scope",
    "no-owner",
    "missing-argument",
    "missing-property",
];

/// A bound that cannot be read counts as not given, so that the bound of the class is taken.
const UNTOLD: &[&str] = &["stale-reader", "class-unattainable"];

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator { name: "misspelled reference", finds: &["unknown-name"], also: AFTERMATH, places: misspelled },
        Mutator {
            name: "unknown property",
            finds: &["unknown-property", "unknown-name"],
            also: &[],
            places: unknown_property,
        },
        Mutator { name: "lost closing brace", finds: &["unclosed-block"], also: AFTERMATH, places: lost_brace },
        Mutator {
            name: "text in the place of a duration",
            finds: &["malformed-value", "wrong-type"],
            also: UNTOLD,
            places: bad_duration,
        },
        Mutator { name: "element declared twice", finds: &["duplicate-name"], also: AFTERMATH, places: declared_twice },
        Mutator { name: "unused team", finds: &["unused-definition"], also: &[], places: unused_team },
        Mutator { name: "waiver for nothing", finds: &["unknown-waiver"], also: &["unused-waiver"], places: waiver },
    ]
}

fn misspelled(analysis: &Analysis) -> Vec<Mutation> {
    let kinds = [Kind::System, Kind::Team, Kind::Flow, Kind::Object, Kind::Calendar];
    let references = analysis.facts.model.references.iter();
    let own = references.filter(|used| is_own(analysis, used.span.file) && kinds.contains(&used.target.kind));
    let misspelled = |span: Span| {
        let text = analysis.sources.text(span);
        let quote = text.ends_with('"');
        let wrong = if quote { format!("{}zzz\"", text.trim_end_matches('"')) } else { format!("{text}zzz") };
        Mutation::replace(span, wrong, span)
    };
    own.map(|used| misspelled(used.span)).collect()
}

fn unknown_property(analysis: &Analysis) -> Vec<Mutation> {
    let bare = words(analysis).into_iter().filter(|word| !word.definition().free_name);
    let end = |span: Span| Span { start: span.end, ..span };
    bare.map(|word| Mutation::replace(end(word.head()), " zzz=1", word.head())).collect()
}

fn lost_brace(analysis: &Analysis) -> Vec<Mutation> {
    let tops = words(analysis).into_iter().filter(|word| word.parent().is_none());
    tops.filter_map(charter::syntax::Cursor::block)
        .map(|block| Mutation { edits: vec![(Span { start: block.end - 1, ..block }, String::new())], node: None })
        .collect()
}

fn bad_duration(analysis: &Analysis) -> Vec<Mutation> {
    let within =
        words(analysis).into_iter().filter_map(|word| word.property("within").map(|given| (word.head(), given.span())));
    within.map(|(node, span)| Mutation::replace(span, "\"soon\"", node)).collect()
}

fn declared_twice(analysis: &Analysis) -> Vec<Mutation> {
    let teams = words(analysis).into_iter().filter(|word| word.parent().is_none() && word.definition().name == "team");
    teams
        .map(|team| {
            let text = analysis.sources.text(team.span()).to_owned();
            let end = Span { start: team.span().end, ..team.span() };
            Mutation { edits: vec![(end, format!("\n\n{text}\n"))], node: Some(team.span()) }
        })
        .collect()
}

fn unused_team(analysis: &Analysis) -> Vec<Mutation> {
    let teams = words(analysis).into_iter().filter(|word| word.parent().is_none() && word.definition().name == "team");
    teams
        .take(3)
        .map(|team| {
            let end = Span { start: team.span().end, ..team.span() };
            let text = "\n\nteam zzz-desk {\n    contact \"zzz@zzz.example\"\n    hours \"08:00-18:00\" zone=\"Europe/Berlin\"\n}\n";
            Mutation { edits: vec![(end, text.to_owned())], node: Some(team.span()) }
        })
        .collect()
}

fn waiver(analysis: &Analysis) -> Vec<Mutation> {
    let tops = words(analysis).into_iter().filter(|word| word.parent().is_none() && word.definition().name == "system");
    let text = "\n\nallow two-ownerz on=order because=\"it is so\" until=\"2027-01-01\"\n";
    tops.take(4)
        .map(|system| {
            let end = Span { start: system.span().end, ..system.span() };
            Mutation { edits: vec![(end, text.to_owned())], node: Some(system.span()) }
        })
        .collect()
}
