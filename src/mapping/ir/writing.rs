//! Writing: the operations that take the field's value back to the payload, through the same steps from the end.

use crate::model::name::Said;
use crate::model::step::{CharsetStep, Compute, DateStep, InstantStep, Step};
use crate::model::step_word::{InstantForm, OtherCharacters, TextSide};
use crate::model::value::Literal;
use crate::source::Span;

use super::details::{
    NO_FORMULA, charset_pattern, check_lengths, codes, date_pattern, decimals, epoch_unit, is_no_operation,
    letter_case, local_pattern, no_url, padding, pattern, range, sort_of, table, unsupported,
};
use super::letters::nearest;
use super::steps::{Line, NO_CODE, Refusal, Stage};
use super::wire::TextForm;
use super::{Digits, Op, Otherwise, Role, Sort, Wire};

impl Line<'_> {
    /// Goes through the steps backwards.
    pub(super) fn write(&mut self, steps: &[Said<Step>], span: Span) -> Result<(), Refusal> {
        self.start_writing();
        self.fit(steps)?;
        let mut coded = false;
        for step in steps.iter().rev() {
            let at = step.span;
            match &step.value {
                step if is_no_operation(step) => {}
                Step::Unescape(Some(markup)) => {
                    no_url(markup.value, at)?;
                    // The ampersand first, as it begins what stands for the others.
                    for (plain, marked) in [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")] {
                        self.write_text(at, Op::Replace(plain.to_owned(), marked.to_owned()), 0)?;
                    }
                    self.wire = Wire::Text(TextForm::default());
                }
                Step::Compute(Compute { back: Some(back), .. }) => {
                    let sort = sort_of(self.role).ok_or_else(|| (at, NO_FORMULA.to_owned()))?;
                    self.ops.push(Op::ComputeBack(back.clone(), sort));
                    self.stage = if sort == Sort::Number { Stage::Number } else { Stage::Text };
                    self.wire = if sort == Sort::Number { Wire::Number } else { Wire::Text(TextForm::default()) };
                }
                Step::Compute(_) => {
                    return Err((at, "the formula only reads: say `back`, or `direction=read`".to_owned()));
                }
                Step::Number(number) => {
                    self.ops.push(Op::Position(number.start.map_or(1, |start| start.value)));
                    (self.stage, self.wire) = (Stage::Whole, Wire::Integer);
                    if let Some(width) = number.width {
                        self.become_text(at)?;
                        self.write_text(at, Op::Pad(width.value, "0".to_owned(), TextSide::Left), 0)?;
                        self.wire = Wire::pattern("-?[0-9]+");
                    }
                }
                Step::Trim | Step::Collapse => self.become_text(at)?,
                Step::Prefix(Some(text)) => {
                    self.write_text(at, Op::AddPrefix(text.value.to_string()), text.value.chars().count())?;
                }
                Step::Suffix(Some(text)) => {
                    self.write_text(at, Op::AddSuffix(text.value.to_string()), text.value.chars().count())?;
                }
                Step::Case(Some(case)) => self.write_text(at, letter_case(case.value), 0)?,
                Step::Pad(pad) => {
                    let (length, fill, side) = padding(pad, at)?;
                    self.write_text(at, Op::Pad(length, fill, side), 0)?;
                    self.wire = Wire::Text(TextForm { min: Some(length), ..TextForm::default() });
                }
                Step::Truncate(step) => {
                    let length = step.to.ok_or_else(|| (at, "the length is not known".to_owned()))?.value;
                    let wire = self.wire.clone();
                    self.write_text(at, Op::Truncate(length, step.raises.and_then(|raises| raises.target)), 0)?;
                    self.wire = wire.cut_to(length);
                }
                Step::Replace(Some(old), Some(new)) if new.value.is_empty() => {
                    let why = format!("`{}` is removed when reading and cannot be put back", old.value);
                    return Err((at, why));
                }
                Step::Replace(Some(old), Some(new)) => {
                    self.write_text(at, Op::Replace(new.value.to_string(), old.value.to_string()), 0)?;
                    self.wire = Wire::Text(TextForm::default());
                }
                Step::Match(step) => {
                    let (pattern, has_group) = pattern(step.pattern.as_ref(), at)?;
                    if has_group {
                        return Err((at, one_way("match")));
                    }
                    self.write_text(at, Op::Matches(pattern.clone(), step.raises.and_then(|raises| raises.target)), 0)?;
                    self.wire = Wire::pattern(pattern);
                }
                Step::Part(_) => return Err((at, one_way("part"))),
                Step::CheckDigit(step) => {
                    let lengths = check_lengths(step.kind, at)?;
                    let wire = self.wire.clone();
                    self.write_text(at, Op::CheckDigit(lengths, step.raises.and_then(|raises| raises.target)), 0)?;
                    self.wire = wire;
                }
                Step::Decimal(step) => {
                    self.become_number(at)?;
                    let scale = step.scale.map(|scale| scale.value);
                    self.ops.extend(scale.map(|scale| Op::Scale(scale, step.round.map(|round| round.value))));
                    let point = step.point.as_ref().map_or(".", |point| &point.value).to_owned();
                    let thousands = step.thousands.as_ref().map_or("", |thousands| &thousands.value).to_owned();
                    self.wire = Wire::pattern(decimal_pattern(scale, &point, &thousands));
                    self.digits(scale.unwrap_or(0), point, thousands);
                }
                Step::Implied(step) => {
                    self.become_number(at)?;
                    let decimals = decimals(step.decimals, at)?;
                    let round = step.round.map(|round| round.value);
                    self.ops.extend([Op::Scale(decimals.unsigned_abs(), round), Op::Shift(-decimals)]);
                    self.wire = Wire::pattern("-?[0-9]+");
                    self.digits(0, ".".to_owned(), String::new());
                }
                Step::Integer => {
                    self.become_number(at)?;
                    self.ops.push(Op::Scale(0, None));
                    self.wire = Wire::Integer;
                }
                Step::Unit(step) => {
                    self.become_number(at)?;
                    self.convert(step, at, false)?;
                }
                Step::Range(step) => {
                    self.become_number(at)?;
                    self.ops.push(range(step));
                }
                Step::Instant(step) => self.write_instant(step, at)?,
                Step::Date(step) => self.write_date(step, at)?,
                Step::Add(step) => self.add_days(step, at, -1)?,
                Step::Code(_) | Step::Otherwise(_) if coded => {}
                Step::Code(_) | Step::Otherwise(_) => {
                    coded = true;
                    if !self.role.takes_codes() {
                        return Err((at, NO_CODE.to_owned()));
                    }
                    let table = table(steps, false, at)?;
                    let foreign = table.rows.iter().map(|(_, foreign)| foreign.clone()).collect::<Vec<_>>();
                    let is_text = foreign.iter().all(|code| matches!(code, Literal::Text(_)));
                    self.stage = if is_text { Stage::Text } else { Stage::Code };
                    let is_closed = table.otherwise != Otherwise::Keep;
                    self.wire = if is_closed { one_of(foreign) } else { Wire::Text(TextForm::default()) };
                    self.ops.push(Op::Encode(table));
                }
                step => return Err((at, unsupported(step))),
            }
        }
        self.finish_writing(span)
    }

    /// Characters that the payload cannot hold give way before anything else is done, so that lengths count what is sent.
    fn fit(&mut self, steps: &[Said<Step>]) -> Result<(), Refusal> {
        for step in steps {
            let Step::Charset(CharsetStep { set: Some(set), otherwise: Some(otherwise), raises }) = &step.value else {
                continue;
            };
            let Some(pattern) = charset_pattern(set.value) else { continue };
            let rows = match otherwise.value {
                OtherCharacters::Transliterate => nearest(set.value),
                OtherCharacters::Replace | OtherCharacters::Raise => Vec::new(),
            };
            let instead = (otherwise.value != OtherCharacters::Raise).then_some('?');
            let op = Op::Fit { set: pattern, rows, instead, raises: raises.and_then(|raises| raises.target) };
            self.write_text(step.span, op, 0)?;
            self.wire = Wire::Text(TextForm::default());
        }
        Ok(())
    }

    fn start_writing(&mut self) {
        let (stage, wire) = match self.role {
            Role::Text(limits) | Role::Identifier(limits) => {
                let charset = limits.charset.and_then(charset_pattern).map(str::to_owned);
                let pattern = limits.pattern.clone().or(charset);
                let form = TextForm { min: limits.min, max: limits.max, pattern, format: None };
                (Stage::Text, Wire::Text(form))
            }
            Role::Integer => (Stage::Whole, Wire::Integer),
            Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _) => {
                let whole = digits.scale == Some(0);
                (Stage::Number, if whole { Wire::Integer } else { Wire::Number })
            }
            Role::Currency(only) => {
                let wire = only.as_ref().map_or_else(
                    || Wire::pattern("[A-Z]{3}"),
                    |only| Wire::OneOf(vec![Literal::Text(only.as_str().into())]),
                );
                (Stage::Text, wire)
            }
            Role::Boolean => (Stage::Truth, Wire::Boolean),
            Role::Date => (Stage::Date, Wire::format("date")),
            Role::Instant => (Stage::Instant, Wire::format("date-time")),
            Role::LocalTime => (Stage::LocalTime, Wire::Text(TextForm::default())),
            Role::Code(set) => {
                let wire = codes(self.model, *set).map_or_else(|| Wire::Text(TextForm::default()), one_of);
                (Stage::Text, wire)
            }
            Role::Status(_) => (Stage::Code, Wire::Text(TextForm::default())),
        };
        (self.stage, self.wire) = (stage, wire);
    }

    /// A step on a text, which adds so many characters.
    fn write_text(&mut self, at: Span, op: Op, added: usize) -> Result<(), Refusal> {
        self.become_text(at)?;
        self.ops.push(op);
        if added > 0 {
            self.wire = self.wire.clone().longer_by(added as u64);
        }
        Ok(())
    }

    fn become_text(&mut self, at: Span) -> Result<(), Refusal> {
        match self.stage {
            Stage::Text => {}
            Stage::Number | Stage::Whole => {
                self.become_number(at)?;
                self.wire = Wire::pattern(decimal_pattern(None, ".", ""));
                self.digits(0, ".".to_owned(), String::new());
            }
            _ => return Err((at, "this step works on a text, and there is none to write".to_owned())),
        }
        Ok(())
    }

    fn become_number(&mut self, at: Span) -> Result<(), Refusal> {
        match self.stage {
            Stage::Number => {}
            Stage::Whole => self.ops.push(Op::OfWhole),
            _ => return Err((at, "this step works on a number, and there is none to write".to_owned())),
        }
        self.stage = Stage::Number;
        Ok(())
    }

    fn digits(&mut self, scale: u64, point: String, thousands: String) {
        self.ops.push(Op::Digits { scale, point, thousands });
        self.stage = Stage::Text;
    }

    fn write_instant(&mut self, step: &InstantStep, at: Span) -> Result<(), Refusal> {
        let form = step.form.ok_or_else(|| (at, "the form of the instant is not known".to_owned()))?.value;
        match (form, self.stage) {
            (InstantForm::Rfc3339, Stage::Instant) => self.stage = Stage::Text,
            (InstantForm::EpochS | InstantForm::EpochMs, Stage::Instant) => {
                self.ops.push(Op::EpochOf(epoch_unit(form)));
                self.wire = Wire::Integer;
                self.stage = Stage::Whole;
            }
            (InstantForm::Local | InstantForm::Pattern, Stage::LocalTime) => {
                self.ops.push(Op::LocalTimeText(local_pattern(step)));
                self.wire = Wire::Text(TextForm::default());
                self.stage = Stage::Text;
            }
            (InstantForm::Local | InstantForm::Pattern, Stage::Instant) => {
                let Some(zone) = &step.zone else {
                    return Err((at, "an instant becomes a local time only in a `zone`".to_owned()));
                };
                self.ops.push(Op::LocalOf(local_pattern(step), zone.value.to_string()));
                self.wire = Wire::Text(TextForm::default());
                self.stage = Stage::Text;
            }
            (_, Stage::Date) => return Err((at, one_way("instant"))),
            _ => return Err((at, "this step works on an instant, and there is none to write".to_owned())),
        }
        Ok(())
    }

    fn write_date(&mut self, step: &DateStep, at: Span) -> Result<(), Refusal> {
        let pattern = date_pattern(step);
        self.wire = if pattern == "yyyy-MM-dd" { Wire::format("date") } else { Wire::Text(TextForm::default()) };
        match (self.stage, &step.zone) {
            (Stage::Date, _) => self.ops.push(Op::DateText(pattern)),
            (Stage::Instant, Some(zone)) => self.ops.push(Op::LocalOf(pattern, zone.value.to_string())),
            (Stage::Instant, None) => {
                return Err((at, "an instant has a date only in a zone: say `zone`".to_owned()));
            }
            _ => return Err((at, "this step works on a date, and there is none to write".to_owned())),
        }
        self.stage = Stage::Text;
        Ok(())
    }

    /// From what the steps give to what JSON holds.
    fn finish_writing(&mut self, span: Span) -> Result<(), Refusal> {
        match (self.role, self.stage) {
            (Role::Status(_), _) if self.ops.is_empty() => {
                return Err((span, "a state is written by a code table: say `code` for each value".to_owned()));
            }
            (_, Stage::Text | Stage::Truth | Stage::Whole | Stage::Code) => {}
            (Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _), Stage::Number) => {
                if self.wire != Wire::Integer && *digits == (Digits { scale: Some(0), ..*digits }) {
                    self.wire = Wire::Integer;
                }
                self.ops.push(Op::JsonNumber);
            }
            (_, Stage::Number) => self.ops.push(Op::JsonNumber),
            (_, Stage::Date) => return Err((span, "a date says its form: add the step `date`".to_owned())),
            (_, Stage::Instant) => return Err((span, "an instant says its form: add the step `instant`".to_owned())),
            (_, Stage::LocalTime) => {
                return Err((span, "a local time says its form: add the step `instant local`".to_owned()));
            }
            (_, Stage::Raw) => return Err((span, "there is nothing to write".to_owned())),
        }
        Ok(())
    }
}

fn one_way(step: &str) -> String {
    format!("the step `{step}` only reads; say `direction=read`, or leave it out")
}

fn one_of(codes: Vec<Literal>) -> Wire {
    let mut all: Vec<Literal> = Vec::new();
    for code in codes {
        if !all.contains(&code) {
            all.push(code);
        }
    }
    Wire::OneOf(all)
}

/// The texts that a decimal number can be written as.
fn decimal_pattern(scale: Option<u64>, point: &str, thousands: &str) -> String {
    let escaped = |text: &str| if text == "." { "\\.".to_owned() } else { text.to_owned() };
    let whole = if thousands.is_empty() {
        "[0-9]+".to_owned()
    } else {
        format!("[0-9]{{1,3}}({}[0-9]{{3}})*", escaped(thousands))
    };
    let point = escaped(point);
    match scale {
        Some(0) => format!("-?{whole}"),
        Some(scale) => format!("-?{whole}{point}[0-9]{{{scale}}}"),
        None => format!("-?{whole}({point}[0-9]+)?"),
    }
}
