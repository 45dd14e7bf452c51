"""Screens are driven on asyncio, the loop that Textual uses, and remember things in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.driving import MakeApp, QuickApp
from tests.tui.fakes import FakeService
from tui.service import Service, Start


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def make_app(tmp_path: Path) -> MakeApp:
    """An app over a fake service, or over what `connect` gives."""

    def make(connect: Callable[[], Service] = FakeService) -> QuickApp:
        return QuickApp(lambda: Start(connect, (tmp_path / "notes",)), tmp_path / "config")

    return make
