from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeAlias, TypeVar

if TYPE_CHECKING:
    from ..objects import ExceptionName

T = TypeVar("T")
U = TypeVar("U")


class Absent(Enum):
    """What is not there at all; `None` is null, which is something else."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT

# What a problem sets aside, while the rest goes on.
Scope: TypeAlias = Literal["field", "line", "document", "interchange"]

# Three different ways of not being there.
Missing: TypeAlias = Literal["absent", "null", "empty"]

# What is wrong with a value.
Wrong: TypeAlias = Literal[
    "absent",
    "null",
    "empty",
    "wrong-type",
    "wrong-form",
    "not-exact",
    "too-long",
    "too-short",
    "too-many-digits",
    "out-of-range",
    "not-divisible",
    "unknown-code",
    "wrong-check-digit",
    "too-few",
    "too-many",
    "incomplete",
    "not-as-required",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that went wrong, as data."""

    # The exception that the charter names for it; `None` where it names none.
    exception: ExceptionName | None
    wrong: Wrong
    scope: Scope
    # Where the value comes from, as `line_items[2].sku`.
    source: str
    # Where it was to go, as `lines[1].sku`.
    target: str
    # The value as it came; `ABSENT` where there is none.
    value: object
    # The line of the charter that asks for it.
    charter: str


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """What came out, and everything that went wrong on the way."""

    value: T
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing came out, and why."""

    problems: Sequence[Problem]


Result: TypeAlias = Made[T] | Refused


@dataclass(frozen=True, slots=True)
class Qualified:
    """The one part of a list that has these values."""

    list: str
    where: Mapping[str, str]

    def __str__(self) -> str:
        pairs = ",".join(f"{name}={value}" for name, value in self.where.items())
        return f"{self.list}[{pairs}]"


Key: TypeAlias = str | Qualified


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One line of the charter: which value of a payload is which field."""

    charter: str
    # The keys that lead to the value, from the part of the payload at hand.
    foreign: tuple[Key, ...]
    # The field, from the part of the object at hand.
    field: str
    scope: Scope
    # What may be, and leaves the field absent.
    skips: tuple[Missing, ...] = ()
    # What is raised when it is missing all the same.
    raises: Mapping[Missing, ExceptionName] = dataclasses.field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """All problems of one run, and whether they leave anything to go on with."""

    reads: bool
    problems: list[Problem] = dataclasses.field(default_factory=list)
    refused: bool = False


@dataclass(slots=True)
class Place:
    """A part of a payload and of the object that it stands for."""

    report: Report
    # The part of the payload when reading; `ABSENT` when missing, or when writing.
    part: object
    above: Place | None = None
    foreign: str = ""
    field: str = ""
    is_line: bool = False
    # The position of a line among those that are made.
    at: int = 0
    # Whether a problem has set the line aside.
    failed: bool = False

    @property
    def missing(self) -> bool:
        """Whether the part is not there; whoever found that out has reported it."""
        return self.report.reads and self.part is ABSENT

    @property
    def position(self) -> int:
        """The position of the nearest line among those that are made."""
        line = self._nearest_line()
        return 0 if line is None else line.at

    @property
    def refused(self) -> bool:
        """Whether a problem has set the whole document aside."""
        return self.report.refused

    def find(self, keys: Sequence[Key]) -> object:
        """The value that the keys lead to; `ABSENT` when there is none."""
        found = self.part
        for key in keys:
            if isinstance(key, str):
                found = _member(found, key)
            else:
                found = _qualified(found, key)
        return found

    def inside(self, rule: Rule, part: object) -> Place:
        """A part inside this one."""
        return Place(self.report, part, self, _written(rule.foreign), rule.field)

    def line(self, rule: Rule, part: object, foreign: int, field: int) -> Place:
        """One line of a list: its position in the payload, and in the object."""
        path = f"{_written(rule.foreign)}[{foreign}]"
        to = f"{rule.field}[{field}]"
        at = field if self.report.reads else foreign
        return Place(self.report, part, self, path, to, is_line=True, at=at)

    def problem(
        self,
        rule: Rule,
        wrong: Wrong,
        value: object = ABSENT,
        exception: ExceptionName | None = None,
    ) -> Absent:
        """Takes note of a problem; `ABSENT` stands for the value that there is not."""
        foreign = self._path(lambda place: place.foreign, _written(rule.foreign))
        field = self._path(lambda place: place.field, rule.field)
        source, target = (foreign, field) if self.report.reads else (field, foreign)
        self.report.problems.append(
            Problem(
                exception=exception,
                wrong=wrong,
                scope=rule.scope,
                source=source,
                target=target,
                value=value,
                charter=rule.charter,
            )
        )
        line = self._nearest_line() if rule.scope == "line" else None
        if line is not None:
            line.failed = True
        elif rule.scope != "field":
            self.report.refused = True
        return ABSENT

    def kept(self, line: T | Absent) -> T | Absent:
        """The line, unless a problem has set it aside."""
        return ABSENT if self.failed else line

    def result(self, value: T | Absent) -> Result[T]:
        """What came out of the whole."""
        if self.report.refused or value is ABSENT:
            return Refused(self.report.problems)
        return Made(value, self.report.problems)

    def _nearest_line(self) -> Place | None:
        if self.is_line:
            return self
        return None if self.above is None else self.above._nearest_line()

    def _path(self, side: Callable[[Place], str], rest: str) -> str:
        path = ".".join(part for part in (side(self), rest) if part)
        return path if self.above is None else self.above._path(side, path)


def _member(of: object, key: str) -> object:
    return of.get(key, ABSENT) if isinstance(of, dict) else ABSENT


def _qualified(of: object, key: Qualified) -> object:
    """The part of a list that a qualifier tells, never its position."""
    parts = _member(of, key.list)
    if not isinstance(parts, list):
        return ABSENT
    for part in parts:
        if all(_member(part, name) == value for name, value in key.where.items()):
            return part
    return ABSENT


def _written(keys: Sequence[Key]) -> str:
    """Keys as a charter writes them."""
    return ".".join(key if isinstance(key, str) else str(key) for key in keys)
