"""`tutor index`: building, following, checking, going back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from index.store import Corpus, Library
from tests.index.fakes import BagEncoder
from tests.tutor.cli.conftest import Tutor
from tutor import backend
from tutor.cli import indexing, keeping, opening


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> BagEncoder:
    """The model of every build; the index is a real one."""
    encoder = BagEncoder()
    for module in (indexing, keeping):
        monkeypatch.setattr(module, "open_encoder", lambda *_: encoder)
    monkeypatch.setattr("index.build.open_encoder", lambda *_: encoder)
    monkeypatch.setattr("index.search.open_encoder", lambda *_: encoder)
    return encoder


@pytest.fixture
def built(tutor: Tutor, notes: Path, monkeypatch: pytest.MonkeyPatch) -> Tutor:
    """`tutor` over a real index of the notes."""
    monkeypatch.setattr(opening, "open_backend", backend.open_backend)
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    assert tutor("index", "build").code == 0
    return tutor


@pytest.fixture
def library(home: Path, notes: Path) -> Library:
    return Library(home, Corpus.of([notes]))


def edit(notes: Path) -> None:
    with (notes / "tea.md").open("a", encoding="utf-8") as note:
        note.write("\nWhite tea is steeped for 3 minutes.\n")


def test_from_scratch_everything_is_embedded_again(built: Tutor, encoder: BagEncoder) -> None:
    texts = sorted(encoder.seen)
    encoder.seen.clear()

    for command in ("build", "rebuild"):
        assert built("index", command, "--from-scratch").code == 0
        assert sorted(encoder.seen) == texts
        encoder.seen.clear()


def test_a_second_build_says_who_holds_the_lock_or_waits(built: Tutor, library: Library) -> None:
    with library.writing():
        refused = built("index", "build")
    assert (refused.code, "is being built by process" in refused.err) == (4, True)

    assert built("index", "build", "--wait").code == 0


def test_builds_on_request_tell_what_they_do(built: Tutor, notes: Path) -> None:
    edit(notes)

    ended = built("index", "build", "--on-request", lines=["build", "build"])

    events = [json.loads(line) for line in ended.out.splitlines()]
    reports = [event["report"] for event in events if event["event"] == "done"]
    assert [report["changed"] for report in reports] == [["tea.md"], []]
    assert events[-1]["event"] == "done"


def test_a_build_on_request_that_fails_is_told_and_the_next_one_goes_on(
    built: Tutor, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TUTOR_NOTES", str(tmp_path / "none"))

    ended = built("index", "build", "--on-request", lines=["build", "build"])

    assert [json.loads(line)["error"] for line in ended.out.splitlines()] == ["NoNotes", "NoNotes"]


# -- following


def looks(monkeypatch: pytest.MonkeyPatch, *changes: Any) -> None:
    """Let the notes be watched for some changes, each made before it is looked at."""

    def watch_notes(*_: object) -> Iterator[None]:
        for change in changes:
            change()
            yield

    monkeypatch.setattr("index.watching.watch_notes", watch_notes)


def test_watching_builds_whenever_notes_change(built: Tutor, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks(monkeypatch, lambda: None, lambda: edit(notes), lambda: None)

    ended = built("index", "watch")

    assert ended.code == 0
    assert ended.out.startswith("1 changed: ")
    assert ended.out.count("\n") == 1


def test_watching_goes_on_when_a_build_fails(built: Tutor, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (notes / "tea.md").read_bytes()
    looks(
        monkeypatch,
        (notes / "tea.md").unlink,
        lambda: None,
        lambda: (notes / "tea.md").write_bytes(text),
        lambda: edit(notes),
    )

    ended = built("index", "watch")

    assert ended.err.count("There are no notes in") == 1
    assert ended.out.startswith("1 changed: ")


def test_watching_names_notes_that_cannot_be_read_once(
    built: Tutor, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks(monkeypatch, lambda: (notes / "odd.md").write_bytes(bytes(range(32)) * 9), lambda: None)

    assert built("index", "watch").err.count("not indexed: odd.md: odd.md holds binary data") == 1


# -- what is there


def test_the_state_is_complete_only_when_nothing_is_missing(built: Tutor, notes: Path) -> None:
    def state() -> str:
        return str(json.loads(built("index", "status", "--json").out)["state"])

    assert state() == "complete"
    (notes / "odd.md").write_bytes(bytes(range(32)) * 9)
    assert state() == "not complete: 1 new"
    built("index", "build")
    assert state() == "not complete: 1 failed"
    edit(notes)
    assert state() == "not complete: 1 changed, 1 failed"
    (notes / "odd.md").unlink()
    built("index", "build")
    assert state() == "complete"


def test_an_index_that_fell_back_is_not_complete(built: Tutor, notes: Path, library: Library) -> None:
    edit(notes)
    built("index", "build")
    (library.folder / library.current() / "notes.sqlite").write_bytes(b"")

    state = json.loads(built("index", "status", "--json").out)

    assert state["state"] == "not complete: 1 changed, a damaged generation"
    assert "notes.sqlite is damaged" in state["remarks"][0]


def test_checking_names_what_is_damaged(built: Tutor, notes: Path, library: Library) -> None:
    older = library.current()
    edit(notes)
    built("index", "build")
    newer = library.current()
    whole = built("index", "verify")
    (library.folder / older / "passages.faiss").write_bytes(b"")
    one = built("index", "verify")
    (library.folder / newer / "manifest.json").unlink()
    both = built("index", "verify", "--json")

    assert (whole.code, whole.out) == (0, f"ok       {newer}, the current one\nok       {older}\n")
    assert (one.code, one.out.splitlines()[1][: 11 + len(older)]) == (1, f"damaged  {older}: ")
    assert (both.code, all(json.loads(both.out)["generations"].values())) == (4, True)


def test_going_back_answers_from_the_build_before(built: Tutor, notes: Path, library: Library) -> None:
    older = library.current()
    edit(notes)
    built("index", "build")

    ended = built("index", "rollback", "--json")

    assert (ended.code, json.loads(ended.out)["current"], library.current()) == (0, older, older)
    assert built("index", "rollback").code == 4


def test_without_an_index_there_is_nothing_to_check_or_to_go_back_to(tutor: Tutor, notes: Path) -> None:
    for command in ("verify", "rollback"):
        ended = tutor("index", command, "--notes", str(notes))
        assert (ended.code, "run `tutor index build`" in ended.err) == (4, True)
