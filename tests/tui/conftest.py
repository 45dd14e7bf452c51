"""Screens are driven on asyncio, the loop that Textual uses."""

import pytest


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
