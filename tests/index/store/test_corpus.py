from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Corpus


def test_the_notes_of_an_only_folder_have_no_prefix(tmp_path: Path) -> None:
    corpus = Corpus.of([tmp_path])

    assert corpus.folders == (("", tmp_path),)
    assert corpus.path_of("a/b.md") == tmp_path / "a/b.md"


def test_several_folders_are_told_apart_by_their_names(tmp_path: Path) -> None:
    corpus = Corpus.of([tmp_path / "x/notes", tmp_path / "work", tmp_path / "a/notes"])

    assert [prefix for prefix, _ in corpus.folders] == ["notes/", "work/", "notes-2/"]
    assert corpus.path_of("notes-2/b.md") == tmp_path / "x/notes/b.md"


@pytest.mark.parametrize("again", [["b", "a"], ["a", "b", "a"], ["./b", "b/../a"]])
def test_order_and_repetition_make_no_other_corpus(again: list[str], tmp_path: Path) -> None:
    assert Corpus.of([tmp_path / name for name in again]) == Corpus.of([tmp_path / "a", tmp_path / "b"])


def test_other_folders_have_another_key(tmp_path: Path) -> None:
    assert Corpus.of([tmp_path]).key != Corpus.of([tmp_path, tmp_path / "a"]).key
