"""Every key is named, explained, and does something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

from tests.tui.driving import MakeApp, ask, enter, press, settle
from tui.app import TutorApp
from tui.commands import COMMANDS
from tui.screens.help import HelpScreen, rows_of


def ours(kind: type[DOMNode] = DOMNode) -> Iterator[type[DOMNode]]:
    if kind.__module__.startswith("tui.") and kind.__dict__.get("BINDINGS"):
        yield kind
    for child in kind.__subclasses__():
        yield from ours(child)


KINDS = sorted(set(ours()), key=lambda kind: kind.__name__)


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


@pytest.mark.anyio
@pytest.mark.parametrize(
    "command", ["", "/compare rds dynamodb", "/advise a shop", "/calculate", "/conflicts", "/notes", "/conversations"]
)
async def test_the_help_of_each_screen_has_all_of_its_bindings(make_app: MakeApp, command: str) -> None:
    async with make_app().run_test(size=(80, 24)) as pilot:
        await ask(pilot)
        if command:
            await enter(pilot, command)
        await settle(pilot)
        screen = pilot.app.screen
        there = {
            row
            for node in [*screen.walk_children(with_self=True), pilot.app]
            for kind in KINDS
            for row in rows_of(node, kind)
        }
        await press(pilot, "f1")
        shown = pilot.app.screen
        assert isinstance(shown, HelpScreen)
        assert there <= {row for section in shown.sections for row in section.rows}
