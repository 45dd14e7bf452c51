"""What answers a question and is contradicted by what answers it elsewhere in the notes.

`tutor.disagreements` knows beforehand where notes disagree on the sides that the rules name. Here it is the question
that tells what two statements are both about: each would do as its answer, and they cannot both hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.values import Kind
from tutor.answering.doubts import doubts
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.pieces import NUMBERED
from tutor.answering.ranking import confidence
from tutor.answering.verdicts import AFFIRMS, leans
from tutor.claims import MEASURED, Bound, Claim, Quantity, Verdict, figures
from tutor.disagreements import Disagreement, View, sizes_clash
from tutor.questions import Question
from tutor.values import Intent
from tutor.words import stems

_LOOKED_AT = 24  # candidates, best first
_SURE = 0.42  # confidence in a statement as the answer, less half of what it lacks, from which on it contradicts
_SURE_OF_ALL = 0.2  # the same of one that holds all that is asked
_ALL = 0.9  # of the question's words
_AFFIRMING = 0.75  # of them, in what says yes
_LIKE = 0.7  # cosine, from which on it says yes in other words
_LESS = 0.5  # of the question's words and subjects together than the best, and it is about something else
_FARTHER = 0.2  # cosine
_APART = 1_000  # times as much, and it is the size of something else
_CELLS = 2  # of a row; of more, the question tells not which is meant
_SCALED = ("time", "bytes", "length", "volume", "mass")  # units in which a bare number means nothing
_BOUNDED = re.compile(r"(?i)\b(?:can|may|might|must|has to|have to|at most|at least|max\w*|min\w*|limit|\w+est)\b")
_SCOPES = stems("default average initial additional extra")

Values = tuple[Quantity, Quantity] | tuple[Verdict, Verdict]


def contradiction(judge: Judge, first: Candidate, scored: Sequence[tuple[float, Candidate]]) -> Disagreement | None:
    """The best answer beside the best that contradicts it; None where nothing does.

    :param first: what is said first, one of the candidates.
    :param scored: all candidates with their scores, best first.
    """
    question = judge.question
    if not _is_plain(first) or not (question.subjects or set(question.words) - judge.measured):
        return None
    for _, other in scored[:_LOOKED_AT]:
        if _is_plain(other) and _is_as_near(judge, other, first):
            values = _clashing(judge, first, other)
            if values and _is_sure(judge, first, other, scored) and not _is_told_apart(judge, first, other, scored):
                return _disagreement(question, (first, other), values)
    return None


def _is_told_apart(judge: Judge, first: Candidate, other: Candidate, scored: Sequence[tuple[float, Candidate]]) -> bool:
    """Whether another lacks what tells the best apart from its neighbours, as 'rye' does from what is of wheat."""
    held = other.features.covered
    return held < first.features.covered and any(
        neighbour.features.covered >= held and _numbers_clashing(judge, first, neighbour)
        for _, neighbour in scored[:_LOOKED_AT]
        if neighbour is not first and _place(neighbour) == _place(first)
    )


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.first.source, candidate.first.block.section


def _is_plain(candidate: Candidate) -> bool:
    """Whether it says one thing."""
    block = candidate.first.block
    return len(candidate.statements) == 1 and not (block.kind is Kind.ROW and len(block.cells) > _CELLS)


def _is_as_near(judge: Judge, other: Candidate, first: Candidate) -> bool:
    """Whether a statement of another section is about the same as the best."""
    mine, its = first.features, other.features
    if _place(other) == _place(first):
        return False
    less = mine.covered - its.covered + max(0.0, its.astray - mine.astray)
    if not stems(" ".join(judge.question.subjects)) <= judge.measured:
        less += mine.subject - its.subject
    return less <= _LESS and its.dense >= mine.dense - _FARTHER


def _is_sure(judge: Judge, first: Candidate, other: Candidate, scored: Sequence[tuple[float, Candidate]]) -> bool:
    """Whether it would do as the answer."""
    sure = confidence(doubts(judge, other, scored), judge.question.intent)
    if other.features.said >= _ALL:
        return sure >= _SURE_OF_ALL
    return sure - max(0.0, first.features.covered - other.features.covered) / 2 >= _SURE


def _clashing(judge: Judge, first: Candidate, other: Candidate) -> Values | None:
    """What the two say of what is asked, where both cannot hold."""
    if judge.question.intent is not Intent.YES_NO:
        return _numbers_clashing(judge, first, other)
    mine, its = leans(judge.question, first), leans(judge.question, other)
    if mine is None or its is None or mine is its:
        return None
    affirming = (first if mine else other).features
    plain = affirming.said >= _AFFIRMING and affirming.dense >= AFFIRMS
    return (Verdict(mine), Verdict(its)) if plain or affirming.dense >= _LIKE else None


def _numbers_clashing(judge: Judge, first: Candidate, other: Candidate) -> Values | None:
    if other.features.number < first.features.number:
        return None
    if (_scopes(first) ^ _scopes(other)) - stems(judge.question.mended):
        return None
    mine, its = _figures(judge, first), _figures(judge, other)
    for unit in dict.fromkeys(one.unit for one in mine):
        alike = [found for two in its if (found := _alike(two, unit))]
        pairs = [(one, two) for one in mine if one.unit == unit for two in alike]
        if pairs and all(_clash(one, two) for one, two in pairs):
            return pairs[0]
    return None


def _alike(number: Quantity, unit: str) -> Quantity | None:
    """A number in a unit, or a bare one taken to be; None where it is of another unit."""
    if number.unit == unit or not {number.unit, unit}.isdisjoint(_SCALED) or (number.unit and unit):
        return number if number.unit == unit else None
    return replace(number, unit=unit)


def _clash(one: Quantity, two: Quantity) -> bool:
    inside = any(outer.low <= inner.low and inner.high <= outer.high for outer, inner in ((one, two), (two, one)))
    apart = max(one.high, two.high) > _APART * min(one.high, two.high)
    return sizes_clash(one, two) and not inside and not apart


def _figures(judge: Judge, candidate: Candidate) -> list[Quantity]:
    """The numbers of the kind asked for, plain ones read as the limit where a limit is asked for."""
    named = [match.span() for match in NUMBERED.finditer(candidate.words)]
    found = [
        one
        for one in figures(candidate.words)
        if one.unit in MEASURED or not any(start < one.start < end for start, end in named)
    ]
    if judge.counted and not judge.measured:
        found = [one for one in found if one.unit in judge.counted]
    return [replace(one, bound=Bound.EXACT) for one in found] if _BOUNDED.search(judge.question.mended) else found


def _scopes(candidate: Candidate) -> frozenset[str]:
    """What a statement limits itself to: a default is no maximum."""
    return stems(candidate.words) & _SCOPES


def _disagreement(
    question: Question, readings: Sequence[Candidate], values: Sequence[Quantity | Verdict]
) -> Disagreement:
    entity = next(iter((*question.subjects, *readings[0].first.block.heading[-1:])), readings[0].first.source)
    topic = question.text.rstrip(" ?")
    views = [
        View(
            value.text if isinstance(value, Quantity) else one.words,
            (Claim(entity, topic, one.words, one.statements, value),),
        )
        for one, value in zip(readings, values, strict=True)
    ]
    return Disagreement(entity, topic, frozenset(), tuple(views))
