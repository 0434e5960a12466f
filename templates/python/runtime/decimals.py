from __future__ import annotations

import re
from decimal import MAX_EMAX, MAX_PREC, MIN_EMIN, Context, Decimal, Inexact
from math import isfinite
from typing import Final, Literal, TypeAlias

# How a number with too many digits is rounded; halves go away from zero with `half-up`.
Rounding: TypeAlias = Literal["half-up", "half-even", "down", "up", "floor", "ceiling"]

# Sums and products have all their digits; what would lose one raises an error.
EXACT: Final = Context(prec=MAX_PREC, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact])

# A decimal with more digits than this on either side of the point is refused.
_MOST_DIGITS: Final = 100
# A floating-point number holds so many digits of any decimal number.
_SAFE_DIGITS: Final = 15
# The greatest whole number below which a floating-point number holds every one.
SAFE_INTEGER: Final = 2**53 - 1

_FORM: Final = re.compile(r"[+-]?([0-9]+)(?:\.([0-9]+))?")


def parse(text: str) -> Decimal | None:
    """Reads `-12.50`; `None` for any other form."""
    match = _FORM.fullmatch(text)
    if match is None or any(len(part or "") > _MOST_DIGITS for part in match.groups()):
        return None
    return Decimal(text)


def of_number(number: float) -> Decimal | None:
    """The number that was written in JSON.

    A floating-point number holds 15 digits of any decimal number; with more digits it
    may not be what was written, and `None` is returned.
    """
    try:
        double = float(number)
    except OverflowError:
        return None
    if double.is_integer() and abs(number) <= SAFE_INTEGER:
        return Decimal(int(number))
    # Whole numbers between 2^53 and 10^21 are written out, with more than 15 digits.
    if not isfinite(double) or SAFE_INTEGER <= abs(double) < 1e21:
        return None
    shown = Decimal(repr(double)).normalize(EXACT)
    _, digits, exponent = shown.as_tuple()
    far = not isinstance(exponent, int) or abs(exponent) > _MOST_DIGITS
    return None if far or len(digits) > _SAFE_DIGITS else shown


def to_number(found: Decimal) -> float | None:
    """The JSON number with the same digits; `None` where a double has not the same."""
    whole = to_whole(found)
    if whole is not None:
        return whole
    double = float(found)
    return double if of_number(double) == found else None


def to_whole(found: Decimal) -> int | None:
    """The whole number, where it is one and a double holds it exactly."""
    if scale(found) > 0 or found.copy_abs() > SAFE_INTEGER:
        return None
    return int(found)


def scale(found: Decimal) -> int:
    """How many digits stand after the point, without zeros at the end."""
    return max(0, -_exponent(found))


def count_of_digits(found: Decimal) -> int:
    """How many digits there are in all, without zeros at the end of a fraction."""
    shortest = found.normalize(EXACT)
    return len(shortest.as_tuple().digits) + max(0, _exponent(found))


def rounded(found: Decimal, digits: int, rounding: Rounding) -> Decimal:
    """The number with at most so many digits after the point."""
    if scale(found) <= digits:
        return found
    sign, units, exponent = _units(found)
    return _of_units(
        _divided(sign * units, 10 ** (-exponent - digits), rounding), digits
    )


def quotient(
    above: Decimal, below: Decimal, digits: int, rounding: Rounding
) -> Decimal:
    """The quotient by a number above zero, with so many digits after the point."""
    sign, units, exponent = _units(above)
    _, divisor, shift = _units(below)
    power = exponent - shift + digits
    units, divisor = units * 10 ** max(0, power), divisor * 10 ** max(0, -power)
    return _of_units(_divided(sign * units, divisor, rounding), digits)


def fixed(found: Decimal, digits: int = 0) -> str:
    """The digits, with at least so many of them after the point."""
    shortest = found.copy_abs() if found == 0 else found
    text = f"{shortest.normalize(EXACT):f}"
    missing = digits - scale(found)
    if missing <= 0:
        return text
    return (text if "." in text else text + ".") + "0" * missing


def _exponent(found: Decimal) -> int:
    exponent = found.normalize(EXACT).as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"not a decimal number: {found}")
    return exponent


def _units(found: Decimal) -> tuple[int, int, int]:
    """The sign, the digits as a whole number, and the exponent."""
    # `abs` would round to the digits of the thread's own context.
    exponent = _exponent(found)
    units = int(found.copy_abs().scaleb(-exponent, EXACT))
    return (-1 if found < 0 else 1), units, exponent


def _of_units(units: int, digits: int) -> Decimal:
    return Decimal(units).scaleb(-digits, EXACT)


def _divided(above: int, below: int, rounding: Rounding) -> int:
    size, rest = divmod(abs(above), below)
    if rest and _goes_away(above < 0, 2 * rest - below, size % 2 == 1, rounding):
        size += 1
    return -size if above < 0 else size


def _goes_away(negative: bool, half: int, odd: bool, rounding: Rounding) -> bool:
    """Whether a rest is rounded away from zero; `half` compares it with a half."""
    match rounding:
        case "down":
            return False
        case "up":
            return True
        case "floor":
            return negative
        case "ceiling":
            return not negative
        case "half-up":
            return half >= 0
        case "half-even":
            return half > 0 or (half == 0 and odd)
