"""Asking, reading and opening sources, by keyboard alone."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from index.errors import NotesTutorError
from tests.tui.fakes import LSI, FakeService
from tui.app import TutorApp
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.citation_row import CitationRow
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.note_view import NoteView
from tui.widgets.prompt import Prompt
from tui.widgets.source_panel import SourcePanel

pytestmark = pytest.mark.anyio

QUESTION = LSI["question"]


async def settle(pilot: Pilot[None]) -> None:
    """Until no worker runs and nothing is left to draw."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def ask(pilot: Pilot[None], question: str = QUESTION) -> Exchange:
    await pilot.pause()
    pilot.app.screen.query_one(Prompt).value = question
    await pilot.press("enter")
    await settle(pilot)
    return pilot.app.screen.query(Exchange).last()


def texts(exchange: Exchange) -> list[str]:
    return [str(view.render()) for view in exchange.query(AnswerBlockView)]


async def test_an_answer_shows_each_block_with_its_marks_and_its_sources() -> None:
    async with TutorApp(FakeService).run_test(size=(80, 24)) as pilot:
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


async def test_an_abstention_says_so() -> None:
    async with TutorApp(FakeService).run_test() as pilot:
        exchange = await ask(pilot, "What does a shard cost?")
        assert exchange.stage is Stage.ABSTAINED
        assert str(exchange.query_one(".remark", Static).render()) == "Not in the notes"


async def test_enter_on_a_source_opens_the_note_at_the_quoted_line() -> None:
    async with TutorApp(FakeService).run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        await pilot.press("ctrl+o", "down", "enter")
        await settle(pilot)
        panel = pilot.app.screen.query_one(SourcePanel)
        assert panel.display
        assert pilot.app.screen.query_one(NoteView).quoted == range(8, 9)
        await pilot.press("n")
        await settle(pilot)
        assert pilot.app.screen.query_one(NoteView).quoted == range(9, 10)
        await pilot.press("escape")
        assert not panel.display
        assert isinstance(pilot.app.focused, Prompt)


async def test_a_question_typed_while_the_index_is_built_is_answered_when_it_is_ready() -> None:
    service = FakeService(building=((120, 240),))
    app = TutorApp(lambda: service)
    async with app.run_test() as pilot:
        app._pause = lambda: False  # type: ignore[method-assign]
        exchange = await ask(pilot)
        assert service.asked == [QUESTION]
        assert exchange.stage is Stage.ANSWERED


async def test_a_failure_is_shown_in_place_and_the_next_question_is_asked() -> None:
    service = FakeService()
    async with TutorApp(lambda: service).run_test() as pilot:
        service.fault = NotesTutorError("the index is damaged: rebuild it with 'tutor index build'")
        exchange = await ask(pilot)
        assert exchange.stage is Stage.FAILED
        assert exchange.remark == str(service.fault)
        service.fault = None
        assert (await ask(pilot)).stage is Stage.ANSWERED


async def test_up_recalls_what_was_asked_and_down_the_draft() -> None:
    async with TutorApp(FakeService).run_test() as pilot:
        await ask(pilot)
        prompt = pilot.app.screen.query_one(Prompt)
        await pilot.press("d", "r", "up")
        assert prompt.value == QUESTION
        await pilot.press("down")
        assert prompt.value == "dr"


@pytest.mark.parametrize("size", [(80, 24), (250, 70)])
async def test_the_note_stands_beside_the_chat_where_there_is_room(size: tuple[int, int]) -> None:
    async with TutorApp(FakeService).run_test(size=size) as pilot:
        await ask(pilot)
        await pilot.press("ctrl+o", "enter")
        await settle(pilot)
        width = pilot.app.screen.query_one(SourcePanel).size.width
        assert width < 130 if size[0] > 120 else width >= 79
