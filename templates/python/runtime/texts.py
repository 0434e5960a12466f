from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from .problem import ABSENT, Absent, Key, Place, Rule

if TYPE_CHECKING:
    from ..objects import ExceptionName

_REFERENCE: Final = re.compile(
    r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]*));"
)


def unescaped(found: str | Absent, names: Mapping[str, str]) -> str | Absent:
    """The text with what markup writes for characters as those characters.

    What stands for none stays as it is.
    """

    def character(match: re.Match[str]) -> str:
        decimal, hexadecimal, name = match.groups()
        if name is not None:
            return names.get(name, match[0])
        code = int(hexadecimal, 16) if decimal is None else int(decimal)
        fits = 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF
        return chr(code) if fits else match[0]

    return ABSENT if found is ABSENT else _REFERENCE.sub(character, found)


def fitted(
    place: Place,
    rule: Rule,
    found: str | Absent,
    charset: str,
    table: Mapping[str, str],
    instead: str | Absent = ABSENT,
    exception: ExceptionName | None = None,
) -> str | Absent:
    """The text in the characters of a set.

    Others give way to those of a table, or to one character.
    """
    if found is ABSENT:
        return ABSENT
    made: list[str] = []
    for character in found:
        is_in = re.fullmatch(charset, character)
        fits = character if is_in else table.get(character, instead)
        if fits is ABSENT:
            return place.problem(rule, "wrong-form", found, exception)
        made.append(fits)
    return "".join(made)


def wrapped(
    place: Place,
    rule: Rule,
    found: str | Absent,
    at: int,
    count: int,
    exception: ExceptionName | None = None,
) -> list[str] | Absent:
    """A long text in pieces of so many characters, broken at spaces where that can be.

    A piece that is full goes on without a space, any other one with the space at which
    it was broken.
    """
    if found is ABSENT:
        return ABSENT
    rest = found
    pieces: list[str] = []
    while len(rest) > at:
        if len(pieces) + 1 == count:
            return place.problem(rule, "too-long", found, exception)
        space = rest.rfind(" ", 0, at)
        pieces.append(rest[: space if space > 0 else at])
        rest = rest[space + 1 if space > 0 else at :]
    pieces.append(rest)
    return pieces


def piece_of(pieces: Sequence[str] | Absent, at: int) -> str | Absent:
    """One of several pieces, by its position."""
    return ABSENT if pieces is ABSENT or at >= len(pieces) else pieces[at]


def unwrapped(
    place: Place, first: object, further: Sequence[Sequence[Key]], at: int
) -> object:
    """The text that pieces of so many characters were made of."""
    if not isinstance(first, str):
        return first
    made, length = first, len(first)
    for keys in further:
        found = place.find(keys)
        if isinstance(found, str) and found:
            made += found if length >= at else f" {found}"
            length = len(found)
    return made
