from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from .conditions import Amount, foreign_number
from .decimals import EXACT, Rounding, fixed, quotient, to_number
from .decimals import rounded as with_digits
from .problem import ABSENT, Absent, Key, Place, Rule

if TYPE_CHECKING:
    from ..objects import ExceptionName

T = TypeVar("T")
U = TypeVar("U")

# A text that is there or not.
Words: TypeAlias = str | Absent | None


def foreign_text(place: Place, keys: Sequence[Key]) -> str | Absent:
    """A text in the payload; nothing for anything else."""
    found = place.find(keys)
    return found if isinstance(found, str) else ABSENT


def concatenated(parts: Sequence[Words]) -> str | Absent:
    """Texts one after the other; nothing where one of them is absent."""
    texts = [part for part in parts if isinstance(part, str)]
    return "".join(texts) if len(texts) == len(parts) else ABSENT


def length_of(words: Words) -> Amount:
    """How many characters a text has."""
    return Decimal(len(words)) if isinstance(words, str) else ABSENT


def same_text(left: Words, right: Words) -> bool:
    return isinstance(left, str) and left == right


def contains_text(words: Words, part: Words) -> bool:
    return isinstance(words, str) and isinstance(part, str) and part in words


def starts_with(words: Words, part: Words) -> bool:
    return isinstance(words, str) and isinstance(part, str) and words.startswith(part)


def ends_with(words: Words, part: Words) -> bool:
    return isinstance(words, str) and isinstance(part, str) and words.endswith(part)


def is_blank(words: Words) -> bool:
    """Whether a text is there and has no characters."""
    return words == ""


def divided(above: Amount, below: Amount, digits: int, rounding: Rounding) -> Amount:
    """The quotient with so many digits after the point; nothing for one by zero."""
    if above is ABSENT or below is ABSENT or below == 0:
        return ABSENT
    if below < 0:
        above, below = above.copy_negate(), below.copy_negate()
    return quotient(above, below, digits, rounding)


def rounded(found: Amount, digits: int, rounding: Rounding) -> Amount:
    return ABSENT if found is ABSENT else with_digits(found, digits, rounding)


def absolute(found: Amount) -> Amount:
    return ABSENT if found is ABSENT else found.copy_abs()


def greatest_of(numbers: Sequence[Amount] | Absent) -> Amount:
    """The greatest; nothing where one is absent, or where there is none."""
    return max(_known(numbers), default=ABSENT, key=_itself)


def least_of(numbers: Sequence[Amount] | Absent) -> Amount:
    """The least; nothing where one is absent, or where there is none."""
    return min(_known(numbers), default=ABSENT, key=_itself)


def sum_of(numbers: Sequence[Amount] | Absent) -> Amount:
    """The sum; nothing where one is absent."""
    if numbers is ABSENT or ABSENT in numbers:
        return ABSENT
    total = Decimal(0)
    for number in _known(numbers):
        total = EXACT.add(total, number)
    return total


def first_in(numbers: Sequence[Amount] | Absent) -> Amount:
    return ABSENT if numbers is ABSENT or not numbers else numbers[0]


def last_in(numbers: Sequence[Amount] | Absent) -> Amount:
    return ABSENT if numbers is ABSENT or not numbers else numbers[-1]


def _known(numbers: Sequence[Amount] | Absent) -> list[Decimal]:
    """The numbers; none where one of them is absent."""
    if numbers is ABSENT:
        return []
    known = [number for number in numbers if number is not ABSENT]
    return known if len(known) == len(numbers) else []


def _itself(number: Decimal) -> Decimal:
    return number


def any_of(truths: Sequence[bool] | Absent) -> bool:
    return truths is not ABSENT and any(truths)


def all_of(truths: Sequence[bool] | Absent) -> bool:
    return truths is ABSENT or all(truths)


def of_each(parts: Sequence[T] | Absent, of: Callable[[T], U]) -> list[U] | Absent:
    """What a function makes of each part of a list."""
    return ABSENT if parts is ABSENT else [of(part) for part in parts]


def worked_out(
    place: Place,
    rule: Rule,
    found: T | Absent,
    work: Callable[[Place, T], U | Absent],
) -> U | Absent:
    """What a formula makes of the value at hand and the payload around it."""
    if found is ABSENT:
        return ABSENT
    made = work(place, found)
    return place.problem(rule, "incomplete", _told(found)) if made is ABSENT else made


def worked_back(
    place: Place,
    rule: Rule,
    found: object,
    whole: T,
    work: Callable[[T], U | Absent],
) -> U | Absent:
    """What a formula makes of the object, in place of the value at hand."""
    if found is ABSENT:
        return ABSENT
    made = work(whole)
    return place.problem(rule, "incomplete", _told(found)) if made is ABSENT else made


def _told(found: object) -> object:
    return fixed(found) if isinstance(found, Decimal) else found


def amount_in(
    place: Place,
    rule: Rule,
    found: Amount,
    unit: Sequence[Key],
    above: Mapping[str, str],
    below: Mapping[str, str],
    digits: int,
    rounding: Rounding | Absent = ABSENT,
    exception: ExceptionName | None = None,
) -> Amount:
    """An amount in a unit that the payload names, in the unit of the field.

    Code by code the tables say what stands above and below the line.
    """
    if found is ABSENT:
        return ABSENT
    code = place.find(unit)
    if not isinstance(code, str) or code not in above:
        told = None if code is ABSENT else code
        return place.problem(rule, "unknown-code", told, exception)
    product = EXACT.multiply(found, Decimal(above[code]))
    divisor = Decimal(below[code])
    mode = "down" if rounding is ABSENT else rounding
    made = quotient(product, divisor, digits, mode)
    if rounding is ABSENT and EXACT.multiply(made, divisor) != product:
        return place.problem(rule, "not-divisible", fixed(found), exception)
    return made


def control_total(
    place: Place, rule: Rule, expected: Amount, exception: ExceptionName
) -> None:
    """Asks that a control total of the payload is what the object gives."""
    stated = foreign_number(place, rule.foreign)
    if stated is ABSENT or stated != expected:
        found = place.find(rule.foreign)
        place.problem(rule, "not-as-required", found, exception)


def total_of(place: Place, rule: Rule, number: Amount) -> float | Absent:
    """A control total that is written."""
    made = None if number is ABSENT else to_number(number)
    return place.problem(rule, "incomplete") if made is None else made
