"""A few of the faults of tests/benchmarks/faults.py, and those that need no chance: full and read-only disks."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.build import build
from index.search import open_index
from tests.benchmarks.faults import CREATURES, damage_files, kill_builds, write_notes
from tests.index.fakes import BagEncoder
from tutor.backend import open_backend
from tutor.settings import load_settings

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL, and no limits on a process")


def test_builds_killed_at_random_lose_nothing() -> None:
    assert kill_builds(12, seed=3).failures == []


def test_files_damaged_at_random_change_no_answer() -> None:
    assert damage_files(40, seed=3).failures == []


def test_an_index_cut_off_while_it_is_open_costs_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes, home = tmp_path / "notes", tmp_path / "home"
    for number in (4, 7):
        write_notes(notes, number)
        newest = build([notes], home, encoder=BagEncoder()).generation
    monkeypatch.setattr("index.search.open_encoder", lambda *_: BagEncoder())
    with closing(open_backend(load_settings(home=home, notes=(notes,)))) as backend:
        for path in home.glob(f"index/*/{newest}/[!m]*"):  # the manifest has been read
            os.truncate(path, 1_000)

        assert "The otter lays 4 eggs." in backend.ask("How many eggs does the otter lay?")["text"]
        assert "is damaged" in backend.index()["remarks"][0]


# -- disks


LIMITED = """
import resource, signal, sys
from pathlib import Path
from index.build import build
from index.errors import IndexUnusable
from tests.index.fakes import BagEncoder

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]),) * 2)
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), encoder=BagEncoder())
except IndexUnusable as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("size", [0, 100, 1_000, 5_000, 50_000])
def test_a_disk_that_is_full_after_some_bytes_leaves_the_last_index(tmp_path: Path, size: int) -> None:
    notes, home = tmp_path / "notes", tmp_path / "home"
    write_notes(notes, 4)
    before = build([notes], home, encoder=BagEncoder()).generation
    write_notes(notes, 7)

    command = [sys.executable, "-c", LIMITED, str(notes), str(home), str(size)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (ended.returncode, "cannot be written" in ended.stderr) == (1, True), ended.stderr
    assert "Traceback" not in ended.stderr
    assert open_index(home, [notes], encoder=BagEncoder()).manifest.generation == before
    assert len(build([notes], home, encoder=BagEncoder()).changed) == len(CREATURES)


def as_nobody(work: Callable[[], str]) -> str:
    """What `work` returns in a child process that may write nothing of ours."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.setgid(65534)
            os.setuid(65534)
            said = work()
        except BaseException as error:
            said = f"{type(error).__name__}: {error}"
        os.write(writing, said.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as stream:
        return stream.read().decode()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may read; those of `tmp_path` are for their owner."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become somebody else")
def test_a_data_folder_that_is_read_only_answers_and_is_not_built(
    open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes, home = open_folder / "notes", open_folder / "home"
    write_notes(notes, 4)
    build([notes], home, encoder=BagEncoder())
    monkeypatch.setattr("index.search.open_encoder", lambda *_: BagEncoder())
    settings = load_settings(home=home, notes=(notes,))

    def ask() -> str:
        return str(open_backend(settings).ask("How many eggs does the otter lay?")["text"])

    assert "The otter lays 4 eggs." in as_nobody(ask)
    write_notes(notes, 7)
    assert as_nobody(lambda: str(build([notes], home, encoder=BagEncoder()))).startswith("IndexUnusable: The index")
    assert "The otter lays 4 eggs." in as_nobody(ask)
