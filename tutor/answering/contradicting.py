"""What answers a question and is contradicted by what answers it elsewhere in the notes.

`tutor.disagreements` knows beforehand where notes disagree on the sides that the rules name. Here it is the question
that tells what two statements are both about: each would do as its answer, and they cannot both hold.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tutor.answering.alternatives import alternatives
from tutor.answering.doubts import doubts
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.ranking import confidence, contradicts
from tutor.answering.readings import Readings
from tutor.answering.verdicts import AFFIRMS, keeps_qualifiers, leans
from tutor.claims import DATES, MEASURES, Claim, Quantity, Verdict
from tutor.disagreements import Disagreement, View, sizes_clash
from tutor.questions import Question, everyday_words
from tutor.values import Intent
from tutor.words import stems

_LOOKED_AT = 24  # candidates, best first
_ALL, _MOST = 0.9, 0.75  # of the question's words
_LIKE = 0.7  # cosine, from which on it says yes in other words
_SUMS_APART = 4  # of money and of things, …
_APART = 1_000  # times as much, and it is the size of something else
_UNMEASURED = (Intent.WHEN_TO_USE, Intent.WHEN_NOT, Intent.WHY)  # answered otherwise than by a number, or a yes
_UNWRITTEN = ({"", "temperature"}, {"", "percent"})  # units that are often left out
_LIMITED = re.compile(r"(?i)\b(?:at (?:most|least)|max\w*|min(?:imum)?|limit\w*|up to)\b")
_EXAMPLE = re.compile(r"(?i)\W*(?:(?:for )?(?:example|instance)|e\.?g\b)")  # whose numbers bind nobody
_THAN = re.compile(r"(?i)\bthan\b.*")
_SCOPES = stems("default average initial additional extra")
_DEFAULT = stems("default")

Values = tuple[Quantity, Quantity] | tuple[Verdict, Verdict]


def contradiction(judge: Judge, first: Candidate, scored: Sequence[tuple[float, Candidate]]) -> Disagreement | None:
    """The best answer beside the best that contradicts it; None where nothing does.

    :param first: what is said first, one of the candidates.
    :param scored: all candidates with their scores, best first.
    """
    question = judge.question
    if question.intent in _UNMEASURED or not (question.subjects or set(question.words) - judge.asked_for.measured):
        return None
    near = [one for _, one in scored[:_LOOKED_AT] if len(one.statements) == 1 and not _EXAMPLE.match(one.words)]
    best, numbers = _line(judge, first, near), Readings(judge)
    if best is None or not _says(numbers, best):
        return None
    for other in (one for one in near if _place(one) != _place(best) and _is_beside(question, best, one)):
        values = _clashing(numbers, best, other)
        if values and not _is_told_apart(numbers, best, other, near) and _is_sure(judge, best, other, scored):
            return _disagreement(question, (best, other), values)
    return None


def _says(numbers: Readings, best: Candidate) -> bool:
    """Whether the best says anything that another could contradict."""
    by_words = numbers.question.intent is Intent.YES_NO or alternatives(numbers.question.mended)
    return bool(by_words or numbers.of(best))


def _line(judge: Judge, first: Candidate, near: Sequence[Candidate]) -> Candidate | None:
    """The best if it says one thing; of a list the line that holds all that is asked, if there is one."""
    if len(first.statements) == 1:
        return first
    lines = {statement.id for statement in first.statements}
    return next((one for one in near if one.first.id in lines and one.features.said >= _ALL), None)


# -- about the same ------------------------------------------------------------------------------------------------


def _is_beside(question: Question, best: Candidate, other: Candidate) -> bool:
    """Whether another is about the same subject, and speaks of what the best is held beside: 'more than …'."""
    if best.features.subject and not other.features.subject and other.features.astray == 1:
        return False
    found = _THAN.search(question.mended)
    return not found or stems(found[0]) & stems(best.words) <= stems(other.words)


def _is_told_apart(numbers: Readings, best: Candidate, other: Candidate, near: Sequence[Candidate]) -> bool:
    """Whether another lacks what tells the best apart from its neighbours, as 'rye' does from what is of wheat."""
    held = other.features.covered
    return held < best.features.covered and any(
        neighbour.features.covered >= held and _numbers_clashing(numbers, best, neighbour)
        for neighbour in near
        if neighbour is not best and _place(neighbour) == _place(best)
    )


def _less(judge: Judge, best: Candidate, other: Candidate) -> float:
    """How much less of the question's words and subjects another holds."""
    mine, its = best.features, other.features
    less = mine.covered - its.covered + max(0.0, its.astray - mine.astray) / 2
    if not stems(" ".join(judge.question.subjects)) <= judge.asked_for.measured:
        less += mine.subject - its.subject
    return less


def _is_sure(judge: Judge, best: Candidate, other: Candidate, scored: Sequence[tuple[float, Candidate]]) -> bool:
    """Whether another statement is an answer to the same question, by the weights in rules/weights.toml."""
    words, others = stems(best.words), stems(other.words)
    ahead = next(one for _, one in scored if one is not best and len(one.statements) == 1)
    return contradicts(
        {
            "dense": other.features.dense,
            "said": other.features.said,
            "less": _less(judge, best, other),
            "sure": confidence(doubts(judge, other, scored), judge.question.intent),
            "shared": len(words & others) / max(1, min(len(words), len(others))),
            "next": float(other is ahead),
            "number": float(judge.question.intent is Intent.NUMBER),
            "beside": float(other.first.source == best.first.source),
        }
    )


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.first.source, candidate.first.block.section


# -- what cannot both hold -----------------------------------------------------------------------------------------


def _clashing(numbers: Readings, best: Candidate, other: Candidate) -> Values | None:
    """What the two say of what is asked, where both cannot hold."""
    if choice := alternatives(numbers.question.mended):
        taken = choice.taken(best.words), choice.taken(other.words)
        return (Verdict(True), Verdict(False)) if None not in taken and taken[0] != taken[1] else None
    if numbers.question.intent is not Intent.YES_NO:
        return _numbers_clashing(numbers, best, other)
    mine, its = leans(numbers.question, best), leans(numbers.question, other)
    if mine is None or its is None or mine is its:
        return None
    affirming = best if mine else other
    if not keeps_qualifiers(numbers.question.text, affirming.words):
        return None
    held = set(numbers.question.words) - everyday_words() <= stems(affirming.words)  # itself, in no other word
    outright = held and affirming.features.said >= _MOST and affirming.features.dense >= AFFIRMS
    return (Verdict(mine), Verdict(its)) if outright or affirming.features.dense >= _LIKE else None


def _numbers_clashing(numbers: Readings, best: Candidate, other: Candidate) -> Values | None:
    mine, its = numbers.of(best), numbers.of(other)
    if not its or (other.features.number < best.features.number and not any(one.unit in DATES for one in its)):
        return None
    scopes = (stems(best.words) ^ stems(other.words)) & _SCOPES
    if scopes and any(_LIMITED.search(one.words) for one in (best, other)):
        return None  # a default is no maximum
    if scopes - _DEFAULT - stems(numbers.question.mended):
        return None
    for unit in dict.fromkeys(one.unit for one in mine):
        counting = numbers.question.intent is Intent.NUMBER
        alike = [found for two in its if (found := _in_unit(two, unit, counting=counting))]
        pairs = [(one, two) for one in mine if one.unit == unit for two in alike]
        if pairs and all(_clash(one, two) for one, two in pairs):
            return pairs[0]
    return None


def _in_unit(number: Quantity, unit: str, *, counting: bool) -> Quantity | None:
    """A number in a unit, or one that is taken to be; None where it is of another."""
    if number.unit == unit:
        return number
    unnamed = counting and "" in (number.unit, unit) and MEASURES.isdisjoint((number.unit, unit))
    unwritten = unnamed or {number.unit, unit} in _UNWRITTEN
    return replace(number, unit=unit) if unwritten else None


def _clash(one: Quantity, two: Quantity) -> bool:
    inside = any(outer.low <= inner.low and inner.high <= outer.high for outer, inner in ((one, two), (two, one)))
    most = _APART if one.unit in MEASURES else _SUMS_APART
    apart = max(one.high, two.high) > most * min(one.high, two.high)
    return sizes_clash(one, two) and not inside and not apart


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
