"""One complete, immutable build of the index, opened for reading."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fnmatch import fnmatchcase
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, BinaryIO

import numpy as np

from index.encoder.locate import file_hash
from index.store.leases import InUse, hold_shared
from index.store.manifest import NAME as MANIFEST
from index.store.manifest import Manifest, damaged, read_manifest
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
from index.store.vectors import Slots, StoredVectors
from index.text import any_of
from index.values import Note, Passage, Statement

DATABASE = "notes.sqlite"
VECTORS = {Table.PASSAGES: "passages.faiss", Table.STATEMENTS: "statements.faiss"}
KEPT = 16_384  # decoded rows of a table kept in memory
KEPT_SECTIONS = 1024
MOST_ROWS = 8_000  # scored for one full-text search
WORD = re.compile(r"[a-z][a-z0-9]*(?:'[a-z]+)?|\d+(?:[.,]\d+)*")  # of a text in lower case

SECTIONS = """
SELECT t.slot, n.source, t.section FROM json_each(?) place
JOIN notes n ON n.source = json_extract(place.value, '$[0]')
JOIN statements t ON t.note = n.note AND t.section = json_extract(place.value, '$[1]')
ORDER BY t.position
"""
INFO = """
SELECT note, source, title, date, sha256, length(text) - length(replace(text, char(10), '')) + 1,
    (SELECT count(*) FROM passages p WHERE p.note = n.note), (SELECT count(*) FROM statements s WHERE s.note = n.note),
    size, mtime_ns, repairs
FROM notes n ORDER BY source
"""


class Generation:
    """Reads one generation. Safe between threads: each call uses a database connection that no other call has."""

    def __init__(self, folder: Path) -> None:
        """Check every file against its hash and open it. Raises `IndexDamaged` or `IndexMismatch`."""
        self.folder = folder
        self._connections: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        self._held = _held(folder)
        self.manifest = checked_manifest(folder)
        self._kept: dict[Table, dict[int, Any]] = {table: {} for table in Table}
        self._counts: dict[tuple[Table, str], int] = {}
        self._sections: dict[tuple[str, int], list[Statement]] = {}
        try:
            self.vectors = {table: StoredVectors(folder / VECTORS[table], self._free(table)) for table in Table}
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
        return self._values(Table.PASSAGES, slots, row_passage)

    def statements(self, slots: Iterable[int]) -> dict[int, Statement]:
        """Statements by slot."""
        return self._values(Table.STATEMENTS, slots, row_statement)

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """The statements of some (source, section), each in order; none for a section that is not there."""
        kept = self._sections
        found = {place: kept.get(place) for place in wanted}
        missing: dict[tuple[str, int], list[int]] = {place: [] for place, known in found.items() if known is None}
        if missing:
            for slot, source, section in self.rows(SECTIONS, json.dumps(list(missing), ensure_ascii=False)):
                missing[source, section].append(slot)
            values = self.statements(slot for slots in missing.values() for slot in slots)
            read = {place: [values[slot] for slot in slots] for place, slots in missing.items()}
            self._sections = (kept if len(kept) < KEPT_SECTIONS else {}) | read
            found |= read
        return {place: known or [] for place, known in found.items()}

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """(source, section, heading path) of every section that holds a statement, in reading order."""
        rows = self.rows(
            "SELECT n.source, s.section, s.heading FROM statements s JOIN notes n USING (note) "
            "GROUP BY n.source, s.section ORDER BY n.source, min(s.position)"
        )
        return [(source, section, tuple(json.loads(heading or "[]"))) for source, section, heading in rows]

    def vocabulary(self) -> dict[str, int]:
        """In how many statements each lower-case word stands, what is embedded in front of them included."""
        counts: Counter[str] = Counter()
        for (text,) in self.rows("SELECT embed FROM statements"):
            counts.update(set(WORD.findall(text.lower())))
        return counts

    def each_statement(self) -> Iterator[Statement]:
        """Every statement, note by note, in order."""
        yield from map(row_statement, self.rows(SELECT[Table.STATEMENTS] + " ORDER BY n.source, t.position"))

    def passages_of(self, statements: Slots) -> dict[int, int]:
        """Statement slot → passage slot."""
        return dict(self.rows(f"SELECT slot, passage FROM statements WHERE slot IN {LIST}", numbers(statements)))

    def statements_of(self, passages: Slots) -> list[tuple[int, int]]:
        """(statement slot, passage slot) of all statements of some passages."""
        return self.rows(f"SELECT slot, passage FROM statements WHERE passage IN {LIST}", numbers(passages))

    def slots_of(self, table: Table, notes: Iterable[int]) -> Slots:
        """Slots of all rows of some notes."""
        rows = self.rows(f"SELECT slot FROM {table} WHERE note IN {LIST}", numbers(notes))
        return np.array([slot for (slot,) in rows], dtype=np.int64)

    def match(
        self, table: Table, words: Sequence[str], count: int, notes: Sequence[int] | None = None
    ) -> dict[int, float]:
        """Slot → BM25 (0 or more) of the best rows that hold any of some words, best first."""
        query = any_of(self._rare(table, words))
        if not query:
            return {}
        sql = f"SELECT rowid, -rank FROM {table}_words WHERE {table}_words MATCH ?"
        if notes is None:
            return dict(self.rows(f"{sql} ORDER BY rank LIMIT ?", query, count))
        sql += f" AND rowid IN (SELECT slot FROM {table} WHERE note IN {LIST})"
        return dict(self.rows(f"{sql} ORDER BY rank LIMIT ?", query, numbers(notes), count))

    def _rare(self, table: Table, words: Sequence[str]) -> list[str]:
        """The rarest words, as many as together stand in `MOST_ROWS`: common ones cost most and tell least."""
        counts = {word: self._count(table, word) for word in words}
        rarest = sorted(words, key=lambda word: counts[word])
        totals = accumulate(counts[word] for word in rarest)
        return [word for word, total in zip(rarest, totals, strict=True) if total <= MOST_ROWS]

    def _count(self, table: Table, word: str) -> int:
        """In how many rows a word stands; more than `MOST_ROWS` are not counted."""
        found = self._counts.get((table, word))
        if found is None:
            sql = f"SELECT count(*) FROM (SELECT 1 FROM {table}_words WHERE {table}_words MATCH ? LIMIT ?)"
            found = int(self.rows(sql, any_of([word]), MOST_ROWS + 1)[0][0])
            if len(self._counts) >= KEPT:
                self._counts = {}
            self._counts[table, word] = found
        return found

    # -- the database

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises `IndexDamaged`."""
        try:
            with self._connection() as connection:
                return connection.execute(sql, parameters).fetchall()
        except sqlite3.DatabaseError as error:
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

    def _values(self, table: Table, slots: Iterable[int], value: Any) -> dict[int, Any]:
        kept = self._kept[table]
        wanted = [int(slot) for slot in slots]
        found = {slot: kept[slot] for slot in wanted if slot in kept}
        if len(found) < len(wanted):
            missing = numbers(slot for slot in wanted if slot not in found)
            found |= {row[0]: value(row) for row in self.rows(f"{SELECT[table]} WHERE t.slot IN {LIST}", missing)}
            self._kept[table] = found if len(kept) + len(found) > KEPT else kept | found
        return found


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
    return json.dumps([int(value) for value in values])


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
