"""The flows against a real service, over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.coordinate import Coordinate
from textual.pilot import Pilot
from textual.widgets import OptionList, Static

from tests.tui.driving import ask, enter, press, settle, texts
from tui.app import TutorApp
from tui.screens.chat import ChatScreen
from tui.service import Start
from tui.widgets.citation_row import CitationRow
from tui.widgets.compare_table import CompareTable
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.note_view import NoteView
from tui.widgets.notes_tree import NotesTree
from tutor.client import BackgroundService, TutorClient
from tutor.settings import load_settings

pytestmark = pytest.mark.anyio

NOTE = """# Tea

## Green tea

Green tea is steeped for 2 minutes at 75 degrees.

## Black tea

Black tea is steeped for 4 minutes at 95 degrees.
"""
QUESTION = "How long is black tea steeped?"


@pytest.fixture(scope="module")
def url(warm_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A service on a small folder of notes."""
    notes = tmp_path_factory.mktemp("notes")
    (notes / "tea.md").write_text(NOTE, encoding="utf-8")
    with BackgroundService(load_settings(home=warm_home, notes=(notes,))) as service:
        service.wait_until_ready()
        yield service.url


@pytest.fixture
def app(url: str, tmp_path: Path) -> TutorApp:
    return TutorApp(lambda: Start(lambda: TutorClient(url)), tmp_path / "config")


async def test_a_question_is_answered_and_its_source_opened(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        exchange = await ask(pilot, QUESTION)
        assert exchange.stage is Stage.ANSWERED
        assert any("Black tea is steeped for 4 minutes at 95 degrees. [1]" in text for text in texts(exchange))
        assert exchange.query(CitationRow).first().citation.line_start == 9
        await press(pilot, "ctrl+o", "enter")
        view = pilot.app.screen.query_one(NoteView)
        assert view.quoted == range(9, 10)
        assert view.document.get_line(8) == "Black tea is steeped for 4 minutes at 95 degrees."


async def test_what_the_notes_do_not_cover_is_said(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        assert (await ask(pilot, "Which bird sings in winter?")).stage is Stage.ABSTAINED


async def test_notes_are_listed_searched_and_rebuilt(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/notes green tea")
        assert pilot.app.screen.query_one("#hits", OptionList).option_count
        assert str(pilot.app.screen.query_one(NotesTree).root.children[0].label).startswith("tea.md")
        await press(pilot, "ctrl+b")
        assert "1 unchanged" in str(pilot.app.screen.query_one("#stage", Static).render())


async def test_a_conversation_is_resumed_and_deleted(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await ask(pilot, QUESTION)
        await enter(pilot, "/new")
        await enter(pilot, "/conversations")
        await press(pilot, "enter")
        assert [one.question for one in pilot.app.screen.query(Exchange)] == [QUESTION]
        assert isinstance(pilot.app.screen, ChatScreen)
        await enter(pilot, "/conversations")
        await press(pilot, "d", "d", "escape")
        await settle(pilot)
        assert [notice.severity for notice in pilot.app._notifications] == ["warning"]


async def test_two_things_are_compared_and_a_cell_opened(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/compare green tea, black tea")
        table = pilot.app.screen.query_one(CompareTable)
        assert "75 degrees" in str(table.get_cell_at(Coordinate(0, 1)))
        await press(pilot, "enter")
        assert pilot.app.screen.query_one(NoteView).quoted == range(5, 6)


async def test_a_scenario_that_the_notes_do_not_know_gets_no_ranking(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/advise a bird that sings in winter")
        assert shown(pilot, "#remark") == ["The notes hold nothing that fits this scenario."]


async def test_a_sum_without_its_rule_in_the_notes_is_refused_in_words(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/calculate")
        assert shown(pilot, "#remark")[0].startswith("The notes")


async def test_notes_that_agree_have_no_disagreements(app: TutorApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await enter(pilot, "/conflicts")
        assert shown(pilot, "#remark") == ["The notes do not disagree on anything that was found."]


def shown(pilot: Pilot[None], selector: str) -> list[str]:
    return [str(widget.render()) for widget in pilot.app.screen.query(selector).results(Static)]
