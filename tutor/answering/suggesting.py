"""Follow-up questions that the notes can answer: what else stands, marked, near an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from tutor.answering.evidence import Candidate
from tutor.subjects import Subjects
from tutor.values import AnswerBlock

_MOST = 3
_LOOKED_AT = 60  # candidates, best first
_ASKED_BY = (  # what a lead-in or heading says → the question that it answers
    (re.compile(r"(?i)^(?:when not to use|do(?:es)? not use|avoid)\b"), "When should I not use {}?"),
    (re.compile(r"(?i)^(?:use (?:it )?(?:when|cases?|for)|when to use|best for)\b"), "When should I use {}?"),
    (re.compile(r"(?i)^(?:limitations?|limits|trade-?offs|drawbacks)\b"), "What are the limits of {}?"),
    (re.compile(r"(?i)^(?:how it works|how .{2,30} works?)\b"), "How does {} work?"),
    (re.compile(r"(?i)^(?:(?:key )?(?:benefits|advantages))\b"), "What are the benefits of {}?"),
    (re.compile(r"(?i)^(?:(?:key )?(?:characteristics|features|properties))\b"), "What are the characteristics of {}?"),
    (re.compile(r"(?i)^(?:best practices|tips)\b"), "What are the best practices for {}?"),
    (re.compile(r"(?i)^(?:why it exists|problem)\b"), "Why does {} exist?"),
)


def suggestions(near: Sequence[Candidate], blocks: Sequence[AnswerBlock], subjects: Subjects) -> tuple[str, ...]:
    """At most three questions, best first, about what the blocks have not said.

    :param near: candidates for the question that was answered, best first.
    """
    said = " ".join(block.text for block in blocks)
    found: dict[str, None] = {}
    for candidate in near[:_LOOKED_AT]:
        block = candidate.first.block
        names = subjects.find(block.heading[-1]) if block.heading else ()
        question = _asked_by(block.lead)
        if names and question and candidate.first.text not in said:
            found.setdefault(question.format(names[0]))
    return tuple(found)[:_MOST]


@lru_cache(maxsize=4096)  # a lead-in is that of a whole list
def _asked_by(lead: str) -> str:
    return next((asked for label, asked in _ASKED_BY if label.match(lead)), "")
