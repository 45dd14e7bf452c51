"""Choosing less: the few candidates that answer a question together, gathered by where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tutor.answering.evidence import Candidate
from tutor.answering.ranking import gaps
from tutor.questions import Question
from tutor.values import Intent
from tutor.words import numbers, stems

_SINGLE = (Intent.NUMBER, Intent.YES_NO, Intent.DEFINITION)  # answered by a statement, not by a list
_SIDED = (Intent.WHEN_TO_USE, Intent.WHEN_NOT)  # what the notes put on the other side is no part of the answer
_ABOUT = 0.8  # of the subjects asked about
_LOOKED_AT = 40  # candidates, best first
_MOST = 4  # candidates in one answer
_REACH = 12  # lines; what stands nearer in one section is quoted as one place
_SAME = 0.7  # share of words; what shares more says the same again
_ROOM = {  # words an answer of a kind may have; a learner reads the first lines
    Intent.NUMBER: 40,
    Intent.YES_NO: 40,
    Intent.DEFINITION: 52,
    Intent.WHY: 70,
    Intent.WHEN_NOT: 70,
    Intent.HOW: 80,
    Intent.WHEN_TO_USE: 80,
    Intent.LIST: 100,
}
_USUAL_ROOM = 56
_FRAME = 4  # words that a place costs beside its quote: heading, lead-in


@dataclass(slots=True)
class Place:
    """Candidates that stand together in one section, and what says the same elsewhere."""

    candidates: list[Candidate]
    support: list[Candidate] = field(default_factory=list)

    @property
    def first(self) -> Candidate:
        """The best of them."""
        return self.candidates[0]

    @property
    def in_order(self) -> list[Candidate]:
        """The candidates as they stand in the note."""
        return sorted(self.candidates, key=lambda candidate: candidate.first.position)

    def takes(self, other: Candidate) -> bool:
        """Whether another candidate stands near enough to be quoted with them."""
        here, there = self.first.first, other.first
        if (here.source, here.block.section) != (there.source, there.block.section):
            return False
        lines = [line for candidate in (*self.candidates, other) for line in candidate.lines]
        return max(lines) - min(lines) <= _REACH


def choose(scored: Sequence[tuple[float, Candidate]], question: Question, share: float = 1.0) -> list[Place]:
    """The best candidate and those almost as good, as long as there is room, best place first.

    :param share: of the usual room.
    """
    if question.intent in _SINGLE:
        scored = [pair for pair in scored if len(pair[1].statements) == 1] or scored
    if question.intent in _SIDED:
        scored = [pair for pair in scored if _on_that_side(pair[1])] or scored
    if not scored:
        return []
    best, first = scored[0]
    near, far = gaps()
    places, taken, room = [Place([first])], {s.id for s in first.statements}, _room(question) * share - _size(first)
    for score, candidate in scored[1:_LOOKED_AT]:
        home = next((place for place in places if place.takes(candidate)), None)
        if best - score > (near if home else far) or any(s.id in taken for s in candidate.statements):
            continue
        said = next((place for place in places if _says_the_same(candidate, place)), None)
        if said:
            if not home:
                said.support.append(candidate)
        elif _size(candidate) <= room and sum(len(place.candidates) for place in places) < _MOST:
            if home:
                home.candidates.append(candidate)
            else:
                places.append(Place([candidate]))
            room -= _size(candidate)
            taken |= {s.id for s in candidate.statements}
    return places


def _on_that_side(candidate: Candidate) -> bool:
    """Whether the notes themselves mark a candidate as what the subject asked about is, or is not, for."""
    features = candidate.features
    return features.marked >= 1 and features.subject >= _ABOUT and features.astray < 1


def _room(question: Question) -> int:
    return _ROOM.get(question.intent, _USUAL_ROOM)


def _size(candidate: Candidate) -> int:
    return _FRAME + sum(len(statement.text.split()) for statement in candidate.statements)


def _says_the_same(candidate: Candidate, place: Place) -> bool:
    """Whether a candidate only repeats, in other order or with a word more, what is quoted already."""
    return any(_alike(candidate.words, other.words) for other in place.candidates)


def _alike(one: str, other: str) -> bool:
    mine, theirs = stems(one), stems(other)
    if not mine or not theirs or numbers(one) - numbers(other):
        return False
    return len(mine & theirs) / len(mine) >= _SAME
