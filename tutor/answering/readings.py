"""The numbers that a statement gives for what is asked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.values import Kind
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.pieces import NUMBERED
from tutor.claims import Bound, Quantity, counts, figures
from tutor.words import stem, stems

_MOST = 0.75  # of the question's words, from which on a number of no unit may be the answer
_CELLS = 2  # of a row; of more, the question tells not which is meant
_BOUNDED = re.compile(
    r"(?i)\b(?:can|may|might|must|has to|have to|at most|at least|max\w*|min\w*|limit|\w+est)\b"
)  # a plain number is then the limit itself
_DISMISSED = re.compile(
    r"(?i)n[o'’]t (?:recommend|advise|suggest|want|like)\b[\w ]{0,40}$"
)  # 'fewer than three' is no limit
_COUNTED = stems("number")  # of things
_LABEL = re.compile(r"^[^|:]*[|:]")  # of a row, or of an item: 'Pods per node: '
_PARTS = re.compile(r"[;:] |(?<!\d), |\. |, (?!\d)")  # of a sentence


class Readings:
    """The numbers that statements give for what one question asks, of each worked out once."""

    def __init__(self, judge: Judge) -> None:
        self._judge, self.question = judge, judge.question
        self._kept: dict[str, list[Quantity]] = {}

    def of(self, candidate: Candidate) -> list[Quantity]:
        """The numbers of the kind asked for that are not given in the question and are no names: 'shard 1'.

        Of several cells of a row only those of a kind that one cell alone holds.
        """
        found = self._kept.get(candidate.first.id)
        if found is None:
            found = self._kept[candidate.first.id] = _numbers(self._judge, candidate)
        return found


def _numbers(judge: Judge, candidate: Candidate) -> list[Quantity]:
    given = [_numbers_in(judge, candidate, text) for text in told(judge, candidate)]
    if len(given) == 1:
        return given[0]
    kinds = Counter(unit for found in given for unit in {one.unit for one in found})
    return [one for found in given for one in found if one.unit and kinds[one.unit] == 1]


def _numbers_in(judge: Judge, candidate: Candidate, text: str) -> list[Quantity]:
    if judge.asked_for.counted and not judge.asked_for.measured - _COUNTED:
        entitled = any(judge.asked_for.counted <= stems(label) for label in _LABEL.findall(text))
        counted = [one for one in (*counts(text), *figures(text)) if {one.unit, *one.noun} & judge.asked_for.counted]
        counted = [one for one in counted if not _DISMISSED.search(text, 0, one.start)]
        if not counted and entitled:
            bound = Bound.MOST if _BOUNDED.search(judge.question.mended) else Bound.EXACT
            counted = [replace(one, bound=bound) for one in figures(text) if not one.unit]
        return [replace(one, unit="count") for one in counted]
    if not figures(text):
        return []
    given = {(one.low, one.high) for one in figures(judge.question.mended)}
    named = [(*match.span(), stem(match[1].lower())) for match in NUMBERED.finditer(text)]
    found = [
        one
        for one in _of_what_is_asked(judge, text, figures(text))
        if (one.low, one.high) not in given
        and not _DISMISSED.search(text, 0, one.start)
        and (one.unit or candidate.features.said >= _MOST)
        and not any(start < one.start < end and one.unit in ("", name) for start, end, name in named)
    ]
    return [replace(one, bound=Bound.EXACT) for one in found] if _BOUNDED.search(judge.question.mended) else found


def _of_what_is_asked(judge: Judge, text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that stand in the part of a sentence that holds most of the question's words."""
    if len(found) == 1:
        return list(found)
    ends = [match.end() for match in _PARTS.finditer(text)]
    weights = judge.question.weights
    asked = {*judge.question.words, *judge.question.named} - judge.asked_for.measured
    parts = {start: text[start:end] for start, end in pairwise((0, *ends, len(text)))}
    own = {one: parts[max(start for start in parts if start <= one.start)] for one in found}
    held = {one: sum(weights.get(word, 1.0) for word in asked & stems(part)) for one, part in own.items()}
    most = max(held.values(), default=0.0)
    return [one for one in found if held[one] == most]


def told(judge: Judge, candidate: Candidate) -> list[str]:
    """What it says of what is asked: of a long row its label and one cell, below a title of the question's words.

    Where no title tells which, its label with each of its cells.
    """
    block, question = candidate.first.block, judge.question
    if block.kind is not Kind.ROW or len(block.cells) <= _CELLS:
        return [candidate.words]
    asked = {*question.words, *question.named}
    shared = [len(stems(title) & asked) for title in block.header[1:]]
    most = max(shared, default=0)
    if most and shared.count(most) == 1 and len(block.header) == len(block.cells):
        cell = block.cells[shared.index(most) + 1]
        if judge.asked_for.measures(cell):
            return [f"{block.cells[0]} | {cell}"]
    return list(block.cells)
