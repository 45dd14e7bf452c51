"""Where the notes are: those that were named, else the ones that come with the program."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.errors import NoNotes

INCLUDED = Path(__file__).resolve().parent.parent / "corpus"


def find_folders(named: Sequence[Path], included: Path = INCLUDED) -> tuple[Path, ...]:
    """The folders of notes, each once, as real paths; the included notes when none is named.

    Raises NoNotes when one of them is not a folder.
    """
    folders = tuple(dict.fromkeys(path.resolve() for path in named or (included,)))
    for folder in folders:
        if not folder.is_dir():
            raise NoNotes(f"{folder} is not a folder. Name a folder of notes with --notes FOLDER or TUTOR_NOTES")
    return folders
