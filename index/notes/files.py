"""The notes below a corpus folder: which files are notes, and one file to a `Note`."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.errors import NoNotes, NoteUnreadable
from index.notes.decoding import decode
from index.notes.documents import to_markdown
from index.notes.repair import repair
from index.values import Note

TEXT = (".md", ".markdown", ".txt")
WEB = (".html", ".htm")
DOCUMENTS = (".pdf", ".docx")
READABLE = TEXT + WEB + DOCUMENTS
MAX_BYTES = 20_000_000


def find_notes(root: Path) -> list[Path]:
    """Files below a folder that can be read as notes, sorted; hidden ones and links that leave the folder are left out.

    :raises NoNotes: when the folder does not exist or cannot be listed.
    """
    if not root.is_dir():
        raise NoNotes(f"There is no notes folder {root}. Name one with --notes FOLDER or TUTOR_NOTES.")
    try:
        return sorted(path for path, readable in _walk(root.resolve(), root) if readable)
    except OSError as error:
        raise NoNotes(
            f"The notes folder {root} cannot be read: {error.strerror}. Allow reading it or name another."
        ) from error


def closed_folders(root: Path) -> list[Path]:
    """Folders below a notes folder that may not be looked into, sorted: what is in them is not known."""
    return sorted(path for path, readable in _walk(root.resolve(), root) if not readable)


def _walk(inside: Path, folder: Path) -> Iterator[tuple[Path, bool]]:
    """Notes (True), and folders that may not be looked into (False)."""
    with os.scandir(folder) as entries:
        children = sorted(entries, key=lambda entry: entry.name)
    for entry in children:
        path = folder / entry.name
        if entry.name.startswith(".") or (entry.is_symlink() and not _stays(path, inside)):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _folder(inside, path)
        elif path.suffix.lower() in READABLE and path.is_file():
            yield path, True


def _folder(inside: Path, path: Path) -> Iterator[tuple[Path, bool]]:
    try:
        yield from _walk(inside, path)
    except PermissionError:
        yield path, False
    except FileNotFoundError:  # removed meanwhile
        return


def _stays(path: Path, inside: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(inside) and path.is_file()
    except (OSError, RuntimeError):
        return False


def read_note(path: Path, root: Path) -> Note:
    """One file as a note with repaired text.

    :raises NoteUnreadable: names the file, why it cannot be read and what to do.
    """
    source = path.relative_to(root).as_posix()
    data = _bytes(path, source)
    suffix = path.suffix.lower()
    text = to_markdown(path, source) if suffix in DOCUMENTS else decode(data, source)
    text, repairs = repair(text)
    front = front_matter(text) if suffix not in WEB else FrontMatter({}, 1)
    meta = {str(key): _as_text(value) for key, value in front.values.items()}
    title = meta.get("title") or _first_title(text) or path.stem
    return Note(source, title, text, hashlib.sha256(data).hexdigest(), meta.get("date", "")[:10], repairs, meta)


def _bytes(path: Path, source: str) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            limit = f"{size / 1e6:.0f} MB, and notes of up to {MAX_BYTES / 1e6:.0f} MB are read"
            raise NoteUnreadable(f"{source} has {limit}. Split it or move it out of the notes folder.")
        return path.read_bytes()
    except OSError as error:
        raise NoteUnreadable(
            f"{source} cannot be read: {error.strerror}. Check the file and its permissions."
        ) from error


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The YAML between '---' lines at the start of a note, and the line at which the text begins."""

    values: dict[Any, Any]
    first_line: int


def front_matter(text: str) -> FrontMatter:
    """Front matter of a note; a note without (or with a broken) one starts at line 1."""
    lines = text.split("\n", 200)[:200]
    if not lines or lines[0].rstrip() != "---":
        return FrontMatter({}, 1)
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), None)
    if end is None:
        return FrontMatter({}, 1)
    import yaml  # only here: few notes have it

    try:
        values = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError):
        values = {}
    return FrontMatter(values if isinstance(values, dict) else {}, end + 2)


def _as_text(value: object) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _first_title(text: str) -> str:
    """The first Markdown heading of level one, or ''."""
    for line in text.split("\n", 60)[:60]:
        if line.startswith("# "):
            return line[2:].strip().strip("*_ ")
    return ""
