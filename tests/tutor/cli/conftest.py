"""The command line over a fake backend, run in this process."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.errors import IndexMissing
from tests.tutor.fakes import FakeIndex, fake_backend
from tutor.backend import Backend
from tutor.cli import opening
from tutor.cli.app import run
from tutor.settings import Settings


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


Tutor = Callable[..., Ended]


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex()


@pytest.fixture
def tutor(index: FakeIndex, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tutor:
    """Runs `tutor ARGUMENTS` with `lines` on standard input."""
    monkeypatch.setattr(opening, "open_backend", lambda settings: fake_backend(home, index, settings))

    def run_tutor(*arguments: str, lines: Sequence[str] = ()) -> Ended:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = run(arguments)
        return Ended(code, *capsys.readouterr())

    return run_tutor


@pytest.fixture
def unbuilt(home: Path, monkeypatch: pytest.MonkeyPatch, tutor: Tutor) -> list[str]:
    """There is no index until one is built; the names of what was done."""
    done: list[str] = []

    def open_backend(settings: Settings) -> Backend:
        if not done:
            raise IndexMissing(f"There is no index in {settings.home}: run `tutor index build`.")
        return fake_backend(home, FakeIndex(), settings)

    monkeypatch.setattr(opening, "open_backend", open_backend)
    monkeypatch.setattr(opening, "run_build", lambda settings, report: done.append("built"))
    return done
