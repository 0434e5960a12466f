//! Reading: the operations that take a value of the payload to the field.

use crate::model::expression::Formula;
use crate::model::name::Said;
use crate::model::step::{Compute, DateStep, InstantStep, Step};
use crate::model::step_word::InstantForm;
use crate::source::Span;

use super::details::{
    NO_FORMULA, charset_pattern, check_lengths, codes, date_pattern, decimals, epoch_unit, is_no_operation,
    letter_case, local_pattern, no_url, padding, pattern, plain_decimal, range, sort_of, table, unsupported,
};
use super::steps::{Line, NO_CODE, Refusal, Stage};
use super::{CodeSet, Limits, Op, Otherwise, Role, Sort, Table};

impl Line<'_> {
    /// Goes through the steps in their order.
    pub(super) fn read(&mut self, steps: &[Said<Step>], span: Span) -> Result<(), Refusal> {
        let mut coded = false;
        for step in steps {
            let at = step.span;
            match &step.value {
                step if is_no_operation(step) || matches!(step, Step::Truncate(_)) => {}
                Step::Unescape(Some(markup)) => {
                    no_url(markup.value, at)?;
                    self.text(at, Op::Unescape(markup.value))?;
                }
                Step::Compute(Compute { formula: Some(formula), .. }) => self.compute(formula)?,
                Step::Number(number) => {
                    self.ops.push(Op::Position(number.start.map_or(1, |start| start.value)));
                    self.stage = Stage::Whole;
                }
                Step::Prefix(Some(text)) => self.text(at, Op::StripPrefix(text.value.to_string()))?,
                Step::Suffix(Some(text)) => self.text(at, Op::StripSuffix(text.value.to_string()))?,
                Step::Trim => self.text(at, Op::Trim)?,
                Step::Collapse => self.text(at, Op::Collapse)?,
                Step::Case(Some(case)) => self.text(at, letter_case(case.value))?,
                Step::Pad(pad) => {
                    let (_, fill, side) = padding(pad, at)?;
                    self.text(at, Op::Unpad(fill, side))?;
                }
                Step::Part(part) => {
                    if let Some(start) = &part.after {
                        self.text(at, Op::After(start.value.to_string()))?;
                    }
                    if let Some(end) = &part.before {
                        self.text(at, Op::Before(end.value.to_string()))?;
                    }
                    if part.from.is_some() || part.length.is_some() {
                        let from = part.from.map_or(0, |from| from.value);
                        self.text(at, Op::Slice(from, part.length.map(|length| length.value)))?;
                    }
                }
                Step::Replace(Some(old), Some(new)) => {
                    self.text(at, Op::Replace(old.value.to_string(), new.value.to_string()))?;
                }
                Step::Match(step) => {
                    let (pattern, has_group) = pattern(step.pattern.as_ref(), at)?;
                    let raises = step.raises.and_then(|raises| raises.target);
                    let op = if has_group { Op::Extract(pattern, raises) } else { Op::Matches(pattern, raises) };
                    self.text(at, op)?;
                }
                Step::CheckDigit(step) => {
                    let lengths = check_lengths(step.kind, at)?;
                    self.text(at, Op::CheckDigit(lengths, step.raises.and_then(|raises| raises.target)))?;
                }
                Step::Decimal(step) => {
                    let point = step.point.as_ref().map_or(".", |point| &point.value).to_owned();
                    let thousands = step.thousands.as_ref().map_or("", |thousands| &thousands.value).to_owned();
                    self.number(at, Op::Decimal { point, thousands })?;
                    if let Some(scale) = step.scale {
                        self.ops.push(Op::Scale(scale.value, step.round.map(|round| round.value)));
                    }
                }
                Step::Implied(step) => {
                    self.number(at, plain_decimal())?;
                    self.ops.push(Op::Scale(0, None));
                    self.ops.push(Op::Shift(decimals(step.decimals, at)?));
                }
                Step::Integer => {
                    self.number(at, plain_decimal())?;
                    self.ops.push(Op::Scale(0, None));
                }
                Step::Unit(step) => {
                    self.number(at, Op::Number)?;
                    self.convert(step, at, true)?;
                }
                Step::Range(step) => {
                    self.number(at, Op::Number)?;
                    self.ops.push(range(step));
                }
                Step::Instant(step) => self.read_instant(step, at)?,
                Step::Date(step) => self.read_date(step, at)?,
                Step::Add(step) => self.add_days(step, at, 1)?,
                Step::Code(_) | Step::Otherwise(_) if coded => {}
                Step::Code(_) | Step::Otherwise(_) => {
                    coded = true;
                    if !matches!(self.stage, Stage::Raw | Stage::Text) {
                        return Err((at, "a code table follows a step that is no text".to_owned()));
                    }
                    let table = table(steps, true, at)?;
                    if table.otherwise == Otherwise::Keep {
                        self.as_text();
                    }
                    self.ops.push(Op::Decode(table));
                    self.stage = Stage::Code;
                }
                step => return Err((at, unsupported(step))),
            }
        }
        self.finish_reading(span)
    }

    /// The value of a formula: a number for fields that are numbers, otherwise a text.
    fn compute(&mut self, formula: &Formula) -> Result<(), Refusal> {
        let sort = sort_of(self.role).ok_or_else(|| (formula.span, NO_FORMULA.to_owned()))?;
        let of = match (self.stage, sort) {
            (Stage::Raw, Sort::Number) => {
                self.ops.push(Op::Number);
                Sort::Number
            }
            (Stage::Number, _) => Sort::Number,
            (Stage::Raw | Stage::Text, _) => {
                self.as_text();
                Sort::Text
            }
            _ => return Err((formula.span, "a formula works on a number or a text".to_owned())),
        };
        self.ops.push(Op::Compute(formula.clone(), of, sort));
        self.stage = if sort == Sort::Number { Stage::Number } else { Stage::Text };
        Ok(())
    }

    fn read_instant(&mut self, step: &InstantStep, at: Span) -> Result<(), Refusal> {
        let form = step.form.ok_or_else(|| (at, "the form of the instant is not known".to_owned()))?.value;
        match form {
            InstantForm::Rfc3339 => self.text(at, Op::Instant)?,
            InstantForm::EpochS | InstantForm::EpochMs => {
                self.number(at, plain_decimal())?;
                self.ops.extend([Op::Whole, Op::InstantOfEpoch(epoch_unit(form))]);
            }
            InstantForm::Local | InstantForm::Pattern if *self.role == Role::LocalTime => {
                self.text(at, Op::LocalTime(local_pattern(step)))?;
                self.stage = Stage::LocalTime;
                return Ok(());
            }
            InstantForm::Local | InstantForm::Pattern => {
                let (Some(zone), Some(gap), Some(overlap)) = (&step.zone, step.gap, step.overlap) else {
                    let why = "a local time becomes an instant only with `zone`, `gap` and `overlap`";
                    return Err((at, why.to_owned()));
                };
                let op = Op::InstantOfLocal {
                    pattern: local_pattern(step),
                    zone: zone.value.to_string(),
                    gap: gap.value,
                    overlap: overlap.value,
                };
                self.text(at, op)?;
            }
        }
        self.stage = Stage::Instant;
        Ok(())
    }

    fn read_date(&mut self, step: &DateStep, at: Span) -> Result<(), Refusal> {
        match (self.stage, &step.zone, self.role) {
            (Stage::Instant, Some(zone), _) => self.ops.push(Op::DateIn(zone.value.to_string())),
            (Stage::Instant, None, _) => {
                return Err((at, "an instant has a date only in a zone: say `zone`".to_owned()));
            }
            (_, _, Role::Instant) => {
                return Err((at, "a date does not become an instant; say `direction=write`".to_owned()));
            }
            _ => self.text(at, Op::Date(date_pattern(step)))?,
        }
        self.stage = Stage::Date;
        Ok(())
    }

    /// From what the steps give to what the field wants.
    fn finish_reading(&mut self, span: Span) -> Result<(), Refusal> {
        let misfit = |why: &str| Err((span, why.to_owned()));
        match (self.role, self.stage) {
            (role, Stage::Code) if !role.takes_codes() => return misfit(NO_CODE),
            (Role::Code(set), Stage::Code) if self.keeps_code() => self.within_list(*set),
            (Role::Text(limits) | Role::Identifier(limits), Stage::Code) if self.keeps_code() => self.limit(limits),
            (_, Stage::Code)
            | (Role::Date, Stage::Date)
            | (Role::Instant, Stage::Instant)
            | (Role::LocalTime, Stage::LocalTime)
            | (Role::Integer, Stage::Whole) => {}
            (Role::Text(limits) | Role::Identifier(limits), Stage::Raw | Stage::Text) => {
                self.as_text();
                self.limit(limits);
            }
            (Role::Text(_) | Role::Identifier(_), _) => {
                return misfit("the steps do not end in the text that the field is");
            }
            (Role::Integer, Stage::Raw) => self.ops.extend([Op::Number, Op::Whole]),
            (Role::Integer, Stage::Number) => self.ops.push(Op::Whole),
            (Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _), stage) => {
                match stage {
                    Stage::Raw => self.ops.push(Op::Number),
                    Stage::Number => {}
                    _ => return misfit("the text must become a number, by `decimal` or `integer`"),
                }
                self.ops.extend(digits.scale.map(|scale| Op::Scale(scale, None)));
                self.ops.extend(digits.precision.map(Op::Precision));
            }
            (Role::Boolean, Stage::Raw) => self.ops.push(Op::Truth),
            (Role::Currency(only), Stage::Raw | Stage::Text) => {
                self.as_text();
                self.ops.push(Op::Matches(only.clone().unwrap_or_else(|| "[A-Z]{3}".to_owned()), None));
            }
            (Role::Code(set), Stage::Raw | Stage::Text) => {
                self.as_text();
                self.within_list(*set);
            }
            (Role::Status(_), _) => return misfit("a state is read by a code table: say `code` for each value"),
            (Role::Date, _) => return misfit("a date says its form: add the step `date`"),
            (Role::Instant, _) => return misfit("an instant says its form: add the step `instant`"),
            (Role::LocalTime, _) => return misfit("a local time says its form: add the step `instant local`"),
            _ => return misfit("the steps do not end in what the field is"),
        }
        Ok(())
    }

    /// Whether the last step may have taken a code as it is.
    fn keeps_code(&self) -> bool {
        matches!(self.ops.last(), Some(Op::Decode(Table { otherwise: Otherwise::Keep, .. })))
    }

    /// The value is one of the codes of a list that is closed.
    fn within_list(&mut self, set: CodeSet) {
        if let Some(codes) = codes(self.model, set) {
            let rows = codes.into_iter().map(|code| (code.clone(), code)).collect();
            self.ops.push(Op::Decode(Table { rows, otherwise: Otherwise::Refuse(None) }));
        }
    }

    fn as_text(&mut self) {
        if self.stage == Stage::Raw {
            self.ops.push(Op::Text);
            self.stage = Stage::Text;
        }
    }

    fn limit(&mut self, limits: &Limits) {
        if limits.min.is_some() || limits.max.is_some() {
            self.ops.push(Op::Size(limits.min.unwrap_or(0), limits.max));
        }
        self.ops.extend(limits.pattern.clone().map(|pattern| Op::Matches(pattern, None)));
        self.ops.extend(limits.charset.and_then(charset_pattern).map(|pattern| Op::Matches(pattern.to_owned(), None)));
    }
}
