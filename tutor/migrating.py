"""Databases of earlier versions, carried forward."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from index.errors import NotesTutorError


def migrate(db: sqlite3.Connection, migrations: Sequence[str], path: Path | str) -> None:
    """Run the scripts that `db` has not seen, each in a transaction with its number, which is in `user_version`.

    A script is never changed once it is published: what differs is a new one at the end. Raises NotesTutorError for a
    database that a newer version made; `path` is for that message.
    """
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > len(migrations):
        raise NotesTutorError(f"{path} was made by a newer tutor (version {version}). Upgrade, or set TUTOR_HOME")
    for number, script in enumerate(migrations[version:], start=version + 1):
        db.executescript(f"BEGIN; {script} PRAGMA user_version = {number}; COMMIT;")
