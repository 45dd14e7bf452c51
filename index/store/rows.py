"""The tables of a generation, and values to rows and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from typing import Any

from index.values import Block, Kind, Note, Passage, Polarity, Statement


class Table(StrEnum):
    """What is embedded and searched. A row's `slot` is also its position among the vectors of the table."""

    PASSAGES = "passages"
    STATEMENTS = "statements"


BLOCK = tuple(column.name for column in fields(Block))
NOTE_COLUMNS = ("source", "title", "text", "sha256", "date", "repairs", "meta")
PASSAGE_COLUMNS = ("id", "heading", "text", "embed", "start", "end", "line_start", "line_end")
STATEMENT_COLUMNS = ("id", "passage", "position", "embed", *BLOCK)


def quoted(names: tuple[str, ...], table: str = "") -> str:
    """Column names for SQL: 'end' and 'group' are words of its own."""
    prefix = f"{table}." if table else ""
    return ", ".join(f'{prefix}"{name}"' for name in names)


SCHEMA = f"""
CREATE TABLE notes (note INTEGER PRIMARY KEY, {quoted(NOTE_COLUMNS)}, size INTEGER, mtime_ns INTEGER);
CREATE UNIQUE INDEX notes_source ON notes (source);
CREATE TABLE free ("table" TEXT, slot INTEGER);
CREATE TABLE passages (slot INTEGER PRIMARY KEY, note INTEGER, key BLOB, {quoted(PASSAGE_COLUMNS)});
CREATE INDEX passages_note ON passages (note);
CREATE INDEX passages_key ON passages (key);
CREATE TABLE statements (slot INTEGER PRIMARY KEY, note INTEGER, key BLOB, {quoted(STATEMENT_COLUMNS)});
CREATE INDEX statements_section ON statements (note, section);
CREATE INDEX statements_passage ON statements (passage);
CREATE INDEX statements_key ON statements (key);
CREATE VIRTUAL TABLE passages_words USING fts5
    (heading, embed, content='passages', content_rowid='slot', tokenize='porter unicode61');
CREATE VIRTUAL TABLE statements_words USING fts5
    (embed, content='statements', content_rowid='slot', tokenize='porter unicode61');
"""
# What full-text search looks at. A passage's headings count twice: here, and in front of what is embedded.
WORDS = {Table.PASSAGES: "heading, embed", Table.STATEMENTS: "embed"}

SELECT = {
    Table.PASSAGES: f"SELECT t.slot, n.source, {quoted(PASSAGE_COLUMNS, 't')} "
    "FROM passages t JOIN notes n USING (note)",
    Table.STATEMENTS: f"SELECT t.slot, n.source, p.id, {quoted(STATEMENT_COLUMNS, 't')} "
    "FROM statements t JOIN notes n USING (note) JOIN passages p ON p.slot = t.passage",
}


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """An indexed note without its text."""

    source: str
    title: str
    date: str
    sha256: str
    lines: int
    passages: int
    statements: int
    size: int  # bytes on disk when it was read
    mtime_ns: int
    repairs: tuple[str, ...]


def embed_key(text: str) -> bytes:
    """Recognises a text that has been embedded before."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]


def note_row(note: Note) -> tuple[Any, ...]:
    """Values of `NOTE_COLUMNS`."""
    lists = (json.dumps(note.repairs), json.dumps(note.meta))
    return (note.source, note.title, note.text, note.sha256, note.date, *lists)


def row_note(row: tuple[Any, ...]) -> Note:
    """The note of a row of `NOTE_COLUMNS`."""
    source, title, text, sha256, date, repairs, meta = row
    return Note(source, title, text, sha256, date, tuple(json.loads(repairs)), json.loads(meta))


def row_info(row: Sequence[Any]) -> NoteInfo:
    """The note of a row of the columns of `NoteInfo`, in their order."""
    *plain, repairs = row
    values = [*plain, tuple(json.loads(repairs))]
    return NoteInfo(*values)


def passage_row(passage: Passage) -> tuple[Any, ...]:
    """Values of `PASSAGE_COLUMNS`."""
    return tuple(_plain(getattr(passage, name)) for name in PASSAGE_COLUMNS)


def row_passage(row: tuple[Any, ...]) -> Passage:
    """The passage of a row of `SELECT`."""
    _, source, *values = row
    known = dict(zip(PASSAGE_COLUMNS, values, strict=True))
    known["heading"] = _words(known["heading"])
    return Passage(source=source, **known)


def statement_row(statement: Statement, passage_slot: int) -> tuple[Any, ...]:
    """Values of `STATEMENT_COLUMNS`."""
    block = (_plain(getattr(statement.block, name)) for name in BLOCK)
    return (statement.id, passage_slot, statement.position, statement.embed, *block)


def row_statement(row: tuple[Any, ...]) -> Statement:
    """The statement of a row of `SELECT`."""
    _, source, passage, identifier, _, position, embed, *values = row
    for at, value in DECODED:
        values[at] = value(values[at])
    return Statement(identifier, passage, position, embed, source, Block(*values))


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value) if isinstance(value, StrEnum) else value


@lru_cache(maxsize=8192)  # headings repeat, and thousands of rows are read for some questions
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text)) if text else ()


LISTS = dict.fromkeys((at for at, column in enumerate(fields(Block)) if column.type == "tuple[str, ...]"), _words)
KINDS = {
    BLOCK.index("kind"): {kind.value: kind for kind in Kind}.__getitem__,
    BLOCK.index("polarity"): {polarity.value: polarity for polarity in Polarity}.__getitem__,
}
DECODED: tuple[tuple[int, Callable[[Any], Any]], ...] = (*KINDS.items(), *LISTS.items())
