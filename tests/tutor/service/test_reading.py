"""Search, sources, conversations, health and metrics."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient


def test_search_lists_passages_with_their_scores(client: TestClient) -> None:
    found = client.get("/v1/search", params={"q": "4 minutes", "k": 1}).json()

    assert found == {
        "query": "4 minutes",
        "results": [
            {
                "id": "tea/black.md:3",
                "source": "tea/black.md",
                "heading": ["Tea"],
                "line_start": 3,
                "line_end": 3,
                "text": "For 4 minutes.",
                "scores": {"dense": 1.0, "full_text": 1.0, "fused": 1.0},
            }
        ],
    }


@pytest.mark.parametrize("query", ["", "q=", "q=tea&k=0", "q=tea&k=101", "q=tea&k=x"])
def test_a_search_that_does_not_fit_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/search?{query}").status_code == 422


def test_sources_lists_the_notes(client: TestClient) -> None:
    notes = client.get("/v1/sources").json()["sources"]

    assert [(note["source"], note["stale"]) for note in notes] == [("tea/black.md", False), ("tea/green.md", False)]


def test_a_source_has_its_text_and_blocks(client: TestClient) -> None:
    note = client.get("/v1/sources/tea/green.md").json()

    assert note["text"] == "# Green tea\n\nSteep green tea for 2 minutes.\n"
    assert [(block["kind"], block["text"], block["line_start"]) for block in note["blocks"]] == [
        ("heading", "Green tea", 1),
        ("sentence", "Steep green tea for 2 minutes.", 3),
    ]


@pytest.mark.parametrize("path", ["none.md", "..%2f..%2fetc%2fpasswd", "%2fetc%2fpasswd", "tea%2f..%2f..%2fx", "%00"])
def test_only_notes_of_the_index_are_shown(client: TestClient, path: str) -> None:
    assert client.get(f"/v1/sources/{path}").status_code == 404


def test_a_conversation_keeps_its_turns(client: TestClient) -> None:
    reply = client.post("/v1/ask", json={"question": "green"}).json()

    kept = client.get(f"/v1/conversations/{reply['conversation_id']}").json()

    assert [(turn["question"], turn["answer"]) for turn in kept["turns"]] == [("green", reply)]


def test_a_conversation_is_forgotten_on_request(client: TestClient) -> None:
    path = f"/v1/conversations/{client.post('/v1/ask', json={'question': 'green'}).json()['conversation_id']}"

    assert [client.delete(path).status_code, client.get(path).status_code, client.delete(path).status_code] == [
        204,
        404,
        404,
    ]


def test_an_unknown_path_is_a_problem(client: TestClient) -> None:
    response = client.get("/v2")

    assert (response.status_code, response.headers["content-type"]) == (404, "application/problem+json")


def test_metrics_count_questions_by_intent_and_outcome(client: TestClient) -> None:
    for question in ("green", "black", "Who won yesterday?"):
        client.post("/v1/ask", json={"question": question})
    client.post("/v1/ask", json={"question": "tea", "conversation_id": "none"})

    samples = dict(line.rsplit(" ", 1) for line in client.get("/metrics").text.splitlines() if not line.startswith("#"))

    assert samples['tutor_questions_total{intent="number",outcome="answered"}'] == "2"
    assert samples['tutor_questions_total{intent="other",outcome="abstained"}'] == "1"
    assert samples['tutor_questions_total{intent="unknown",outcome="failed"}'] == "1"
    assert samples['tutor_stage_seconds_bucket{stage="search",le="0.0025"}'] == "3"
    assert samples['tutor_stage_seconds_count{stage="search"}'] == "3"
    assert samples["tutor_index_notes"] == "2"


def test_the_openapi_document_has_examples_and_problems(client: TestClient) -> None:
    document = client.get("/openapi.json").json()

    assert document["components"]["schemas"]["AskRequest"]["examples"]
    assert "application/problem+json" in document["paths"]["/v1/ask"]["post"]["responses"]["503"]["content"]
