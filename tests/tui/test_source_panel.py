"""The note behind a citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.tui.driving import MakeApp, ask, notices, press, settle
from tests.tui.fakes import LSI, FakeService, answer, block, citation
from tui.editing import CannotEdit, edit_command
from tui.service import Event, Json
from tui.widgets.citation_row import CitationRow
from tui.widgets.marks import Marked
from tui.widgets.note_view import NoteView, code_rows, looks
from tui.widgets.source_panel import SourcePanel
from tui.widgets.suggestion_row import SuggestionRow

SIZES = ((80, 24), (250, 70))
CODE = [("mark", "`create-table`"), ("code", "create-table")]


@pytest.mark.anyio
async def test_enter_on_a_source_opens_the_note_at_the_quoted_line(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "down", "enter")
        view = pilot.app.screen.query_one(NoteView)
        assert view.quoted == range(8, 9)
        await press(pilot, "n")
        assert view.quoted == range(9, 10)
        await press(pilot, "n", "p", "p")
        assert view.quoted == range(8, 9)


@pytest.mark.anyio
async def test_escape_leads_back_to_the_source_and_then_to_the_question(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "enter", "escape")
        assert not pilot.app.screen.query_one(SourcePanel).display
        assert isinstance(pilot.app.focused, CitationRow)
        await press(pilot, "escape")
        assert pilot.app.focused is pilot.app.screen.query_one("Prompt")


@pytest.mark.anyio
@pytest.mark.parametrize("size", SIZES)
async def test_the_note_stands_beside_the_chat_where_there_is_room(make_app: MakeApp, size: tuple[int, int]) -> None:
    async with make_app().run_test(size=size) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "enter")
        width = pilot.app.screen.query_one(SourcePanel).region.width
        assert width == (size[0] if size[0] < 120 else size[0] // 2)


@pytest.mark.anyio
async def test_the_quote_is_copied_with_its_source(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "y")
        quote = "must be created at table creation time (cannot add later)"
        assert pilot.app.clipboard == f"{quote}\n— aws/dynamodb.md:7 (DynamoDB › Indexes)"


@pytest.mark.anyio
async def test_a_note_that_is_not_on_this_machine_is_not_edited(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "nano")
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "e")
        assert notices(pilot) == [
            "aws/dynamodb.md is not in a notes folder of this machine, so it cannot be edited from here"
        ]


@pytest.mark.parametrize(
    ("editor", "arguments"),
    [
        pytest.param("vi", ["vi", "+12", "{file}"], id="plus-line"),
        pytest.param("code -n", ["code", "-n", "--wait", "--goto", "{file}:12"], id="goto"),
        pytest.param("/usr/bin/hx", ["/usr/bin/hx", "{file}:12"], id="file-and-line"),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(tmp_path: Path, editor: str, arguments: list[str]) -> None:
    file = tmp_path / "a b.md"
    file.touch()
    command = edit_command("a b.md", 12, [tmp_path], {"EDITOR": editor})
    assert command == [argument.format(file=file) for argument in arguments]


def test_without_an_editor_the_message_says_what_to_set(tmp_path: Path) -> None:
    with pytest.raises(CannotEdit, match="Set EDITOR"):
        edit_command("a.md", 1, [tmp_path], {})


@pytest.mark.anyio
async def test_h_scrolls_to_the_heading_above_the_quote(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 10)) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "down", "enter", "h")
        assert pilot.app.screen.query_one(NoteView).scroll_offset.y == 4


@pytest.mark.anyio
async def test_the_mouse_opens_marks_and_sources_and_asks_suggestions(make_app: MakeApp) -> None:
    service = FakeService()
    async with make_app(lambda: service).run_test(size=(160, 40)) as pilot:
        exchange = await ask(pilot)
        view = pilot.app.screen.query_one(NoteView)
        line = exchange.query(Marked)[3]
        await pilot.click(line, offset=(len("Can be added or deleted after table creation. "), 0))
        await settle(pilot)
        assert view.quoted == range(8, 9)
        await pilot.click(exchange.query(CitationRow)[0])
        await settle(pilot)
        assert view.quoted == range(7, 8)
        await pilot.click(exchange.query(SuggestionRow)[1])
        await settle(pilot)
        assert service.asked == [LSI["question"], "How many GSIs can a table have?"]


LONG = "x" * 10_000
WIDE = "漢字かな 👩‍👩‍👧 עברית العربية"


@pytest.mark.anyio
@pytest.mark.parametrize("size", SIZES)
async def test_long_lines_wide_characters_and_markup_stay_within_the_panel(
    make_app: MakeApp, size: tuple[int, int]
) -> None:
    class Odd(FakeService):
        def source(self, path: str) -> Json:
            lines = [f"line {n}" for n in range(1, 7)] + [LONG, f"{WIDE} [red]x[/red]", "\x1b[2J[link](x)"]
            return {"source": path, "text": "\n".join(lines), "blocks": []}

    async with make_app(Odd).run_test(size=size) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "down", "enter")
        view = pilot.app.screen.query_one(NoteView)
        assert view.document.get_line(7) == f"{WIDE} [red]x[/red]"
        assert view.document.get_line(8) == "[link](x)"
        assert view.virtual_size.width <= view.size.width
        rows = [strip.text for strip in view.render_lines(view.size.region)]
        assert any("[red]x[/red]" in row for row in rows)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## Indexes", [("heading", "## Indexes")]),
        ("- **LSI**: with `create-table`", [("mark", "- "), ("mark", "**LSI**"), ("strong", "LSI"), *CODE]),
        ("| a \\| b | c |", [("mark", "|"), ("mark", "|"), ("mark", "|")]),
        ("| --- | :-: |", [("mark", "| --- | :-: |")]),
        ("snake__case__name, 2 * 3 * 4, [red]x[/red]", []),
        ("`" * 5_000, []),
    ],
)
def test_marks_are_dressed_and_every_character_stays(line: str, expected: list[tuple[str, str]]) -> None:
    assert [(look, line[start:end]) for look, start, end in looks(line, is_code=False)] == expected


def test_fenced_code_is_code_to_its_own_fence() -> None:
    assert [*code_rows(["a", "```sh", "# not a heading", "~~~", "```", "b", "~~~", "to the end"])] == [1, 2, 3, 4, 6, 7]


@pytest.mark.anyio
async def test_a_note_of_ten_thousand_rows_opens_at_the_quote(make_app: MakeApp) -> None:
    class Long(FakeService):
        def source(self, path: str) -> Json:
            return {"source": path, "text": "\n".join(f"| {n} | {WIDE} |" for n in range(1, 10_001)), "blocks": []}

        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            yield "done", answer(question, [block("x", 1)], [citation(1, 9_000, "x")])

    async with make_app(Long).run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await press(pilot, "ctrl+o", "enter")
        view = pilot.app.screen.query_one(NoteView)
        rows = [strip.text for strip in view.render_lines(view.size.region)]
        assert any(row.startswith(" 9000") and "| 9000 |" in row for row in rows)
