"""Every test has its own data folder and settings, and no way to a model hub."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", settings.default, deadline=None)  # its 200 ms time the machine, not the code
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder; no setting of the person who runs the tests applies."""
    for name in [name for name in os.environ if name.startswith("TUTOR_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "home"
    monkeypatch.setenv("TUTOR_HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    return folder


@pytest.fixture(scope="session")
def warm_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for all tests that need the real model, so that it is compiled once."""
    return tmp_path_factory.mktemp("warm-home")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A small folder of notes."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "tea.md").write_text(TEA, encoding="utf-8")
    return folder


TEA = """# Tea

## Green tea

Green tea is steeped for 2 minutes at 75 degrees.

## Black tea

Black tea is steeped for 4 minutes at 95 degrees.
"""
