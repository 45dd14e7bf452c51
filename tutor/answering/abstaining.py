"""Saying that the notes do not cover a question, and what they do cover nearby."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tutor.answering.evidence import Candidate
from tutor.answering.quoting import Reply
from tutor.questions import Question
from tutor.values import Answer, AnswerBlock, BlockKind

_HALF_SENTENCE = re.compile(r"(?i)(?:use|avoid|choose|why|how|when|what|which|where|do(?:es)?|is|are|can)\b")
_TOPICS = 3
_SUGGESTED = 2


def abstention(asked: Question, reply: Reply) -> Answer:
    """The answer to a question that the notes do not cover."""
    topics = _nearest_topics(reply.near)
    nearby = f" Nearby they cover: {'; '.join(topics)}." if topics else ""
    text = f"Your notes do not cover this.{nearby}"
    return Answer(
        asked.text,
        asked.intent,
        text,
        (AnswerBlock(BlockKind.COMPUTED, text),),
        abstained=True,
        about=asked.subjects,
        suggestions=tuple(_suggested(topic) for topic in topics[:_SUGGESTED]),
        confidence=reply.confidence,
    )


def not_covered(part: str) -> AnswerBlock:
    """What is said of the half of a question that the notes do not cover."""
    return AnswerBlock(BlockKind.COMPUTED, f"Your notes do not cover: {part.rstrip('?. ')}.")


def _suggested(topic: str) -> str:
    """A question about a heading; one that is no name but half a sentence ('Use it when') is quoted."""
    return f"What do the notes say {f'under “{topic}”' if _HALF_SENTENCE.match(topic) else f'about {topic}'}?"


def _nearest_topics(candidates: Sequence[Candidate]) -> list[str]:
    """Headings of the nearest candidates, each once, best first."""
    titles = (candidate.first.block.heading[-1] for candidate in candidates if candidate.first.block.heading)
    return list(dict.fromkeys(titles))[:_TOPICS]
