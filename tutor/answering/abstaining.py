"""Saying that the notes do not cover a question, and what they do cover nearby."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.answering.evidence import Candidate
from tutor.questions import Question

_UNKNOWN_WEIGHT = 8.0  # of a word that the notes never use
_TOPICS = 3


def unknown_share(question: Question) -> float:
    """Share of the question's weight, 0 to 1, that lies on words which the notes never use."""
    total = sum(
        question.weights.get(word, _UNKNOWN_WEIGHT)
        for word in (*question.words, *question.unknown_stems, *question.named)
    )
    return _UNKNOWN_WEIGHT * len(question.unknown) / total if total else 0.0


def explains(question: Question, candidate: Candidate) -> bool:
    """Whether a question asks for nothing but its subjects, and the candidate speaks of them."""
    return bool(question.subjects) and not question.words and not question.unknown and candidate.features.subject >= 1.0


def nearest_topics(candidates: Sequence[Candidate]) -> list[str]:
    """Headings of the nearest candidates, each once, best first."""
    titles = (candidate.first.block.heading[-1] for candidate in candidates if candidate.first.block.heading)
    return list(dict.fromkeys(titles))[:_TOPICS]
