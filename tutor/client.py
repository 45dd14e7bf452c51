"""The one HTTP client for our own service, and a service of one's own in the background."""

from __future__ import annotations

import json
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Self
from urllib.parse import quote, urlsplit

import httpx

from tutor.children import child_command, child_environment
from tutor.errors import NotFound, NotReady, ServiceFailed, ServiceUnreachable
from tutor.settings import Settings

Json = dict[str, Any]
Event = tuple[str, Json]  # name and data of a server-sent event

NOT_FOUND = 404
UNAVAILABLE = 503
STOP_SECONDS = 10.0
AGAIN_SECONDS = 0.2  # between the end of a service and its next start


class TutorClient:
    """Asks a running service. Safe to call from several threads.

    Every call raises ServiceUnreachable when nothing answers, and ServiceFailed, NotFound or NotReady with the
    service's own words when it refuses.
    """

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        timeout: float = 30.0,  # seconds
        transport: httpx.BaseTransport | None = None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self.url = url.rstrip("/")
        self._on_close = on_close
        self._http = httpx.Client(
            base_url=self.url, headers=headers, timeout=timeout, transport=transport, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, and end the service if it was started for this client alone."""
        self._http.close()
        self._on_close()

    def healthy(self) -> bool:
        """Whether a service answers at all."""
        try:
            return self._http.get("/health").is_success
        except httpx.TransportError:
            return False

    def ready(self) -> bool:
        """Whether the index is loaded. Raises ServiceUnreachable when nothing answers."""
        return self._send("GET", "/ready").is_success

    def ask(self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None) -> Json:
        """The answer as of `POST /v1/ask`."""
        return self._json("POST", "/v1/ask", json=_question(question, conversation_id, sources))

    def ask_stream(
        self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """Events of an answer: 'citation' and 'block' in reading order, at last 'done' with the whole answer."""
        for name, data in self._events("POST", "/v1/ask/stream", json=_question(question, conversation_id, sources)):
            if name == "error":
                raise ServiceFailed(int(data.get("status", 500)), str(data.get("detail", "The answer failed")))
            yield name, data

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Json]:
        """Passages, best first."""
        found: list[Json] = self._json("GET", "/v1/search", params={"q": query, "k": k, "sources": sources or []})[
            "results"
        ]
        return found

    def sources(self) -> list[Json]:
        """The notes indexed."""
        notes: list[Json] = self._json("GET", "/v1/sources")["sources"]
        return notes

    def source(self, path: str) -> Json:
        """One note's repaired text with its blocks."""
        return self._json("GET", f"/v1/sources/{quote(path)}")

    def index(self) -> Json:
        """The state of the index, of a running build and of the last one."""
        return self._json("GET", "/v1/index")

    def rebuild(self) -> Json:
        """Start an incremental rebuild, or join the one that runs."""
        return self._json("POST", "/v1/index/rebuild")

    def index_events(self) -> Iterator[Event]:
        """'progress' events of the running build until it ends with 'done' or 'error'; none runs: one 'state' event."""
        return self._events("GET", "/v1/index/events")

    def entities(self) -> list[Json]:
        """What can be compared."""
        names: list[Json] = self._json("GET", "/v1/entities")["entities"]
        return names

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """Two to five things side by side."""
        return self._json("POST", "/v1/compare", json={"entities": [*entities], "aspects": aspects and [*aspects]})

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """What fits a scenario, best first, `without` the requirements named."""
        body = {"scenario": scenario, "options": options and [*options], "without": [*without]}
        return self._json("POST", "/v1/recommend", json=body)

    def calculate(self, what: str, **figures: Any) -> Json:
        """A sum by the rules in the notes: `what` is 'dynamodb-capacity'."""
        return self._json("POST", f"/v1/calculate/{quote(what, safe='')}", json=figures)

    def conflicts(self) -> Json:
        """Where the notes disagree."""
        return self._json("GET", "/v1/conflicts")

    def conversation(self, conversation_id: str) -> Json:
        """The turns of a conversation."""
        return self._json("GET", f"/v1/conversations/{quote(conversation_id, safe='')}")

    def forget(self, conversation_id: str) -> None:
        """Remove a conversation."""
        _raise_for_problem(self._send("DELETE", f"/v1/conversations/{quote(conversation_id, safe='')}"))

    def refresh(self) -> bool:
        """The service follows its index by itself."""
        return False

    def _json(self, method: str, path: str, **request: Any) -> Json:
        response = self._send(method, path, **request)
        _raise_for_problem(response)
        body: Json = response.json()
        return body

    def _send(self, method: str, path: str, **request: Any) -> httpx.Response:
        try:
            return self._http.request(method, path, **request)
        except httpx.TransportError as error:
            raise self._unreachable(error) from error

    def _events(self, method: str, path: str, **request: Any) -> Iterator[Event]:
        try:
            with self._http.stream(method, path, **request) as response:
                if not response.is_success:
                    response.read()
                _raise_for_problem(response)
                yield from read_events(response.iter_lines())
        except httpx.TransportError as error:
            raise self._unreachable(error) from error

    def _unreachable(self, error: Exception) -> ServiceUnreachable:
        return ServiceUnreachable(
            f"No tutor answers at {self.url} ({error}). Start one with `tutor serve`, or correct TUTOR_URL"
        )


def read_events(lines: Iterator[str]) -> Iterator[Event]:
    """Server-sent events from their lines; data is one JSON object."""
    name, data = "message", ""
    for line in lines:
        if line.startswith("event:"):
            name = line.removeprefix("event:").strip()
        elif line.startswith("data:"):
            data += line.removeprefix("data:").strip()
        elif not line and data:
            yield name, json.loads(data)
            name, data = "message", ""


def _question(question: str, conversation_id: str | None, sources: Sequence[str] | None) -> Json:
    return {
        "question": question,
        "conversation_id": conversation_id,
        "sources": list(sources) if sources is not None else None,
    }


def _raise_for_problem(response: httpx.Response) -> None:
    if response.is_success:
        return
    try:
        detail = str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        detail = f"{response.url} answered {response.status_code}. Is it a tutor that listens there?"
    if response.status_code == NOT_FOUND:
        raise NotFound(detail)
    if response.status_code == UNAVAILABLE:
        raise NotReady(detail)
    raise ServiceFailed(response.status_code, detail)


def connect(settings: Settings) -> TutorClient:
    """A client of the service that the settings name, or of one started for it, which ends with the client."""
    if settings.url:
        return TutorClient(settings.url, _key(settings))
    service = BackgroundService(settings)
    return TutorClient(service.url, _key(settings), on_close=service.stop)


def _key(settings: Settings) -> str | None:
    return settings.api_key.get_secret_value() if settings.api_key else None


class BackgroundService:
    """A service of our own on a free loopback port; it ends with this process, whatever happens to it.

    Its log goes to service.log in the data folder.
    """

    def __init__(self, settings: Settings, port: int = 0) -> None:
        """Start it and wait until it listens. Raises ServiceUnreachable when it does not start."""
        self.log = settings.home / "service.log"
        self._api_key = _key(settings)
        watch = "--no-watch" if settings.watch is False else "--watch"
        settings.home.mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                child_command(settings, "serve", "--host", "127.0.0.1", "--port", str(port), "--with-parent", watch),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=child_environment(settings),
            )
        self.url = self._first_line()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def client(self) -> TutorClient:
        """A client of this service."""
        return TutorClient(self.url, self._api_key)

    def wait_until_ready(self, timeout: float = 600.0) -> None:
        """Wait (seconds) until the index is built and loaded. Raises what the service says when that fails."""
        deadline = time.monotonic() + timeout
        with self.client() as client:
            while not client.ready():
                if client.index()["state"] == "failed":
                    client.sources()  # raises the reason
                if time.monotonic() > deadline:
                    raise NotReady(f"The index was not ready within {timeout:.0f} seconds; see {self.log}")
                time.sleep(0.05)

    def wait(self) -> None:
        """Wait until it has ended."""
        self._process.wait()

    def stop(self) -> None:
        """End the service; answers in flight are finished first."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()

    def _first_line(self) -> str:
        stdout = self._process.stdout
        url = stdout.readline().decode().strip() if stdout else ""
        if not url.startswith("http"):
            self.stop()
            raise ServiceUnreachable(f"The service did not start; {self.log} says why, `tutor doctor` what to do")
        return url


class LastingService:
    """A service of our own for several clients. One that ends unasked is started again at the same address."""

    def __init__(self, settings: Settings) -> None:
        """Start it and wait until it listens. Raises ServiceUnreachable when it does not start."""
        self._settings = settings
        self._service = BackgroundService(settings)
        self.url = self._service.url
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name="keep-service", daemon=True)

    def __enter__(self) -> Self:
        self._keeper.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        self._service.stop()
        self._keeper.join()

    def _keep(self) -> None:
        port = urlsplit(self.url).port or 0
        while True:
            self._service.wait()
            if self._stopping.wait(AGAIN_SECONDS):
                return
            with suppress(ServiceUnreachable):  # its log says why; the next try comes soon
                self._service.stop()
                self._service = BackgroundService(self._settings, port)
