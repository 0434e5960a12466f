from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from .decimals import (
    EXACT,
    Rounding,
    count_of_digits,
    fixed,
    of_number,
    parse,
    quotient,
    rounded,
    scale,
    to_number,
    to_whole,
)
from .problem import ABSENT, Absent, Place, Rule

if TYPE_CHECKING:
    from ..objects import ExceptionName


def number(place: Place, rule: Rule, found: object) -> Decimal | Absent:
    """A JSON number."""
    if found is ABSENT:
        return ABSENT
    if isinstance(found, bool) or not isinstance(found, int | float):
        return place.problem(rule, "wrong-type", found)
    made = of_number(found)
    return place.problem(rule, "not-exact", found) if made is None else made


def decimal(
    place: Place, rule: Rule, found: object, point: str = ".", thousands: str = ""
) -> Decimal | Absent:
    """A decimal number as a text, or as a JSON number."""
    if not isinstance(found, str):
        return number(place, rule, found)
    plain = found.replace(thousands, "") if thousands else found
    clash = point != "." and "." in plain
    made = None if clash else parse(plain.replace(point, ".", 1))
    return place.problem(rule, "wrong-form", found) if made is None else made


def whole(place: Place, rule: Rule, found: Decimal | Absent) -> int | Absent:
    """A whole number that a floating-point number holds exactly."""
    if found is ABSENT:
        return ABSENT
    made = to_whole(found)
    if made is not None:
        return made
    wrong = scale(found) > 0
    return place.problem(
        rule, "too-many-digits" if wrong else "not-exact", fixed(found)
    )


def scaled(
    place: Place,
    rule: Rule,
    found: Decimal | Absent,
    digits: int,
    rounding: Rounding | None = None,
) -> Decimal | Absent:
    """A number with at most so many digits after the point.

    It is rounded, or a problem where no rounding is named.
    """
    if found is ABSENT or scale(found) <= digits:
        return found
    if rounding is None:
        return place.problem(rule, "too-many-digits", fixed(found))
    return rounded(found, digits, rounding)


def precise(
    place: Place, rule: Rule, found: Decimal | Absent, digits: int
) -> Decimal | Absent:
    """A number with at most so many digits in all."""
    if found is ABSENT or count_of_digits(found) <= digits:
        return found
    return place.problem(rule, "too-many-digits", fixed(found))


def between(
    place: Place,
    rule: Rule,
    found: Decimal | Absent,
    least: Decimal | Absent,
    most: Decimal | Absent = ABSENT,
    exception: ExceptionName | None = None,
) -> Decimal | Absent:
    """A number within bounds."""
    if found is ABSENT:
        return ABSENT
    below = least is not ABSENT and found < least
    above = most is not ABSENT and found > most
    if below or above:
        return place.problem(rule, "out-of-range", fixed(found), exception)
    return found


def shifted(found: Decimal | Absent, digits: int) -> Decimal | Absent:
    """The number with its decimal point moved to the left by so many digits.

    To the right when negative.
    """
    return ABSENT if found is ABSENT else found.scaleb(-digits, EXACT)


def converted(
    place: Place,
    rule: Rule,
    found: Decimal | Absent,
    above: str,
    below: str,
    digits: int,
    rounding: Rounding | Absent = ABSENT,
    exception: ExceptionName | None = None,
) -> Decimal | Absent:
    """The number times an exact ratio.

    Without a rounding the ratio must divide it with at most so many digits.
    """
    if found is ABSENT:
        return ABSENT
    product = EXACT.multiply(found, Decimal(above))
    divisor = Decimal(below)
    mode = "down" if rounding is ABSENT else rounding
    made = quotient(product, divisor, digits, mode)
    if rounding is ABSENT and EXACT.multiply(made, divisor) != product:
        return place.problem(rule, "not-divisible", fixed(found), exception)
    return made


def digits(
    found: Decimal | Absent, scale: int = 0, point: str = ".", thousands: str = ""
) -> str | Absent:
    """The digits as a text, with so many after the point."""
    if found is ABSENT:
        return ABSENT
    before, _, after = fixed(found, scale).partition(".")
    sign = "-" if before.startswith("-") else ""
    grouped = f"{int(before.removeprefix(sign)):,}".replace(",", thousands)
    return sign + grouped + (point + after if after else "")


def json_number(place: Place, rule: Rule, found: Decimal | Absent) -> float | Absent:
    """The JSON number that has the same digits."""
    if found is ABSENT:
        return ABSENT
    made = to_number(found)
    return place.problem(rule, "not-exact", fixed(found)) if made is None else made
