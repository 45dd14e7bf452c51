"""Which folders are searched together, and how their notes are named."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Corpus:
    """One or more notes folders under one index."""

    folders: tuple[
        tuple[str, Path], ...
    ]  # (prefix of its sources, resolved folder); the prefix of an only folder is ''

    @classmethod
    def of(cls, roots: Sequence[Path]) -> Corpus:
        """The corpus of these folders; their order and repetitions do not matter."""
        folders = sorted({root.expanduser().resolve() for root in roots})
        if len(folders) == 1:
            return cls((("", folders[0]),))
        prefixes: dict[str, Path] = {}
        for folder in folders:
            prefixes[_free_name(folder.name or "notes", prefixes)] = folder
        return cls(tuple((f"{prefix}/", folder) for prefix, folder in prefixes.items()))

    @property
    def key(self) -> str:
        """Name of the folder that holds the index of this corpus."""
        return hashlib.sha256("\n".join(map(str, self.roots)).encode("utf-8", "surrogateescape")).hexdigest()[:16]

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders, resolved and sorted."""
        return tuple(folder for _, folder in self.folders)

    def path_of(self, source: str) -> Path:
        """The file of a note, whether or not it is there."""
        prefix, folder = next(pair for pair in reversed(self.folders) if source.startswith(pair[0]))
        return folder / source[len(prefix) :]

    def __str__(self) -> str:
        return ", ".join(map(str, self.roots))


def _free_name(name: str, taken: dict[str, Path]) -> str:
    names = (name, *(f"{name}-{number}" for number in range(2, len(taken) + 3)))
    return next(candidate for candidate in names if candidate not in taken)
