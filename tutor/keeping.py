"""Claims and disagreements on disk: worked out once for a build, and then only for the notes that it changed.

A file holds what our rules, a person's own rules and the code made of one generation. It is a cache, which nothing
depends on. Its first line is the hash of the rest, so that a damaged file is never believed.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from index.values import Polarity, Statement
from tutor.claims import Claim, Value
from tutor.disagreements import Disagreement, Topic
from tutor.rule_files import OURS

_TABLES = ("names.toml", "aspects.toml")  # what claims are made by
CODE = (  # and what it imports
    "tutor/claims/*.py", "tutor/citing.py", "tutor/disagreements.py", "tutor/errors.py", "tutor/keeping.py",
    "tutor/rule_files.py", "tutor/subjects.py", "tutor/values.py", "tutor/words.py",
    "index/errors.py", "index/text.py", "index/values.py",
)  # fmt: skip
_SCHEMA = """
CREATE TABLE notes (source TEXT PRIMARY KEY, mark TEXT);
CREATE TABLE claims (source TEXT, number INTEGER, claim TEXT, PRIMARY KEY (source, number));
CREATE TABLE topics (topic TEXT, source TEXT, number INTEGER, nth INTEGER);
CREATE INDEX topics_topic ON topics (topic);
CREATE INDEX topics_source ON topics (source);
CREATE TABLE disagreements (topic TEXT PRIMARY KEY, disagreement TEXT);
"""
_TOUCHED = "CREATE TEMP TABLE touched (topic TEXT PRIMARY KEY)"  # what has to be settled again

Find = Callable[[Iterable[str]], Mapping[str, Statement]]  # statements by their ids


@dataclass(frozen=True, slots=True)
class _Row:
    """A claim as it is written: its statements by their ids."""

    entity: str
    aspect: str
    text: str
    statements: tuple[str, ...]
    value: Value | None
    polarity: Polarity
    scope: frozenset[str]
    label: str

    @classmethod
    def of(cls, claim: Claim) -> _Row:
        ids = tuple(statement.id for statement in claim.statements)
        rest = (claim.value, claim.polarity, claim.scope, claim.label)
        return cls(claim.entity, claim.aspect, claim.text, ids, *rest)

    def claim(self, by_id: Mapping[str, Statement]) -> Claim:
        statements = tuple(by_id[one] for one in self.statements)
        return Claim(self.entity, self.aspect, self.text, statements, self.value, self.polarity, self.scope, self.label)


_ROW: TypeAdapter[_Row] = TypeAdapter(_Row)
_DISAGREEMENT: TypeAdapter[Disagreement] = TypeAdapter(Disagreement)


class Ledger:
    """The claims of some notes, and the disagreements among them."""

    def __init__(self, data: bytes = b"") -> None:
        """:param data: of an earlier ledger."""
        self._database = sqlite3.connect(":memory:", isolation_level=None)
        if data:
            self._database.deserialize(data)
        else:
            self._database.executescript(_SCHEMA)
        self._database.execute(_TOUCHED)
        self._database.execute("BEGIN")

    def data(self) -> bytes:
        """All of it, for another ledger."""
        self._database.execute("COMMIT")
        return self._database.serialize()

    def bring_up_to(self, marks: Mapping[str, str]) -> list[str]:
        """Forget the notes that are gone or have changed. Returns those whose claims are to be added.

        :param marks: for each note, by its source, what changes whenever its claims may.
        """
        known = dict(self._database.execute("SELECT source, mark FROM notes"))
        stale = [(source,) for source, mark in known.items() if marks.get(source) != mark]
        touch = "INSERT OR IGNORE INTO touched SELECT topic FROM topics WHERE source = ?"
        for sql in (touch, *(f"DELETE FROM {table} WHERE source = ?" for table in ("notes", "claims", "topics"))):
            self._database.executemany(sql, stale)
        new = [(source, mark) for source, mark in marks.items() if known.get(source) != mark]
        self._database.executemany("INSERT INTO notes VALUES (?, ?)", new)
        return [source for source, _ in new]

    def add(self, claims: Iterable[Claim], topics_of: Callable[[Claim], Iterable[Topic]]) -> None:
        """Put in the claims of notes that have none yet, each note's in reading order."""
        for number, claim in enumerate(claims):
            place = (claim.source, number)
            row = _ROW.dump_json(_Row.of(claim)).decode()
            self._database.execute("INSERT INTO claims VALUES (?, ?, ?)", (*place, row))
            for nth, (entity, family, scope) in enumerate(topics_of(claim)):
                topic = json.dumps((entity, family, sorted(scope)))
                self._database.execute("INSERT INTO topics VALUES (?, ?, ?, ?)", (topic, *place, nth))
                self._database.execute("INSERT OR IGNORE INTO touched VALUES (?)", (topic,))

    def settle(self, find: Find, disagreement: Callable[[Topic, list[Claim]], Disagreement | None]) -> None:
        """Look again for disagreements wherever a claim has come or gone."""
        self._database.execute("DELETE FROM disagreements WHERE topic IN touched")
        rows = self._database.execute(
            "SELECT topic, claim FROM touched JOIN topics USING (topic) JOIN claims USING (source, number) "
            "ORDER BY topic, source, number"
        ).fetchall()
        members: dict[str, list[_Row]] = {}
        for topic, row in rows:
            members.setdefault(topic, []).append(_ROW.validate_json(row))
        by_id = find({one for group in members.values() for row in group for one in row.statements}) if members else {}
        for topic, group in members.items():
            entity, family, scope = json.loads(topic)
            found = disagreement((entity, family, frozenset(scope)), [row.claim(by_id) for row in group])
            if found:
                written = _DISAGREEMENT.dump_json(found).decode()
                self._database.execute("INSERT INTO disagreements VALUES (?, ?)", (topic, written))
        self._database.execute("DELETE FROM touched")

    def claims(self, by_id: Mapping[str, Statement]) -> list[Claim]:
        """All of them, note by note, in reading order."""
        rows = self._database.execute("SELECT claim FROM claims ORDER BY source, number")
        return [_ROW.validate_json(row).claim(by_id) for (row,) in rows]

    def disagreements(self) -> tuple[Disagreement, ...]:
        """All of them, in reading order of the first claim on their topic."""
        rows = self._database.execute(
            "SELECT disagreement FROM disagreements d JOIN topics t ON t.rowid = (SELECT rowid FROM topics "
            "WHERE topic = d.topic ORDER BY source, number LIMIT 1) ORDER BY source, number, nth"
        )
        return tuple(_DISAGREEMENT.validate_json(row) for (row,) in rows)


class Kept:
    """Ledgers on disk, as far as it allows: without, everything is only worked out again.

    :param folder: of all that is kept for the same notes; older files in it are deleted. None: nothing is kept.
    :param generation: the name of the one that is worked out.
    :param reader: what changes whenever notes are read or cut in another way.
    :param rules: folders of a person's own rules.
    """

    def __init__(
        self, folder: Path | None = None, generation: str = "", reader: str = "", rules: Iterable[Path] = ()
    ) -> None:
        tables = (path for rule_folder in rules for name in _TABLES for path in rule_folder.glob(name))
        made_by = "\n".join((reader, _ours(), *map(_hash, tables)))
        self._folder, self._made_by = folder, hashlib.sha256(made_by.encode()).hexdigest()[:16]
        self._name = f"{self._made_by}-{generation}"

    def ledger(self) -> Ledger | None:
        """That of the generation, None when it is not kept."""
        return next(self._whole(self._name), None)

    def latest(self) -> Ledger:
        """Any that the same rules and code made, or an empty one."""
        return next(self._whole(f"{self._made_by}-*"), None) or Ledger()

    def keep(self, ledger: Ledger) -> None:
        """Write the ledger of the generation."""
        if self._folder is None:
            return
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for path in self._folder.iterdir():  # those of older builds, and parts that a killed build left
                path.unlink(missing_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                data = ledger.data()
                file.write(f"{hashlib.sha256(data).hexdigest()}\n".encode() + data)
            Path(name).replace(self._folder / self._name)

    def _whole(self, pattern: str) -> Iterator[Ledger]:
        for path in self._folder.glob(pattern) if self._folder else ():
            with suppress(OSError, ValueError):  # gone, or damaged
                digest, data = path.read_bytes().split(b"\n", 1)
                if digest.decode() == hashlib.sha256(data).hexdigest():
                    yield Ledger(data)


@lru_cache(maxsize=1)
def _ours() -> str:
    """Changes with our rules, and with the code that makes claims."""
    files = [OURS / name for name in _TABLES]
    files += (path for pattern in CODE for path in sorted(Path(__file__).parents[1].glob(pattern)))
    return " ".join(map(_hash, files))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
