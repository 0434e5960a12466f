//! Mistakes of form and of names.

use charter::analysis::Analysis;
use charter::language::{Language, Type};
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
const UNTOLD: &[&str] = &["stale-reader", "stale-overwrite-race", "class-unattainable"];

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator {
            name: "misspelled reference",
            // Where a field or an object can be named, an unknown name is no field.
            finds: &["unknown-name", "unknown-field"],
            also: AFTERMATH,
            places: misspelled,
        },
        Mutator {
            name: "unknown property",
            // Where the charter chooses the keys, they are scopes or objects.
            finds: &["unknown-property", "unknown-name", "unknown-scope"],
            also: &[],
            places: unknown_property,
        },
        Mutator {
            name: "required property left out",
            finds: &["missing-property"],
            // A template for nothing gives its flows no latency, an answer without `refused` raises nothing, and what nobody
            // computes is nobody's input.
            also: &["missing-bound", "unused-definition", "dead-delivery"],
            places: property_left_out,
        },
        Mutator { name: "required word left out", finds: &["missing-word"], also: AFTERMATH, places: word_left_out },
        Mutator { name: "word that stands once said twice", finds: &["repeated-word"], also: &[], places: word_twice },
        Mutator {
            name: "value that is no choice",
            finds: &["unknown-value"],
            // A template for nothing gives its flows no latency; a buffer of an unknown role keeps nothing back.
            also: &["missing-bound", "oversell-exposure"],
            places: no_choice,
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
    bare.map(|word| Mutation::replace(end(word.head()), " zzz=zzz", word.head())).collect()
}

fn property_left_out(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for word in words(analysis) {
        let required = word.definition().properties.iter().filter(|property| !property.optional);
        for given in required.filter_map(|property| word.property(property.name)) {
            found.push(Mutation { edits: vec![(given.entry_span(), String::new())], node: Some(word.head()) });
        }
    }
    found
}

/// Words of a definition that takes some from a template may be left out there.
fn word_left_out(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for word in words(analysis).into_iter().filter(|word| word.child("as").is_none() && word.like().is_none()) {
        let required = word.definition().children.iter().filter(|child| child.count.required());
        for child in required.map(|child| Language::get().word(child.word)).filter(|child| !child.free_name) {
            let said: Vec<_> = word.children_named(child.name).collect();
            if let [only] = said[..] {
                let start = Span { end: only.span().start, ..only.span() };
                found.push(Mutation { edits: vec![(start, "/-".to_owned())], node: Some(word.span()) });
            }
        }
    }
    found
}

fn word_twice(analysis: &Analysis) -> Vec<Mutation> {
    let once = words(analysis).into_iter().filter(|word| {
        let count = word.parent().and_then(|parent| {
            let children = &parent.definition().children;
            children.iter().find(|child| child.word == word.word()).map(|child| child.count)
        });
        count.is_some_and(|count| !count.repeats())
    });
    let twice = |word: charter::syntax::Cursor<'_>| {
        Mutation::after(word.span(), format!("; {}", analysis.sources.text(word.span())))
    };
    once.map(twice).collect()
}

fn no_choice(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for word in words(analysis) {
        let choices = word.definition().properties.iter().filter(|property| matches!(property.ty, Type::OneOf(_)));
        for given in choices.filter_map(|property| word.property(property.name)) {
            found.push(Mutation::replace(given.span(), "zzz", word.head()));
        }
    }
    found
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
