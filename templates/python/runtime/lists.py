from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from .problem import ABSENT, Absent, Key, Place, Report, Rule
from .steps import missing

if TYPE_CHECKING:
    from ..objects import ExceptionName

T = TypeVar("T")
L = TypeVar("L", bound=Sequence[Any] | Absent)


def first_of(place: Place, rule: Rule, others: Sequence[Sequence[Key]]) -> Rule:
    """The rule with the first of several places that has a value.

    With its own where none has.
    """
    for keys in (rule.foreign, *others):
        found = place.find(keys)
        if found is not ABSENT and found is not None and found not in ("", []):
            return replace(rule, foreign=tuple(keys))
    return rule


def position_of(place: Place, first: int) -> int | Absent:
    """The position of the line among those that are made."""
    return ABSENT if place.missing else first + place.position


def _inside(item: object) -> Place:
    return Place(Report(reads=True), item)


def _list_at(place: Place, keys: Sequence[Key]) -> list[object]:
    found = place.find(keys)
    return found if isinstance(found, list) else []


def appended(place: Place, found: object, further: Sequence[Sequence[Key]]) -> object:
    """The parts of a list and of further lists of the payload."""
    if not isinstance(found, list):
        return found
    return [*found, *(item for keys in further for item in _list_at(place, keys))]


def flattened(found: object, inner: Sequence[Key]) -> object:
    """The parts of the lists that the parts of a list have."""
    if not isinstance(found, list):
        return found
    return [part for item in found for part in _list_at(_inside(item), inner)]


def sorted_by(
    found: object,
    by: Sequence[Sequence[Key]],
    order: Literal["ascending", "descending"],
) -> object:
    """The parts of a list in the order of some of their values.

    Equal ones stay in their order.
    """
    if not isinstance(found, list):
        return found

    def key(item: object) -> list[tuple[int, Any]]:
        return [_rank(_inside(item).find(path)) for path in by]

    return sorted(found, key=key, reverse=order == "descending")


def _rank(found: object) -> tuple[int, Any]:
    """Numbers by their size, texts by their characters; other kinds before or after."""
    if found is ABSENT:
        return (0, 0)
    if found is None:
        return (1, 0)
    if isinstance(found, bool):
        return (3 if found else 2, 0)
    if isinstance(found, int | float):
        return (4, _double(found))
    return (5, found) if isinstance(found, str) else (6, 0)


def _double(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")


def joined(
    place: Place,
    rule: Rule,
    found: object,
    other: Sequence[Key],
    here: Sequence[Sequence[Key]],
    there: Sequence[Sequence[Key]],
    name: str,
    many: Literal["one", "optional", "many"],
    exception: ExceptionName | None = None,
) -> object:
    """The parts of a list, each with those of another list that belong to it.

    These are found by their keys.
    """
    if not isinstance(found, list):
        return found
    index: dict[tuple[object, ...], list[object]] = {}
    for item in _list_at(place, other):
        key = _key_of(_inside(item), there)
        if key is not None:
            index.setdefault(key, []).append(item)
    made: list[object] = []
    for at, item in enumerate(found):
        key = _key_of(_inside(item), here)
        parts = [] if key is None else index.get(key, [])
        few = many == "one" and not parts
        if few or (many != "many" and len(parts) > 1):
            line = place.line(rule, ABSENT, at, at)
            whole = replace(rule, foreign=(), field="")
            wrong: Literal["too-few", "too-many"] = "too-few" if few else "too-many"
            line.problem(whole, wrong, exception=exception)
        if isinstance(item, dict) and (many == "many" or parts):
            made.append({**item, name: parts if many == "many" else parts[0]})
        else:
            made.append(item)
    return made


def _key_of(place: Place, paths: Sequence[Sequence[Key]]) -> tuple[object, ...] | None:
    """The same for the same values, and for no others; none where one is not there."""
    values = [place.find(path) for path in paths]
    if any(value is ABSENT or value is None for value in values):
        return None
    return tuple(_known(value) for value in values)


def _known(value: object) -> tuple[str, object]:
    if isinstance(value, bool):
        return ("truth", value)
    if isinstance(value, int | float):
        return ("number", _double(value))
    if isinstance(value, str | Decimal):
        return (type(value).__name__, value)
    return ("other", json.dumps(value))


def filtered(
    place: Place, rule: Rule, found: object, counts: Callable[[Place], bool]
) -> object:
    """The parts of a list for which a condition holds."""
    if not isinstance(found, list):
        return found
    lines = [place.line(rule, item, at, at) for at, item in enumerate(found)]
    return [item for item, line in zip(found, lines, strict=True) if counts(line)]


def gathered(
    place: Place, rule: Rule, found: object, of: Callable[[Place], Decimal | Absent]
) -> list[Decimal] | Absent:
    """What a function finds in each part of a list; it must find something."""
    if not isinstance(found, list):
        return ABSENT
    numbers: list[Decimal] = []
    for at, item in enumerate(found):
        number = of(place.line(rule, item, at, at))
        if number is ABSENT:
            return place.problem(rule, "incomplete")
        numbers.append(number)
    return numbers


def gathered_some(
    place: Place, rule: Rule, found: object, of: Callable[[Place], Decimal | Absent]
) -> list[Decimal] | Absent:
    """As `gathered`, of a list that has parts."""
    numbers = gathered(place, rule, found, of)
    return missing(place, rule, "absent") if numbers == [] else numbers


def parts_of(found: object) -> Decimal | Absent:
    """How many parts a list of the payload has."""
    return Decimal(len(found)) if isinstance(found, list) else ABSENT


def all_unique(
    place: Place,
    rule: Rule,
    parts: L,
    of: Callable[[Any], Sequence[object]],
    exception: ExceptionName | None = None,
) -> L:
    """Asks that no two parts of a list have the same values.

    A part that lacks one of them is no other's double.
    """
    seen: set[tuple[object, ...]] = set()
    for part in () if isinstance(parts, Absent) else parts:
        values = list(of(part))
        if ABSENT in values:
            continue
        key = tuple(_known(value) for value in values)
        if key in seen:
            place.problem(rule, "not-as-required", values, exception)
        seen.add(key)
    return parts
