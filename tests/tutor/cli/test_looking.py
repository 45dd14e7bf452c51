"""`tutor search`, `tutor sources`, `tutor index`, `tutor doctor`, and help."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import NoNotes
from tests.tutor.cli.conftest import Tutor
from tests.tutor.fakes import FakeIndex
from tutor.cli import checking
from tutor.cli.app import whole
from tutor.version import VERSION


def test_search_lists_passages_best_first(tutor: Tutor) -> None:
    ended = tutor("search", "4 minutes", "-k", "1")

    assert (ended.code, ended.out) == (0, "1.00  tea/black.md:3  Tea\nFor 4 minutes.\n\n")


def test_search_ends_as_an_abstention_when_nothing_is_found(tutor: Tutor) -> None:
    assert tutor("search", "zebra").code == 3


def test_search_prints_json_on_request(tutor: Tutor) -> None:
    assert [hit["id"] for hit in json.loads(tutor("search", "4", "--json").out)] == ["tea/black.md:3"]


def test_sources_lists_the_notes_and_what_changed(tutor: Tutor, index: FakeIndex) -> None:
    index.changed.add("tea/black.md")

    assert tutor("sources").out == "tea/black.md  tea/black.md  changed\ntea/green.md  tea/green.md\n"
    assert [note["stale"] for note in json.loads(tutor("sources", "--json").out)] == [True, False]


def test_status_of_no_index_has_its_own_code(tutor: Tutor, notes: Path) -> None:
    ended = tutor("index", "status", "--notes", str(notes))

    assert (ended.code, ended.out) == (4, "")
    assert "tutor index build" in ended.err


def test_a_build_of_nothing_is_told_as_an_event(tutor: Tutor, tmp_path: Path) -> None:
    ended = tutor("index", "build", "--events", "--notes", str(tmp_path))

    event = json.loads(ended.out)
    assert (ended.code, event["event"], event["error"]) == (4, "error", NoNotes.__name__)


def test_doctor_says_what_is_well(tutor: Tutor, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checking.CHECKS, "model", lambda settings: "word-counts")

    ended = tutor("doctor", "--notes", str(notes))

    assert ended.code == 0
    assert f"ok       notes: 1 in {notes}\n" in ended.out
    assert "ok       index: none yet; the first question builds it\n" in ended.out


def test_doctor_names_problems_and_next_steps(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checking.CHECKS, "model", lambda settings: "word-counts")
    missing = tmp_path / "none"

    ended = tutor("doctor", "--json", "--notes", str(missing))

    problems = {finding["about"]: finding["detail"] for finding in json.loads(ended.out) if not finding["ok"]}
    told = f"{missing} is not a folder. Name a folder of notes with --notes FOLDER or TUTOR_NOTES"
    assert (ended.code, problems) == (1, {"notes": told, "index": told})


def test_version(tutor: Tutor) -> None:
    assert tutor("--version").out == f"notes-tutor {VERSION}\n"


def commands() -> Iterator[tuple[str, ...]]:
    """The path of every command."""
    for name, command in whole().commands.items():
        parts: dict[str, object] = getattr(command, "commands", {})
        yield from ((name, part) for part in parts)
        if not parts:
            yield (name,)


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example_and_the_common_options(tutor: Tutor, command: tuple[str, ...]) -> None:
    ended = tutor(*command, "--help")

    assert ended.code == 0
    assert f"tutor {' '.join(command)}" in ended.out.split("Example: ")[1]
    assert "--notes FOLDER" in ended.out
    assert "--json" in ended.out
