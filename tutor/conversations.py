"""Conversations, kept in SQLite so that a follow-up can be understood after a restart.

Answers do not depend on the store: a damaged one is set aside, and where nothing can be written it is in memory only.
"""

from __future__ import annotations

import json
import logging
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any, TypeVar

from pydantic_core import to_json

from index.errors import NotesTutorError
from tutor.errors import NotFound
from tutor.migrating import migrate
from tutor.values import Turn

log = logging.getLogger(__name__)

T = TypeVar("T")

HISTORY_TURNS = 10  # how far back a follow-up may reach
WAIT = 0.1  # seconds until a turn is kept: by then whoever asked has the answer, and turns meanwhile go along

MIGRATIONS = (
    """
    CREATE TABLE conversation (id TEXT PRIMARY KEY, used_at TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX conversation_used ON conversation (used_at);
    CREATE TABLE turn (
        conversation TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
        n INTEGER NOT NULL,
        asked_at TEXT NOT NULL,
        question TEXT NOT NULL,
        about TEXT NOT NULL,
        answer TEXT NOT NULL,
        PRIMARY KEY (conversation, n)
    ) WITHOUT ROWID;
    """,
)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn as it was kept; `answer` is the answer's JSON."""

    question: str
    about: tuple[str, ...]
    answer: dict[str, Any]
    asked_at: str  # ISO 8601, UTC


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept."""

    conversations: int = 1_000  # beyond, the least recently used are dropped
    turns: int = 500  # of one conversation; beyond, the oldest are dropped
    days: int = 365  # since a conversation was last used


@dataclass(frozen=True, slots=True)
class _Added:
    """A turn that is still to be kept."""

    conversation: str
    at: datetime
    question: str
    about: tuple[str, ...]
    answer: dict[str, Any]

    @property
    def row(self) -> tuple[str, ...]:
        """The parameters of `ADDED`."""
        about, answer = json.dumps(list(self.about)), to_json(self.answer).decode()
        return (self.conversation, self.at.isoformat(), self.question, about, answer, self.conversation)


class Conversations:
    """The store. A thread of its own does what is asked of it in order, so that no answer waits for the disk."""

    def __init__(
        self, folder: Path, limits: Limits | None = None, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Open `folder`/conversations.sqlite3, made when missing. Raises NotesTutorError for one of a newer version."""
        self._path = folder / "conversations.sqlite3"
        self._limits = limits or Limits()
        self._clock = clock
        self._db = _open(self._path)
        self._added: SimpleQueue[_Added] = SimpleQueue()
        self._hurry = Event()  # somebody waits for what is still to be kept
        self._thread = ThreadPoolExecutor(1, "conversations")

    def close(self) -> None:
        """Close the database, once everything is kept."""
        self._hurry.set()
        self._thread.shutdown()
        self._db.close()

    def new(self) -> str:
        """An id for a conversation; it is kept from its first turn on."""
        return secrets.token_urlsafe(12)

    def history(self, conversation: str) -> tuple[Turn, ...]:
        """The latest turns, oldest first. Raises NotFound for an unknown id."""
        turns = self._turns(conversation, HISTORY_TURNS)
        return tuple(Turn(turn.question, turn.about) for turn in turns)

    def turns(self, conversation: str) -> list[Exchange]:
        """All turns, oldest first. Raises NotFound for an unknown id."""
        return self._turns(conversation, self._limits.turns)

    def add(self, conversation: str, question: str, about: Sequence[str], answer: dict[str, Any]) -> None:
        """Have a turn kept at the end of its conversation; where that is not possible, the log says so."""
        self._added.put(_Added(conversation, self._clock(), question, tuple(about), answer))
        try:
            self._thread.submit(self._keep)
        except RuntimeError as error:  # closed meanwhile
            log.warning("A turn was not kept: %s", error)

    def _keep(self) -> None:
        """Keep what was added, after a while."""
        if self._added.empty():  # kept along with an earlier one
            return
        self._hurry.wait(WAIT)
        added = [self._added.get() for _ in range(self._added.qsize())]
        for _ in range(2):  # the second time into the store that takes the place of a damaged one
            try:
                self._write(added)
                return
            except sqlite3.Error as error:
                log.warning("A turn was not kept: %s cannot be written (%s)", self._path, error)
                if not self._recovered():
                    return

    def _write(self, added: Sequence[_Added]) -> None:
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            for turn in added:
                self._db.execute(USED, (turn.conversation, turn.at.isoformat()))
                self._db.execute(ADDED, turn.row)
                self._drop(turn.conversation, turn.at)

    def forget(self, conversation: str) -> None:
        """Remove a conversation with its turns. Raises NotFound for an unknown id, NotesTutorError for a full disk."""
        try:
            removed = self._in_turn(lambda: self._db.execute(FORGOTTEN, (conversation,)).rowcount)
        except sqlite3.Error as error:
            raise NotesTutorError(f"{self._path} cannot be written ({error}). Make room, or set TUTOR_HOME") from error
        if not removed:
            raise NotFound(f"There is no conversation {conversation!r}; nothing was removed")

    def _turns(self, conversation: str, count: int) -> list[Exchange]:
        try:
            rows = self._in_turn(lambda: self._db.execute(LATEST, (conversation, count)).fetchall())
            turns = [Exchange(q, tuple(json.loads(about)), json.loads(answer), at) for q, about, answer, at in rows]
        except (sqlite3.Error, ValueError) as error:
            log.warning("A conversation cannot be read: %s is damaged (%s)", self._path, error)
            self._in_turn(self._recovered)
            turns = []
        if not turns:
            raise NotFound(f"There is no conversation {conversation!r}. Start one by asking without a conversation_id")
        return turns[::-1]

    def _in_turn(self, work: Callable[[], T]) -> T:
        """What comes of some work, once all that was asked for before is done."""
        self._hurry.set()
        try:
            return self._thread.submit(work).result()
        finally:
            self._hurry.clear()

    def _drop(self, conversation: str, now: datetime) -> None:
        oldest = (now - timedelta(days=self._limits.days)).isoformat()
        self._db.execute("DELETE FROM conversation WHERE used_at < ?", (oldest,))
        self._db.execute(TOO_MANY, (self._limits.conversations,))
        self._db.execute(TOO_LONG, (conversation, conversation, self._limits.turns))

    def _recovered(self) -> bool:
        """Whether the store turned out to be damaged, and a new one is in its place."""
        try:
            whole = self._db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        except sqlite3.Error:
            whole = False
        if not whole:
            self._db.close()
            _set_aside(self._path)
            self._db = _open(self._path)
        return not whole


LATEST = "SELECT question, about, answer, asked_at FROM turn WHERE conversation = ? ORDER BY n DESC LIMIT ?"
FORGOTTEN = "DELETE FROM conversation WHERE id = ?"
USED = "INSERT INTO conversation VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at"
ADDED = "INSERT INTO turn SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ? FROM turn WHERE conversation = ?"
TOO_MANY = "DELETE FROM conversation WHERE id IN (SELECT id FROM conversation ORDER BY used_at DESC LIMIT -1 OFFSET ?)"
TOO_LONG = "DELETE FROM turn WHERE conversation = ? AND n <= (SELECT max(n) FROM turn WHERE conversation = ?) - ?"


def _open(path: Path) -> sqlite3.Connection:
    """The database, carried forward to today's version; a new one in place of a damaged one."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _connected(path)
    except (OSError, sqlite3.OperationalError) as error:  # nothing can be written there
        log.warning("Conversations are not kept: %s cannot be opened (%s). Make room, or set TUTOR_HOME", path, error)
        return _connected(":memory:")
    except sqlite3.DatabaseError:
        _set_aside(path)
        return _connected(path)


def _connected(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
        if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise sqlite3.DatabaseError(f"{path} is damaged")
        migrate(db, MIGRATIONS, path)
    except BaseException:
        db.close()
        raise
    return db


def _set_aside(path: Path) -> None:
    """Move a damaged database out of the way, where a person can look at it."""
    log.warning("%s is damaged: it is kept as %s.damaged, and conversations start anew", path, path.name)
    with suppress(OSError):
        path.replace(path.with_name(f"{path.name}.damaged"))
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
