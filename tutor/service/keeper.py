"""Keeps the index open, opens it in the background, and has it rebuilt: on demand, and when the notes change."""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from index.errors import IndexDamaged, IndexMissing, NotesTutorError
from tutor.backend import Backend
from tutor.errors import NotReady, readable
from tutor.service.rebuilding import Builder

log = logging.getLogger(__name__)

Json = dict[str, Any]

REFRESH_SECONDS = 1.0  # how soon a generation that another process built is taken up
PATIENCE = (0.25, 10.0)  # seconds before a failed build is tried again while notes are watched: at first, at most

PROGRESS = ("stage", "done", "total", "note")  # of a build's report, what a job tells


class JobState(StrEnum):
    """How a rebuild goes."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One rebuild. `report` is what it did, `error` why it failed."""

    id: str
    started_at: str  # ISO 8601, UTC
    state: JobState = JobState.RUNNING
    stage: str = "starting"
    done: int = 0
    total: int = 0
    note: str = ""  # the note that is read
    finished_at: str | None = None
    report: Json | None = None
    error: str | None = None


class IndexState(StrEnum):
    """What can be expected of the index."""

    OPENING = "opening"
    BUILDING = "building"
    READY = "ready"
    FAILED = "failed"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


Watch = Callable[[threading.Event], Iterator[None]]  # an item whenever the notes may have changed, until the event


class Keeper:
    """Owns the backend and the builder. Every value that it hands out is a snapshot."""

    def __init__(self, open_backend: Callable[[], Backend], builder: Builder, watch: Watch | None = None) -> None:
        self._open_backend = open_backend
        self._builder = builder
        self._watch = watch
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._backend: Backend | None = None
        self._failure: NotesTutorError | None = None
        self._job: Job | None = None
        self._threads: list[threading.Thread] = []
        self._followers = [threading.Thread(target=self._follow, name="follow-index", daemon=True)]
        if watch:
            self._followers.append(threading.Thread(target=self._follow_notes, name="follow-notes", daemon=True))
        self.rebuilds = {JobState.DONE: 0, JobState.FAILED: 0}

    def start(self) -> None:
        """Open the index in the background; build it when there is none."""
        self._spawn(self._open_or_build, "open-index")
        for follower in self._followers:
            follower.start()

    def settle(self) -> None:
        """Wait until nothing is being opened or built."""
        while running := [thread for thread in self._threads if thread.is_alive()]:
            running[0].join()

    def close(self) -> None:
        """Stop a running build and close the index."""
        self._stopping.set()
        self._builder.stop()
        self.settle()
        for follower in self._followers:
            follower.join()
        self._builder.close()
        if self._backend:
            self._backend.close()

    @property
    def stopping(self) -> bool:
        """Whether the service is about to end."""
        return self._stopping.is_set()

    @property
    def job(self) -> Job | None:
        """The running rebuild, or the last one."""
        return self._job

    @property
    def state(self) -> IndexState:
        """What can be expected of the index."""
        if self._backend:
            return IndexState.READY
        if self._failure:
            return IndexState.FAILED
        return IndexState.BUILDING if self._job else IndexState.OPENING

    def backend(self) -> Backend:
        """The open index. Raises NotReady while it is opened or built, and why when that failed."""
        if self._backend:
            return self._backend
        if self._failure:
            raise self._failure
        raise NotReady(f"The index is still {self.state.value}{self._progress()}. Ask again in a moment")

    def describe(self) -> Json:
        """The state of the index, of a running build and of the last one."""
        job = self._job
        return {
            "state": self.state,
            "detail": str(self._failure) if self._failure else None,
            "done": job.done if job else 0,
            "total": job.total if job else 0,
            "job": job,
            **(self._backend.index() if self._backend else {}),
        }

    def rebuild(self) -> Job:
        """Start a rebuild, or join the one that runs."""
        with self._lock:
            if self._job and self._job.state is JobState.RUNNING:
                return self._job
            self._job = Job(secrets.token_hex(8), _now())
            job = self._job
        self._spawn(self._build_and_open, "build-index")
        return job

    def _spawn(self, work: Callable[[], None], name: str) -> None:
        thread = threading.Thread(target=work, name=name, daemon=True)
        self._threads = [earlier for earlier in self._threads if earlier.is_alive()] + [thread]
        thread.start()

    def _open_or_build(self) -> None:
        try:
            self._open()
        except (IndexMissing, IndexDamaged):
            self.rebuild()
        except Exception as error:  # the edge of a thread: whoever asks is told
            self._failure = readable(error)

    def _open(self) -> None:
        self._backend = self._open_backend()
        self._failure = None

    def _follow_notes(self) -> None:
        for _ in self._watch(self._stopping) if self._watch else ():
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        """Build until it succeeds. What changes while a build runs is reported after it."""
        patience, most = PATIENCE
        self.settle()  # a build that runs may have looked at the notes before they changed
        while not self.stopping:
            self.rebuild()
            self.settle()
            if not self._job or self._job.state is JobState.DONE or self._stopping.wait(patience):
                return
            patience = min(2 * patience, most)

    def _follow(self) -> None:
        while not self._stopping.wait(REFRESH_SECONDS):
            if self._backend:
                self._refresh(self._backend)

    def _refresh(self, backend: Backend) -> None:
        try:
            backend.refresh()
        except NotesTutorError as error:  # the generation that is open goes on answering
            log.warning("%s", error)

    def _build_and_open(self) -> None:
        try:
            report = self._builder.build(self._progressed, yielding=self._backend is not None)
            if self._backend:
                self._backend.refresh()
            else:
                self._open()
        except Exception as error:  # the edge of a thread: whoever asks is told
            failure = readable(error)
            if not self._backend:
                self._failure = failure
            log.warning("The index was not built: %s", failure)
            self._finish(JobState.FAILED, error=str(failure))
        else:
            self._finish(JobState.DONE, report=report)

    def _progressed(self, progress: Json) -> None:
        if self._job:
            self._job = replace(self._job, **{name: progress[name] for name in PROGRESS if name in progress})

    def _finish(self, state: JobState, report: Json | None = None, error: str | None = None) -> None:
        self.rebuilds[state] += 1
        if self._job:
            self._job = replace(self._job, state=state, finished_at=_now(), report=report, error=error)

    def _progress(self) -> str:
        return f" ({self._job.stage}, {self._job.done} of {self._job.total})" if self._job and self._job.total else ""
