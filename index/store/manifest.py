"""What a generation says about itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from index.encoder.base import ModelInfo
from index.errors import IndexDamaged, IndexMismatch, IndexOlder

# What carries the database of a generation forward to the next format, in SQL. A script is never changed once it is
# published; every change to the tables, the vectors or this file is one more, and the last one makes today's format.
MIGRATIONS: tuple[str, ...] = (
    """
    UPDATE passages SET heading = (SELECT json_group_array(value) FROM json_each(heading)) WHERE heading != '';
    DROP TABLE passages_words;
    CREATE VIRTUAL TABLE passages_words USING fts5
        (heading, embed, content='passages', content_rowid='slot', tokenize='porter unicode61');
    INSERT INTO passages_words (passages_words) VALUES ('rebuild');
    """,  # 2: a passage's headings are searched, too
)
FORMAT = 1 + len(MIGRATIONS)
NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A note that could not be read."""

    reason: str
    sha256: str = ""  # of the bytes that could not be read, '' when there were none to be had


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds and what it was made with."""

    built_at: str  # ISO 8601, UTC
    model: ModelInfo
    reader: str  # hash of the code that read and cut the notes
    roots: tuple[str, ...]
    passages: int
    statements: int
    notes: dict[str, str]  # source → SHA-256 of the file on disk
    failed: dict[str, Failure] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # file of the generation → SHA-256
    layouts: dict[str, str] = field(default_factory=dict)  # 'passages' or 'statements' → how its vectors are searched
    format: int = FORMAT
    generation: str = ""  # name of its folder; not in the file, because the name ends in the file's hash


def write_manifest(folder: Path, manifest: Manifest) -> str:
    """Write it and return its hash."""
    content = asdict(manifest)
    del content["generation"]
    data = json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8", "surrogatepass")
    (folder / NAME).write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in `folder`, checked against the hash in the folder's name.

    Raises `IndexDamaged`, `IndexOlder` when an older version of the program wrote it, `IndexMismatch` for a newer one.
    """
    manifest = read_any_manifest(folder)
    if manifest.format == FORMAT:
        return manifest
    kind = IndexOlder if manifest.format < FORMAT else IndexMismatch
    raise kind(
        f"The index {folder} has format {manifest.format}, this version reads {FORMAT}: run `tutor index build`, or "
        f"upgrade when a newer version made it."
    )


def read_any_manifest(folder: Path) -> Manifest:
    """The same, whatever its format. Raises `IndexDamaged`."""
    try:
        data = (folder / NAME).read_bytes()
    except OSError as error:
        raise damaged(folder / NAME, str(error.strerror)) from error
    if not folder.name.endswith("-" + hashlib.sha256(data).hexdigest()[:12]):
        raise damaged(folder / NAME, "its content has changed")
    try:
        return _manifest(json.loads(data.decode("utf-8", "surrogatepass")), folder.name)
    except (ValueError, KeyError, TypeError, AttributeError) as error:  # of a version that writes it in another way
        raise IndexMismatch(
            f"The index {folder} is of another version ({error!r}): run `tutor index build`."
        ) from error


def damaged(path: Path, reason: str) -> IndexDamaged:
    """The error for one bad file of a generation."""
    return IndexDamaged(f"The index file {path} is damaged ({reason}): run `tutor index build`.")


def _manifest(content: dict[str, Any], generation: str) -> Manifest:
    known = {name: content[name] for name in (column.name for column in fields(Manifest)) if name in content}
    known["model"] = ModelInfo(**content["model"])
    known["roots"] = tuple(content["roots"])
    known["failed"] = {source: Failure(**failure) for source, failure in content["failed"].items()}
    return Manifest(**known, generation=generation)
