"""One complete, immutable build of the index, opened for reading."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from functools import cached_property, partial
from itertools import accumulate
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.encoder.locate import file_hash
from index.store.leases import InUse, hold_shared
from index.store.manifest import NAME as MANIFEST
from index.store.manifest import Manifest, damaged, read_manifest
from index.store.remembering import Remembered
from index.store.rows import (
    NOTE_COLUMNS,
    SELECT,
    NoteInfo,
    Table,
    quoted,
    row_info,
    row_note,
    row_passage,
    row_statement,
)
from index.store.vectors import Slots, read_vectors
from index.text import TOKEN, phrase, plain
from index.values import Note, Passage, Statement

Scores = NDArray[np.float64]

DATABASE = "notes.sqlite"
VECTORS = {Table.PASSAGES: "passages.faiss", Table.STATEMENTS: "statements.faiss"}
KEPT = 16_384  # decoded rows of a table kept in memory
KEPT_SECTIONS = 4096
KEPT_NUMBERS = 65_536  # statements of which the passage is kept in memory, and the other way round
KEPT_WORDS = 1024  # of which the rows and their scores are kept in memory
MOST_ROWS = 8_000  # scored for one full-text search

SECTIONS = """
SELECT t.slot, n.source, t.section FROM json_each(?) place
JOIN notes n ON n.source = json_extract(place.value, '$[0]')
JOIN statements t ON t.note = n.note AND t.section = json_extract(place.value, '$[1]')
ORDER BY t.position
"""
HEADINGS = """
SELECT n.source, s.section, s.heading
FROM (SELECT note, section, heading, min(position) AS first FROM statements GROUP BY note, section) s
JOIN notes n USING (note) ORDER BY n.source, s.first
"""
INFO = """
SELECT note, source, title, date, sha256, length(text) - length(replace(text, char(10), '')) + 1,
    (SELECT count(*) FROM passages p WHERE p.note = n.note), (SELECT count(*) FROM statements s WHERE s.note = n.note),
    size, mtime_ns, repairs
FROM notes n ORDER BY source
"""


class Generation:
    """Reads one generation. Safe between threads: each call uses a database connection that no other call has."""

    def __init__(self, folder: Path, *, checked: bool = False) -> None:
        """Check every file against its hash, unless they are just `checked`, and open it.

        Raises `IndexDamaged` or `IndexMismatch`.
        """
        self.folder = folder
        self.broken = False  # whether it was found damaged while it was open
        self._connections: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._held = _held(folder)
        self.manifest = read_manifest(folder) if checked else checked_manifest(folder)
        self._rows: dict[Table, Remembered[int, Any]] = {table: Remembered(KEPT) for table in Table}
        self._counts: Remembered[tuple[Table, str], int] = Remembered(KEPT)
        self._matches: Remembered[tuple[Table, str], tuple[Slots, Scores]] = Remembered(KEPT_WORDS)
        self._sections: Remembered[tuple[str, int], list[Statement]] = Remembered(KEPT_SECTIONS)
        self._owners: Remembered[int, int] = Remembered(KEPT_NUMBERS)
        self._members: Remembered[int, list[int]] = Remembered(KEPT_NUMBERS)
        try:
            self.vectors = {table: read_vectors(folder / VECTORS[table], self._free(table)) for table in Table}
        except (sqlite3.Error, RuntimeError) as error:
            raise damaged(folder, str(error)) from error

    def close(self) -> None:
        """Close what no call is using at the moment."""
        with suppress(AttributeError):  # of one that could not be opened
            self._held.close()
        while True:
            try:
                self._connections.get_nowait().close()
            except Empty:
                return

    __del__ = close  # a reader that took this generation before a newer one came lets go of it last

    @cached_property
    def size(self) -> int:
        """Bytes on disk."""
        return sum((self.folder / name).stat().st_size for name in (MANIFEST, *self.manifest.files))

    def check(self) -> None:
        """Look whether everything fits together, which takes a while. Raises `IndexDamaged`."""
        check = self.rows("PRAGMA integrity_check")
        if check != [("ok",)]:
            raise damaged(self.folder / DATABASE, str(check[0][0]))
        for table, count in ((Table.PASSAGES, self.manifest.passages), (Table.STATEMENTS, self.manifest.statements)):
            slots = np.array([slot for (slot,) in self.rows(f"SELECT slot FROM {table}")], dtype=np.int64)
            if len(slots) != count:
                raise damaged(self.folder / DATABASE, f"{len(slots)} {table}, expected {count}")
            lengths = np.linalg.norm(self.vectors[table].at(slots), axis=1)
            if not np.allclose(lengths, 1.0, atol=0.05):  # of very many, one byte a number is kept
                raise damaged(self.folder / VECTORS[table], "a vector has not the length 1")
        for source, note in self.notes.items():
            if self.manifest.notes.get(source) != note.sha256:
                raise damaged(self.folder / DATABASE, f"{source} is not the note of the manifest")

    # -- notes

    @cached_property
    def _notes(self) -> list[tuple[int, NoteInfo]]:
        return [(number, row_info(row)) for number, *row in self.rows(INFO)]

    @cached_property
    def notes(self) -> dict[str, NoteInfo]:
        """Every note by its source, in order."""
        return {info.source: info for _, info in self._notes}

    def note(self, source: str) -> Note | None:
        """One note with its text."""
        rows = self.rows(f"SELECT {quoted(NOTE_COLUMNS)} FROM notes WHERE source = ?", source)
        return row_note(rows[0]) if rows else None

    def note_numbers(self, globs: Sequence[str]) -> list[int]:
        """Row numbers of the notes whose source fits one of the globs."""
        return [number for number, info in self._notes if any(fnmatchcase(info.source, glob) for glob in globs)]

    # -- passages and statements

    def passages(self, slots: Iterable[int]) -> dict[int, Passage]:
        """Passages by slot."""
        return self._rows[Table.PASSAGES].get(slots, partial(self._values, Table.PASSAGES, row_passage))

    def statements(self, slots: Iterable[int]) -> dict[int, Statement]:
        """Statements by slot."""
        return self._rows[Table.STATEMENTS].get(slots, partial(self._values, Table.STATEMENTS, row_statement))

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """The statements of some (source, section), each in order; none for a section that is not there."""
        return self._sections.get(wanted, self._read_sections)

    def _read_sections(self, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        slots: dict[tuple[str, int], list[int]] = {place: [] for place in wanted}
        for slot, source, section in self.rows(SECTIONS, json.dumps(wanted, ensure_ascii=False)):
            slots[source, section].append(slot)
        values = self.statements(slot for found in slots.values() for slot in found)
        return {place: [values[slot] for slot in found] for place, found in slots.items()}

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """(source, section, heading path) of every section that holds a statement, in reading order."""
        return [
            (source, section, tuple(json.loads(heading or "[]"))) for source, section, heading in self.rows(HEADINGS)
        ]

    def vocabulary(self) -> dict[str, int]:
        """In how many statements each lower-case word stands, what is embedded in front of them included."""
        counts: Counter[str] = Counter()
        for (text,) in self.rows("SELECT embed FROM statements"):
            counts.update(set(TOKEN.findall(plain(text))))
        return counts

    def each_statement(self, sources: Iterable[str] | None = None) -> Iterator[Statement]:
        """Every statement, note by note, in order; of some notes, or of all."""
        sql, order = SELECT[Table.STATEMENTS], "ORDER BY n.source, t.position"
        if sources is None:
            rows = self.rows(f"{sql} {order}")
        else:
            rows = self.rows(f"{sql} WHERE n.source IN {LIST} {order}", json.dumps(list(sources)))
        yield from map(row_statement, rows)

    def statements_by_id(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Statements by their ids; those that are not there are left out."""
        rows = self.rows(f"{SELECT[Table.STATEMENTS]} WHERE t.id IN {LIST}", json.dumps(list(ids)))
        return {statement.id: statement for statement in map(row_statement, rows)}

    def passages_of(self, statements: Iterable[int]) -> dict[int, int]:
        """Statement slot → passage slot."""
        return self._owners.get(statements, self._read_owners)

    def _read_owners(self, statements: list[int]) -> dict[int, int]:
        return dict(self.rows(f"SELECT slot, passage FROM statements WHERE slot IN {LIST}", numbers(statements)))

    def statements_of(self, passages: Iterable[int]) -> list[int]:
        """Slots of all statements of some passages."""
        found = self._members.get(passages, self._read_members)
        return [slot for members in found.values() for slot in members]

    def _read_members(self, passages: list[int]) -> dict[int, list[int]]:
        members: dict[int, list[int]] = {passage: [] for passage in passages}
        sql = f"SELECT passage, slot FROM statements WHERE passage IN {LIST}"
        for passage, slot in self.rows(sql, numbers(passages)):
            members[passage].append(slot)
        return members

    def slots_of(self, table: Table, notes: Iterable[int]) -> Slots:
        """Slots of all rows of some notes."""
        rows = self.rows(f"SELECT slot FROM {table} WHERE note IN {LIST}", numbers(notes))
        return np.array([slot for (slot,) in rows], dtype=np.int64)

    def match(
        self, table: Table, words: Sequence[str], count: int, notes: Sequence[int] | None = None
    ) -> tuple[Slots, Scores]:
        """Slots and BM25 (0 or more) of the best rows that hold any of some words, best first.

        The score of a row is the sum of what each word adds to it, so rows are read a word at a time, and kept.
        """
        rare = [(table, word) for word in self._rare(table, words)]
        if not rare:
            return np.empty(0, dtype=np.int64), np.empty(0)
        found = self._matches.get(rare, self._read_matches)
        slots, at = np.unique(np.concatenate([found[word][0] for word in rare]), return_inverse=True)
        scores = np.zeros(len(slots))
        np.add.at(scores, at, np.concatenate([found[word][1] for word in rare]))
        if notes is not None:
            within = np.isin(slots, self.slots_of(table, notes))
            slots, scores = slots[within], scores[within]
        best = np.argsort(-scores, kind="stable")[:count]
        return slots[best], scores[best]

    def _read_matches(self, words: list[tuple[Table, str]]) -> dict[tuple[Table, str], tuple[Slots, Scores]]:
        """Slots of the rows that hold each word, and their scores."""
        found = {}
        for table, word in words:
            rows = self.rows(f"SELECT rowid, -rank FROM {table}_words WHERE {table}_words MATCH ?", phrase(word))
            slots, scores = zip(*rows, strict=True) if rows else ((), ())
            found[table, word] = np.array(slots, dtype=np.int64), np.array(scores, dtype=np.float64)
        return found

    def _rare(self, table: Table, words: Sequence[str]) -> list[str]:
        """The rarest words, as many as together stand in `MOST_ROWS`: common ones cost most and tell least."""
        counts = self._counts.get(((table, word) for word in words), self._count)
        rarest = sorted(words, key=lambda word: counts[table, word])
        totals = accumulate(counts[table, word] for word in rarest)
        return [word for word, total in zip(rarest, totals, strict=True) if total <= MOST_ROWS]

    def _count(self, words: list[tuple[Table, str]]) -> dict[tuple[Table, str], int]:
        """In how many rows each word stands; more than `MOST_ROWS` are not counted."""
        sql = "SELECT count(*) FROM (SELECT 1 FROM {0}_words WHERE {0}_words MATCH ? LIMIT ?)"
        return {
            (table, word): int(self.rows(sql.format(table), phrase(word), MOST_ROWS + 1)[0][0]) for table, word in words
        }

    # -- the database

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises `IndexDamaged`."""
        try:
            with self._connection() as connection:
                return connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
            self.broken = True
            raise damaged(self.folder / DATABASE, str(error)) from error

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._connections.get_nowait()
        except Empty:
            uri = (self.folder / DATABASE).absolute().as_uri() + "?mode=ro&immutable=1"
            connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._connections.put(connection)

    def _free(self, table: Table) -> Slots:
        rows = self.rows('SELECT slot FROM free WHERE "table" = ?', str(table))
        return np.array([slot for (slot,) in rows], dtype=np.int64)

    def _values(self, table: Table, value: Callable[[Any], Any], slots: list[int]) -> dict[int, Any]:
        return {row[0]: value(row) for row in self.rows(f"{SELECT[table]} WHERE t.slot IN {LIST}", numbers(slots))}


def _held(folder: Path) -> BinaryIO:
    try:
        return hold_shared(folder / MANIFEST)
    except InUse as error:
        raise damaged(folder, "it is being deleted") from error
    except OSError as error:
        raise damaged(folder / MANIFEST, str(error.strerror)) from error


LIST = "(SELECT value FROM json_each(?))"  # any number of values in one parameter


def numbers(values: Iterable[int]) -> str:
    """A parameter for `LIST`."""
    return json.dumps(list(map(int, values)))


def checked_manifest(folder: Path) -> Manifest:
    """The manifest of a generation of which every file has its hash. Raises `IndexDamaged` or `IndexMismatch`."""
    manifest = read_manifest(folder)
    check_files(folder, manifest)
    return manifest


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file of a generation with its hash. Raises `IndexDamaged`."""
    for name, digest in manifest.files.items():
        try:
            found = file_hash(folder / name)
        except OSError as error:
            raise damaged(folder / name, str(error.strerror)) from error
        if found != digest:
            raise damaged(folder / name, "its content has changed")
