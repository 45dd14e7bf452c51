"""The plain values that flow through the index: notes, blocks, passages, statements and what a search returns.

All are frozen and hold no database handle. Offsets count characters of `Note.text`, so that
`note.text[piece.start:piece.end]` is the piece as it stands in the (repaired) note; lines count from 1 and
are those of the file on disk, both ends included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """What a block or statement is, structurally."""

    HEADING = "heading"
    SENTENCE = "sentence"  # a sentence of a paragraph (as a block: the whole paragraph)
    ITEM = "item"  # a list item, with or without a bullet
    ROW = "row"  # a table row
    PANEL = "panel"  # one line of one side of a drawing
    CODE = "code"  # a line (or comment) of code
    LABEL = "label"  # a lead-in such as 'Use cases:'; never quoted alone


class Polarity(StrEnum):
    """Whether the note stands by a statement."""

    ASSERTED = "asserted"
    NEGATED = "negated"  # marked with a cross that turns it around: 'not this'
    REJECTED = "rejected"  # held up as wrong: 'common confusion', 'interview trap'


@dataclass(frozen=True, slots=True)
class Note:
    """One source file below a corpus folder, decoded and repaired; line breaks are '\\n'."""

    source: str  # path below the corpus folder, with '/'
    title: str
    text: str
    sha256: str  # of the bytes on disk
    date: str = ""  # ISO date of the front matter, or ''
    repairs: tuple[str, ...] = ()  # what reading had to mend, in words
    meta: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Block:
    """A structural piece of a note, with the context that gives it its meaning."""

    kind: Kind
    text: str  # markup removed
    start: int
    end: int
    line_start: int
    line_end: int
    heading: tuple[str, ...] = ()  # titles from the outermost to the nearest heading
    section: int = 0  # ordinal of the nearest heading within the note
    lead: str = ""  # the label or lead-in sentence that introduces it ('When NOT to use DAX')
    lead_line: int = 0  # line of that lead-in, 0 when there is none
    term: str = ""  # what a labelled piece defines ('Retention period' of '**Retention period**: 1-35 days')
    side: str = ""  # title of the drawing's panel, or of the table's column group
    mark: str = ""  # 'check', 'cross', 'pin', 'number' of a numbered item, or ''
    polarity: Polarity = Polarity.ASSERTED
    group: int = 0  # pieces of one list, table or panel share it; unique within the note, 0 = none
    level: int = 0  # depth of a heading or a list item
    header: tuple[str, ...] = ()  # column titles of a row
    cells: tuple[str, ...] = ()  # cells of a row, markup removed

    def goes_on(self, before: Block) -> bool:
        """Whether it is a later sentence of the same list item: an item begins on a line of its own."""
        alike = self.kind is before.kind is Kind.ITEM and self.group == before.group
        return alike and self.start > before.start and self.line_start == before.line_end


def content_of(identifier: str) -> str:
    """The part of a passage's or statement's id that outlives a renamed note and a text that moves to another one."""
    return identifier.partition("-")[0]


@dataclass(frozen=True, slots=True)
class Passage:
    """A few neighbouring blocks under one heading path: what is embedded and found."""

    id: str  # content hash, '-' and the note's: the same text in the same note keeps it across builds
    source: str
    heading: tuple[str, ...]
    text: str  # == note.text[start:end]
    embed: str  # what the encoder and the full-text index see: headings, then the text without markup
    start: int
    end: int
    line_start: int
    line_end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """The smallest thing worth quoting. Belongs to one passage."""

    id: str  # content hash, as of a passage
    passage: str  # id of its passage
    position: int  # ordinal within the note
    embed: str  # nearest heading, lead-in, side and term in front of the text
    source: str
    block: Block

    @property
    def text(self) -> str:
        """What is quoted: the note's words, markup removed."""
        return self.block.text


def items_of(statements: Sequence[Statement]) -> list[list[Statement]]:
    """Statements in order, the sentences of one list item together, every other by itself."""
    items: list[list[Statement]] = []
    for statement in statements:
        if items and statement.block.goes_on(items[-1][-1].block):
            items[-1].append(statement)
        else:
            items.append([statement])
    return items


@dataclass(frozen=True, slots=True)
class PassageHit:
    """A passage found. All scores are higher-is-better; `score` is the fused one, 0..1 within one query."""

    passage: Passage
    dense: float  # cosine, -1..1
    text: float  # BM25, >= 0
    score: float


class StatementHit(NamedTuple):  # a hundred for each question: a frozen dataclass takes three times as long to make
    """A statement found: half its own fused score, half its passage's."""

    statement: Statement
    dense: float  # cosine of question and statement, -1..1
    text: float  # BM25, >= 0
    passage_dense: float
    score: float  # fused, 0..1 within one query
