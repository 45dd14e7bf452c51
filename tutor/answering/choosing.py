"""Choosing less: the one or two candidates that answer a question together."""

from __future__ import annotations

from collections.abc import Sequence

from index.values import Kind
from tutor.answering.evidence import Candidate
from tutor.questions import Question
from tutor.values import Intent
from tutor.words import stems

_SINGLE = (Intent.NUMBER, Intent.YES_NO, Intent.DEFINITION)  # answered by a statement, not by a list
_TAKEN = 2  # candidates at most


def choose(scored: Sequence[tuple[float, Candidate]], question: Question) -> list[Candidate]:
    """The best candidate, and a second where the question has a part that only the second answers."""
    if question.intent in _SINGLE:
        scored = [pair for pair in scored if len(pair[1].statements) == 1] or scored
    if not scored:
        return []
    first = scored[0][1]
    chosen = [first]
    missing = _missing(question, first)
    for _, candidate in scored[1:12]:
        if len(chosen) == _TAKEN or _overlap(candidate, first):
            continue
        if _completes(candidate, first, question) or (
            missing and missing & _held(candidate) and _same_place(candidate, first)
        ):
            chosen.append(candidate)
    return sorted(chosen, key=lambda candidate: candidate is not first)


def _completes(candidate: Candidate, first: Candidate, question: Question) -> bool:
    """The sentence behind a defining sentence, in the same paragraph, says what matters next."""
    if question.intent is not Intent.DEFINITION or first.first.block.kind is not Kind.SENTENCE:
        return False
    follows = candidate.first.position - first.first.position == 1
    return follows and candidate.first.block.line_start == first.first.block.line_end and len(candidate.statements) == 1


def _missing(question: Question, first: Candidate) -> frozenset[str]:
    return frozenset(question.words) - _held(first)


def _held(candidate: Candidate) -> frozenset[str]:
    block = candidate.first.block
    return stems(" ".join([*(s.text for s in candidate.statements), block.lead, block.term, *block.heading[-1:]]))


def _same_place(candidate: Candidate, first: Candidate) -> bool:
    return candidate.first.source == first.first.source and candidate.first.block.section == first.first.block.section


def _overlap(candidate: Candidate, first: Candidate) -> bool:
    ids = {statement.id for statement in first.statements}
    return any(statement.id in ids for statement in candidate.statements)
