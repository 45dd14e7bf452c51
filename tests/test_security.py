"""Notes and questions are data: no interpreter sees them, and nothing outside the notes is ever told."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from index.build import build
from tests.index.fakes import BagEncoder
from tests.tutor.fakes import FakeBuilder
from tutor.backend import open_backend
from tutor.service.app import create_app
from tutor.settings import load_settings

ROOT = Path(__file__).resolve().parent.parent
SECRET = "The password of the heron is swordfish."
HOSTILE = {
    "markup.md": "# Markup\n\nThe markup is <script>alert(1)</script> and <img src=x onerror=alert(2)> bold.\n",
    "console.md": "# Console\n\nThe console says [bold red]stop[/bold red] and [link=http://evil.example]here[/link].\n",
    "escapes.md": "# Escapes\n\nThe escapes are \x1b[2J\x1b]0;title\x07 and \u202etfel.\n",
    "formulas.md": "# Formulas\n\n| Formula | Result |\n|---|---|\n| =cmd('calc')!A1 | @SUM(1) |\n",
    "templates.md": "# Templates\n\nThe templates hold {{7*7}}, ${7*7}, %s, {0.__class__} and $(id).\n",
    "queries.md": "# Queries\n\nThe queries say '; DROP TABLE notes; -- and \" OR 1=1.\n",
}


@pytest.fixture
def client(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service over hostile notes, beside a file that is none of its business."""
    notes = tmp_path / "notes"
    notes.mkdir()
    for source, text in HOSTILE.items():
        (notes / source).write_text(text, encoding="utf-8")
    (tmp_path / "secret.md").write_text(SECRET, encoding="utf-8")
    (notes / "link.md").symlink_to(tmp_path / "secret.md")
    (notes / "outside").symlink_to(tmp_path)
    monkeypatch.setattr("index.search.open_encoder", lambda *_: BagEncoder())
    build([notes], home, encoder=BagEncoder())
    settings = load_settings(notes=(notes,))
    app = create_app(settings, lambda: open_backend(settings), FakeBuilder())
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        app.state.keeper.settle()
        yield client


@pytest.mark.parametrize("source", HOSTILE)
def test_what_a_note_says_is_quoted_and_nothing_else(client: TestClient, source: str) -> None:
    response = client.post("/v1/ask", json={"question": f"What do the {source.removesuffix('.md')} say?"})

    assert (response.status_code, response.headers["content-type"]) == (200, "application/json")
    assert response.headers["x-content-type-options"] == "nosniff"
    reply = response.json()
    assert {citation["source"] for citation in reply["citations"]} <= set(HOSTILE)
    assert not [char for char in reply["text"] if char < " " and char != "\n"]
    assert "49" not in reply["text"]


@pytest.mark.parametrize("question", [text.split("\n\n")[1] for text in HOSTILE.values()], ids=HOSTILE)
def test_a_question_is_a_question_whatever_it_holds(client: TestClient, question: str) -> None:
    for response in (
        client.post("/v1/ask", json={"question": question}),
        client.get("/v1/search", params={"q": question}),
        client.post("/v1/compare", json={"entities": [question[:200], "Markup"]}),
        client.post("/v1/recommend", json={"scenario": question}),
    ):
        assert response.status_code in (200, 404, 422)
        assert response.headers["content-type"] in ("application/json", "application/problem+json")


PATHS = (
    "../secret.md",
    "..%2fsecret.md",
    "%2e%2e/secret.md",
    "%2e%2e%2fsecret.md",
    "..%252fsecret.md",
    "..%5csecret.md",
    "....//secret.md",
    "markup.md/../../secret.md",
    "link.md",
    "outside/secret.md",
    "%00",
    "markup.md%00.txt",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "file:%2f%2f%2fetc%2fpasswd",
)


@pytest.mark.parametrize("path", PATHS)
def test_no_path_leaves_the_notes(client: TestClient, path: str) -> None:
    response = client.get(f"/v1/sources/{path}")

    assert (response.status_code, "swordfish" in response.text, "root:" in response.text) == (404, False, False)


def test_links_that_leave_the_notes_are_not_indexed(client: TestClient) -> None:
    assert {note["source"] for note in client.get("/v1/sources").json()["sources"]} == set(HOSTILE)
    assert "swordfish" not in client.get("/v1/search", params={"q": "password of the heron", "k": 100}).text


@pytest.mark.parametrize(
    "path", ["/health", "/ready", "/metrics", "/openapi.json", "/v1/index", "/v1/sources", "/none"]
)
def test_a_name_that_was_made_to_point_here_gets_nothing(client: TestClient, path: str) -> None:
    rebound = client.get(path, headers={"host": "attacker.example"})
    elsewhere = client.get(path, headers={"origin": "http://attacker.example"})

    assert (rebound.status_code, elsewhere.status_code) == (421, 403)


# -- our own code

CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "getoutput", "mktemp"}
MODULES = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal", "joblib"}


def violations(path: Path) -> Iterator[str]:
    """Calls in a file of ours that would run what they are given, or read pickles."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names) if MODULES & {name.name.split(".")[0] for name in names}:
                yield f"{path}:{node.lineno} imports pickles"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in MODULES:
                yield f"{path}:{node.lineno} imports pickles"
            case ast.Call(func=ast.Name(id=name)) if name in CALLS:
                yield f"{path}:{node.lineno} calls {name}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="os" | "subprocess"), attr=name)) if name in CALLS:
                yield f"{path}:{node.lineno} calls {name}"
            case ast.Call(func=ast.Attribute(value=ast.Name(id="yaml"), attr="load" | "unsafe_load" | "full_load")):
                yield f"{path}:{node.lineno} reads YAML that can run code"
            case ast.keyword(arg="shell" | "allow_pickle" | "trust_remote_code", value=ast.Constant(value=True)):
                yield f"{path} hands something to a shell, or reads pickles, or runs a model's code"


def test_nothing_of_ours_runs_what_it_reads() -> None:
    files = [path for folder in ("index", "tutor", "tui") for path in (ROOT / folder).rglob("*.py")]

    assert [found for path in files for found in violations(path)] == []
