"""POST /v1/ask and its streams."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from tests.tutor.fakes import FakeIndex
from tutor.client import read_events


def test_an_answer_has_every_field_of_the_contract(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": " How long is green tea steeped? "}).json()

    assert reply.pop("conversation_id")
    assert reply.pop("timings_ms").keys() == {"total", "encode", "search", "compose"}
    assert reply == {
        "question": "How long is green tea steeped?",
        "intent": "number",
        "text": "# Green tea [1]",
        "answer": [{"kind": "quote", "text": "# Green tea", "citations": [1]}],
        "citations": [
            {
                "n": 1,
                "id": "tea/green.md:1",
                "source": "tea/green.md",
                "title": "tea/green.md",
                "heading": ["Tea"],
                "line_start": 1,
                "line_end": 1,
                "quote": "# Green tea",
                "score": pytest.approx(1 / 3),
                "stale": False,
            }
        ],
        "abstained": False,
        "confidence": 1.0,
        "about": ["# Green tea"],
        "conflicts": [],
        "comparison": None,
        "recommendation": None,
        "calculation": None,
        "suggestions": [],
        "index": {"generation": "gen-1", "built_at": "2026-01-02T03:04:05+00:00", "stale_notes": 0},
    }


def test_what_the_notes_do_not_cover_is_said(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "Who won yesterday?"}).json()

    assert (reply["abstained"], reply["citations"]) == (True, [])


def test_a_changed_note_is_told(client: TestClient, index: FakeIndex) -> None:
    index.changed.add("tea/green.md")

    reply = client.post("/v1/ask", json={"question": "green"}).json()

    assert (reply["citations"][0]["stale"], reply["index"]["stale_notes"]) == (True, 1)


def test_sources_narrow_the_search(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "minutes", "sources": ["*black*"]}).json()

    assert [citation["source"] for citation in reply["citations"]] == ["tea/black.md"]


def test_a_follow_up_knows_the_conversation(client: TestClient) -> None:
    first = client.post("/v1/ask", json={"question": "black"}).json()
    body = {"question": "How long is it steeped?", "conversation_id": first["conversation_id"]}

    second = client.post("/v1/ask", json=body).json()

    assert second["citations"][0]["source"] == "tea/black.md"
    assert second["conversation_id"] == first["conversation_id"]


UNFIT = {
    "no question": {},
    "an empty one": {"question": ""},
    "a blank one": {"question": " \n "},
    "one of controls": {"question": "\x00\x1b"},
    "one too long": {"question": "x" * 2_001},
    "one far too long": {"question": "x" * 50_000},
    "one that is no text": {"question": 5},
    "half a character": {"question": "\ud800"},
    "an unknown field": {"question": "tea", "temperature": 1},
    "too many globs": {"question": "tea", "sources": ["*"] * 51},
}


@pytest.mark.parametrize("body", UNFIT.values(), ids=UNFIT.keys())
def test_what_does_not_fit_is_refused_with_a_problem(client: TestClient, body: dict[str, object]) -> None:
    response = client.post("/v1/ask", content=json.dumps(body))

    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")


def test_a_problem_says_where_the_body_does_not_fit(client: TestClient) -> None:
    problem = client.post("/v1/ask", json={"question": "x" * 2_001}).json()

    assert problem == {
        "type": "about:blank",
        "title": "Input does not fit",
        "status": 422,
        "detail": "body.question: String should have at most 2000 characters. See /openapi.json for what fits",
        "errors": [{"where": ["body", "question"], "message": "String should have at most 2000 characters"}],
    }


def test_a_question_of_just_the_limit_is_answered(client: TestClient) -> None:
    assert client.post("/v1/ask", json={"question": "tea " * 500}).status_code == 200


def test_an_unknown_conversation_is_not_found(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "tea", "conversation_id": "none"})

    assert response.status_code == 404
    assert response.json()["detail"] == (
        "There is no conversation 'none'. Start one by asking without a conversation_id"
    )


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stream_sends_citations_before_the_blocks_that_use_them(client: TestClient, method: str) -> None:
    question = {"question": "green"}
    response = (
        client.get("/v1/ask/stream", params=question)
        if method == "get"
        else client.post("/v1/ask/stream", json=question)
    )

    events = list(read_events(iter(response.text.splitlines())))

    assert response.headers["content-type"].startswith("text/event-stream")
    assert [name for name, _ in events] == ["citation", "block", "done"]
    assert events[-1][1]["text"] == "# Green tea [1]"


def test_a_failed_stream_ends_with_an_error(client: TestClient) -> None:
    response = client.post("/v1/ask/stream", json={"question": "tea", "conversation_id": "none"})

    events = list(read_events(iter(response.text.splitlines())))

    assert [(name, data["status"]) for name, data in events] == [("error", 404)]


@pytest.mark.parametrize("path", ["/v1/ask", "/v1/ask/stream"])
def test_an_unexpected_failure_shows_nothing_of_the_inside(client: TestClient, path: str) -> None:
    response = client.post(path, json={"question": "please explode"})

    assert '"status":500' in response.text.replace(" ", "")
    assert "secret" not in response.text
    assert "Traceback" not in response.text
