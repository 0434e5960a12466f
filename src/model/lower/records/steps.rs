//! The steps of a `map`.

use crate::model::name::{Place, Said};
use crate::model::step::{
    Add, Allocate, Apply, CharsetStep, CheckDigit, Choose, CodeRow, Compute, DateStep, DecimalStep, Implied,
    InstantStep, Lookup, Match, Missing, Numbering, Otherwise, Pad, Range, Recall, Remember, Step, TextPart, Truncate,
    UnitSource, UnitStep, Wrap,
};
use crate::syntax::values::word;
use crate::syntax::{Cursor, Given};

use super::super::Lowering;
use super::super::formulas::condition;
use super::super::values::{choice, integer, literal, name, said, text, truth};
use super::{foreign, foreigns};

impl<'f> Lowering<'f> {
    /// The steps in a row, in order.
    pub(super) fn steps(&mut self, place: Option<Place>, row: Cursor<'f>) -> Vec<Said<Step>> {
        // Most have few steps, and a step is large.
        let mut steps = Vec::with_capacity(row.children().count());
        for word in row.children() {
            let step = self
                .missing_step(word)
                .or_else(|| text_step(word))
                .or_else(|| self.identity_step(place, word))
                .or_else(|| self.number_step(place, word))
                .or_else(|| self.other_step(place, word));
            steps.extend(step.map(|value| Said { value, span: word.head() }));
        }
        steps
    }

    fn missing_step(&mut self, word: Cursor<'f>) -> Option<Step> {
        let step: fn(Missing) -> Step = match word.definition().name {
            "absent" => Step::Absent,
            "if-null" => Step::Null,
            "empty" => Step::Empty,
            _ => return None,
        };
        Some(step(Missing {
            raises: self.reference(word.property("exception")),
            default: literal(word.property("default")),
            skip: truth(word.property("skip")),
        }))
    }

    /// Steps that check or find what a value stands for.
    fn identity_step(&mut self, place: Option<Place>, word: Cursor<'f>) -> Option<Step> {
        Some(match word.definition().name {
            "truncate" => Step::Truncate(Truncate {
                to: integer(word.property("to")),
                raises: self.reference(word.property("raises")),
            }),
            "charset" => Step::Charset(CharsetStep {
                set: choice(word.argument("set")),
                otherwise: choice(word.property("otherwise")),
                raises: self.reference(word.property("raises")),
            }),
            "match" => Step::Match(Match {
                pattern: text(word.argument("pattern")),
                raises: self.reference(word.property("raises")),
            }),
            "wrap" => Step::Wrap(Wrap {
                fields: foreigns(word.arguments_of("fields")),
                at: integer(word.property("at")),
                overflow: self.reference(word.property("overflow")),
            }),
            "check-digit" => Step::CheckDigit(CheckDigit {
                kind: choice(word.argument("kind")),
                raises: self.reference(word.property("raises")),
            }),
            "code" => Step::Code(CodeRow {
                foreign: literal(word.argument("foreign")),
                ours: literal(word.argument("ours")),
                direction: choice(word.property("direction")),
            }),
            "otherwise" => Step::Otherwise(Otherwise {
                raises: self.reference(word.property("exception")),
                default: literal(word.property("default")),
                keep: truth(word.property("keep")),
            }),
            "lookup" => Step::Lookup(Lookup {
                port: self.reference(word.argument("port")),
                miss: self.reference(word.property("miss")),
                back: self.reference(word.property("back")),
            }),
            "apply" => Step::Apply(Apply {
                function: self.reference(word.argument("extern")),
                back: self.reference(word.property("back")),
            }),
            "remember" => Step::Remember(Remember {
                name: name(word.property("as")),
                by: self.field_ref(place, word.property("by")),
                keep: said(word.property("for"), Given::duration),
            }),
            "recall" => Step::Recall(Recall {
                name: name(word.argument("name")),
                by: self.field_ref(place, word.property("by")),
                miss: self.reference(word.property("miss")),
            }),
            "sequence" => Step::Sequence(self.reference(word.argument("port"))),
            "hash" => Step::Hash,
            _ => return None,
        })
    }

    fn number_step(&mut self, place: Option<Place>, word: Cursor<'f>) -> Option<Step> {
        Some(match word.definition().name {
            "decimal" => Step::Decimal(DecimalStep {
                scale: integer(word.property("scale")),
                point: text(word.property("point")),
                thousands: text(word.property("thousands")),
                round: choice(word.property("round")),
            }),
            "implied" => Step::Implied(Implied {
                decimals: integer(word.property("decimals")),
                round: choice(word.property("round")),
            }),
            "minor-units" => Step::MinorUnits(self.field_ref(place, word.property("currency"))),
            "integer" => Step::Integer,
            "unit" => Step::Unit(UnitStep {
                unit: self.unit_source(word.argument("unit")),
                codes: self.reference(word.property("codes")),
                remainder: choice(word.property("remainder")),
                round: choice(word.property("round")),
                raises: self.reference(word.property("raises")),
            }),
            "compute" => Step::Compute(Compute {
                formula: condition(word.argument("formula")),
                back: self.formula(place, word.property("back")),
            }),
            "allocate" => Step::Allocate(Allocate {
                over: self.field_ref_near(place, word.property("over")),
                by: self.field_ref_near(place, word.property("by")),
                scale: integer(word.property("scale")),
            }),
            "range" => Step::Range(Range {
                min: said(word.property("min"), Given::number),
                max: said(word.property("max"), Given::number),
                raises: self.reference(word.property("raises")),
            }),
            "number" => Step::Number(Numbering {
                start: said(word.property("start"), Given::integer),
                width: integer(word.property("width")),
            }),
            _ => return None,
        })
    }

    fn other_step(&mut self, place: Option<Place>, word: Cursor<'f>) -> Option<Step> {
        Some(match word.definition().name {
            "omit-if" => Step::OmitIf(self.formula(place, word.argument("condition"))),
            "instant" => Step::Instant(InstantStep {
                form: choice(word.argument("form")),
                zone: text(word.property("zone")),
                pattern: text(word.property("pattern")),
                gap: choice(word.property("gap")),
                overlap: choice(word.property("overlap")),
            }),
            "date" => {
                Step::Date(DateStep { pattern: text(word.property("pattern")), zone: text(word.property("zone")) })
            }
            "add" => Step::Add(Add {
                days: said(word.property("days"), Given::integer),
                business_days: said(word.property("business-days"), Given::integer),
                calendar: self.reference(word.property("calendar")),
            }),
            "first" => Step::First(foreigns(word.arguments_of("paths"))),
            "choose" => Step::Choose(self.choose(word)),
            _ => return None,
        })
    }

    /// The conditions of a choice are read where they are used: over the payload when reading, over the object when
    /// writing.
    fn choose(&mut self, word: Cursor<'f>) -> Choose {
        let when = word.children_named("when");
        let when = when.map(|when| (condition(when.argument("condition")), condition(when.property("then"))));
        let otherwise = word.child("otherwise");
        Choose {
            when: when.collect(),
            otherwise: otherwise.and_then(|otherwise| condition(otherwise.property("then"))),
            raises: otherwise.and_then(|otherwise| self.reference(otherwise.property("exception"))),
        }
    }

    /// A unit by its name, or the path to its code in the payload.
    fn unit_source(&mut self, given: Option<Given<'f>>) -> Option<UnitSource> {
        let given = given?;
        let is_path = given.text().is_none_or(|text| word(&text).is_err());
        if is_path {
            return foreign(Some(given)).map(UnitSource::Foreign);
        }
        self.reference(Some(given)).map(UnitSource::Fixed)
    }
}

/// Steps on texts that name nothing else.
fn text_step(word: Cursor<'_>) -> Option<Step> {
    Some(match word.definition().name {
        "prefix" => Step::Prefix(text(word.argument("text"))),
        "suffix" => Step::Suffix(text(word.argument("text"))),
        "trim" => Step::Trim,
        "collapse" => Step::Collapse,
        "case" => Step::Case(choice(word.argument("to"))),
        "pad" => Step::Pad(Pad {
            to: integer(word.property("to")),
            with: text(word.property("with")),
            side: choice(word.property("side")),
        }),
        "part" => Step::Part(TextPart {
            before: text(word.property("before")),
            after: text(word.property("after")),
            from: integer(word.property("from")),
            length: integer(word.property("length")),
        }),
        "split" => Step::Split(text(word.property("on"))),
        "join" => Step::Join(text(word.property("with"))),
        "replace" => Step::Replace(text(word.argument("old")), text(word.argument("new"))),
        "unescape" => Step::Unescape(choice(word.argument("kind"))),
        "normalise" => Step::Normalise(choice(word.argument("kind"))),
        _ => return None,
    })
}
