from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import BuildReport, build
from index.encoder import DEFAULT_MODEL, Encoder, open_encoder
from index.search import Index, open_index
from tests.index.fakes import BagEncoder, PlainReader

NOTES = {
    "rivers.md": "# Rivers\nThe Danube flows into the Black Sea.\nThe Rhine flows into the North Sea.\n"
    "# Lakes\nLake Constance is fed by the Rhine.\n",
    "peaks.md": "# Peaks\nMont Blanc is 4806 metres high.\nThe Zugspitze is 2962 metres high.\n",
    "trees/oak.md": "# Oak\nOaks live for centuries.\nAcorns feed jays and boars.\n",
}


@pytest.fixture(scope="session")
def model_home(pytestconfig: pytest.Config) -> Path:
    """A data folder with the compiled copy of the default model, which later runs of the tests find again."""
    home = pytestconfig.cache.mkdir("model")
    open_encoder(DEFAULT_MODEL, home)
    return home


@pytest.fixture(scope="session")
def real_encoder(model_home: Path) -> Encoder:
    return open_encoder(DEFAULT_MODEL, model_home)


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    for source, text in NOTES.items():
        (folder / source).parent.mkdir(parents=True, exist_ok=True)
        (folder / source).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def encoder() -> BagEncoder:
    return BagEncoder()


@pytest.fixture
def rebuild(notes: Path, home: Path, encoder: BagEncoder) -> Callable[[], BuildReport]:
    return lambda: build([notes], home, encoder=encoder, reader=PlainReader())


@pytest.fixture
def reopen(notes: Path, home: Path, encoder: BagEncoder) -> Callable[[], Index]:
    return lambda: open_index(home, [notes], encoder=encoder)


@pytest.fixture
def index(rebuild: Callable[[], BuildReport], reopen: Callable[[], Index]) -> Index:
    rebuild()
    return reopen()
