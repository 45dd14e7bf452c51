"""The screens beside the chat, by keyboard alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList, Static

from index.errors import IndexBusy, IndexDamaged, NoNotes
from tests.tui.driving import MakeApp, QuickApp, ask, enter, notices, press, settle, type_while_building
from tests.tui.fakes import LSI, BuildingService, FakeService
from tui.exporting import conversation_to_markdown
from tui.screens.chat import ChatScreen
from tui.screens.help import HelpScreen
from tui.screens.notes import NotesScreen
from tui.service import Event, Json, Start
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.build_panel import BuildPanel
from tui.widgets.compare_table import CompareTable
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.note_view import NoteView
from tui.widgets.notes_tree import NotesTree
from tui.widgets.prompt import Prompt
from tutor.errors import ServiceUnreachable
from tutor.values import Answer, AnswerBlock, BlockKind, Intent

pytestmark = pytest.mark.anyio


def shown(pilot: Pilot[None], selector: str) -> list[str]:
    return [str(widget.render()) for widget in pilot.app.screen.query(selector).results(Static)]


# compare


async def test_two_things_are_compared_and_a_cell_opens_its_source(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/compare rds, dynamodb")
        table = pilot.app.screen.query_one(CompareTable)
        assert [str(table.get_cell_at((row, 0))) for row in range(3)] == ["≠ data model", "  managed", "≠ latency"]  # type: ignore[arg-type]
        await press(pilot, "right", "enter")
        assert pilot.app.screen.query_one(NoteView).quoted == range(3, 4)
        await press(pilot, "escape")
        assert pilot.app.focused is table


async def test_only_the_rows_that_differ_can_be_shown(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, "/compare rds dynamodb")
        table = pilot.app.screen.query_one(CompareTable)
        await press(pilot, "ctrl+d")
        assert table.row_count == 2
        await press(pilot, "ctrl+d")
        assert table.row_count == 3


async def test_names_to_compare_are_picked_from_a_list(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, "/compare")
        await press(pilot, *["ctrl+n", "r", "d", "s", "enter"])
        await press(pilot, *["ctrl+n", "d", "y", "n", "enter"])
        assert pilot.app.screen.query_one("#names", Input).value == "RDS, DynamoDB"
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(CompareTable).row_count == 3


@pytest.mark.parametrize(
    ("typed", "remark"),
    [
        pytest.param("rds", "1 named. Name 2 to 5 things, with commas between them.", id="too-few"),
        pytest.param("rds, x", "'x' is not in the notes. Nearest: RDS, DynamoDB", id="unknown"),
    ],
)
async def test_why_nothing_is_compared(make_app: MakeApp, typed: str, remark: str) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, f"/compare {typed}")
        assert shown(pilot, "#remark") == [remark]


async def test_names_typed_before_the_index_is_ready_are_compared_when_it_is(make_app: MakeApp) -> None:
    service = BuildingService()
    async with make_app(lambda: service).run_test() as pilot:
        await type_while_building(pilot, service, "/compare rds, dynamodb")
        assert shown(pilot, "#remark") == ["Building the index 120/240"]
        service.done.set()
        await settle(pilot)
        assert pilot.app.screen.query_one(CompareTable).row_count == 3


async def test_a_service_that_dies_over_a_form_is_started_again_and_the_form_sent(make_app: MakeApp) -> None:
    first, second = FakeService(), FakeService()
    services = iter((first, second))
    async with make_app(lambda: next(services)).run_test() as pilot:
        await settle(pilot)
        first.fault = ServiceUnreachable("no tutor answers")
        await enter(pilot, "/compare rds, dynamodb")
        await settle(pilot)
        assert first.closed
        assert pilot.app.screen.query_one("#names", Input).value == "rds, dynamodb"
        assert pilot.app.screen.query_one(CompareTable).row_count == 3


# advise


async def test_switching_a_requirement_off_changes_the_ranking(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/advise a shop that reads by key for many readers")
        assert shown(pilot, ".result-heading") == ["1. DynamoDB", "2. RDS"]
        await press(pilot, "space")
        assert shown(pilot, "Chip") == ["[ ] key-value  from: by key", "[x] replicas  from: many readers"]
        assert shown(pilot, ".result-heading") == ["1. RDS"]
        await press(pilot, "tab", "space")
        assert shown(pilot, "#remark") == [
            "With what is switched on, nothing in the notes fits. Switch another requirement on."
        ]


# calculate


async def test_capacity_follows_the_typing(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/calculate")
        assert shown(pilot, ".result-heading") == ["80 RCU, 10 WCU"]
        await press(pilot, "end", "0")
        assert shown(pilot, ".result-heading") == ["800 RCU, 10 WCU"]
        assert [view.plain for view in pilot.app.screen.query(AnswerBlockView)] == ["• 800 × 1 = 800 RCU [1]"]


async def test_a_figure_that_is_missing_is_named(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, "/calculate")
        await press(pilot, "backspace", "end", "backspace", "backspace")
        assert shown(pilot, "#remark") == ["Reads per second: type a number."]


# notes


def tree_lines(pilot: Pilot[None]) -> list[str]:
    tree = pilot.app.screen.query_one(NotesTree)
    return [str(tree.get_node_at_line(line).label) for line in range(tree.last_line + 1)]  # type: ignore[union-attr]


async def test_notes_stand_in_their_folders_with_their_state(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/notes")
        assert tree_lines(pilot) == ["aws/", "dynamodb.md  fresh  DynamoDB", "rds.md  changed  RDS"]


async def test_a_heading_in_the_tree_opens_the_note_there(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/notes")
        await press(pilot, "down", "right")
        assert tree_lines(pilot)[2:5] == ["DynamoDB", "  Indexes", "  DAX"]
        await press(pilot, "down", "down", "enter")
        assert pilot.app.screen.query_one(NoteView).quoted == range(5, 6)


async def test_search_results_follow_the_typing_and_open(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/notes read replicas")
        assert pilot.app.screen.query_one("#hits", OptionList).option_count == 2
        await press(pilot, "enter", "enter")
        assert pilot.app.screen.query_one(NoteView).quoted == range(3, 4)


async def test_a_rebuild_shows_its_progress_and_what_it_did(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/rebuild")
        done = "Done: 1 new, 0 changed, 0 removed, 1 unchanged, 1 failed (1.5 s)"
        assert shown(pilot, "#stage") == [done]
        assert list(pilot.app.screen.query_one(BuildPanel).query_one("Log").lines)[1:] == [  # type: ignore[attr-defined]
            "embedding 120/240",
            done,
            "Not read: aws/broken.md: it is not text",
        ]
        assert "broken.md  failed: it is not text" in tree_lines(pilot)


async def test_a_rebuild_that_fails_says_why(make_app: MakeApp) -> None:
    service = FakeService()
    async with make_app(lambda: service).run_test() as pilot:
        await settle(pilot)
        service.fault = IndexBusy("another build holds the lock: wait for it")
        await enter(pilot, "/rebuild")
        assert shown(pilot, "#stage") == ["Failed: another build holds the lock: wait for it"]
        assert shown(pilot, "#remark") == ["another build holds the lock: wait for it"]


async def test_an_index_that_could_not_be_used_is_used_after_a_rebuild(make_app: MakeApp) -> None:
    class Unusable(FakeService):
        built = False

        def ready(self) -> bool:
            return self.built

        def index(self) -> Json:
            return super().index() | {"state": "ready" if self.built else "failed"}

        def sources(self) -> list[Json]:
            if not self.built:
                raise IndexDamaged("the index has another format: run `tutor index build`")
            return super().sources()

        def index_events(self) -> Iterator[Event]:
            yield from super().index_events()
            self.built = True

    service = Unusable()
    async with make_app(lambda: service).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert shown(pilot, "#welcome")[0].endswith("the index has another format: run `tutor index build`")
        await enter(pilot, "/rebuild")
        await settle(pilot)
        await press(pilot, "escape")
        assert (await ask(pilot)).stage is Stage.ANSWERED


# conversations


async def test_a_conversation_is_resumed_where_it_ended(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await enter(pilot, "/new")
        assert not pilot.app.screen.query(Exchange)
        await enter(pilot, "/conversations")
        await press(pilot, "enter")
        assert [one.question for one in pilot.app.screen.query(Exchange)] == [LSI["question"]]
        assert isinstance(pilot.app.screen, ChatScreen)
        assert pilot.app.screen.conversation_id == "talk-1"


async def test_a_conversation_gets_another_name(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await enter(pilot, "/conversations")
        await press(pilot, "r", "ctrl+shift+a", "x", "enter", "escape")
        await enter(pilot, "/conversations")
        options = pilot.app.screen.query_one(OptionList)
        assert str(options.get_option_at_index(0).prompt).endswith("  x")


async def test_a_conversation_is_deleted_at_the_second_press(make_app: MakeApp) -> None:
    service = FakeService()
    async with make_app(lambda: service).run_test() as pilot:
        await ask(pilot)
        await enter(pilot, "/conversations")
        await press(pilot, "d")
        assert service.forgotten == []
        await press(pilot, "d")
        assert service.forgotten == ["talk-1"]
        assert pilot.app.screen.query_one("#none").display


async def test_a_conversation_is_exported_with_footnotes(
    make_app: MakeApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await enter(pilot, "/export")
        await enter(pilot, "/export")
    text = (tmp_path / "can-i-add-an-lsi-to-a-table-later.md").read_text(encoding="utf-8")
    assert "> Must be created at table creation time (cannot add later).[^1-1]\n" in text
    assert "[^1-1]: `aws/dynamodb.md`, line 7, DynamoDB › Indexes: “must be created" in text
    assert "\\[red\\]this" in text
    assert (tmp_path / "can-i-add-an-lsi-to-a-table-later-2.md").exists()


def test_marks_in_the_cells_of_a_table_become_footnotes_too() -> None:
    table = AnswerBlock(BlockKind.TABLE, "| | RDS |\n| --- | --- |\n| joins | yes [1] [12] |", (1, 2, 12))
    exported = conversation_to_markdown("Joins", [Answer("Joins?", Intent.OTHER, "", (table,), ())])

    assert "| joins | yes [^1-1] [^1-12] |\n\n[^1-2]\n" in exported


# help, palette, theme, keys


async def test_a_question_mark_on_an_empty_line_shows_the_keys(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "question_mark")
        help_screen = pilot.app.screen
        assert isinstance(help_screen, HelpScreen)
        titles = [section.title for section in help_screen.sections]
        assert titles == [
            "Chat",
            "Sources and suggestions",
            "Asking",
            "The note",
            "Everywhere",
            "Help",
            "Commands, typed as a question",
        ]
        await press(pilot, "escape", "a", "question_mark")
        assert pilot.app.screen.query_one("Prompt", Input).value == "a?"


async def test_the_theme_is_remembered(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, "/theme")
        await press(pilot, *"light", "enter")
        assert pilot.app.theme == "tutor-light"
    assert make_app().theme == "tutor-light"


async def test_the_palette_offers_the_commands(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+p", *"notes")
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, NotesScreen)


async def test_the_keymap_file_overrides_a_binding(make_app: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "keymap.toml").write_text('"app.notes" = "ctrl+g"\n')
    async with make_app().run_test() as pilot:
        await settle(pilot)
        await press(pilot, "ctrl+g")
        assert isinstance(pilot.app.screen, NotesScreen)


@pytest.mark.parametrize(
    ("keymap", "fault"),
    [
        pytest.param('"app.notes" = 3', 'app.notes needs keys in quotes, as in "app.notes" = "ctrl+y"', id="no-text"),
        pytest.param(
            'fly = "x"', "no binding is called 'fly'. The help (F1) shows the names on the right", id="unknown-binding"
        ),
    ],
)
async def test_a_keymap_file_that_does_not_fit_is_told(
    make_app: MakeApp, tmp_path: Path, keymap: str, fault: str
) -> None:
    (tmp_path / "config").mkdir()
    file = tmp_path / "config" / "keymap.toml"
    file.write_text(keymap)
    async with make_app().run_test() as pilot:
        await settle(pilot)
        assert notices(pilot) == [f"{file}: {fault}"]


# the first run


async def test_the_first_run_asks_for_a_folder_of_notes(tmp_path: Path) -> None:
    chosen: list[Path] = []
    (tmp_path / "my notes").mkdir()

    def choose(folder: Path) -> Start:
        if not folder.is_dir():
            raise NoNotes(f"{folder} is not a folder. Name another")
        chosen.append(folder)
        return Start(FakeService)

    def app() -> QuickApp:
        return QuickApp(lambda: Start(FakeService, choose=choose), tmp_path / "config")

    async with app().run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        line = pilot.app.screen.query_one(Input)
        line.value = f"{tmp_path}/none"
        await press(pilot, "enter")
        assert shown(pilot, "#fault") == [f"{tmp_path}/none is not a folder. Name another"]
        line.value = f"{tmp_path}/my"
        await press(pilot, "tab", "enter")
        assert chosen == [tmp_path / "my notes"]
        assert (await ask(pilot)).stage is Stage.ANSWERED
    async with app().run_test() as pilot:
        await settle(pilot)
        assert isinstance(pilot.app.screen, ChatScreen)


@pytest.mark.parametrize(
    ("keys", "asked", "draft"),
    [
        pytest.param(("enter",), [LSI["question"]], "", id="sent"),
        pytest.param(("escape",), [], LSI["question"], id="kept"),
    ],
)
async def test_a_question_typed_on_the_first_run_is_not_lost(
    tmp_path: Path, keys: tuple[str, ...], asked: list[str], draft: str
) -> None:
    service, go_on = FakeService(), threading.Event()

    def begin() -> Start:
        go_on.wait()
        return Start(lambda: service, choose=lambda folder: Start(FakeService))

    app = QuickApp(begin, tmp_path)
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.press("C", "a", "n")
        go_on.set()
        await settle(pilot)
        line = pilot.app.screen.query_one(Input)
        assert line.value == "Can"
        line.value = LSI["question"]
        await press(pilot, *keys)
        await settle(pilot)
        assert (service.asked, app.chat.query_one(Prompt).value) == (asked, draft)


async def test_nothing_typed_on_the_first_run_is_no_folder(tmp_path: Path) -> None:
    app = QuickApp(lambda: Start(FakeService, choose=lambda folder: Start(FakeService)), tmp_path)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "enter")
        assert shown(pilot, "#fault") == ["Type a folder first, or press Escape for the notes that are included."]


async def test_escape_on_the_first_run_takes_the_included_notes(tmp_path: Path) -> None:
    app = QuickApp(lambda: Start(FakeService, choose=lambda folder: Start(FakeService)), tmp_path)
    async with app.run_test() as pilot:
        await settle(pilot)
        await press(pilot, "escape")
        assert (await ask(pilot)).stage is Stage.ANSWERED
