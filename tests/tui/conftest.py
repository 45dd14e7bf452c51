"""Screens are driven on asyncio, the loop that Textual uses, and remember things in a folder of the test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import MakeApp, QuickApp
from tests.tui.fakes import FakeService
from tui.service import Connect


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def make_app(tmp_path: Path) -> MakeApp:
    """An app over a fake service, or over what `connect` gives."""

    def make(connect: Connect = FakeService) -> QuickApp:
        return QuickApp(connect, tmp_path / "config", (tmp_path / "notes",))

    return make
