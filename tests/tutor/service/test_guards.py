"""Who may call, and how much."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.datastructures import Headers

from tests.tutor.service.conftest import Serve
from tutor.errors import TooManyRequests
from tutor.service.guards import RateCheck

HOSTS = {
    "127.0.0.1:8000": 200,
    "localhost:8000": 200,
    "LOCALHOST": 200,
    "[::1]:8000": 200,
    "notes.example": 200,
    "attacker.example": 421,
    "127.0.0.1.attacker.example": 421,
    "localhost@attacker.example": 421,
    "[": 421,
    "": 421,
}


@pytest.mark.parametrize(("host", "status"), HOSTS.items(), ids=[host or "none" for host in HOSTS])
def test_only_known_hosts_are_answered(serve: Serve, host: str, status: int) -> None:
    client = serve(allowed_hosts=("notes.example",))

    response = client.get("/health", headers={"host": host})

    assert response.status_code == status


ORIGINS = {
    "http://127.0.0.1:8000": 200,
    "http://127.0.0.1:3000": 403,
    "https://127.0.0.1:8000": 403,
    "http://attacker.example": 403,
    "null": 403,
}


@pytest.mark.parametrize(("origin", "status"), ORIGINS.items(), ids=ORIGINS.keys())
def test_only_pages_of_the_service_itself_may_ask(serve: Serve, origin: str, status: int) -> None:
    response = serve().post("/v1/ask", json={"question": "tea"}, headers={"origin": origin})

    assert response.status_code == status


def test_a_refused_host_is_told_what_to_do(serve: Serve) -> None:
    response = serve().get("/health", headers={"host": "attacker.example"})

    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"] == (
        "This service is not called 'attacker.example'. Name it with --allow-host or TUTOR_ALLOWED_HOSTS"
    )


KEYS = {"Bearer s3cret": 200, "Bearer wrong": 401, "s3cret": 401, "": 401}


@pytest.mark.parametrize(("header", "status"), KEYS.items(), ids=[key or "none" for key in KEYS])
@pytest.mark.parametrize("path", ["/v1/sources", "/metrics", "/openapi.json"])
def test_a_key_is_asked_for_once_there_is_one(serve: Serve, path: str, header: str, status: int) -> None:
    response = serve(api_key="s3cret").get(path, headers={"authorization": header})

    assert response.status_code == status
    assert response.headers.get("www-authenticate") == (None if status == 200 else "Bearer")


def test_a_watchdog_needs_no_key(serve: Serve) -> None:
    client = serve(api_key="s3cret")

    assert [client.get(path).status_code for path in ("/health", "/ready")] == [200, 200]


def test_a_large_body_is_refused_by_its_length(serve: Serve) -> None:
    response = serve(max_body_bytes=1_024).post("/v1/ask", json={"question": "x" * 1_100})

    assert response.status_code == 413
    assert response.json()["detail"] == (
        "The body is larger than 1,024 bytes. Send less, or raise TUTOR_MAX_BODY_BYTES"
    )


def test_a_large_body_without_a_length_is_refused_while_it_comes(serve: Serve) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 100

    client = serve(max_body_bytes=1_024)

    response = client.post("/v1/ask", content=chunks(), headers={"content-type": "application/json"})

    assert (response.status_code, response.headers["content-type"]) == (413, "application/problem+json")


def test_one_key_asks_only_so_often(serve: Serve) -> None:
    client = serve(requests_per_minute=2)

    responses = [client.get("/v1/sources") for _ in range(3)]

    assert [response.status_code for response in responses] == [200, 200, 429]
    assert int(responses[-1].headers["retry-after"]) > 0
    assert client.get("/health").status_code == 200


def test_the_next_minute_starts_anew() -> None:
    now = [0.0]
    check = RateCheck(1, clock=lambda: now[0])
    scope = {"type": "http", "path": "/v1/ask", "client": ("127.0.0.1", 1)}

    check(scope, Headers())
    with pytest.raises(TooManyRequests):
        check(scope, Headers())
    now[0] = 60.0
    check(scope, Headers())
