"""Every key is named, explained, and does something."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.pilot import Pilot

from tests.tui.driving import MakeApp, QuickApp, ask, enter, press, settle
from tests.tui.fakes import FakeService
from tui.app import TutorApp
from tui.commands import COMMANDS
from tui.screens import import_all
from tui.screens.help import HelpScreen, Row, all_bindings, kinds, rows_of
from tui.service import Start

import_all()
KINDS = sorted({kind for kind in kinds() if kind.__dict__.get("BINDINGS")}, key=lambda kind: kind.__name__)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_each_binding_has_a_name_an_explanation_and_an_action(kind: type[DOMNode]) -> None:
    assert kind.__dict__["BINDING_GROUP_TITLE"]
    for binding in Binding.make_bindings(kind.__dict__["BINDINGS"]):
        assert binding.id
        assert binding.tooltip
        assert hasattr(kind, f"action_{binding.action.partition('(')[0]}"), binding.action


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_each_command_has_its_action(command: object) -> None:
    assert hasattr(TutorApp, f"action_{command.name}")  # type: ignore[attr-defined]


async def shown_and_there(pilot: Pilot[None]) -> tuple[set[Row], set[Row]]:
    """The rows of the help for the screen that is shown, and those of the bindings on it."""
    await settle(pilot)
    nodes = [*pilot.app.screen.walk_children(with_self=True), pilot.app]
    await press(pilot, "f1")
    screen = pilot.app.screen
    assert isinstance(screen, HelpScreen)
    there = {row for node in [*nodes, screen] for kind in KINDS for row in rows_of(node, kind)}
    shown = {row for section in screen.sections for row in section.rows if row[2]}
    await press(pilot, "f1")
    return shown, there


SCREENS = ("/compare rds dynamodb", "/advise a shop", "/calculate", "/conflicts", "/notes", "/conversations", "/theme")


@pytest.mark.anyio
@pytest.mark.parametrize("command", ["", *SCREENS])
async def test_the_help_of_each_screen_has_its_bindings_and_no_others(make_app: MakeApp, command: str) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        if command:
            await enter(pilot, command)
        shown, there = await shown_and_there(pilot)
        assert shown == there


@pytest.mark.anyio
async def test_every_binding_is_in_the_help_of_a_screen(make_app: MakeApp, tmp_path: Path) -> None:
    seen: set[Row] = set()
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        seen |= (await shown_and_there(pilot))[0]
        for command in SCREENS:
            await enter(pilot, command)
            seen |= (await shown_and_there(pilot))[0]
            await press(pilot, "escape")
    first_run = QuickApp(lambda: Start(FakeService, choose=lambda folder: Start(FakeService)), tmp_path)
    async with first_run.run_test(size=(80, 24)) as pilot:
        seen |= (await shown_and_there(pilot))[0]
    assert {row[2] for row in seen} == {binding.id for binding in all_bindings()}
