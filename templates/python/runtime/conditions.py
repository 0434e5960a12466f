from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from .decimals import EXACT, of_number, parse
from .problem import ABSENT, Absent, Key, Place
from .times import Instant

# A number that is there or not; nothing can be said of one that is not.
Amount: TypeAlias = Decimal | Absent


def same(left: object, right: object) -> bool:
    """Whether two values of JSON are the same; `True` is not 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def foreign_number(place: Place, keys: Sequence[Key]) -> Amount:
    """A decimal number in the payload, as a text or as a JSON number."""
    found = place.find(keys)
    made = None
    if isinstance(found, str):
        made = parse(found)
    elif isinstance(found, int | float) and not isinstance(found, bool):
        made = of_number(found)
    return ABSENT if made is None else made


def is_there(place: Place, keys: Sequence[Key]) -> bool:
    """Whether the payload has a value there, be it null or empty."""
    return place.find(keys) is not ABSENT


def is_null_at(place: Place, keys: Sequence[Key]) -> bool:
    """Whether the payload has null there."""
    return place.find(keys) is None


def is_at(place: Place, keys: Sequence[Key], value: object) -> bool:
    """Whether the payload has exactly this value there."""
    return same(place.find(keys), value)


def count(parts: Sequence[object] | Absent) -> Amount:
    """How many parts a list has."""
    return ABSENT if parts is ABSENT else Decimal(len(parts))


def of_whole(found: int | Absent | None) -> Amount:
    """A whole number as a decimal number."""
    return ABSENT if found is ABSENT or found is None else Decimal(found)


def same_number(left: Amount, right: Amount) -> bool:
    return left is not ABSENT and right is not ABSENT and left == right


def less(left: Amount, right: Amount) -> bool:
    return left is not ABSENT and right is not ABSENT and left < right


def less_or_same(left: Amount, right: Amount) -> bool:
    return left is not ABSENT and right is not ABSENT and left <= right


def plus(left: Amount, right: Amount) -> Amount:
    if left is ABSENT or right is ABSENT:
        return ABSENT
    return EXACT.add(left, right)


def minus(left: Amount, right: Amount) -> Amount:
    if left is ABSENT or right is ABSENT:
        return ABSENT
    return EXACT.subtract(left, right)


def times(left: Amount, right: Amount) -> Amount:
    if left is ABSENT or right is ABSENT:
        return ABSENT
    return EXACT.multiply(left, right)


def earlier(left: Instant | Absent, right: Instant | Absent) -> bool:
    """Whether the first point in time is before the second."""
    if left is ABSENT or right is ABSENT:
        return False
    # Without the `Z`, a fraction makes the text longer and the time later, as it must.
    return left.removesuffix("Z") < right.removesuffix("Z")
