"""The index in the service: opened and built in the background, rebuilt on demand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from threading import Event

import pytest
from fastapi.testclient import TestClient

from index.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnusable, NoNotes
from tests.tutor.fakes import FakeBuilder, FakeIndex, fake_backend
from tests.tutor.service.conftest import Serve
from tutor.backend import Backend
from tutor.client import read_events
from tutor.service.app import create_app
from tutor.settings import load_settings

ASKED_OF_THE_INDEX = {
    "ready": ("GET", "/ready"),
    "ask": ("POST", "/v1/ask"),
    "stream": ("POST", "/v1/ask/stream"),
    "search": ("GET", "/v1/search?q=tea"),
    "sources": ("GET", "/v1/sources"),
    "source": ("GET", "/v1/sources/tea/green.md"),
    "conversation": ("GET", "/v1/conversations/x"),
}


@pytest.mark.parametrize(("method", "path"), ASKED_OF_THE_INDEX.values(), ids=ASKED_OF_THE_INDEX.keys())
def test_until_the_index_is_open_callers_are_asked_to_wait(
    serve: Serve, home: Path, method: str, path: str, request: pytest.FixtureRequest
) -> None:
    opening = Event()
    request.addfinalizer(opening.set)

    def open_slowly() -> Backend:
        opening.wait()
        return fake_backend(home)

    client = serve(open_slowly, settled=False)

    response = client.request(method, path, json={"question": "tea"} if method == "POST" else None)

    assert client.get("/health").json()["status"] == "ok"
    assert (response.status_code, response.headers["retry-after"]) == (503, "1")
    assert response.json()["detail"] == "The index is still opening. Ask again in a moment"
    opening.set()


class Disk:
    """Has no index until the builder has made one."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.built = False
        self.error: IndexUnusable = IndexMissing("There is no index: run `tutor index build`.")

    def build(self) -> None:
        self.built = True

    def open(self) -> Backend:
        if not self.built:
            raise self.error
        return fake_backend(self.home)


def test_a_missing_index_is_built(serve: Serve, home: Path, builder: FakeBuilder) -> None:
    disk = Disk(home)
    builder.on_built = disk.build

    client = serve(disk.open)

    assert client.get("/ready").status_code == 200
    state = client.get("/v1/index").json()
    assert (state["state"], state["notes"], state["job"]["report"]) == ("ready", 2, {"new": ["tea/green.md"]})


def test_progress_is_told_while_building(serve: Serve, home: Path, builder: FakeBuilder) -> None:
    builder.go_on.clear()
    client = serve(Disk(home).open, settled=False)
    builder.reported.wait()

    state = client.get("/v1/index").json()
    refused = client.post("/v1/ask", json={"question": "tea"}).json()

    assert (state["state"], state["done"], state["total"]) == ("building", 1, 2)
    assert refused["detail"] == "The index is still building (embedding, 1 of 2). Ask again in a moment"


def test_why_the_index_cannot_be_built_is_what_callers_get(serve: Serve, home: Path, builder: FakeBuilder) -> None:
    builder.error = NoNotes("/notes holds nothing to read. Name another folder with --notes")
    client = serve(Disk(home).open)

    response = client.post("/v1/ask", json={"question": "tea"})

    assert (response.status_code, response.json()["detail"]) == (409, str(builder.error))
    assert client.get("/v1/index").json()["state"] == "failed"


def test_an_index_of_another_model_is_a_conflict(serve: Serve) -> None:
    def fail() -> Backend:
        raise IndexMismatch("The index was built with a, the model is b: run `tutor index build`.")

    assert serve(fail).post("/v1/ask", json={"question": "tea"}).status_code == 409


def test_a_rebuild_brings_a_failed_service_back(serve: Serve, home: Path, builder: FakeBuilder) -> None:
    disk = Disk(home)
    builder.error = NoNotes("/notes holds nothing to read. Name another folder with --notes")
    client = serve(disk.open)
    builder.error, builder.on_built = None, disk.build

    client.post("/v1/index/rebuild")
    client.app.state.keeper.settle()  # type: ignore[attr-defined]  # TestClient keeps the app it was given

    assert client.get("/ready").status_code == 200


def test_an_unexpected_failure_is_told_without_its_inside(serve: Serve) -> None:
    def fail() -> Backend:
        raise RuntimeError("a secret of the inside")

    response = serve(fail).get("/ready")

    assert response.status_code == 500
    assert "secret" not in response.text


def test_a_second_rebuild_joins_the_first(client: TestClient, builder: FakeBuilder) -> None:
    builder.go_on.clear()

    jobs = [client.post("/v1/index/rebuild") for _ in range(2)]

    assert [response.status_code for response in jobs] == [202, 202]
    assert jobs[0].json()["id"] == jobs[1].json()["id"]
    assert builder.builds == 1


def test_answers_come_from_the_new_generation_after_a_rebuild(
    client: TestClient, builder: FakeBuilder, index: FakeIndex
) -> None:
    builder.on_built = lambda: index.coming.append({"coffee.md": "Espresso takes 25 seconds.\n"})

    client.post("/v1/index/rebuild")
    client.app.state.keeper.settle()  # type: ignore[attr-defined]

    reply = client.post("/v1/ask", json={"question": "espresso"}).json()
    assert (reply["citations"][0]["source"], reply["index"]["generation"]) == ("coffee.md", "gen-2")


def test_a_failed_rebuild_leaves_the_index_that_is_open(client: TestClient, builder: FakeBuilder) -> None:
    builder.error = NoNotes("/notes holds nothing to read. Name another folder with --notes")

    client.post("/v1/index/rebuild")
    client.app.state.keeper.settle()  # type: ignore[attr-defined]

    state = client.get("/v1/index").json()
    assert (state["state"], state["job"]["state"], state["job"]["error"]) == ("ready", "failed", str(builder.error))
    assert client.post("/v1/ask", json={"question": "tea"}).status_code == 200


class Notes:
    """Says that the notes have changed when it is told to."""

    def __init__(self) -> None:
        self.changes: SimpleQueue[bool] = SimpleQueue()
        self.idle = Event()

    def watch(self, _: Event) -> Iterator[None]:
        self.idle.set()
        while self.changes.get():
            yield
            self.idle.set()

    def change(self) -> None:
        """Returns when what changed has been dealt with."""
        self.idle.wait()
        self.idle.clear()
        self.changes.put(True)
        self.idle.wait()


@pytest.fixture
def editor() -> Iterator[Notes]:
    notes = Notes()
    yield notes
    notes.changes.put(False)


def test_a_change_of_the_notes_is_built_and_answered_from(
    serve: Serve, builder: FakeBuilder, index: FakeIndex, editor: Notes
) -> None:
    client = serve(watch=editor.watch)
    builder.on_built = lambda: index.coming.append({"coffee.md": "Espresso takes 25 seconds.\n"})

    editor.change()

    reply = client.post("/v1/ask", json={"question": "espresso"}).json()
    assert (reply["citations"][0]["source"], builder.builds) == ("coffee.md", 1)


def test_a_change_while_a_build_runs_is_built_after_it(serve: Serve, builder: FakeBuilder, editor: Notes) -> None:
    client = serve(watch=editor.watch)
    builder.go_on.clear()
    client.post("/v1/index/rebuild")
    builder.reported.wait()
    builder.on_built = builder.go_on.set

    editor.idle.wait()
    editor.idle.clear()
    editor.changes.put(True)
    builder.go_on.set()
    editor.idle.wait()

    assert builder.builds == 2


def test_a_build_that_fails_while_notes_are_watched_is_tried_again(
    serve: Serve, builder: FakeBuilder, editor: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.service.keeper.PATIENCE", (0.0, 0.0))
    client = serve(watch=editor.watch)
    failures = [NoNotes("/notes holds nothing to read. Name another folder with --notes")] * 2

    def recover() -> None:
        builder.error = failures.pop() if failures else None

    builder.before = recover
    editor.change()

    assert builder.builds == 3
    assert client.get("/v1/index").json()["job"]["state"] == "done"


def test_an_index_of_which_nothing_is_whole_is_built(serve: Serve, home: Path, builder: FakeBuilder) -> None:
    disk = Disk(home)
    disk.error = IndexDamaged("The index file notes.sqlite is damaged (its content has changed): run it.")
    builder.on_built = disk.build

    assert serve(disk.open).get("/ready").status_code == 200


def test_what_was_passed_over_is_told(client: TestClient, index: FakeIndex) -> None:
    index.remarks = ("The index file notes.sqlite is damaged (its content has changed): run it.",)

    assert client.get("/v1/index").json()["remarks"] == list(index.remarks)


def test_events_follow_a_build_to_its_end(client: TestClient, builder: FakeBuilder) -> None:
    builder.go_on.clear()
    client.post("/v1/index/rebuild")
    builder.reported.wait()

    with client.stream("GET", "/v1/index/events") as response:
        lines = response.iter_lines()
        builder.go_on.set()
        events = list(read_events(lines))

    assert [events[0][0], events[-1][0]] == ["state", "done"]
    assert events[-1][1]["report"] == {"new": ["tea/green.md"]}


def test_events_end_at_once_when_nothing_is_built(client: TestClient) -> None:
    events = list(read_events(iter(client.get("/v1/index/events").text.splitlines())))

    assert events == [("state", {"state": "ready", "job": None})]


def test_the_index_is_closed_with_the_service(home: Path, index: FakeIndex, builder: FakeBuilder) -> None:
    app = create_app(load_settings(), lambda: fake_backend(home, index), builder)

    with TestClient(app, base_url="http://127.0.0.1"):
        app.state.keeper.settle()
        assert not index.closed

    assert index.closed
    assert builder.closed
