"""Where the notes are."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import NoNotes
from tutor.notes_folder import INCLUDED, find_folders


def test_without_a_name_the_included_notes_are_used() -> None:
    assert find_folders(()) == (INCLUDED,)
    assert list(INCLUDED.rglob("*.md"))


def test_folders_are_real_paths_each_once(tmp_path: Path) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "notes")

    assert find_folders([tmp_path / "link", tmp_path / "notes"]) == (tmp_path.resolve() / "notes",)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "note.md").touch()

    with pytest.raises(NoNotes, match="--notes FOLDER"):
        find_folders([tmp_path / "note.md"])
