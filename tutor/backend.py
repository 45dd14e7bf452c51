"""What the faces call: the service's routers, the command line. Answers are JSON-ready, in the shapes of the HTTP API.

`Backend` is the seam. `LocalBackend` answers in this process; `tutor.client.TutorClient` asks a service.
"""

from __future__ import annotations

import threading
import time
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Generic, Protocol, Self, TypeVar

from pydantic_core import to_jsonable_python

from index.encoder import Encoder
from index.errors import IndexDamaged
from index.search import Index as SearchIndex
from index.search import open_index
from index.store import Manifest, NoteInfo
from index.values import Block, Note, PassageHit, content_of
from tutor.answering import Tutor
from tutor.conversations import Conversations, Limits
from tutor.errors import InputUnfit, NotFound
from tutor.knowledge import knowledge_of
from tutor.notes_folder import find_folders
from tutor.settings import Settings
from tutor.values import Answer, Turn
from tutor.workings import Workings

Json = dict[str, Any]

CAPACITY = "dynamodb-capacity"


class Asker(Protocol):
    """Answers one question; `tutor.answering.Tutor` is one."""

    def ask(self, question: str, history: Sequence[Turn] = (), sources: Sequence[str] | None = None) -> Answer:
        """The answer, quoted from the notes, or one that abstains."""

    def prepare(self) -> None:
        """Work out beforehand what every answer needs."""


class Worker(Protocol):
    """Works things out over all notes; `tutor.workings.Workings` is one."""

    def entities(self) -> list[Json]:
        """What can be compared."""

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """Two to five things side by side."""

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """What fits a scenario, best first."""

    def capacity(
        self, reads_per_second: float, writes_per_second: float, item_bytes: float, consistency: str = "strong"
    ) -> Json:
        """Capacity units of a DynamoDB table."""

    def conflicts(self) -> Json:
        """Where the notes disagree."""


class Index(Protocol):
    """The open index, as far as the faces need it; `index.search.Index` is one."""

    @property
    def manifest(self) -> Manifest:
        """What the generation says about itself."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was wrong with newer generations, in sentences."""

    @property
    def size(self) -> int:
        """Bytes of it on disk."""

    def notes(self) -> list[NoteInfo]:
        """The notes in it."""

    def note(self, source: str) -> Note:
        """One of them, decoded and repaired, as it was indexed."""

    def passages(self, question: str, k: int = 10, sources: Sequence[str] | None = None) -> list[PassageHit]:
        """The nearest passages, best first."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether the note has changed on disk since."""

    def stale_notes(self) -> int:
        """How many notes have; of very many, up to a second ago."""

    def newer(self) -> Self | None:
        """The index of a newer generation; None while there is none."""

    def close(self) -> None:
        """Let go of the files."""


AnyIndex = TypeVar("AnyIndex", bound=Index)
T = TypeVar("T")


class Backend(Protocol):
    """What can be asked of the notes."""

    def ask(self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None) -> Json:
        """The answer as of `POST /v1/ask`."""

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Json]:
        """Passages, best first."""

    def sources(self) -> list[Json]:
        """The notes indexed."""

    def source(self, path: str) -> Json:
        """One note's repaired text with its blocks."""

    def index(self) -> Json:
        """What the index is and holds."""

    def entities(self) -> list[Json]:
        """What can be compared."""

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """Two to five things side by side."""

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """What fits a scenario, best first."""

    def calculate(self, what: str, **figures: Any) -> Json:
        """A sum by the rules in the notes."""

    def conflicts(self) -> Json:
        """Where the notes disagree."""

    def conversation(self, conversation_id: str) -> Json:
        """The turns of a conversation."""

    def forget(self, conversation_id: str) -> None:
        """Remove a conversation."""

    def refresh(self) -> bool:
        """Take up a newer generation of the index; whether there was one."""

    def close(self) -> None:
        """Let go of files and connections."""


@dataclass(frozen=True, slots=True)
class _Opened(Generic[AnyIndex]):
    """One generation with what answers from it. Nothing in it changes, so an answer never mixes two generations."""

    index: AnyIndex
    asker: Asker
    worker: Worker


class LocalBackend(Generic[AnyIndex]):
    """The notes, asked in this process. Safe to call from several threads."""

    def __init__(
        self,
        index: AnyIndex,
        make: Callable[[AnyIndex], tuple[Asker, Worker]],
        conversations: Conversations,
        settings: Settings,
    ) -> None:
        self._make = make
        self._opened = self._open(index)
        self._refreshing = threading.Lock()
        self._conversations = conversations
        self._settings = settings

    def _open(self, index: AnyIndex) -> _Opened[AnyIndex]:
        return _Opened(index, *self._make(index))

    def ask(self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None) -> Json:
        """The answer as of `POST /v1/ask`. Raises InputUnfit for no question or one that is too long."""
        started = time.perf_counter()
        question = self._checked(question, "question")
        history = self._conversations.history(conversation_id) if conversation_id else ()
        answer, index = self._whole(
            lambda opened: (opened.asker.ask(question, history, sources), index_summary(opened.index))
        )
        conversation_id = conversation_id or self._conversations.new()
        total_ms = (time.perf_counter() - started) * 1000
        reply = answer_to_json(answer, conversation_id, index, total_ms)
        self._conversations.add(conversation_id, question, answer.about, reply)
        return reply

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Json]:
        """Passages, best first. Raises InputUnfit for an empty query."""
        words = self._checked(query, "query")
        hits = self._whole(lambda opened: opened.index.passages(words, k, sources))
        return [passage_hit_to_json(hit) for hit in hits]

    def sources(self) -> list[Json]:
        """The notes indexed, by path."""
        index = self._opened.index
        return [{**asdict(note), "stale": index.stale(note.source)} for note in index.notes()]

    def source(self, path: str) -> Json:
        """One note's repaired text with its blocks. Raises NotFound for a path that is not in the index."""
        index = self._opened.index
        if path not in {note.source for note in index.notes()}:
            raise NotFound(f"There is no note {path!r} in the index. `tutor sources` lists those there are")
        from index.notes import parse  # only here: an answer needs no note read again

        note = index.note(path)
        return {
            "source": note.source,
            "title": note.title,
            "date": note.date,
            "repairs": list(note.repairs),
            "stale": index.stale(path),
            "lines": note.text.count("\n") + 1,
            "text": note.text,
            "blocks": [block_to_json(block) for block in parse(note)],
        }

    def index(self) -> Json:
        """What the index is and holds."""
        index = self._opened.index
        manifest = index.manifest
        return {
            **index_summary(index),
            "model": manifest.model.name,
            "dimension": manifest.model.dimension,
            "notes": len(manifest.notes),
            "passages": manifest.passages,
            "statements": manifest.statements,
            "size_bytes": index.size,
            "remarks": list(index.remarks),
            "failed": [{"source": source, "reason": why.reason} for source, why in manifest.failed.items()],
        }

    def entities(self) -> list[Json]:
        """What can be compared."""
        return self._whole(lambda opened: opened.worker.entities())

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """Two to five things side by side. Raises NotFound for a name that the notes do not explain."""
        names = [self._checked(name, "name") for name in entities]
        return self._whole(lambda opened: opened.worker.compare(names, aspects))

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """What fits a scenario, best first, `without` the requirements named.

        :raises InputUnfit: there is no scenario, or it is too long.
        """
        needed = self._checked(scenario, "scenario")
        return self._whole(lambda opened: opened.worker.recommend(needed, options, without))

    def calculate(self, what: str, **figures: Any) -> Json:
        """A sum by the rules in the notes. Raises InputUnfit for figures that cannot be, NotFound for another sum."""
        if what != CAPACITY:
            raise NotFound(f"There is no sum {what!r}. Use {CAPACITY!r}")
        return self._whole(lambda opened: opened.worker.capacity(**figures))

    def conflicts(self) -> Json:
        """Where the notes disagree."""
        return self._whole(lambda opened: opened.worker.conflicts())

    def conversation(self, conversation_id: str) -> Json:
        """The turns of a conversation. Raises NotFound for an unknown id."""
        turns = self._conversations.turns(conversation_id)
        return {"id": conversation_id, "turns": [asdict(turn) for turn in turns]}

    def forget(self, conversation_id: str) -> None:
        """Remove a conversation. Raises NotFound for an unknown id."""
        self._conversations.forget(conversation_id)

    def refresh(self) -> bool:
        """Take up a newer generation of the index; whether there was one. Until it is ready, the older one answers."""
        with self._refreshing:
            newer = self._opened.index.newer()
            if newer is None:
                return False
            opened = self._open(newer)
            opened.asker.prepare()
            self._opened = opened  # the older one is let go of with the last answer that comes from it
            return True

    def close(self) -> None:
        """Close the index and the conversations."""
        self._opened.index.close()
        self._conversations.close()

    def _whole(self, work: Callable[[_Opened[AnyIndex]], T]) -> T:
        """What `work` makes of the open generation; of the last whole one, when that turns out to be damaged."""
        opened = self._opened
        try:
            return work(opened)
        except IndexDamaged:
            if not self.refresh() and self._opened is opened:
                raise
            return work(self._opened)

    def _checked(self, text: str, name: str) -> str:
        return checked_text(text, name, self._settings.max_question_chars)


def open_backend(settings: Settings, encoder: Encoder | None = None) -> Backend:
    """Open the index of the notes that the settings name. Raises IndexUnusable when there is none."""
    index = open_index(settings.home, find_folders(settings.notes), settings.model, encoder=encoder)

    def make(opened: SearchIndex) -> tuple[Tutor, Workings]:
        knowledge = knowledge_of(opened, settings)
        return Tutor(opened, knowledge), Workings(opened, knowledge)

    return LocalBackend(index, make, Conversations(settings.home, limits_of(settings)), settings)


def limits_of(settings: Settings) -> Limits:
    """How much of conversations is kept."""
    return Limits(settings.conversations_kept, settings.conversation_turns, settings.conversation_days)


def index_summary(index: Index) -> Json:
    """What every answer says of the index that it comes from."""
    manifest = index.manifest
    return {"generation": manifest.generation, "built_at": manifest.built_at, "stale_notes": index.stale_notes()}


def checked_text(text: str, name: str, limit: int) -> str:
    """`text` trimmed, controls but line ends made spaces. Raises InputUnfit when empty or over `limit` (chars)."""
    clean = "".join(char if char == "\n" or unicodedata.category(char) not in ("Cc", "Cs") else " " for char in text)
    clean = clean.strip()
    if not clean:
        raise InputUnfit(f"The {name} is empty. Write 1 to {limit:,} characters")
    if len(clean) > limit:
        raise InputUnfit(f"The {name} has {len(clean):,} characters, the limit is {limit:,}. Shorten it")
    return clean


def answer_to_json(answer: Answer, conversation_id: str, index: Json, total_ms: float) -> Json:
    """The response of `POST /v1/ask`."""
    timings = {"encode": 0.0, "search": 0.0, "compose": 0.0, **answer.timings_ms, "total": total_ms}
    return {
        **to_jsonable_python(answer),
        "conversation_id": conversation_id,
        "timings_ms": {stage: round(milliseconds, 2) for stage, milliseconds in timings.items()},
        "index": index,
    }


def passage_hit_to_json(hit: PassageHit) -> Json:
    """One result of `GET /v1/search`."""
    passage = hit.passage
    return {
        "id": content_of(passage.id),
        "source": passage.source,
        "heading": list(passage.heading),
        "line_start": passage.line_start,
        "line_end": passage.line_end,
        "text": passage.text,
        "scores": {"dense": hit.dense, "full_text": hit.text, "fused": hit.score},
    }


def block_to_json(block: Block) -> Json:
    """One block of `GET /v1/sources/{path}`."""
    names = ("kind", "text", "start", "end", "line_start", "line_end", "heading", "lead", "mark", "polarity", "level")
    return {name: getattr(block, name) for name in names}
