from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from .conditions import same
from .problem import (
    ABSENT,
    Absent,
    Key,
    Made,
    Missing,
    Place,
    Problem,
    Refused,
    Report,
    Result,
    Rule,
)

if TYPE_CHECKING:
    from ..objects import ExceptionName

T = TypeVar("T")
U = TypeVar("U")


def root_of(found: object, rule: Rule) -> Place:
    """The part of a payload in which the object is."""
    return part(Place(Report(reads=True), found), rule)


def start() -> Place:
    """The start of what is written."""
    return Place(Report(reads=False), ABSENT)


def result_of(place: Place, made: T | Absent) -> Result[T]:
    """What came out of it all."""
    return place.result(made)


def and_then(first: Result[T], then: Callable[[T], Result[U]]) -> Result[U]:
    """One result made of another, with the problems of both."""
    if isinstance(first, Refused):
        return first
    second = then(first.value)
    problems: list[Problem] = [*first.problems, *second.problems]
    if isinstance(second, Refused):
        return Refused(problems)
    return Made(second.value, problems)


def value(place: Place, rule: Rule) -> object:
    """The value of a rule, when it is there and neither null nor empty."""
    found = place.find(rule.foreign)
    if found is ABSENT:
        return ABSENT if place.missing else missing(place, rule, "absent")
    if found is None:
        return missing(place, rule, "null")
    named = "empty" in rule.raises or "empty" in rule.skips
    return missing(place, rule, "empty") if named and _is_empty(found) else found


def present(place: Place, rule: Rule, found: T | Absent) -> T | Absent:
    """The value that is written, when it is there."""
    return missing(place, rule, "absent") if found is ABSENT else found


def missing(place: Place, rule: Rule, how: Missing) -> Absent:
    """Takes note of a value that is missing, unless that may be."""
    if how not in rule.skips:
        place.problem(rule, how, exception=rule.raises.get(how))
    return ABSENT


def _is_empty(found: object) -> bool:
    return found == "" or (isinstance(found, list) and not found)


def otherwise(found: T | Absent | None, instead: T) -> T:
    """The value where there is one, and another one where there is none."""
    return instead if found is ABSENT or found is None else found


def is_absent(place: Place, rule: Rule) -> bool:
    """Whether the part is there and the value is not in it."""
    return not place.missing and place.find(rule.foreign) is ABSENT


def is_null(place: Place, rule: Rule) -> bool:
    return place.find(rule.foreign) is None


def is_empty_value(place: Place, rule: Rule) -> bool:
    """Whether the value is an empty text or list."""
    return _is_empty(place.find(rule.foreign))


def part(place: Place, rule: Rule) -> Place:
    """A part of the payload."""
    found = value(place, rule)
    if found is ABSENT or isinstance(found, dict):
        return place.inside(rule, found)
    place.problem(rule, "wrong-type", found)
    return place.inside(rule, ABSENT)


def read_each(
    place: Place, rule: Rule, read: Callable[[Place], T | Absent]
) -> list[T] | Absent:
    """The lines of a list that are read; one element is still a list."""
    return read_these(place, rule, value(place, rule), read)


def read_these(
    place: Place, rule: Rule, found: object, read: Callable[[Place], T | Absent]
) -> list[T] | Absent:
    """The lines of a list that are read, of parts that were arranged."""
    if found is ABSENT:
        return ABSENT
    if not isinstance(found, list):
        return place.problem(rule, "wrong-type", found)
    lines: list[T] = []
    for index, item in enumerate(found):
        line = place.line(rule, item, index, len(lines))
        if not isinstance(item, dict):
            line.problem(replace(rule, foreign=(), field=""), "wrong-type", item)
            continue
        made = line.kept(read(line))
        if made is not ABSENT:
            lines.append(made)
    return lines


def write_each(
    place: Place,
    rule: Rule,
    items: Sequence[T] | Absent,
    write: Callable[[Place, T], U | Absent],
) -> list[U] | Absent:
    """The lines of a list that are written."""
    found = present(place, rule, items)
    if found is ABSENT:
        return ABSENT
    lines: list[U] = []
    for index, item in enumerate(found):
        line = place.line(rule, ABSENT, len(lines), index)
        made = line.kept(write(line, item))
        if made is not ABSENT:
            lines.append(made)
    return lines


def counted(
    place: Place,
    rule: Rule,
    lines: list[T] | Absent,
    least: int,
    most: int | None = None,
) -> list[T] | Absent:
    """A list that has as many parts as the charter allows."""
    if lines is ABSENT:
        return ABSENT
    if len(lines) < least:
        return place.problem(rule, "too-few", len(lines))
    if most is not None and len(lines) > most:
        return place.problem(rule, "too-many", len(lines))
    return lines


def text(place: Place, rule: Rule, found: object) -> str | Absent:
    """A text, and nothing that only looks like one."""
    if found is ABSENT or isinstance(found, str):
        return found
    return place.problem(rule, "wrong-type", found)


def truth(place: Place, rule: Rule, found: object) -> bool | Absent:
    """`True` or `False`."""
    if found is ABSENT or isinstance(found, bool):
        return found
    return place.problem(rule, "wrong-type", found)


def not_null(place: Place, rule: Rule, found: T | Absent | None) -> T | Absent:
    """A value that may not be null."""
    if found is None:
        return missing(place, rule, "null")
    return missing(place, rule, "absent") if found is ABSENT else found


def incomplete(place: Place, rule: Rule, parts: Sequence[object]) -> None:
    """Notes that parts are only there together, where one is and another is not."""
    # Where a part was refused, that has been said.
    if any(part is not ABSENT for part in parts) and not place.refused:
        place.problem(rule, "incomplete")


def column(place: Place, keys: Sequence[Key]) -> object:
    """A status column; one that is missing reads as null."""
    found = place.find(keys)
    return None if found is ABSENT else found


def no_state(
    place: Place,
    rule: Rule,
    columns: Sequence[object],
    exception: ExceptionName | None = None,
) -> Absent:
    """Status columns that stand for no state."""
    return place.problem(rule, "unknown-code", columns, exception)


def decoded(
    place: Place,
    rule: Rule,
    found: object,
    table: Mapping[object, T],
    exception: ExceptionName | None = None,
) -> T | Absent:
    """Our code for a foreign one."""
    if found is ABSENT:
        return ABSENT
    for code in _look(found, table):
        return code
    return place.problem(rule, "unknown-code", found, exception)


def decoded_or(
    place: Place,
    rule: Rule,
    found: object,
    table: Mapping[object, T],
    assumed: T,
    exception: ExceptionName | None = None,
) -> T | Absent:
    """Our code for a foreign one, or one that is assumed.

    That is a problem only where the charter names an exception.
    """
    if found is ABSENT:
        return ABSENT
    for code in _look(found, table):
        return code
    if exception is not None:
        place.problem(replace(rule, scope="field"), "unknown-code", found, exception)
    return assumed


def kept(found: str | Absent, table: Mapping[str, str]) -> str | Absent:
    """The other code of a table, or the code itself where it is in no row."""
    return ABSENT if found is ABSENT else table.get(found, found)


def encoded(
    place: Place,
    rule: Rule,
    found: T | Absent,
    table: Mapping[T, U],
    exception: ExceptionName | None = None,
) -> U | Absent:
    """The foreign code for ours; `ABSENT` in the table where there is none for it."""
    if found is ABSENT:
        return ABSENT
    for code in _look(found, table):
        return code
    return place.problem(rule, "unknown-code", found, exception)


def looked_up(found: T | Absent, table: Mapping[T, U]) -> U | Absent:
    """What stands in a table for a value that has been looked for before."""
    if found is ABSENT:
        return ABSENT
    for code in _look(found, table):
        return code
    return ABSENT


def _look(found: object, table: Mapping[Any, U]) -> list[U]:
    """What a table says of a value: of texts at once, of others one by one."""
    if isinstance(found, str):
        return [table[found]] if found in table else []
    return [other for code, other in table.items() if same(code, found)]


def constant(place: Place, rule: Rule, found: object, expected: object) -> None:
    """A value that the payload must have."""
    if found is not ABSENT and not same(found, expected):
        place.problem(rule, "unknown-code", found)


def demand(place: Place, rule: Rule, holds: bool, exception: ExceptionName) -> None:
    """A condition that must hold, or the message is refused."""
    if not holds:
        place.problem(rule, "not-as-required", exception=exception)


# Texts. A character is a Unicode code point. White space is what ECMAScript, and with
# it every JSON tool of a browser, takes for it.

_SPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_SPACES: Final = re.compile(f"[{_SPACE}]+")


def trim(found: str | Absent) -> str | Absent:
    return ABSENT if found is ABSENT else found.strip(_SPACE)


def collapse(found: str | Absent) -> str | Absent:
    """Runs of white space become one space."""
    return ABSENT if found is ABSENT else _SPACES.sub(" ", found)


def upper_case(found: str | Absent) -> str | Absent:
    return ABSENT if found is ABSENT else found.upper()


def lower_case(found: str | Absent) -> str | Absent:
    return ABSENT if found is ABSENT else found.lower()


def without_prefix(
    place: Place, rule: Rule, found: str | Absent, prefix: str
) -> str | Absent:
    """The text after a prefix that must be there."""
    if found is ABSENT or found.startswith(prefix):
        return ABSENT if found is ABSENT else found.removeprefix(prefix)
    return place.problem(rule, "wrong-form", found)


def with_prefix(found: str | Absent, prefix: str) -> str | Absent:
    return ABSENT if found is ABSENT else prefix + found


def without_suffix(
    place: Place, rule: Rule, found: str | Absent, suffix: str
) -> str | Absent:
    """The text before a suffix that must be there."""
    if found is ABSENT or found.endswith(suffix):
        return ABSENT if found is ABSENT else found.removesuffix(suffix)
    return place.problem(rule, "wrong-form", found)


def with_suffix(found: str | Absent, suffix: str) -> str | Absent:
    return ABSENT if found is ABSENT else found + suffix


def before(place: Place, rule: Rule, found: str | Absent, end: str) -> str | Absent:
    """The text before the first occurrence of another, which must be there."""
    if found is ABSENT:
        return ABSENT
    head, separator, _ = found.partition(end)
    return head if separator else place.problem(rule, "wrong-form", found)


def after(place: Place, rule: Rule, found: str | Absent, start: str) -> str | Absent:
    """The text after the first occurrence of another, which must be there."""
    if found is ABSENT:
        return ABSENT
    _, separator, tail = found.partition(start)
    return tail if separator else place.problem(rule, "wrong-form", found)


def characters(
    found: str | Absent, start: int, length: int | None = None
) -> str | Absent:
    """The characters from a position on, at most so many."""
    if found is ABSENT:
        return ABSENT
    return found[start:] if length is None else found[start : start + length]


def replaced(found: str | Absent, old: str, new: str) -> str | Absent:
    return ABSENT if found is ABSENT else found.replace(old, new)


def padded(
    found: str | Absent, length: int, fill: str, side: Literal["left", "right"]
) -> str | Absent:
    if found is ABSENT:
        return ABSENT
    rest = fill * (length - len(found))
    return rest + found if side == "left" else found + rest


def unpadded(
    found: str | Absent, fill: str, side: Literal["left", "right"]
) -> str | Absent:
    """The text without what fills it up; of a number that is all zeros, one stays."""
    if found is ABSENT:
        return ABSENT
    rest = found.lstrip(fill) if side == "left" else found.rstrip(fill)
    return fill if fill == "0" and found and not rest else rest


def truncated(
    place: Place,
    rule: Rule,
    found: str | Absent,
    length: int,
    exception: ExceptionName | None = None,
) -> str | Absent:
    """The first characters.

    A text that is cut is a problem only where the charter names an exception.
    """
    if found is ABSENT or len(found) <= length:
        return found
    if exception is not None:
        place.problem(replace(rule, scope="field"), "too-long", found, exception)
    return found[:length]


def sized(
    place: Place,
    rule: Rule,
    found: str | Absent,
    least: int,
    most: int | None = None,
) -> str | Absent:
    """A text of a length that the field allows."""
    if found is ABSENT:
        return ABSENT
    if most is not None and len(found) > most:
        return place.problem(rule, "too-long", found)
    if len(found) < least:
        return place.problem(rule, "too-short", found)
    return found


def matching(
    place: Place,
    rule: Rule,
    found: str | Absent,
    pattern: str,
    exception: ExceptionName | None = None,
) -> str | Absent:
    """A text that a pattern matches as a whole."""
    if found is ABSENT or re.fullmatch(pattern, found):
        return found
    return place.problem(rule, "wrong-form", found, exception)


def matched(
    place: Place,
    rule: Rule,
    found: str | Absent,
    pattern: str,
    exception: ExceptionName | None = None,
) -> str | Absent:
    """The group `value` of a pattern that must match the text as a whole."""
    if found is ABSENT:
        return ABSENT
    match = re.fullmatch(pattern, found)
    group = None if match is None else match["value"]
    return (
        place.problem(rule, "wrong-form", found, exception) if group is None else group
    )


def checked(
    place: Place,
    rule: Rule,
    found: str | Absent,
    lengths: Sequence[int],
    exception: ExceptionName | None = None,
) -> str | Absent:
    """An identifier whose last digit checks the others, as GS1 numbers have it.

    The weights are 3 and 1, from the right.
    """
    if found is ABSENT:
        return ABSENT
    digits = [int(digit) for digit in found if digit in "0123456789"]
    total = sum(digits[::-2]) + 3 * sum(digits[-2::-2])
    if len(digits) == len(found) and len(found) in lengths and total % 10 == 0:
        return found
    return place.problem(rule, "wrong-check-digit", found, exception)
