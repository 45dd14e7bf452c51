"""What a command does not need, it does not load. Checked in a fresh interpreter each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.keeping import CODE

ROOT = Path(__file__).resolve().parent.parent
HEAVY = ("textual", "fastapi", "uvicorn", "torch", "transformers", "sentence_transformers", "openvino")

LIGHT = {
    "the command line": ("import tutor.cli", HEAVY),
    "the client": ("import tutor.client", HEAVY),
    "the search": ("import index.search", HEAVY),
    "the service": ("import tutor.service", ("textual", "torch", "transformers", "sentence_transformers", "openvino")),
    "the screen": (
        "import tutor.cli.screen, tui.app",
        ("typer", "pydantic", "httpx", "fastapi", "uvicorn", "faiss", "torch", "sentence_transformers", "openvino"),
    ),
}


def loaded_after(code: str, *names: str) -> list[str]:
    """Which of the modules `names` are loaded once `code` has run."""
    look = f"import sys; {code}; print(*[name for name in {names!r} if name in sys.modules])"
    command = [sys.executable, "-W", "error", "-c", look]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()


@pytest.mark.parametrize(("code", "names"), LIGHT.values(), ids=LIGHT.keys())
def test_heavy_libraries_stay_unloaded(code: str, names: tuple[str, ...]) -> None:
    assert loaded_after(code, *names) == []


@pytest.fixture
def built(warm_home: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Notes with an index, and so with an encoder that is compiled already."""
    monkeypatch.setenv("TUTOR_HOME", str(warm_home))
    command = [sys.executable, "-m", "tutor", "index", "build", "--notes", str(notes)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return notes


def test_an_answer_from_a_built_index_needs_neither_the_training_stack_nor_what_reads_notes(built: Path) -> None:
    ask = f"from tutor.cli.app import run; run(['ask', '--notes', {str(built)!r}, '--json', 'Which tea is green?'])"
    heavy = [name for name in HEAVY if name != "openvino"]

    loaded = loaded_after(
        ask,
        "openvino",
        *heavy,
        "openvino.tools.ovc",
        "httpx",
        "rich",
        "markdown_it",
        "ftfy",
        "yaml",
        "charset_normalizer",
    )

    assert loaded[-1:] == ["openvino"]


def test_embedding_a_changed_note_needs_neither_the_training_stack_nor_what_answers(built: Path) -> None:
    (built / "tea.md").write_text("# Tea\n\nWhite tea is steeped for 5 minutes.\n", encoding="utf-8")
    build = f"from tutor.cli.app import run; run(['index', 'build', '--notes', {str(built)!r}])"
    answering = ("tutor.answering", "tutor.advising", "tutor.comparing")
    making = ("torch", "transformers", "sentence_transformers", "openvino.tools.ovc")

    loaded = loaded_after(build, "openvino", *making, *answering, "ftfy", "charset_normalizer")

    assert loaded[-1:] == ["openvino"]


def test_claims_are_made_again_whenever_code_changes_that_makes_them() -> None:
    look = "import sys, tutor.keeping; print(*(name for name in sys.modules if name.startswith(('index.', 'tutor.'))))"
    modules = subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    files = {path for pattern in CODE for path in ROOT.glob(pattern)}

    assert {name for name in modules.split() if not {_file(name), _file(f"{name}.__init__")} & files} == set()


def _file(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"
