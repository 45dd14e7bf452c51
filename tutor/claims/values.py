"""What a claim is made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from index.values import Polarity, Statement


class Bound(StrEnum):
    """What a number says about the true value."""

    EXACT = "exact"
    MOST = "most"  # up to, at most, maximum, <
    LEAST = "least"  # at least, over, >
    ABOUT = "about"  # about, typically, ~
    ALL = "all"  # no number but every one: 'all instances'


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, or a range of numbers, with its unit."""

    low: float  # in the base unit: seconds, bytes, metres, litres, grams, degrees, percent, times; or how many
    high: float
    unit: str  # 'time', 'bytes', 'length', 'volume', 'mass', 'temperature', 'percent', 'times' or 'count'
    bound: Bound = Bound.EXACT
    vague: bool = False  # an order of magnitude: 'microseconds', 'petabytes', 'single-digit milliseconds'
    noun: frozenset[str] = frozenset()  # stems of what is counted
    counted: str = ""  # the words of what is counted
    text: str = ""  # as the note has it
    start: int = 0  # where in the text
    end: int = 0


@dataclass(frozen=True, slots=True)
class Members:
    """A list as a set."""

    names: frozenset[str]
    closed: bool = True  # False for 'such as', 'including', 'etc.'


@dataclass(frozen=True, slots=True)
class Verdict:
    """A yes or a no."""

    holds: bool


@dataclass(frozen=True, slots=True)
class Gist:
    """What a definition is about."""

    stems: frozenset[str]
    only: bool  # it says that this is all


Value = Quantity | Members | Verdict | Gist


@dataclass(frozen=True, slots=True)
class Claim:
    """What a note says of one side of one thing."""

    entity: str  # name of the subject
    aspect: str
    text: str  # the note's words: a statement, or a cell of a table
    statements: tuple[Statement, ...]  # where it stands; several for a list
    value: Value | None = None
    polarity: Polarity = Polarity.ASSERTED
    scope: frozenset[str] = frozenset()  # what limits it: a mode, a side of a drawing, a baseline
    label: str = ""  # what the note calls the aspect

    @property
    def source(self) -> str:
        """The note that makes the claim."""
        return self.statements[0].source
