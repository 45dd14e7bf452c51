"""The client, against the service itself and against what is none."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from index.errors import NotesTutorError
from tutor.client import TutorClient, read_events
from tutor.errors import NotFound, NotReady, ServiceFailed, ServiceUnreachable

Answer = Callable[[httpx.Request], httpx.Response]


def client_of(answer: Answer) -> TutorClient:
    return TutorClient("http://127.0.0.1:8000/", "s3cret", transport=httpx.MockTransport(answer))


def test_a_question_is_sent_with_its_key() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json={"text": "4 minutes"})

    with client_of(answer) as client:
        assert client.ask("How long?", "c1", ["*tea*"]) == {"text": "4 minutes"}

    assert (str(seen[0].url), seen[0].headers["authorization"]) == ("http://127.0.0.1:8000/v1/ask", "Bearer s3cret")
    assert seen[0].read() == b'{"question":"How long?","conversation_id":"c1","sources":["*tea*"]}'


def test_a_path_stays_one_path() -> None:
    paths: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        paths.append(request.url.raw_path)
        return httpx.Response(200, json={})

    with client_of(answer) as client:
        client.source("a b/c?d#e.md")
        client.conversation("x/y")

    assert paths == [b"/v1/sources/a%20b/c%3Fd%23e.md", b"/v1/conversations/x%2Fy"]


PROBLEMS = {404: NotFound, 409: ServiceFailed, 503: NotReady, 500: ServiceFailed}


@pytest.mark.parametrize(("status", "kind"), PROBLEMS.items())
def test_a_problem_is_raised_in_its_own_words(status: int, kind: type[NotesTutorError]) -> None:
    with client_of(lambda _: httpx.Response(status, json={"detail": "do this"})) as client:
        for call in (client.sources, lambda: list(client.ask_stream("tea"))):
            with pytest.raises(kind, match=r"^do this$"):
                call()


def test_something_else_that_listens_there_is_doubted() -> None:
    with (
        client_of(lambda _: httpx.Response(418, text="teapot")) as client,
        pytest.raises(ServiceFailed, match="Is it a tutor"),
    ):
        client.index()


def test_nothing_that_listens_there_is_told_with_the_next_step() -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with client_of(refuse) as client:
        assert not client.healthy()
        with pytest.raises(
            ServiceUnreachable, match=r"No tutor answers at http://127.0.0.1:8000 \(refused\). Start one"
        ):
            client.ask("tea")
        with pytest.raises(ServiceUnreachable):
            list(client.ask_stream("tea"))


def test_a_failed_stream_raises() -> None:
    text = 'event: block\ndata: {"text": "a"}\n\nevent: error\ndata: {"status": 404, "detail": "no conversation"}\n\n'

    with client_of(lambda _: httpx.Response(200, text=text)) as client:
        events = client.ask_stream("tea")
        assert next(events) == ("block", {"text": "a"})
        with pytest.raises(ServiceFailed, match="no conversation"):
            next(events)


def test_events_are_read_from_their_lines() -> None:
    lines = ["event: a", 'data: {"x":', "data: 1}", "", ": a comment", "", 'data: {"y": 2}', "", 'data: {"cut": 1}']

    assert list(read_events(iter(lines))) == [("a", {"x": 1}), ("message", {"y": 2})]


def test_closing_ends_what_was_started_for_the_client() -> None:
    ended: list[str] = []

    TutorClient("http://127.0.0.1:1", on_close=lambda: ended.append("service")).close()

    assert ended == ["service"]
