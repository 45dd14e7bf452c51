"""Pictures of every screen, small and large: `pytest --snapshot-update` accepts a change that is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from index.errors import IndexDamaged
from tests.tui.driving import MakeApp, QuickApp, enter, press, settle, type_while_building
from tests.tui.fakes import LSI, REPLICAS, BuildingService, FakeService
from tui.service import Start
from tutor.errors import ServiceUnreachable

SIZES = ((80, 24), (160, 50))
FAULT = IndexDamaged("vectors.faiss is truncated: rebuild the index with 'tutor index build'")


@dataclass(frozen=True)
class Picture:
    """What is shown once these lines were sent off and these keys pressed."""

    lines: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    service: type[FakeService] = FakeService
    fault: bool = False
    theme: str = "tutor-dark"
    sizes: tuple[tuple[int, int], ...] = field(default=SIZES)


PICTURES = {
    "chat-empty": Picture(),
    "chat-answer": Picture((LSI["question"],)),
    "chat-source-in-focus": Picture((LSI["question"],), ("ctrl+o", "down")),
    "chat-conflict": Picture((REPLICAS["question"],)),
    "chat-abstained": Picture(("What does a shard cost?",)),
    "chat-failed": Picture((LSI["question"],), fault=True),
    "note": Picture((LSI["question"],), ("ctrl+o", "down", "enter")),
    "compare-empty": Picture(("/compare",)),
    "compare": Picture(("/compare rds, dynamodb",)),
    "advise": Picture(("/advise a shop that reads by key",), ("space",)),
    "advise-failed": Picture(("/advise a shop that reads by key",), fault=True),
    "calculate": Picture(("/calculate",)),
    "conflicts": Picture(("/conflicts",)),
    "conflicts-failed": Picture(("/conflicts",), fault=True),
    "notes": Picture(("/notes",), ("down", "right")),
    "notes-search": Picture(("/notes replicas",), ("enter",)),
    "notes-failed": Picture(("/notes",), fault=True),
    "notes-rebuilt": Picture(("/rebuild",)),
    "conversations-empty": Picture(("/conversations",)),
    "conversations": Picture((LSI["question"], "/conversations")),
    "history": Picture(("What does a shard cost?", "Why?"), ("ctrl+r", "s", "h")),
    "help": Picture((), ("f1",)),
    "palette": Picture((), ("ctrl+p",)),
    "light": Picture((LSI["question"], REPLICAS["question"]), ("ctrl+o",), theme="tutor-light", sizes=SIZES[1:]),
    "contrast": Picture((LSI["question"], REPLICAS["question"]), ("ctrl+o",), theme="tutor-contrast", sizes=SIZES[1:]),
}

CASES = [
    pytest.param(picture, size, id=f"{name}-{size[0]}x{size[1]}")
    for name, picture in PICTURES.items()
    for size in picture.sizes
]


def hold_still(pilot: Pilot[None]) -> None:
    """Cursors stop blinking and notices go."""
    pilot.app.clear_notifications()
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False


@pytest.mark.parametrize(("picture", "size"), CASES)
def test_picture(snap_compare: Callable[..., bool], make_app: MakeApp, picture: Picture, size: tuple[int, int]) -> None:
    service = picture.service()

    async def draw(pilot: Pilot[None]) -> None:
        pilot.app.theme = picture.theme
        await settle(pilot)
        service.fault = FAULT if picture.fault else None
        for line in picture.lines:
            await enter(pilot, line)
        await press(pilot, *picture.keys)
        hold_still(pilot)
        await settle(pilot)

    assert snap_compare(make_app(lambda: service), terminal_size=size, run_before=draw)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture_of_a_question_that_waits_for_the_index(
    snap_compare: Callable[..., bool], make_app: MakeApp, size: tuple[int, int]
) -> None:
    service = BuildingService()

    async def draw(pilot: Pilot[None]) -> None:
        await type_while_building(pilot, service, LSI["question"])
        hold_still(pilot)
        await pilot.pause()

    assert snap_compare(make_app(lambda: service), terminal_size=size, run_before=draw)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture_of_the_first_run(snap_compare: Callable[..., bool], tmp_path: Path, size: tuple[int, int]) -> None:
    async def draw(pilot: Pilot[None]) -> None:
        await settle(pilot)
        await press(pilot, "enter")
        hold_still(pilot)
        await settle(pilot)

    app = QuickApp(lambda: Start(FakeService, choose=lambda folder: Start(FakeService)), tmp_path)
    assert snap_compare(app, terminal_size=size, run_before=draw)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_picture_of_a_service_that_does_not_start(
    snap_compare: Callable[..., bool], make_app: MakeApp, size: tuple[int, int]
) -> None:
    def connect() -> FakeService:
        raise ServiceUnreachable("The service did not start; service.log says why, `tutor doctor` what to do")

    async def draw(pilot: Pilot[None]) -> None:
        await enter(pilot, LSI["question"])
        hold_still(pilot)
        await settle(pilot)

    assert snap_compare(make_app(connect), terminal_size=size, run_before=draw)
