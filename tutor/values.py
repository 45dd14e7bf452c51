"""What an answer is made of. Frozen, JSON-ready with `dataclasses.asdict`; the HTTP shapes mirror them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Intent(StrEnum):
    """What kind of answer a question wants."""

    DEFINITION = "definition"
    NUMBER = "number"
    LIST = "list"
    WHEN_TO_USE = "when_to_use"
    WHEN_NOT = "when_not"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    COMPARISON = "comparison"
    SELECTION = "selection"
    CALCULATION = "calculation"
    OTHER = "other"


class BlockKind(StrEnum):
    """Who speaks in a block of an answer."""

    QUOTE = "quote"  # the notes, word for word
    CONNECTIVE = "connective"  # ours: at most 25 words, no figures, no claims
    COMPUTED = "computed"  # ours: worked out, citing the rule
    TABLE = "table"  # cells verbatim or 'not in the notes'


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """One block of an answer, in reading order; `citations` are numbers of `Answer.citations`."""

    kind: BlockKind
    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a quote stands. `quote` is found in those lines after repair of the text and removal of markup."""

    n: int
    id: str
    source: str
    title: str
    heading: tuple[str, ...]
    line_start: int
    line_end: int
    quote: str
    score: float
    stale: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """One side of a disagreement."""

    value: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Readings of one topic that cannot all hold."""

    topic: str
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation, with what it was understood to be about."""

    question: str
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `text` is the blocks as Markdown with [n] marks."""

    question: str
    intent: Intent
    text: str
    answer: tuple[AnswerBlock, ...] = ()
    citations: tuple[Citation, ...] = ()
    abstained: bool = False
    confidence: float = 1.0  # probability that the notes cover the question; 1 for what rules work out
    about: tuple[str, ...] = ()  # the entities that the question was understood to be about
    conflicts: tuple[Conflict, ...] = ()
    comparison: dict[str, Any] | None = None
    recommendation: dict[str, Any] | None = None
    calculation: dict[str, Any] | None = None
    suggestions: tuple[str, ...] = ()
    timings_ms: dict[str, float] = field(default_factory=dict)
