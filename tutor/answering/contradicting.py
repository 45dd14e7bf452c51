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
from tutor.claims import CURRENCIES, Bound, Claim, Quantity, Verdict, counts, figures
from tutor.disagreements import Disagreement, View, sizes_clash
from tutor.questions import Question, everyday_words
from tutor.values import Intent
from tutor.words import stem, stems

_LOOKED_AT = 24  # candidates, best first
_SURE = 0.42  # confidence in a statement as the answer, less half of what it lacks, from which on it contradicts
_SURE_OF_ALL = 0.2  # the same of one that holds all that is asked
_ALL, _MOST = 0.9, 0.75  # of the question's words
_LESS = 0.5  # of the question's words and subjects together than the best, and it is about something else
_FARTHER, _FARTHER_WITH_MOST = 0.2, 0.4  # cosine; the latter where it holds most of the words
_LIKE = 0.7  # cosine, from which on it says yes in other words
_CELLS = 2  # of a row; of more, the question tells not which is meant
_SUMS_APART = 4  # of money, …
_APART = 1_000  # times as much, and it is the size of something else
_UNMEASURED = (Intent.WHEN_TO_USE, Intent.WHEN_NOT, Intent.WHY)  # answered otherwise than by a number, or a yes
_UNWRITTEN = ({"", "temperature"}, {"", "percent"})  # units that are often left out
_BOUNDED = re.compile(
    r"(?i)\b(?:can|may|might|must|has to|have to|at most|at least|max\w*|min\w*|limit|\w+est)\b"
)  # a plain number is then the limit itself
_DISMISSED = re.compile(
    r"(?i)n[o'’]t (?:recommend|advise|suggest|want|like)\b[\w ]{0,40}$"
)  # 'fewer than three' is no limit
_LABEL = re.compile(r"^[^|:]*[|:]")  # of a row, or of an item: 'Pods per node: '
_EXAMPLE = re.compile(r"(?i)\W*(?:(?:for )?(?:example|instance)|e\.?g\b)")  # whose numbers bind nobody
_SCOPES = stems("default average initial additional extra")  # a default is no maximum

Values = tuple[Quantity, Quantity] | tuple[Verdict, Verdict]


def contradiction(judge: Judge, first: Candidate, scored: Sequence[tuple[float, Candidate]]) -> Disagreement | None:
    """The best answer beside the best that contradicts it; None where nothing does.

    :param first: what is said first, one of the candidates.
    :param scored: all candidates with their scores, best first.
    """
    question = judge.question
    if question.intent in _UNMEASURED or not (question.subjects or set(question.words) - judge.measured):
        return None
    near = [one for _, one in scored[:_LOOKED_AT] if len(one.statements) == 1 and not _EXAMPLE.match(one.words)]
    best = _line(judge, first, near)
    if best is None or (question.intent is not Intent.YES_NO and not _numbers(judge, best)):
        return None
    others = (other for other in near if _told(judge, other) and _is_as_near(judge, best, other))
    for other in others:
        values = _clashing(judge, best, other)
        if values and not _is_told_apart(judge, best, other, near) and _is_sure(judge, best, other, scored):
            return _disagreement(question, (best, other), values)
    return None


def _line(judge: Judge, first: Candidate, near: Sequence[Candidate]) -> Candidate | None:
    """The best if it says one thing; of a list the line that holds all that is asked, if there is one."""
    if len(first.statements) == 1:
        return first if _told(judge, first) else None
    lines = {statement.id for statement in first.statements}
    return next((one for one in near if one.first.id in lines and one.features.said >= _ALL), None)


def _told(judge: Judge, candidate: Candidate) -> str:
    """What it says of what is asked: of a long row its label and the one cell below a title of the question's words."""
    block, question = candidate.first.block, judge.question
    if block.kind is not Kind.ROW or len(block.cells) <= _CELLS:
        return candidate.words
    asked = {*question.words, *question.named}
    shared = [len(stems(title) & asked) for title in block.header[1:]]
    most = max(shared, default=0)
    if not most or shared.count(most) > 1 or len(block.header) != len(block.cells):
        return ""
    return f"{block.cells[0]} | {block.cells[shared.index(most) + 1]}"


# -- about the same ------------------------------------------------------------------------------------------------


def _is_as_near(judge: Judge, best: Candidate, other: Candidate) -> bool:
    """Whether a statement of another section is about the same as the best."""
    mine, its = best.features, other.features
    if _place(other) == _place(best):
        return False
    less = mine.covered - its.covered + max(0.0, its.astray - mine.astray) / 2
    if not stems(" ".join(judge.question.subjects)) <= judge.measured:
        less += mine.subject - its.subject
    return less < _LESS and its.dense >= mine.dense - (_FARTHER_WITH_MOST if its.said >= _MOST else _FARTHER)


def _is_told_apart(judge: Judge, best: Candidate, other: Candidate, near: Sequence[Candidate]) -> bool:
    """Whether another lacks what tells the best apart from its neighbours, as 'rye' does from what is of wheat."""
    held = other.features.covered
    return held < best.features.covered and any(
        neighbour.features.covered >= held and _numbers_clashing(judge, best, neighbour)
        for neighbour in near
        if neighbour is not best and _place(neighbour) == _place(best)
    )


def _is_sure(judge: Judge, best: Candidate, other: Candidate, scored: Sequence[tuple[float, Candidate]]) -> bool:
    """Whether another would do as the answer."""
    sure = confidence(doubts(judge, other, scored), judge.question.intent)
    if other.features.said >= _ALL:
        return sure >= _SURE_OF_ALL
    return sure - max(0.0, best.features.covered - other.features.covered) / 2 >= _SURE


def _place(candidate: Candidate) -> tuple[str, int]:
    return candidate.first.source, candidate.first.block.section


# -- what cannot both hold -----------------------------------------------------------------------------------------


def _clashing(judge: Judge, best: Candidate, other: Candidate) -> Values | None:
    """What the two say of what is asked, where both cannot hold."""
    if judge.question.intent is not Intent.YES_NO:
        return _numbers_clashing(judge, best, other)
    mine, its = leans(judge.question, best), leans(judge.question, other)
    if mine is None or its is None or mine is its:
        return None
    affirming = best if mine else other
    held = set(judge.question.words) - everyday_words() <= stems(affirming.words)  # itself, in no other word
    outright = held and affirming.features.said >= _MOST and affirming.features.dense >= AFFIRMS
    return (Verdict(mine), Verdict(its)) if outright or affirming.features.dense >= _LIKE else None


def _numbers_clashing(judge: Judge, best: Candidate, other: Candidate) -> Values | None:
    if other.features.number < best.features.number:
        return None
    if ((stems(best.words) ^ stems(other.words)) & _SCOPES) - stems(judge.question.mended):
        return None
    mine, its = _numbers(judge, best), _numbers(judge, other)
    for unit in dict.fromkeys(one.unit for one in mine):
        alike = [found for two in its if (found := _in_unit(two, unit))]
        pairs = [(one, two) for one in mine if one.unit == unit for two in alike]
        if pairs and all(_clash(one, two) for one, two in pairs):
            return pairs[0]
    return None


def _numbers(judge: Judge, candidate: Candidate) -> list[Quantity]:
    """The numbers of the kind asked for that are not given in the question and are no names: 'shard 1'."""
    told = _told(judge, candidate)
    if judge.counted and not judge.measured:
        entitled = any(judge.counted <= stems(label) for label in _LABEL.findall(told))
        counted = [one for one in (*counts(told), *figures(told)) if {one.unit, *one.noun} & judge.counted]
        counted = [one for one in counted if not _DISMISSED.search(told, 0, one.start)]
        if not counted and entitled:
            bound = Bound.MOST if _BOUNDED.search(judge.question.mended) else Bound.EXACT
            counted = [replace(one, bound=bound) for one in figures(told) if not one.unit]
        return [replace(one, unit="count") for one in counted]
    given = {(one.low, one.high) for one in figures(judge.question.mended)}
    named = [(*match.span(), stem(match[1].lower())) for match in NUMBERED.finditer(told)]
    found = [
        one
        for one in figures(told)
        if (one.low, one.high) not in given
        and not _DISMISSED.search(told, 0, one.start)
        and (one.unit or candidate.features.said >= _MOST)
        and not any(start < one.start < end and one.unit in ("", name) for start, end, name in named)
    ]
    return [replace(one, bound=Bound.EXACT) for one in found] if _BOUNDED.search(judge.question.mended) else found


def _in_unit(number: Quantity, unit: str) -> Quantity | None:
    """A number in a unit, or one that is taken to be; None where it is of another."""
    if number.unit == unit:
        return number
    return replace(number, unit=unit) if {number.unit, unit} in _UNWRITTEN else None


def _clash(one: Quantity, two: Quantity) -> bool:
    inside = any(outer.low <= inner.low and inner.high <= outer.high for outer, inner in ((one, two), (two, one)))
    most = _SUMS_APART if one.unit in CURRENCIES else _APART
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
