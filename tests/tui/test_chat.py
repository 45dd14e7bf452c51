"""Asking and reading, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event as Flag

import pytest
from textual.events import Paste
from textual.widget import Widget
from textual.widgets import Static

from index.errors import IndexDamaged
from tests.tui.driving import MakeApp, ask, enter, notices, press, remark, settle, texts, type_while_building
from tests.tui.fakes import LSI, REPLICAS, BuildingService, FakeService, answer, block, citation
from tui.screens.chat import ChatScreen
from tui.service import Event
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.answer_table import rows_of
from tui.widgets.citation_row import CitationRow
from tui.widgets.conflict_panel import ConflictPanel
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.more_row import MoreRow
from tui.widgets.prompt import Prompt
from tui.widgets.suggestion_row import SuggestionRow
from tui.widgets.transcript import MOST, Transcript
from tutor.errors import ServiceUnreachable

pytestmark = pytest.mark.anyio

QUESTION = LSI["question"]


async def test_an_answer_shows_each_block_with_its_marks_and_its_sources(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        exchange = await ask(pilot)
        assert exchange.stage is Stage.ANSWERED
        assert texts(exchange) == [
            "= No. [1]",
            "Must be created at table creation time (cannot add later). [1]",
            "A GSI, in contrast:",
            "• Can be added or deleted after table creation. [2]",
            "• Marks such as [red]this[/red] and [a link](https://example.org) stay as they are. [3]",
        ]
        assert [row.citation.n for row in exchange.query(CitationRow)] == [1, 2, 3]


async def test_the_marks_of_the_source_in_focus_light_up(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        exchange = await ask(pilot)
        await press(pilot, "ctrl+o", "down")
        assert {view.lit for view in exchange.query(AnswerBlockView)} == {2}
        await press(pilot, "escape")
        assert {view.lit for view in exchange.query(AnswerBlockView)} == {0}


async def test_an_abstention_says_so_and_offers_what_the_notes_cover(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        exchange = await ask(pilot, "What does a shard cost?")
        assert exchange.stage is Stage.ABSTAINED
        assert remark(exchange) == "Not in the notes"
        assert [row.question for row in exchange.query(SuggestionRow)] == ["When should I use DAX?"]


async def test_a_conflict_shows_both_sides_and_a_stale_source_is_marked(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        exchange = await ask(pilot, REPLICAS["question"])
        panel = exchange.query_one(ConflictPanel)
        assert [str(part.render()) for part in panel.query(Static)] == [
            "The notes disagree. RDS read replicas: maximum",
            "15",
            "[1] aws/rds.md:3  changed since  RDS",
            "5",
            "[2] aws/rds-old.md:3  RDS",
        ]
        assert "changed since" in str(exchange.query(CitationRow).first().render())


async def test_a_question_typed_while_the_index_is_built_is_answered_when_it_is_ready(make_app: MakeApp) -> None:
    service = BuildingService()
    async with make_app(lambda: service).run_test() as pilot:
        await type_while_building(pilot, service, QUESTION)
        exchange = pilot.app.screen.query_one(Exchange)
        assert remark(exchange) == "building the index 120/240"
        assert service.asked == []
        service.done.set()
        await settle(pilot)
        assert service.asked == [QUESTION]
        assert exchange.stage is Stage.ANSWERED


async def test_escape_cancels_the_answer_under_way_and_takes_the_waiting_ones_out(make_app: MakeApp) -> None:
    go_on = Flag()

    class Slow(FakeService):
        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            go_on.wait(10)
            yield from super().ask_stream(question, conversation_id, sources)

    async with make_app(Slow).run_test() as pilot:
        await settle(pilot)
        for question in (QUESTION, "And another?"):
            pilot.app.screen.query_one(Prompt).value = question
            await pilot.press("enter")
            await pilot.pause()
        await pilot.press("escape")
        go_on.set()
        await settle(pilot)
        assert [one.stage for one in pilot.app.screen.query(Exchange)] == [Stage.CANCELLED, Stage.CANCELLED]
        assert (await ask(pilot)).stage is Stage.ANSWERED


async def test_a_failure_is_shown_in_place_and_the_next_question_is_asked(make_app: MakeApp) -> None:
    service = FakeService()
    async with make_app(lambda: service).run_test() as pilot:
        service.fault = IndexDamaged("vectors.faiss is truncated: rebuild with 'tutor index build'")
        exchange = await ask(pilot)
        assert exchange.stage is Stage.FAILED
        assert remark(exchange) == str(service.fault)
        service.fault = None
        assert (await ask(pilot)).stage is Stage.ANSWERED


async def test_a_service_that_died_is_started_again_and_the_question_answered(make_app: MakeApp) -> None:
    first, second = FakeService(), FakeService()
    services = iter((first, second))
    async with make_app(lambda: next(services)).run_test() as pilot:
        await settle(pilot)
        first.fault = ServiceUnreachable("no tutor answers")
        exchange = await ask(pilot)
        await settle(pilot)
        assert first.closed
        assert second.asked == [QUESTION]
        assert exchange.stage is Stage.ANSWERED


async def test_a_service_that_does_not_start_is_told_about_in_the_status_line(make_app: MakeApp) -> None:
    def connect() -> FakeService:
        raise ServiceUnreachable("The service did not start; see service.log")

    async with make_app(connect).run_test() as pilot:
        exchange = await ask(pilot)
        assert (
            str(pilot.app.screen.query_one("#state", Static).render()) == "The service did not start; see service.log"
        )
        assert remark(exchange) == "The service did not start; see service.log"


async def test_asking_again_tries_again_to_start_it(make_app: MakeApp) -> None:
    tries = iter([ServiceUnreachable("The service did not start; see service.log"), None])

    def connect() -> FakeService:
        if fault := next(tries):
            raise fault
        return FakeService()

    async with make_app(connect).run_test() as pilot:
        await settle(pilot)
        exchange = await ask(pilot)
        await settle(pilot)
        assert exchange.stage is Stage.ANSWERED


async def test_a_service_that_comes_back_by_itself_is_found_again(make_app: MakeApp) -> None:
    faults = [ServiceUnreachable("no tutor answers")] * 3

    class Away(FakeService):
        def ready(self) -> bool:
            if faults:
                raise faults.pop()
            return super().ready()

    async with make_app(Away).run_test() as pilot:
        assert (await ask(pilot)).stage is Stage.ANSWERED


async def test_the_newest_answer_stays_in_view_when_the_terminal_shrinks(make_app: MakeApp) -> None:
    async with make_app().run_test(size=(120, 60)) as pilot:
        for _ in range(3):
            exchange = await ask(pilot)
        for size in ((60, 24), (40, 20), (100, 30)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            transcript = pilot.app.screen.query_one(Transcript)
            assert exchange.query_one(".question").region.y in range(transcript.region.y, transcript.region.bottom)


async def test_of_a_long_conversation_the_newest_answers_are_shown(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ChatScreen)
        await screen.resume("talk-1", [{"question": f"Question {n}?", "answer": LSI} for n in range(MOST + 5)])
        await settle(pilot)
        assert screen.query(Exchange).first().question == "Question 5?"
        await ask(pilot)
        assert [one.question for one in screen.query(Exchange)][:: MOST - 1] == ["Question 6?", QUESTION]
        assert screen.query_one("#earlier").display


async def test_a_scroll_that_comes_after_a_new_start_is_nothing(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        exchange = await ask(pilot)
        transcript = pilot.app.screen.query_one(Transcript)
        await transcript.clear()
        transcript.follow(exchange)
        await settle(pilot)


async def test_up_recalls_what_was_asked_and_down_the_draft(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        prompt = pilot.app.screen.query_one(Prompt)
        await press(pilot, "d", "r", "up")
        assert prompt.value == QUESTION
        await press(pilot, "down")
        assert prompt.value == "dr"


async def test_questions_are_recalled_in_the_next_session(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
    async with make_app().run_test() as pilot:
        await settle(pilot)
        await press(pilot, "up")
        assert pilot.app.screen.query_one(Prompt).value == QUESTION


async def test_the_history_is_searched_with_ctrl_r(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        await ask(pilot, REPLICAS["question"])
        await press(pilot, "ctrl+r", "l", "s", "i", "enter")
        assert pilot.app.screen.query_one(Prompt).value == QUESTION


async def test_tab_on_an_empty_line_offers_the_suggestions_in_turn(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await ask(pilot)
        prompt = pilot.app.screen.query_one(Prompt)
        await press(pilot, "tab")
        assert prompt.value == "What is an LSI?"
        await press(pilot, "tab")
        assert prompt.value == "How many GSIs can a table have?"


async def test_a_suggestion_in_focus_is_asked_with_enter(make_app: MakeApp) -> None:
    service = FakeService()
    async with make_app(lambda: service).run_test() as pilot:
        await ask(pilot)
        await press(pilot, "shift+tab", "enter")
        assert service.asked == [QUESTION, "How many GSIs can a table have?"]


async def test_an_unknown_command_is_told(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await enter(pilot, "/fly away")
        assert notices(pilot) == ["There is no command /fly. Type / and Tab to see those there are."]


async def test_several_pasted_lines_become_one_question(make_app: MakeApp) -> None:
    async with make_app().run_test() as pilot:
        await settle(pilot)
        prompt = pilot.app.screen.query_one(Prompt)
        prompt.post_message(Paste("one\ntwo\r\n  three"))
        await settle(pilot)
        assert prompt.value == "one two three"


async def test_what_is_typed_before_there_is_a_line_to_type_in_is_kept(make_app: MakeApp) -> None:
    app = make_app()
    async with app.run_test() as pilot:
        await settle(pilot)
        app._typed_ahead = []  # as before the first screen
        await pilot.press("h", "i")
        assert pilot.app.screen.query_one(Prompt).value == ""
        app.on_chat_screen_typing_taken()
        await settle(pilot)
        assert pilot.app.screen.query_one(Prompt).value == "hi"


async def test_each_line_of_a_list_has_its_bullet(make_app: MakeApp) -> None:
    blocks = [block("Not for:", kind="connective"), block("strong reads\nmany writes", 1)]

    class Listing(FakeService):
        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            yield "done", answer(question, blocks, LSI["citations"])

    async with make_app(Listing).run_test() as pilot:
        assert texts(await ask(pilot)) == ["Not for:", "• strong reads\n• many writes [1]"]


async def test_sources_beyond_the_first_few_are_shown_when_they_are_asked_for(make_app: MakeApp) -> None:
    many = [citation(n, 7, "x") for n in range(1, 9)]

    class Many(FakeService):
        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            yield "done", answer(question, [block("x", 1)], many)

    async with make_app(Many).run_test(size=(80, 40)) as pilot:
        exchange = await ask(pilot)
        assert [row.citation.n for row in exchange.query(CitationRow) if row.display] == [1, 2, 3, 4, 5]
        assert str(exchange.query_one(MoreRow).render()) == "… 3 more sources"
        await press(pilot, "ctrl+o", *["down"] * 5, "enter")
        assert [row.citation.n for row in exchange.query(CitationRow) if row.display] == list(range(1, 9))
        assert isinstance(pilot.app.focused, CitationRow)
        assert pilot.app.focused.citation.n == 6


HOSTILE = (
    "\x1b[31mred\x1b[0m \x1b]8;;https://evil.example\x07link\x1b]8;;\x07 [red]x[/red] [@click=app.quit]y[/] \u202eabc"
)


TABLE = "| a | b |\n|---|---|\n" + "".join(f"| {n} | [red]{n}[/red] | \n" for n in range(10_000))
WIDE = "漢字かな 👩‍👩‍👧 עברית العربية ＷＩＤＥ " * 30


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        pytest.param("quote", HOSTILE, id="escapes and markup"),
        pytest.param("quote", WIDE, id="wide and right to left"),
        pytest.param("quote", "x" * 10_000, id="one long word"),
        pytest.param("table", f"| {HOSTILE} | {WIDE} |\n|---|---|\n| {'y' * 5000} | z |", id="a table of these"),
        pytest.param("table", TABLE, id="a long table"),
    ],
)
async def test_whatever_stands_in_notes_is_text_and_stays_within_the_screen(
    make_app: MakeApp, kind: str, text: str
) -> None:
    class Hostile(FakeService):
        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            yield "block", block(text, 1, kind=kind)
            yield "done", answer(question, [block(text, 1, kind=kind)], LSI["citations"])

    async with make_app(Hostile).run_test(size=(80, 24)) as pilot:
        exchange = await ask(pilot)
        assert exchange.stage is Stage.ANSWERED
        for widget in pilot.app.screen.walk_children(Widget):
            assert widget.region.right <= 80, widget
        strips = pilot.app.screen._compositor.render_strips()
        assert [strip.cell_length for strip in strips] == [80] * 24
        assert "\x1b" not in "".join(strip.text for strip in strips)


async def test_escapes_and_markup_in_notes_are_text(make_app: MakeApp) -> None:
    class Hostile(FakeService):
        def ask_stream(
            self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
        ) -> Iterator[Event]:
            yield "done", answer(question, [block(HOSTILE)], [])

    async with make_app(Hostile).run_test() as pilot:
        exchange = await ask(pilot)
        assert texts(exchange) == ["red link [red]x[/red] [@click=app.quit]y[/] abc"]


async def test_a_table_keeps_its_cells() -> None:
    assert rows_of("| a | b \\| c |\n|---|:--|\n| 1 | |\n") == [["a", "b | c"], ["1", ""]]
