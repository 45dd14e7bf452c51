"""Claims and disagreements on disk, so that they are worked out once for a build and not with every command.

A file holds what our rules, a person's own rules and the code made of one generation. With any other of these it is
left unread, worked out again and written anew: a cache, which nothing depends on. Its first line is the hash of the
rest, so that a damaged file is never believed.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from index.values import Polarity, Statement
from tutor.claims import Claim, Value
from tutor.disagreements import Disagreement
from tutor.rule_files import OURS

_TABLES = ("names.toml", "aspects.toml")  # what claims are made by
_CODE = ("claims/*.py", "disagreements.py", "subjects.py", "words.py")


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

    def claim(self, by_id: dict[str, Statement]) -> Claim:
        statements = tuple(by_id[one] for one in self.statements)
        return Claim(self.entity, self.aspect, self.text, statements, self.value, self.polarity, self.scope, self.label)


@dataclass(frozen=True, slots=True)
class _Note:
    """The claims of one note."""

    mark: str
    rows: list[_Row]


class Kept:
    """What is kept of one generation.

    :param folder: of all that is kept for the same notes; older files in it are deleted.
    :param generation: its name.
    :param rules: folders of a person's own rules.
    """

    def __init__(self, folder: Path, generation: str, rules: Iterable[Path] = ()) -> None:
        tables = (path for rule_folder in rules for name in _TABLES for path in rule_folder.glob(name))
        self.made_by = "\n".join((_ours(), *(_hash(path) for path in tables)))  # rules and code
        name = f"{generation}\n{self.made_by}"
        self._folder, self._name = folder, hashlib.sha256(name.encode()).hexdigest()[:16]

    def claims(self, statements: Iterable[Statement]) -> list[Claim] | None:
        """The claims, or None when they are not kept."""
        notes: dict[str, _Note] | None = self._read(self._path("claims"), dict[str, _Note])
        by_id = {statement.id: statement for statement in statements} if notes else {}
        with suppress(KeyError):  # of a statement that is not there
            return None if notes is None else [row.claim(by_id) for note in notes.values() for row in note.rows]
        return None

    def of_notes(self, marks: Mapping[str, str], statements: Iterable[Statement]) -> dict[str, list[Claim]]:
        """Claims kept of any generation, by source: those of notes whose mark is the same.

        :param marks: for each note, by its source, what changes whenever its claims may.
        """
        found: dict[str, list[Claim]] = {}
        by_id = {statement.id: statement for statement in statements}
        for path in self._folder.glob("*-claims.json"):
            for source, note in (self._read(path, dict[str, _Note]) or {}).items():
                if note.mark == marks.get(source):
                    with suppress(KeyError):  # of a statement that is not there
                        found[source] = [row.claim(by_id) for row in note.rows]
        return found

    def disagreements(self) -> tuple[Disagreement, ...] | None:
        """The disagreements, or None when they are not kept."""
        found: tuple[Disagreement, ...] | None = self._read(self._path("conflicts"), tuple[Disagreement, ...])
        return found

    def keep(self, claims: Iterable[Claim], disagreements: Sequence[Disagreement], marks: Mapping[str, str]) -> None:
        """Write both down, as far as the disk allows: without, they are only worked out again."""
        notes = {source: _Note(mark, []) for source, mark in marks.items()}
        for claim in claims:
            notes[claim.source].rows.append(_Row.of(claim))
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            for path in self._folder.iterdir():  # those of older builds, and parts that a killed build left
                if not path.name.startswith(self._name):
                    path.unlink(missing_ok=True)
            self._write("claims", dict[str, _Note], notes)
            self._write("conflicts", tuple[Disagreement, ...], tuple(disagreements))

    def _path(self, what: str) -> Path:
        return self._folder / f"{self._name}-{what}.json"

    @staticmethod
    def _read(path: Path, kind: Any) -> Any:
        try:
            digest, data = path.read_bytes().split(b"\n", 1)
            if digest.decode() != hashlib.sha256(data).hexdigest():
                return None
            return TypeAdapter(kind).validate_json(data)
        except (OSError, ValueError):  # gone, damaged, or of another version
            return None

    def _write(self, what: str, kind: Any, value: Any) -> None:
        handle, name = tempfile.mkstemp(dir=self._folder, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            data = TypeAdapter(kind).dump_json(value)
            file.write(f"{hashlib.sha256(data).hexdigest()}\n".encode() + data)
        Path(name).replace(self._path(what))


@lru_cache(maxsize=1)
def _ours() -> str:
    """Changes with our rules, and with the code that makes claims."""
    here = OURS.parent
    patterns = (*(f"rules/{name}" for name in _TABLES), *_CODE)
    files = (path for pattern in patterns for path in sorted(here.glob(pattern)))
    return " ".join(map(_hash, files))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
