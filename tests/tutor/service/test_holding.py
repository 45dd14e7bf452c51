"""What the service does when there is too much of something, when it ends, and what it tells about it."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from tests.tutor.fakes import FakeBuilder, FakeIndex, FakeTutor, fake_backend
from tests.tutor.service.conftest import Serve
from tutor.conversations import Conversations
from tutor.service.app import create_app
from tutor.service.logs import JsonLines
from tutor.service.serving import bind, url_of
from tutor.settings import load_settings
from tutor.values import Answer


class Slow:
    """A service whose answers wait until they are let go."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked, self.go_on = threading.Semaphore(0), threading.Event()
        answer = FakeTutor.ask

        def ask(tutor: FakeTutor, *question: object) -> Answer:
            self.asked.release()
            self.go_on.wait()
            return answer(tutor, *question)  # type: ignore[arg-type]  # handed on as it came

        monkeypatch.setattr(FakeTutor, "ask", ask)

    def wait_for(self, count: int) -> None:
        """Wait until so many questions are being answered."""
        for _ in range(count):
            self.asked.acquire()


@pytest.fixture
def slow(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Slow]:
    slow = Slow(home, monkeypatch)
    yield slow
    slow.go_on.set()


def ask(client: TestClient | httpx.Client) -> Any:
    return client.post("/v1/ask", json={"question": "green"})


def test_more_requests_at_once_than_there_is_room_for_are_told_to_come_back(serve: Serve, slow: Slow) -> None:
    client = serve(requests_at_once=2)

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(ask, client) for _ in range(2)]
        slow.wait_for(2)
        refused = ask(client)
        alive = client.get("/health")
        slow.go_on.set()
        answered = [answer.result().status_code for answer in answers]

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert refused.json()["detail"] == "More than 2 requests at once. Ask again in a moment"
    assert (alive.status_code, answered) == (200, [200, 200])
    assert ask(client).status_code == 200


def test_a_header_does_not_make_a_caller_somebody_else(serve: Serve) -> None:
    client = serve(requests_per_minute=1)

    codes = [client.get("/v1/sources", headers={"authorization": f"Bearer {name}"}).status_code for name in "abc"]

    assert codes == [200, 429, 429]


def test_answers_in_flight_are_finished_when_the_service_ends(home: Path, slow: Slow) -> None:
    index = FakeIndex()
    app = create_app(load_settings(), lambda: fake_backend(home, index), FakeBuilder())
    listener = bind(load_settings(port=0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    service = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    service.start()

    with listener, httpx.Client(base_url=url_of(listener)) as client, ThreadPoolExecutor(1) as pool:
        while not client.get("/ready").is_success:
            pass
        answer = pool.submit(ask, client)
        slow.wait_for(1)
        server.should_exit = True
        slow.go_on.set()
        conversation = answer.result().json()["conversation_id"]
        service.join()

    assert index.closed
    store = Conversations(home)
    assert len(store.turns(conversation)) == 1
    store.close()


# -- what it tells


def test_every_answer_has_an_id_that_the_caller_may_choose(client: TestClient) -> None:
    own = client.get("/health", headers={"x-request-id": "from-me.1"}).headers["x-request-id"]
    odd = client.get("/health", headers={"x-request-id": 'x" \x1b[31m'}).headers["x-request-id"]

    assert own == "from-me.1"
    assert len(odd) == 16


def test_the_log_tells_of_requests_but_not_what_was_asked(client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.post("/v1/ask", json={"question": "A secret about green tea"}, headers={"x-request-id": "one"})
    client.get("/v1/search", params={"q": "A secret"}, headers={"x-request-id": "two"})
    client.get("/v1/ask/stream", params={"question": "A secret"})
    client.post("/v1/ask", json={"question": "A secret", "colour": "green"})

    ours = [record for record in caplog.records if not record.name.startswith("http")]
    lines = [json.loads(JsonLines().format(record)) for record in ours]

    assert "secret" not in json.dumps(lines)
    requests = [line for line in lines if line["message"] == "request"]
    assert [(line["path"], line["status"]) for line in requests] == [
        ("/v1/ask", 200),
        ("/v1/search", 200),
        ("/v1/ask/stream", 200),
        ("/v1/ask", 422),
    ]


def test_what_is_logged_while_a_request_is_answered_has_its_id(
    client: TestClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    handler = logging.Handler()
    monkeypatch.setattr(handler, "emit", lambda record: lines.append(JsonLines().format(record)))
    logging.getLogger("tutor").addHandler(handler)

    response = client.post("/v1/ask", json={"question": "explode"}, headers={"x-request-id": "seven"})
    logging.getLogger("tutor").removeHandler(handler)

    (line,) = [json.loads(line) for line in lines if "unexpected" in line]
    assert (response.status_code, line["request"], line["level"]) == (500, "seven", "error")
    assert "RuntimeError" in line["error"]


def test_metrics_tell_of_the_index_and_its_rebuilds(client: TestClient, index: FakeIndex) -> None:
    index.changed.add("tea/green.md")
    client.post("/v1/index/rebuild")
    client.app.state.keeper.settle()  # type: ignore[attr-defined]  # TestClient keeps the app it was given

    samples = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))

    assert samples['tutor_rebuilds_total{outcome="done"}'] == "1"
    assert samples['tutor_rebuilds_total{outcome="failed"}'] == "0"
    assert samples["tutor_index_stale_notes"] == "1"
    assert samples["tutor_index_size_bytes"] == str(index.size)
    assert float(samples["tutor_index_age_seconds"]) > 0
