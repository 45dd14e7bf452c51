"""What a command does not need, it does not load. Checked in a fresh interpreter each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("textual", "fastapi", "uvicorn", "torch", "transformers", "sentence_transformers", "openvino")

LIGHT = {
    "the command line": ("import tutor.cli", HEAVY),
    "the client": ("import tutor.client", HEAVY),
    "the search": ("import index.search", HEAVY),
    "the service": ("import tutor.service", ("textual", "torch", "transformers", "sentence_transformers", "openvino")),
    "the screen": ("import tui.app", ("fastapi", "uvicorn", "faiss", "torch", "sentence_transformers", "openvino")),
}


def loaded_after(code: str, *names: str) -> list[str]:
    """Which of the modules `names` are loaded once `code` has run."""
    look = f"import sys; {code}; print(*[name for name in {names!r} if name in sys.modules])"
    command = [sys.executable, "-W", "error", "-c", look]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize(("code", "names"), LIGHT.values(), ids=LIGHT.keys())
def test_heavy_libraries_stay_unloaded(code: str, names: tuple[str, ...]) -> None:
    assert loaded_after(code, *names) == []


def test_an_answer_from_a_built_index_needs_no_training_stack(
    warm_home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(warm_home))
    command = [sys.executable, "-m", "tutor", "index", "build", "--notes", str(notes)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    ask = f"from tutor.cli.app import run; run(['search', '--notes', {str(notes)!r}, '--json', 'tea'])"

    loaded = loaded_after(ask, "openvino", "torch", "transformers", "sentence_transformers", "fastapi", "textual")

    assert loaded[-1:] == ["openvino"]
