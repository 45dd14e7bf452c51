"""Which side of a contrast is which of the things compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

from tutor.claims.owners import Owners
from tutor.comparing.contrasts import Contrast
from tutor.words import stems

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_MOST_SIDES = 12


@dataclass(frozen=True, slots=True)
class Operand:
    """One of the things compared."""

    asked: str  # as it was given
    name: str  # of the subject, or '' for what only a contrast names ('v1')
    words: frozenset[str]  # stems of what was given


@dataclass(frozen=True, slots=True)
class Match:
    """A contrast whose sides are the things compared."""

    contrast: Contrast
    places: tuple[int, ...]  # for each operand the index of its side
    score: float  # how surely; higher is better

    def titles(self) -> tuple[str, ...]:
        """The title of each operand's side."""
        return tuple(self.contrast.sides[place] for place in self.places)


def match(operands: Sequence[Operand], contrast: Contrast, owners: Owners) -> Match | None:
    """The contrast with its sides in the order of the operands; None when one of them is not in it."""
    if not len(operands) <= len(contrast.sides) <= _MOST_SIDES:
        return None
    context = contrast.context
    table = [[_score(operand, side, context, owners) for side in contrast.sides] for operand in operands]
    if not all(map(any, table)):
        return None
    places = [[i for i, score in enumerate(row) if score] for row in table]
    best = max(
        (combination for combination in _distinct(places)),
        key=lambda combination: sum(table[i][place] for i, place in enumerate(combination)),
        default=None,
    )
    if best is None:
        return None
    return Match(contrast, best, sum(table[i][place] for i, place in enumerate(best)) / len(operands))


def _distinct(places: Sequence[Sequence[int]]) -> list[tuple[int, ...]]:
    union = sorted({place for row in places for place in row})
    return [
        p for p in permutations(union, len(places)) if all(place in row for place, row in zip(p, places, strict=True))
    ]


def _score(operand: Operand, side: str, context: str, owners: Owners) -> float:
    """How well a title names an operand: 4 in full, 3 as its head, 2 in words, 1 with the help of its context, 0 not."""
    bare = _BRACKETS.sub(" ", side).strip()
    whole = owners.resolve(bare)
    if operand.name:
        if whole == operand.name:
            return 4
        if whole:
            return 1 if owners.is_part(operand.name, whole) and operand.name in owners.named(context) else 0
        head = owners.titled(side)[0]
        if head == operand.name and not side.lower().startswith("without"):
            return 3
        if head and head != operand.name:
            return 0
    words, around = stems(bare), stems(context)
    if not operand.words or not words:
        return 0
    if operand.words <= words:
        return 2
    return (
        1
        if (operand.words <= words | around and operand.words & words - around)
        or words <= operand.words <= words | around
        else 0
    )
