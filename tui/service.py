"""What the screen needs of the service: the seam that `tutor.client` fills and that tests fake.

Bodies are JSON objects as the HTTP contract describes them; `tui.reading` turns them into values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

Json = dict[str, Any]


class Service(Protocol):
    """Calls block; the screen makes them in thread workers. Failures are NotesTutorError."""

    def ready(self) -> bool:
        """Whether the index is loaded."""

    def index(self) -> Json:
        """State of the index and of a running build."""

    def ask_stream(self, question: str, conversation_id: str | None = None) -> Iterator[tuple[str, Json]]:
        """Events of one answer: ('citation', …), ('block', …) and at last ('done', the whole answer)."""

    def sources(self) -> list[Json]:
        """The notes indexed."""

    def source(self, path: str) -> Json:
        """One note's repaired text."""

    def close(self) -> None:
        """Let go of the connection, and end the service if it was started here."""


Connect = Callable[[], Service]


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
    done, total = int(body.get("done") or 0), int(body.get("total") or 0)
    return ServiceState(Phase.BUILDING if total else Phase.STARTING, done, total)
