"""A generation being written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from os import stat_result
from pathlib import Path
from typing import Any

from index.encoder.base import Vectors
from index.encoder.locate import file_hash
from index.store.generation import DATABASE, LIST, VECTORS, Generation, numbers
from index.store.rows import (
    NOTE_COLUMNS,
    PASSAGE_COLUMNS,
    SCHEMA,
    STATEMENT_COLUMNS,
    WORDS,
    Table,
    embed_key,
    note_row,
    passage_row,
    quoted,
    statement_row,
)
from index.store.vectors import VectorDraft
from index.values import Note, Passage, Statement

COLUMNS = {Table.PASSAGES: PASSAGE_COLUMNS, Table.STATEMENTS: STATEMENT_COLUMNS}


class Draft:
    """Starts as a copy of an older generation or empty; notes are taken out and put in; then it is finished.

    A row that is taken out leaves its slot free for the next one, so that no other row's vector has to move.
    """

    def __init__(self, folder: Path, dimension: int, older: Generation | None) -> None:
        """:param folder: of the draft; what is not to be published waits in the folder around it."""
        self.folder = folder
        self._fresh = older is None
        if older is not None:
            shutil.copyfile(older.folder / DATABASE, folder / DATABASE)
        self._database = sqlite3.connect(folder / DATABASE, isolation_level=None)
        # Nobody reads a draft, and one that a crash leaves behind is thrown away.
        self._database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        if self._fresh:
            self._database.executescript(SCHEMA)
        self._database.execute("BEGIN")
        self._free = {table: self._free_slots(table) for table in Table}
        self._size = {table: self._count(table) + len(self._free[table]) for table in Table}
        self._vectors = {
            table: VectorDraft(dimension, _vectors_of(older, table), folder.parent / f"{table}.new") for table in Table
        }
        self.layouts = dict(older.manifest.layouts) if older else {}  # table → how its vectors are searched

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # -- notes

    def remove(self, source: str) -> None:
        """Take a note out, with its passages and statements; one that is not there is no error."""
        for (note,) in self._database.execute("SELECT note FROM notes WHERE source = ?", (source,)).fetchall():
            for table in Table:
                self._remove_rows(table, note)
            self._database.execute("DELETE FROM notes WHERE note = ?", (note,))

    def add(
        self, note: Note, stat: stat_result, passages: Sequence[Passage], statements: Sequence[Statement]
    ) -> dict[Table, list[int]]:
        """Put a note in. Returns the slots of its passages and of its statements, which want vectors."""
        values = (*note_row(note), stat.st_size, stat.st_mtime_ns)
        sql = f"INSERT INTO notes ({quoted(NOTE_COLUMNS)}, size, mtime_ns) VALUES ({marks(len(values))})"
        number = self._database.execute(sql, values).lastrowid or 0
        passage_slots = [self._insert(Table.PASSAGES, number, item.embed, passage_row(item)) for item in passages]
        of = dict(zip((passage.id for passage in passages), passage_slots, strict=True))
        statement_slots = [
            self._insert(Table.STATEMENTS, number, item.embed, statement_row(item, of[item.passage]))
            for item in statements
        ]
        return {Table.PASSAGES: passage_slots, Table.STATEMENTS: statement_slots}

    # -- vectors

    def texts(self, table: Table, slots: Sequence[int]) -> Iterator[tuple[int, bytes, str]]:
        """(slot, key, text to embed) of some rows."""
        sql = f"SELECT slot, key, embed FROM {table} WHERE slot IN {LIST}"
        yield from self._database.execute(sql, (numbers(slots),))

    def put(self, table: Table, slots: Sequence[int], vectors: Vectors) -> None:
        """Set the vectors of some rows."""
        self._vectors[table].grow(self._size[table])
        self._vectors[table].put(slots, vectors)

    # -- the end

    def counts(self) -> dict[Table, int]:
        """How many rows there are."""
        return {table: self._count(table) for table in Table}

    def notes(self) -> dict[str, str]:
        """Source → SHA-256 of every note, sorted."""
        return dict(self._database.execute("SELECT source, sha256 FROM notes ORDER BY source"))

    def write_files(self) -> dict[str, str]:
        """Write everything but the manifest. Returns the hash of each file."""
        rows = [(str(table), slot) for table in Table for slot in self._free[table]]
        self._database.execute("DELETE FROM free")
        self._database.executemany("INSERT INTO free VALUES (?, ?)", rows)
        if self._fresh:
            for table in Table:
                self._database.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('optimize')")
        self._database.execute("COMMIT")
        self.close()
        for table in Table:
            self._vectors[table].grow(self._size[table])
            layout = self._vectors[table].write(self.folder / VECTORS[table])
            self.layouts[table] = layout or self.layouts[table]
        return {name: file_hash(self.folder / name) for name in (DATABASE, *VECTORS.values())}

    # -- rows

    def _insert(self, table: Table, note: int, embed: str, values: tuple[Any, ...]) -> int:
        slot = self._take(table)
        columns = f"slot, note, key, {quoted(COLUMNS[table])}"
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks(3 + len(values))})"
        self._database.execute(sql, (slot, note, embed_key(embed), *values))
        words = WORDS[table]
        sql = f"INSERT INTO {table}_words (rowid, {words}) SELECT slot, {words} FROM {table} WHERE slot = ?"
        self._database.execute(sql, (slot,))
        return slot

    def _take(self, table: Table) -> int:
        if self._free[table]:
            return self._free[table].pop()
        self._size[table] += 1
        return self._size[table] - 1

    def _remove_rows(self, table: Table, note: int) -> None:
        words, where = WORDS[table], f"FROM {table} WHERE note = ?"
        sql = f"INSERT INTO {table}_words ({table}_words, rowid, {words}) SELECT 'delete', slot, {words} {where}"
        self._database.execute(sql, (note,))
        self._free[table].extend(slot for (slot,) in self._database.execute(f"SELECT slot {where}", (note,)))
        self._database.execute(f"DELETE {where}", (note,))

    def _free_slots(self, table: Table) -> list[int]:
        return [slot for (slot,) in self._database.execute('SELECT slot FROM free WHERE "table" = ?', (str(table),))]

    def _count(self, table: Table) -> int:
        return int(self._database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _vectors_of(older: Generation | None, table: Table) -> Path | None:
    return older.folder / VECTORS[table] if older else None


def known_vectors(older: Generation, table: Table, wanted: Mapping[bytes, Iterable[int]]) -> dict[bytes, int]:
    """Key → slot in an older generation, of those wanted texts that it holds."""
    found: dict[bytes, int] = {}
    keys = list(wanted)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        found |= older.rows(
            f"SELECT key, min(slot) FROM {table} WHERE key IN ({marks(len(batch))}) GROUP BY key", *batch
        )
    return found


BATCH = 500


def marks(count: int) -> str:
    """Placeholders for SQL."""
    return ", ".join("?" * count)
