"""Conversations, kept in SQLite so that a follow-up can be understood after a restart."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from index.errors import NotesTutorError
from tutor.errors import NotFound
from tutor.values import Turn

HISTORY_TURNS = 10  # how far back a follow-up may reach

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


def _now() -> str:
    return datetime.now(UTC).isoformat()


class Conversations:
    """The store. One connection for all threads, one statement at a time; answers wait for milliseconds at most."""

    def __init__(self, folder: Path, kept: int = 1_000, clock: Callable[[], str] = _now) -> None:
        """Open `folder`/conversations.sqlite3, made when missing; beyond `kept`, the least recently used is dropped."""
        path = folder / "conversations.sqlite3"
        self._kept = kept
        self._clock = clock
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
            _prepare(self._db, path)
        except (OSError, sqlite3.Error) as error:
            raise NotesTutorError(f"{path} cannot be opened: {error}. Move it away, or set TUTOR_HOME") from error

    def close(self) -> None:
        """Close the database."""
        with self._lock:
            self._db.close()

    def new(self) -> str:
        """An id for a conversation; it is kept from its first turn on."""
        return secrets.token_urlsafe(12)

    def history(self, conversation: str) -> tuple[Turn, ...]:
        """The latest turns, oldest first. Raises NotFound for an unknown id."""
        turns = self.turns(conversation)[-HISTORY_TURNS:]
        return tuple(Turn(turn.question, turn.about) for turn in turns)

    def turns(self, conversation: str) -> list[Exchange]:
        """All turns, oldest first. Raises NotFound for an unknown id."""
        query = "SELECT question, about, answer, asked_at FROM turn WHERE conversation = ? ORDER BY n"
        with self._lock:
            rows = self._db.execute(query, (conversation,)).fetchall()
        if not rows:
            raise NotFound(f"There is no conversation {conversation!r}. Start one by asking without a conversation_id")
        return [Exchange(q, tuple(json.loads(about)), json.loads(answer), at) for q, about, answer, at in rows]

    def add(self, conversation: str, question: str, about: Sequence[str], answer: dict[str, Any]) -> None:
        """Keep a turn at the end of its conversation."""
        now = self._clock()
        row = (conversation, now, question, json.dumps(list(about)), json.dumps(answer), conversation)
        with self._lock, self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.execute(
                "INSERT INTO conversation VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET used_at = excluded.used_at",
                (conversation, now),
            )
            self._db.execute(
                "INSERT INTO turn SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ? FROM turn WHERE conversation = ?", row
            )
            self._db.execute(
                "DELETE FROM conversation WHERE id IN "
                "(SELECT id FROM conversation ORDER BY used_at DESC LIMIT -1 OFFSET ?)",
                (self._kept,),
            )

    def forget(self, conversation: str) -> None:
        """Remove a conversation with its turns. Raises NotFound for an unknown id."""
        with self._lock:
            removed = self._db.execute("DELETE FROM conversation WHERE id = ?", (conversation,)).rowcount
        if not removed:
            raise NotFound(f"There is no conversation {conversation!r}; nothing was removed")


def _prepare(db: sqlite3.Connection, path: Path) -> None:
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;")
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(MIGRATIONS):
        raise NotesTutorError(f"{path} was made by a newer tutor (version {version}). Upgrade, or set TUTOR_HOME")
    for number, script in enumerate(MIGRATIONS[version:], start=version + 1):
        db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
