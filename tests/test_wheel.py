"""The built wheel answers in an empty environment and an empty folder: the notes and all data travel in it."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel. What the wheel depends on is lent by this one, through a .pth file."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), str(ROOT))
    subprocess.run([*PIP, *build], check=True, capture_output=True)
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    (wheel,) = folder.glob("*.whl")
    subprocess.run([*PIP, "--python", python, "install", "--no-deps", "--no-index", wheel], check=True)
    lent = sysconfig.get_path("purelib")
    (own,) = (folder / "venv").glob("lib/python*/site-packages")
    (own / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")
    return folder / "venv"


@pytest.fixture
def empty(tmp_path: Path) -> dict[str, str]:
    """Variables of a person who has nothing yet."""
    return {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "HF_HUB_OFFLINE": "1", "PYTHONSAFEPATH": "1"}


def test_the_code_comes_from_the_wheel(environment: Path, empty: dict[str, str], tmp_path: Path) -> None:
    look = "import corpus, index, tui, tutor; print(*(list(m.__path__)[0] for m in (corpus, index, tui, tutor)))"
    command = [str(environment / "bin" / "python"), "-c", look]

    folders = subprocess.run(
        command, env=empty, cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout.split()

    assert all(Path(folder).is_relative_to(environment) for folder in folders)


def test_it_answers_from_the_included_notes(environment: Path, empty: dict[str, str], tmp_path: Path) -> None:
    command = [str(environment / "bin" / "tutor"), "ask", "How many GSIs can a table have?"]

    ended = subprocess.run(command, env=empty, cwd=tmp_path, capture_output=True, text=True)

    assert (ended.returncode, "Traceback" in ended.stderr) == (0, False)
    assert "20" in ended.stdout.splitlines()[0]
    assert "\n[1] aws-databases/" in ended.stdout
