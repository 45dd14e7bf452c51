"""What speaks against having found an answer: the question's own words, and what the best evidence lacks of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from tutor.answering.evidence import Candidate, Judge, context
from tutor.questions import Question
from tutor.values import Intent
from tutor.words import has_number, stems

_UNKNOWN_WEIGHT = 8.0  # of a word that the notes never use
_SINGLE = (Intent.NUMBER, Intent.YES_NO, Intent.DEFINITION)


@dataclass(frozen=True, slots=True)
class Doubts:
    """Of one question and its best evidence; each between 0 and 1, cosines between -1 and 1."""

    dense: float  # cosine of the question and the best evidence
    nearest: float  # the highest cosine of any statement found
    passage: float  # cosine of the question and the passage of the best evidence
    covered: float  # share of the question's words in the best evidence and its context
    said: float  # the same, without its context
    missing: float  # weight of the heaviest word that the best evidence and its context lack
    unknown: float  # share of the question's weight on words that the notes never use
    unmarked: float  # 1 when the evidence is not marked as this kind of answer, for kinds that notes mark
    undefined: float  # 1 when 'what is X' finds no sentence that defines X
    uncounted: float  # 1 when 'how many X' finds no number beside X
    numberless: float  # 1 when a number is asked for and the best evidence has none of the kind
    unnamed: float  # share of the thing asked for ('which port') that the best evidence does not name
    astray: float  # 1 when the best evidence stands under another subject
    carried: float  # 1 when the subject comes from the conversation
    bare: float  # 1 when nothing is asked but the subject


DOUBTS = tuple(field.name for field in fields(Doubts))


def doubts(judge: Judge, best: Sequence[Candidate]) -> Doubts:
    """:param best: candidates, best first; at least one."""
    question, first = judge.question, best[0]
    features, intent = first.features, question.intent
    return Doubts(
        dense=features.dense,
        nearest=max(candidate.features.dense for candidate in best),
        passage=features.passage,
        covered=features.covered,
        said=features.said,
        missing=_missing(question, first),
        unknown=unknown_share(question),
        unmarked=float(intent in (Intent.HOW, Intent.WHEN_NOT, Intent.WHEN_TO_USE) and not features.marked),
        undefined=float(intent is Intent.DEFINITION and not features.marked),
        uncounted=float(bool(judge.counted) and not features.asked),
        numberless=1.0 - features.number if intent is Intent.NUMBER else 0.0,
        unnamed=_unnamed(judge.question, judge.wanted, first)
        if not has_number(first.words) or intent is not Intent.NUMBER
        else 0.0,
        astray=features.astray,
        carried=float(bool(question.carried)),
        bare=float(not question.words and not question.unknown),
    )


def unknown_share(question: Question) -> float:
    """Share of the question's weight, 0 to 1, that lies on words which the notes never use."""
    total = sum(
        question.weights.get(word, _UNKNOWN_WEIGHT)
        for word in (*question.words, *question.unknown_stems, *question.named)
    )
    return _UNKNOWN_WEIGHT * len(question.unknown) / total if total else 0.0


def _missing(question: Question, candidate: Candidate) -> float:
    held = stems(f"{candidate.words} {context(candidate)}")
    lacking = [word for word in (*question.words, *question.unknown_stems) if not _held(question, word, held)]
    return max((question.weights.get(word, _UNKNOWN_WEIGHT) for word in lacking), default=0.0) / _UNKNOWN_WEIGHT


def _unnamed(question: Question, wanted: frozenset[str], candidate: Candidate) -> float:
    if not wanted:
        return 0.0
    held = stems(f"{candidate.words} {context(candidate)}")
    return sum(not _held(question, word, held) for word in wanted) / len(wanted)


def _held(question: Question, word: str, held: frozenset[str]) -> bool:
    return word in held or bool(question.synonyms.of(word)[0] & held)
