"""`tutor chat --serve`: the screen in a browser."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import aiohttp
import pytest

from tutor.cli.app import run
from tutor.client import TutorClient

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds

pytestmark = pytest.mark.anyio


@pytest.fixture
def url(warm_home: Path, notes: Path) -> Iterator[str]:
    """Where the command serves the screen."""
    command = [sys.executable, "-m", "tutor", "chat", "--serve", "--port", "0", "--notes", str(notes)]
    environment = {**os.environ, "TUTOR_HOME": str(warm_home)}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield process.stdout.readline().strip()
        process.terminate()


async def test_a_tab_shows_the_screen_and_takes_typing(url: str) -> None:
    async with aiohttp.ClientSession() as browser, browser.ws_connect(f"{url}/ws", origin=url) as tab:
        await shown(tab, "Ask your notes")
        await tab.send_json(["stdin", "zqz"])
        await shown(tab, "zqz")


def test_the_tabs_share_one_service(warm_home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(warm_home))
    monkeypatch.setenv("TUTOR_URL", "")  # what is set instead goes with the test
    healthy: list[bool] = []

    def serve(command: Sequence[str], port: int, announce: object) -> None:
        with TutorClient(os.environ["TUTOR_URL"]) as client:
            healthy.append(client.healthy())

    monkeypatch.setattr("tui.serving.serve", serve)

    assert run(["chat", "--serve", "--notes", str(notes)]) == 0
    assert healthy == [True]


async def shown(tab: aiohttp.ClientWebSocketResponse, text: str) -> None:
    """Wait until `text` is drawn."""
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while text.encode() not in seen:
            message = await tab.receive()
            seen += message.data if isinstance(message.data, bytes) else b""


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Host": "rebound.example"}, id="another name"),
        pytest.param({"Origin": "https://page.example"}, id="another page"),
    ],
)
async def test_only_its_own_page_reaches_it(url: str, headers: dict[str, str]) -> None:
    async with aiohttp.ClientSession() as browser:
        async with browser.get(url) as page:
            assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
        for path in ("/", "/ws"):
            async with browser.get(url + path, headers=headers) as refused:
                assert (refused.status, await refused.text()) == (403, f"Open {url} instead.")
