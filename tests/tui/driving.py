"""Driving the screen by keyboard, as a reader does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from textual.pilot import Pilot
from textual.widgets import Static

from tests.tui.fakes import LSI, BuildingService
from tui.app import TutorApp
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.exchange import Exchange
from tui.widgets.prompt import Prompt


class QuickApp(TutorApp):
    """Looks at a build without pausing."""

    def pause(self) -> bool:
        return False

    def now(self) -> datetime:
        return datetime(2026, 8, 1, 12, 30, tzinfo=UTC)


MakeApp = Callable[..., QuickApp]


async def settle(pilot: Pilot[None]) -> None:
    """Until no worker runs and nothing is left to draw."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()  # what the first pause drew may have called for another layout


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settle(pilot)


async def enter(pilot: Pilot[None], text: str) -> None:
    """Type `text` into the prompt and send it off."""
    await settle(pilot)
    pilot.app.screen.query_one(Prompt).value = text
    await press(pilot, "enter")


async def ask(pilot: Pilot[None], question: str = LSI["question"]) -> Exchange:
    await enter(pilot, question)
    return pilot.app.screen.query(Exchange).last()


async def type_while_building(pilot: Pilot[None], service: BuildingService, question: str) -> None:
    while not service.seen.is_set():
        await pilot.pause()
    await pilot.pause()
    pilot.app.screen.query_one(Prompt).value = question
    await pilot.press("enter")
    await pilot.pause()


def texts(exchange: Exchange) -> list[str]:
    return [view.plain for view in exchange.query(AnswerBlockView)]


def remark(exchange: Exchange) -> str:
    return str(exchange.query_one(".remark", Static).render())


def notices(pilot: Pilot[None]) -> list[str]:
    return [notice.message for notice in pilot.app._notifications]
