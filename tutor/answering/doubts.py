"""What speaks against having found an answer: the question's own words, and what the best evidence lacks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from index.values import Kind
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.pieces import opens, outlines
from tutor.questions import HEAVIEST, Question, everyday_words
from tutor.values import Intent
from tutor.words import stems

_BESIDE = re.compile(r"(?i)\b(?:than|versus|vs|instead of|compared (?:to|with))\b")
_HOLD = 0.3  # of the question's words; evidence that holds so many has to do with it
_EXPLAINED = (Intent.DEFINITION, Intent.HOW, Intent.WHEN_TO_USE, Intent.WHEN_NOT)
_SAYING = 4  # words that make a statement of their own


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
    strange: float  # 1 when one of those words is a name, as far as one can tell
    hollow: float  # 1 when it holds the question's words and says nothing new, less the more it says
    outlined: float  # 1 when the best evidence stands in an outline
    open: float  # 1 when it stands among what is still to be learned
    onesided: float  # 1 when something is held beside what the notes never use the words of
    unmarked: float  # 1 when the evidence is not marked as this kind of answer, for kinds that notes mark
    undefined: float  # 1 when 'what is X' finds no sentence that defines X
    passing: float  # 1 when what is to be explained is only named in passing
    uncounted: float  # 1 when 'how many X' finds no number beside X
    numberless: float  # 1 when a number is asked for and the best evidence has none of the kind
    unnamed: float  # share of the thing asked for ('which port') that the best evidence does not name
    astray: float  # 1 when the best evidence stands under another subject
    elsewhere: float  # 1 when it is about another thing of the same kind
    subject: float  # share of the subjects asked about that the best evidence speaks of
    adrift: float  # 1 when the best evidence holds no word of a question that names no subject, less the more it holds
    bare: float  # 1 when nothing is asked but the subject


DOUBTS = tuple(field.name for field in fields(Doubts))


def doubts(judge: Judge, best: Sequence[Candidate]) -> Doubts:
    """:param best: candidates, best first; at least one."""
    question, first = judge.question, best[0]
    features, intent, block = first.features, question.intent, first.first.block
    labels = (block.text, block.lead, *block.heading)
    asked = {*question.words, *question.named}
    return Doubts(
        dense=features.dense,
        nearest=max(candidate.features.dense for candidate in best),
        passage=features.passage,
        covered=features.covered,
        said=features.said,
        missing=_missing(judge, first),
        unknown=unknown_share(question),
        strange=float(bool(question.strange)),
        hollow=_echoed(question, first) * features.covered,
        outlined=float(any(asked.isdisjoint(found) for label in labels if (found := outlines(label)))),
        open=float(any(asked.isdisjoint(found) for label in labels if (found := opens(label)))),
        onesided=float(bool(_BESIDE.search(question.text) and set(question.unknown_stems) - everyday_words())),
        unmarked=_unmarked(intent, first),
        undefined=1.0 - features.marked if intent is Intent.DEFINITION else 0.0,
        passing=judge.passing(first) if intent in _EXPLAINED else 0.0,
        uncounted=float(bool(judge.counted) and not features.asked),
        numberless=1.0 - features.number if intent is Intent.NUMBER else 0.0,
        unnamed=_unnamed(judge, first),
        astray=features.astray,
        elsewhere=judge.elsewhere(first),
        subject=features.subject,
        adrift=0.0 if question.subjects else max(0.0, 1.0 - features.covered / _HOLD),
        bare=float(not question.words and not question.unknown),
    )


def unknown_share(question: Question) -> float:
    """Share of the question's weight, 0 to 1, that lies on words which the notes never use."""
    total = sum(question.weights[word] for word in (*question.words, *question.unknown_stems, *question.named))
    return sum(question.weights[word] for word in question.unknown_stems) / total if total else 0.0


def _missing(judge: Judge, candidate: Candidate) -> float:
    question = judge.question
    lacking = judge.lacking(candidate, (*question.words, *question.unknown_stems))
    return max((question.weights[word] for word in lacking), default=0.0) / HEAVIEST


def _unmarked(intent: Intent, candidate: Candidate) -> float:
    if intent not in (Intent.HOW, Intent.WHEN_NOT, Intent.WHEN_TO_USE) or candidate.features.marked:
        return 0.0
    told = candidate.features.worded or candidate.first.block.kind is Kind.CODE
    return 0.5 if intent is Intent.HOW and told else 1.0


def _echoed(question: Question, candidate: Candidate) -> float:
    said = stems(candidate.words) - {*question.words, *question.named, *question.unknown_stems}
    return max(0.0, 1.0 - len(said) / _SAYING)


def _unnamed(judge: Judge, candidate: Candidate) -> float:
    return len(judge.lacking(candidate, judge.wanted)) / len(judge.wanted) if judge.wanted else 0.0
