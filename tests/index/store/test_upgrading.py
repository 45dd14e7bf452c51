"""Index folders that earlier versions made. `tests/data/older/index-N.tar.xz` is one of format N, with its notes."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest

from index.build import build
from index.errors import IndexMismatch, IndexOlder
from index.search import open_index
from index.store import Corpus, Library, manifest, upgrading
from index.store.manifest import FORMAT
from tests.index.fakes import BagEncoder, PlainReader

OLDER = sorted((Path(__file__).parents[2] / "data" / "older").glob("index-*.tar.xz"))
NEXT = "ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'blue';"
RHINE = "The Rhine flows into the North Sea."


@pytest.fixture
def encoder() -> BagEncoder:
    return BagEncoder(dimension=16)


@pytest.fixture(params=OLDER, ids=[path.name for path in OLDER])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Library:
    """An index as an earlier version left it."""
    with tarfile.open(request.param) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 has it
        archive.extractall(tmp_path / "made")
    shutil.move(tmp_path / "made" / "notes", tmp_path / "older-notes")
    library = Library(tmp_path / "home", Corpus.of([tmp_path / "older-notes"]))
    library.folder.parent.mkdir(parents=True)
    shutil.move(tmp_path / "made", library.folder)
    return library


@pytest.fixture
def upgraded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is one version further on."""
    monkeypatch.setattr(upgrading, "MIGRATIONS", (*manifest.MIGRATIONS, NEXT))
    for module in (manifest, upgrading):
        monkeypatch.setattr(module, "FORMAT", FORMAT + 1)


def test_every_format_but_todays_can_be_tried() -> None:
    formats = [int(re.findall(r"\d+", path.name)[0]) for path in OLDER]

    assert formats in (list(range(1, FORMAT)), list(range(1, FORMAT + 1)))


def test_an_older_folder_answers(library: Library, tmp_path: Path, encoder: BagEncoder) -> None:
    index = open_index(tmp_path / "home", library.corpus.roots, encoder=encoder)

    assert index.statements("Where does the Rhine flow?")[0].statement.text == RHINE
    assert index.manifest.format == FORMAT


def test_carrying_forward_embeds_nothing_and_keeps_what_was_there(
    library: Library, tmp_path: Path, encoder: BagEncoder, upgraded: None
) -> None:
    before = library.current()

    index = open_index(tmp_path / "home", library.corpus.roots, encoder=encoder)

    assert encoder.seen == []
    assert index.statements("Where does the Rhine flow?")[0].statement.text == RHINE
    assert index.manifest.format == FORMAT + 1
    assert library.generations() == [library.current(), before]
    with sqlite3.connect(library.folder / library.current() / "notes.sqlite") as database:
        assert database.execute("SELECT DISTINCT colour FROM notes").fetchall() == [("blue",)]
    database.close()
    assert library.fault(library.current()) == ""


def test_a_build_goes_on_from_an_older_folder(library: Library, tmp_path: Path, upgraded: None) -> None:
    (root,) = library.corpus.roots
    (root / "seas.md").write_text("# Seas\nThe Aral Sea shrinks.\n", encoding="utf-8")

    report = build([root], tmp_path / "home", encoder=BagEncoder(dimension=16), reader=PlainReader())

    assert (report.new, report.embedded) == (("seas.md",), 2)


def test_while_somebody_builds_an_older_folder_is_left_alone(library: Library, upgraded: None) -> None:
    before = library.current()

    with Library(library.folder.parent.parent, library.corpus).writing(), pytest.raises(IndexOlder):
        library.open()

    assert library.generations() == [before]


def test_a_folder_of_a_newer_version_is_refused(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "FORMAT", 0)

    with pytest.raises(
        IndexMismatch, match=r"format \d, this version reads 0: .* upgrade when a newer version made it"
    ):
        library.open()
