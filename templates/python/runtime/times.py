from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NewType, TypeAlias
from zoneinfo import ZoneInfo

from .problem import ABSENT, Absent, Place, Rule

if TYPE_CHECKING:
    from ..objects import ExceptionName

# A point in time in UTC, as `2026-03-08T04:30:00Z`. It is a text, as it keeps every
# digit of its fraction; `datetime.fromisoformat` reads it to the microsecond.
Instant = NewType("Instant", str)

# A day of the calendar, as `2026-03-08`.
CalendarDate = NewType("CalendarDate", str)

# A date and a time on the clocks of one place, as `2026-03-07T22:30:00`.
LocalTime = NewType("LocalTime", str)

# What happens with a local time that does not exist, because clocks were put forward.
Gap: TypeAlias = Literal["later", "earlier", "raise"]

# What happens with a local time that exists twice, because clocks were put back.
Overlap: TypeAlias = Literal["first", "second", "raise"]

_SECOND: Final = 1000
_DAY: Final = 24 * 60 * 60 * _SECOND
_DAY_FORM: Final = "yyyy-MM-dd"
_LOCAL_FORM: Final = "yyyy-MM-dd'T'HH:mm:ss"
_RFC3339: Final = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]+))?"
    r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))"
)
_EPOCH: Final = datetime(1970, 1, 1).toordinal()
# The calendar repeats itself after 400 years; the years of `datetime` begin with 1.
_CYCLE: Final = 146_097


def instant(place: Place, rule: Rule, found: str | Absent) -> Instant | Absent:
    """A point in time with its offset, as RFC 3339 writes it."""
    if found is ABSENT:
        return ABSENT
    match = _RFC3339.fullmatch(found)
    if match is None:
        return place.problem(rule, "wrong-form", found)
    day, time, fraction, sign, hours, minutes = match.groups()
    clock = _clock_of(f"{day}T{time}", _LOCAL_FORM)
    ahead = (int(hours or 0), int(minutes or 0))
    if clock is None or ahead[0] >= 24 or ahead[1] >= 60:
        return place.problem(rule, "wrong-form", found)
    offset = (ahead[0] * 60 + ahead[1]) * 60 * _SECOND
    at = clock + offset if sign == "-" else clock - offset
    return _in_range(place, rule, found, _instant_at(at, fraction or ""))


def instant_of_epoch(
    place: Place, rule: Rule, found: int | Absent, unit: int
) -> Instant | Absent:
    """So many units of `unit` milliseconds since 1970 as a point in time."""
    if found is ABSENT:
        return ABSENT
    return _in_range(place, rule, found, _instant_of(found * unit))


def epoch_of(
    place: Place, rule: Rule, found: Instant | Absent, unit: int
) -> int | Absent:
    """A point in time as units of `unit` milliseconds since 1970."""
    if found is ABSENT:
        return ABSENT
    whole, fraction = _parts(found)
    made, rest = divmod(whole + int(fraction[:3].ljust(3, "0")), unit)
    if rest or len(fraction) > 3:
        return place.problem(rule, "not-exact", found)
    return made


def instant_of_local(
    place: Place,
    rule: Rule,
    found: str | Absent,
    pattern: str,
    zone: str,
    gap: Gap,
    overlap: Overlap,
    exception: ExceptionName | None = None,
) -> Instant | Absent:
    """A local time by a pattern, in a zone of the IANA database."""
    if found is ABSENT:
        return ABSENT
    clock = _clock_of(found, pattern)
    if clock is None:
        return place.problem(rule, "wrong-form", found)
    before, after = _offsets(zone, clock)
    # Where clocks are put forward they are further ahead afterwards.
    in_gap, twice = before < after, before > after
    if (in_gap and gap == "raise") or (twice and overlap == "raise"):
        return place.problem(rule, "wrong-form", found, exception)
    late = (in_gap and gap == "earlier") or (twice and overlap == "second")
    return _in_range(
        place, rule, found, _instant_of(clock - (after if late else before))
    )


def local_of(
    place: Place, rule: Rule, found: Instant | Absent, pattern: str, zone: str
) -> str | Absent:
    """A point in time on the clocks of a zone, by a pattern."""
    if found is ABSENT:
        return ABSENT
    whole, fraction = _parts(found)
    clock = whole + int(fraction[:3].ljust(3, "0")) + _offset_at(zone, whole)
    if not _is_in_calendar(clock):
        return place.problem(rule, "out-of-range", found)
    return _in_form(clock, pattern)


def date_in(
    place: Place, rule: Rule, found: Instant | Absent, zone: str
) -> CalendarDate | Absent:
    """The date that it is in a zone at a point in time."""
    made = local_of(place, rule, found, _DAY_FORM, zone)
    return ABSENT if made is ABSENT else CalendarDate(made)


def date(
    place: Place, rule: Rule, found: str | Absent, pattern: str
) -> CalendarDate | Absent:
    """A date by a pattern."""
    made = _rewritten(place, rule, found, pattern, _DAY_FORM)
    return ABSENT if made is ABSENT else CalendarDate(made)


def date_as(found: CalendarDate | Absent, pattern: str) -> str | Absent:
    """A date in the form of a pattern."""
    return _changed(found, _DAY_FORM, pattern)


def days_later(
    place: Place, rule: Rule, found: CalendarDate | Absent, days: int
) -> CalendarDate | Absent:
    """The date so many days later."""
    clock = None if found is ABSENT else _clock_of(found, _DAY_FORM)
    if clock is None:
        return ABSENT
    later = clock + days * _DAY
    if not _is_in_calendar(later):
        return place.problem(rule, "out-of-range", found)
    return CalendarDate(_in_form(later, _DAY_FORM))


def local_time(
    place: Place, rule: Rule, found: str | Absent, pattern: str
) -> LocalTime | Absent:
    """A date and a time on the clocks of one place, by a pattern."""
    made = _rewritten(place, rule, found, pattern, _LOCAL_FORM)
    return ABSENT if made is ABSENT else LocalTime(made)


def local_time_as(found: LocalTime | Absent, pattern: str) -> str | Absent:
    """A local time in the form of a pattern."""
    return _changed(found, _LOCAL_FORM, pattern)


def _rewritten(
    place: Place, rule: Rule, found: str | Absent, form: str, to: str
) -> str | Absent:
    if found is ABSENT:
        return ABSENT
    clock = _clock_of(found, form)
    if clock is None:
        return place.problem(rule, "wrong-form", found)
    return _in_form(clock, to)


def _changed(found: str | Absent, form: str, to: str) -> str | Absent:
    clock = None if found is ABSENT else _clock_of(found, form)
    return ABSENT if clock is None else _in_form(clock, to)


def _in_range(
    place: Place, rule: Rule, found: object, made: Instant | None
) -> Instant | Absent:
    return place.problem(rule, "out-of-range", found) if made is None else made


def _instant_of(at: int) -> Instant | None:
    """The instant at so many milliseconds since 1970."""
    rest = at % _SECOND
    return _instant_at(at - rest, f"{rest:03}")


def _instant_at(second: int, fraction: str) -> Instant | None:
    """The instant at a whole second, in milliseconds, with digits of a fraction."""
    if not _is_in_calendar(second):
        return None
    digits = fraction.rstrip("0")
    clock = _in_form(second, _LOCAL_FORM)
    return Instant(f"{clock}.{digits}Z" if digits else f"{clock}Z")


def _is_in_calendar(clock: int) -> bool:
    """Whether a clock's reading lies in the years 0 to 9999."""
    return 0 <= _calendar(clock)[0] <= 9999


def _parts(found: Instant) -> tuple[int, str]:
    """The whole second of an instant in milliseconds, and its fraction."""
    clock, _, fraction = found.removesuffix("Z").partition(".")
    return _clock_of(clock, _LOCAL_FORM) or 0, fraction


def _civil(year: int, month: int, day: int, *time: int) -> int | None:
    """The milliseconds of a date and time of day, taken as UTC.

    `None` when there is no such day or time.
    """
    hour, minute, second, millisecond = time
    if hour > 23 or minute > 59 or second > 59:
        return None
    cycle = _CYCLE if year == 0 else 0
    try:
        ordinal = datetime(year or 400, month, day).toordinal() - cycle
    except ValueError:
        return None
    seconds = (hour * 60 + minute) * 60 + second
    return (ordinal - _EPOCH) * _DAY + seconds * _SECOND + millisecond


def _calendar(clock: int) -> tuple[int, int, int]:
    """The year, month and day of a clock's reading; a year beyond the calendar."""
    ordinal = clock // _DAY + _EPOCH
    cycles = 1 if ordinal < 1 else 0
    try:
        day = datetime.fromordinal(ordinal + cycles * _CYCLE)
    except (ValueError, OverflowError):
        return (-1 if ordinal < 1 else 10_000), 1, 1
    return day.year - 400 * cycles, day.month, day.day


_FIELDS: Final = re.compile(r"yyyy|MM|dd|HH|mm|ss|SSS|'[^']*'|.", re.DOTALL)
_ORDER: Final = ("yyyy", "MM", "dd", "HH", "mm", "ss", "SSS")
_FIRST: Final = (0, 1, 1, 0, 0, 0, 0)


@cache
def _compiled(pattern: str) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """The fields of a pattern, and the expression that finds them in a text."""
    tokens = _FIELDS.findall(pattern)
    source = "".join(
        f"([0-9]{{{len(token)}}})" if token in _ORDER else re.escape(_literal(token))
        for token in tokens
    )
    return tuple(token for token in tokens if token in _ORDER), re.compile(source)


def _literal(token: str) -> str:
    return token[1:-1] if len(token) > 1 else token


def _clock_of(found: str, pattern: str) -> int | None:
    """The milliseconds of a text that has the form of a pattern, taken as UTC."""
    fields, form = _compiled(pattern)
    match = form.fullmatch(found)
    if match is None:
        return None
    # A field that is written twice counts where it stands first.
    said = dict(zip(reversed(fields), map(int, reversed(match.groups())), strict=True))
    year, month, day, *time = (
        said.get(field, first) for field, first in zip(_ORDER, _FIRST, strict=True)
    )
    return _civil(year, month, day, *time)


def _in_form(clock: int, pattern: str) -> str:
    """A clock's reading, in milliseconds as if in UTC, in the form of a pattern."""
    seconds, millisecond = divmod(clock % _DAY, _SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    values = (*_calendar(clock), hour, minute, second, millisecond)
    shown = dict(zip(_ORDER, values, strict=True))
    return "".join(
        f"{shown[token]:0{len(token)}}" if token in shown else _literal(token)
        for token in _FIELDS.findall(pattern)
    )


# What `datetime` can say in any zone.
_EARLIEST: Final = datetime(1, 1, 2)
_LATEST: Final = datetime(9999, 12, 30)


def _as_datetime(clock: int) -> datetime:
    """A clock's reading; at the ends of the calendar, the nearest that has a zone."""
    year, month, day = _calendar(clock)
    if year < 1:
        return _EARLIEST
    if year > 9999:
        return _LATEST
    made = datetime(year, month, day) + timedelta(milliseconds=clock % _DAY)
    return min(max(made, _EARLIEST), _LATEST)


def _offset_at(zone: str, at: int) -> int:
    """How many milliseconds a zone is ahead of UTC at a point in time."""
    there = _as_datetime(at).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    return _milliseconds(there)


def _offsets(zone: str, clock: int) -> tuple[int, int]:
    """How far the clocks of a zone are ahead of UTC at a reading of them.

    Where the clocks change, that is before the change and after it.
    """
    local = _as_datetime(clock).replace(tzinfo=ZoneInfo(zone))
    return _milliseconds(local.replace(fold=0)), _milliseconds(local.replace(fold=1))


def _milliseconds(local: datetime) -> int:
    offset = local.utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) * _SECOND
