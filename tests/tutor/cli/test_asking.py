"""`tutor ask` and `tutor` without a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import IndexDamaged, IndexMismatch, NoNotes
from tests.tutor.cli.conftest import Tutor
from tests.tutor.fakes import FakeIndex
from tutor.cli import opening
from tutor.errors import ServiceUnreachable


def test_an_answer_and_its_sources_are_printed(tutor: Tutor) -> None:
    ended = tutor("ask", "What takes 4 minutes?")

    assert (ended.code, ended.out) == (0, "For 4 minutes. [1]\n\n[1] tea/black.md:3  Tea\n")
    assert ended.err.startswith("\nFollow up with --conversation ")


def test_what_the_notes_do_not_cover_has_its_own_code(tutor: Tutor) -> None:
    ended = tutor("ask", "Who won yesterday?")

    assert (ended.code, ended.out) == (3, "The notes do not cover this.\n")


def test_json_is_the_answer_of_the_service(tutor: Tutor) -> None:
    ended = tutor("ask", "green", "--json")

    assert json.loads(ended.out)["citations"][0]["source"] == "tea/green.md"
    assert ended.err == ""


@pytest.mark.parametrize("option", [("--notes", "."), ("--json",)])
def test_an_option_in_front_of_the_command_is_not_passed_over(tutor: Tutor, option: tuple[str, ...]) -> None:
    ended = tutor(*option, "ask", "green")

    assert (ended.code, ended.out) == (2, "")
    assert f"{option[0]} belongs behind the command" in ended.err


def test_only_some_notes_are_asked(tutor: Tutor) -> None:
    assert "tea/black.md" in tutor("ask", "minutes", "--only", "*black*").out


def test_a_follow_up_knows_the_conversation(tutor: Tutor) -> None:
    conversation = json.loads(tutor("ask", "black", "--json").out)["conversation_id"]

    ended = tutor("ask", "How long is it steeped?", "--conversation", conversation)

    assert "tea/black.md" in ended.out


def test_a_changed_note_is_marked(tutor: Tutor, index: FakeIndex) -> None:
    index.changed.add("tea/green.md")

    assert tutor("ask", "green").out.endswith("[1] tea/green.md:1  Tea  (changed since it was indexed)\n")


def test_nothing_of_a_note_reaches_the_terminal_but_text(tutor: Tutor, index: FakeIndex) -> None:
    index.texts["tea/odd.md"] = "odd \x1b[31mred\x1b]0;title\x07 [bold]tea[/bold] \u202eright"

    ended = tutor("ask", "odd")

    assert ended.out.splitlines()[0] == "odd [31mred]0;title [bold]tea[/bold] right [1]"


FAILURES = {
    "no index": (IndexDamaged("The index file x is damaged: run `tutor index build`."), 4),
    "another model": (IndexMismatch("Built with a, the model is b: run `tutor index build`."), 4),
    "no notes": (NoNotes("/x is not a folder. Name a folder of notes with --notes FOLDER or TUTOR_NOTES"), 4),
    "no service": (ServiceUnreachable("No tutor answers at x. Start one with `tutor serve`"), 1),
}


@pytest.mark.parametrize(("error", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_one_line_and_a_code(
    tutor: Tutor, monkeypatch: pytest.MonkeyPatch, error: Exception, code: int
) -> None:
    def fail(settings: object) -> None:
        raise error

    monkeypatch.setattr(opening, "open_backend", fail)

    ended = tutor("ask", "tea")

    assert (ended.code, ended.out, ended.err) == (code, "", f"tutor: {error}\n")


WRONG_USE = {
    "no question": ("ask",),
    "an unknown command": ("brew",),
    "an unknown option": ("ask", "tea", "--hot"),
    "an empty question": ("ask", "  "),
    "a long question": ("ask", "x" * 100_000),
    "an unknown conversation": ("ask", "tea", "--conversation", "none"),
}


@pytest.mark.parametrize("arguments", WRONG_USE.values(), ids=WRONG_USE.keys())
def test_wrong_use_has_its_own_code(tutor: Tutor, arguments: tuple[str, ...]) -> None:
    ended = tutor(*arguments)

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("tutor: ")
    assert ended.err.count("\n") == 1


def test_a_folder_that_is_not_there_is_named(tutor: Tutor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real way to an index
    missing = tmp_path / "none"

    ended = tutor("ask", "tea", "--notes", str(missing))

    assert ended.code == 4
    assert ended.err == (
        f"tutor: {missing} is not a folder. Name a folder of notes with --notes FOLDER or TUTOR_NOTES\n"
    )


def test_an_interrupt_ends_with_130(tutor: Tutor, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(settings: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "open_backend", interrupt)

    assert tutor("ask", "tea").code == 130


def test_a_missing_index_is_built_before_the_answer(tutor: Tutor, unbuilt: list[str]) -> None:
    ended = tutor("ask", "green")

    assert (ended.code, unbuilt) == (0, ["built"])


@pytest.mark.parametrize("command", [(), ("chat",)], ids=["tutor", "tutor chat"])
def test_without_a_terminal_every_line_is_a_question_of_one_conversation(
    tutor: Tutor, command: tuple[str, ...]
) -> None:
    ended = tutor(*command, lines=["black", "", "How long is it steeped?"])

    assert ended.code == 0
    assert ended.out == ("# Black tea [1]\n\n[1] tea/black.md:1  Tea\n\n# Black tea [1]\n\n[1] tea/black.md:1  Tea\n\n")


def test_a_line_that_does_not_fit_stops_nothing(tutor: Tutor) -> None:
    ended = tutor(lines=["x" * 100_000, "green"])

    assert (ended.code, ended.out.splitlines()[0]) == (0, "# Green tea [1]")
    assert ended.err == "tutor: The question has 100,000 characters, the limit is 2,000. Shorten it\n"


def test_lines_are_answered_in_json_on_request(tutor: Tutor) -> None:
    ended = tutor("--json", lines=["green", "black"])

    assert [json.loads(line)["question"] for line in ended.out.splitlines()] == ["green", "black"]
