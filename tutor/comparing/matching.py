"""Which side of a contrast is which of the things compared."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

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
class Side:
    """What the title of one side of a contrast names."""

    title: str  # without what stands in brackets
    whole: str  # the subject that it spells in full, or ''
    head: str  # the subject that it is about, or ''
    words: frozenset[str]  # its stems


@dataclass(frozen=True, slots=True)
class Sides:
    """A contrast, with what its sides name: worked out once, matched often."""

    contrast: Contrast
    sides: tuple[Side, ...]
    named: frozenset[str]  # subjects that its headings and its lead-in name
    around: frozenset[str]  # their stems


@dataclass(frozen=True, slots=True)
class Match:
    """A contrast whose sides are the things compared."""

    contrast: Contrast
    places: tuple[int, ...]  # for each operand the index of its side
    score: float  # how surely; higher is better

    def titles(self) -> tuple[str, ...]:
        """The title of each operand's side."""
        return tuple(self.contrast.sides[place] for place in self.places)


def bare(title: str) -> str:
    """A title without what stands in brackets."""
    return _BRACKETS.sub(" ", title).strip(" :")


def sides_of(contrast: Contrast, owners: Owners) -> Sides:
    """A contrast made ready for matching."""
    context = contrast.context
    sides = tuple(_side(title, owners) for title in contrast.sides)
    return Sides(contrast, sides, frozenset(owners.named(context)), stems(context))


def _side(title: str, owners: Owners) -> Side:
    head = "" if title.lower().startswith("without") else owners.titled(title)[0]
    return Side(bare(title), owners.resolve(bare(title)), head, stems(bare(title)))


def match(operands: Sequence[Operand], ready: Sides, owners: Owners) -> Match | None:
    """The contrast with its sides in the order of the operands; None when one of them is not in it."""
    if not len(operands) <= len(ready.sides) <= _MOST_SIDES:
        return None
    table = []
    for operand in operands:
        scores = {i: score for i, side in enumerate(ready.sides) if (score := _score(operand, side, ready, owners))}
        if not scores:
            return None
        table.append(scores)
    best = max(_placings(table), default=None)
    return Match(ready.contrast, best[1], best[0] / len(operands)) if best else None


def _placings(table: Sequence[dict[int, float]]) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Every way to give each operand a side of its own, with its score."""
    for places in product(*table):
        if len(set(places)) == len(places):
            yield sum(scores[place] for scores, place in zip(table, places, strict=True)), places


def _score(operand: Operand, side: Side, ready: Sides, owners: Owners) -> float:
    """How well a title names an operand: 4 in full, 3 as its head, 2 in words, 1 with the help of its context, or 0."""
    if operand.name and side.whole:
        helped = operand.name in ready.named and owners.is_part(operand.name, side.whole)
        return 4.0 if side.whole == operand.name else 1.0 if helped else 0.0
    if operand.name and side.head:
        return 3.0 if side.head == operand.name else 0.0
    if not operand.words or not side.words:
        return 0.0
    if operand.words <= side.words:
        return 2.0
    told_apart = operand.words & side.words - ready.around or side.words <= operand.words
    return 1.0 if told_apart and operand.words <= side.words | ready.around else 0.0
