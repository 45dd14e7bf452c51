"""What the screen needs of the service: the seam that `tutor.client` fills and that tests fake.

Bodies are JSON objects as the HTTP contract describes them; `tui.reading` turns them into values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

Json = dict[str, Any]
Event = tuple[str, Json]  # name and data of a server-sent event


class Service(Protocol):
    """Calls block; the screen makes them in thread workers. Failures are NotesTutorError."""

    def ready(self) -> bool:
        """Whether the index is loaded."""

    def index(self) -> Json:
        """State of the index and of a running build."""

    def rebuild(self) -> Json:
        """Start a rebuild, or join the one that runs."""

    def index_events(self) -> Iterator[Event]:
        """'progress' events until 'done' or 'error'; one 'state' event when no build runs."""

    def ask_stream(
        self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """Events of one answer: 'citation' and 'block' in reading order, at last 'done' with the whole answer."""

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Json]:
        """Passages, best first."""

    def sources(self) -> list[Json]:
        """The notes indexed."""

    def source(self, path: str) -> Json:
        """One note's repaired text."""

    def entities(self) -> list[Json]:
        """Names and kinds of what can be compared."""

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """Rows of aspects with a cell for each entity."""

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """What fits a scenario, best first."""

    def calculate(self, what: str, **figures: Any) -> Json:
        """Result, steps and citations of `POST /v1/calculate/{what}`."""

    def conflicts(self) -> Json:
        """Where the notes disagree, with citations."""

    def conversation(self, conversation_id: str) -> Json:
        """The turns of a conversation."""

    def forget(self, conversation_id: str) -> None:
        """Remove a conversation."""

    def close(self) -> None:
        """Let go of the connection, and end the service if it was started here."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the screen comes to its service.

    `connect` is called again when the service died. `note_folders` are where the notes are on this machine, for the
    editor. With `choose` nobody has named any notes yet, so the first run asks.
    """

    connect: Callable[[], Service]
    note_folders: Sequence[Path] = ()
    choose: Choose | None = None


Begin = Callable[[], Start]
Choose = Callable[[Path], Start]
"""Keeps a folder of notes for good. Raises NotesTutorError when it cannot be used."""


class Phase(StrEnum):
    """How far the service has come."""

    STARTING = "starting"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ServiceState:
    """What the screen knows of the service. `done` and `total` count pieces of the build, 0 when unknown."""

    phase: Phase = Phase.STARTING
    done: int = 0
    total: int = 0
    detail: str = ""

    @property
    def summary(self) -> str:
        """One line for a person."""
        if self.phase is Phase.BUILDING and self.total:
            return f"building the index {self.done}/{self.total}"
        return {
            Phase.STARTING: "starting the service",
            Phase.BUILDING: "building the index",
            Phase.READY: "ready",
            Phase.FAILED: self.detail or "the service is not available",
        }[self.phase]


def follow(service: Service, report: Callable[[ServiceState], None], wait: Callable[[], bool]) -> None:
    """Report the build until the index is loaded; `wait` pauses between looks and is true when nobody listens.

    Raises NotesTutorError with the service's own words when it cannot become ready.
    """
    while not service.ready():
        body = service.index()
        if body.get("state") == "failed":
            service.sources()  # raises the reason
        report(index_to_state(body))
        if wait():
            return
    report(ServiceState(Phase.READY))


def index_to_state(body: Json) -> ServiceState:
    """The build's progress as `GET /v1/index` tells it."""
    phase = Phase.BUILDING if body.get("state") == "building" else Phase.STARTING
    return ServiceState(phase, int(body.get("done") or 0), int(body.get("total") or 0))
