"""The command itself, in a real terminal."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

TMUX = shutil.which("tmux")
PATIENCE = 120.0  # seconds
LOOK_EVERY = 0.1  # seconds

pytestmark = pytest.mark.skipif(TMUX is None, reason="tmux is not installed")


def until(condition: Callable[[], bool]) -> bool:
    """Look until the condition holds, PATIENCE at most; whether it came to hold."""
    deadline, pause = time.monotonic() + PATIENCE, Event()
    while time.monotonic() < deadline:
        if condition():
            return True
        pause.wait(LOOK_EVERY)
    return False


class Terminal:
    """A terminal of 80 by 24 in which one command runs."""

    def __init__(self, socket: Path, command: str) -> None:
        self._tmux = [str(TMUX), "-S", str(socket), "-f", "/dev/null"]
        self._run("new-session", "-d", "-s", "screen", "-x", "80", "-y", "24", command)

    def type(self, *keys: str) -> None:
        for key in keys:
            self._run("send-keys", "-t", "screen", key)

    def shows(self, text: str) -> bool:
        """Whether `text` appears before patience ends."""
        return until(lambda: text in self._run("capture-pane", "-p", "-t", "screen"))

    def ended(self) -> bool:
        """Whether the command ends before patience does."""
        return until(lambda: bool(subprocess.run([*self._tmux, "has-session"], capture_output=True).returncode))

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)

    def _run(self, *arguments: str) -> str:
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def terminal(
    warm_home: Path, notes: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Terminal]:
    monkeypatch.setenv("TUTOR_HOME", str(warm_home))
    monkeypatch.setenv("TUTOR_NOTES", str(notes))
    monkeypatch.delenv("NO_COLOR", raising=False)
    folder = tmp_path_factory.mktemp("t")  # a socket's path has to be short
    terminal = Terminal(folder / "s", f"'{sys.executable}' -m tutor")
    yield terminal
    terminal.close()


def test_a_reader_asks_opens_a_source_compares_looks_at_the_notes_and_leaves(terminal: Terminal) -> None:
    assert terminal.shows("Ask your notes")
    terminal.type("How long is black tea steeped?", "Enter")
    assert terminal.shows("4 minutes at 95 degrees. [1]")
    terminal.type("C-o")
    assert terminal.shows("Copy quote")
    terminal.type("Enter")
    assert terminal.shows("tea.md:9  1 of")
    terminal.type("Escape")
    assert terminal.shows("4 minutes at 95 degrees. [1]")
    terminal.type("/compare green tea, black tea", "Enter")
    assert terminal.shows("75 degrees")
    terminal.type("Escape")
    assert terminal.shows("4 minutes at 95 degrees. [1]")
    terminal.type("F2")
    assert terminal.shows("tea.md  fresh  Tea")
    terminal.type("C-q")
    assert terminal.ended()
