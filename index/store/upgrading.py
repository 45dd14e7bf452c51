"""Generations of earlier versions, carried forward without reading or embedding anything again."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

from index.encoder.locate import file_hash
from index.errors import IndexUnusable
from index.store.generation import DATABASE, check_files
from index.store.manifest import FORMAT, MIGRATIONS, Manifest, read_any_manifest


def carry_forward(older: Path, folder: Path) -> Manifest:
    """Fill the empty `folder` with what `older` holds, in today's format. Returns its manifest, which is not written.

    Raises `IndexDamaged` when the older generation is not whole, `IndexUnusable` when the files cannot be written.
    """
    manifest = read_any_manifest(older)
    check_files(older, manifest)
    try:
        for name in manifest.files:
            shutil.copyfile(older / name, folder / name)
        _migrate(folder / DATABASE, manifest.format)
        files = {name: file_hash(folder / name) for name in manifest.files}
    except (OSError, sqlite3.Error) as error:
        raise IndexUnusable(
            f"The index {older} of an older version cannot be carried forward ({error}): run `tutor index build`."
        ) from error
    return replace(manifest, files=files, format=FORMAT)


def _migrate(database: Path, version: int) -> None:
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        for script in MIGRATIONS[version - 1 :]:
            connection.executescript(f"BEGIN; {script} COMMIT;")
    finally:
        connection.close()
