"""Honest fakes: an index that finds by shared words, and a tutor that quotes the best passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fnmatch import fnmatch
from pathlib import Path
from threading import Event

from index.encoder import ModelInfo
from index.errors import NotesTutorError
from index.store import Manifest, NoteInfo
from index.values import Note, Passage, PassageHit
from tutor.backend import Backend, Index, Json, LocalBackend
from tutor.conversations import Conversations
from tutor.errors import NotFound
from tutor.service.rebuilding import Report
from tutor.settings import Settings, load_settings
from tutor.values import Answer, AnswerBlock, BlockKind, Citation, Intent, Turn

MODEL = ModelInfo("word-counts", "0" * 64, 3, "mean", True, "none")
TEA = {
    "tea/green.md": "# Green tea\n\nSteep green tea for 2 minutes.\n",
    "tea/black.md": "# Black tea\n\nFor 4 minutes.\n",
}


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


class FakeIndex:
    """Every line of a note is a passage; its score is the share of the question's words that it holds."""

    def __init__(self, texts: dict[str, str] | None = None) -> None:
        self.texts = dict(TEA if texts is None else texts)
        self.changed: set[str] = set()
        self.coming: list[dict[str, str]] = []
        self.generation = 1
        self.closed = False
        self.remarks: tuple[str, ...] = ()

    @property
    def manifest(self) -> Manifest:
        return Manifest(
            built_at="2026-01-02T03:04:05+00:00",
            model=MODEL,
            reader="r",
            roots=("/notes",),
            passages=sum(text.count("\n") for text in self.texts.values()),
            statements=len(self.texts),
            notes=dict.fromkeys(self.texts, "hash"),
            generation=f"gen-{self.generation}",
        )

    @property
    def size(self) -> int:
        return sum(map(len, self.texts.values()))

    def notes(self) -> list[NoteInfo]:
        return [_note_info(source) for source in sorted(self.texts)]

    def note(self, source: str) -> Note:
        return Note(source, source, self.texts[source], "hash")

    def passages(self, question: str, k: int = 10, sources: Sequence[str] | None = None) -> list[PassageHit]:
        hits = [hit for source in self.texts if _chosen(source, sources) for hit in self._hits(source, words(question))]
        return sorted(hits, key=lambda hit: -hit.score)[:k]

    def _hits(self, source: str, wanted: set[str]) -> list[PassageHit]:
        hits = []
        for number, line in enumerate(self.texts[source].splitlines(), start=1):
            if share := len(wanted & words(line)) / max(len(wanted), 1):
                passage = Passage(f"{source}:{number}", source, ("Tea",), line, line, 0, len(line), number, number)
                hits.append(PassageHit(passage, share, share, share))
        return hits

    def title(self, source: str) -> str:
        return source

    def stale(self, source: str) -> bool:
        return source in self.changed

    def stale_notes(self) -> int:
        return sum(self.stale(note.source) for note in self.notes())

    def newer(self) -> FakeIndex | None:
        if not self.coming:
            return None
        newer = FakeIndex(self.coming.pop(0))
        newer.generation, newer.changed = self.generation + 1, self.changed
        return newer

    def close(self) -> None:
        self.closed = True


def _note_info(source: str) -> NoteInfo:
    return NoteInfo(
        source=source,
        title=source,
        date="",
        sha256="hash",
        repairs=(),
        lines=3,
        passages=3,
        statements=1,
        size=10,
        mtime_ns=0,
    )


def _chosen(source: str, globs: Sequence[str] | None) -> bool:
    return globs is None or any(fnmatch(source, glob) for glob in globs)


class FakeTutor:
    """Quotes the best passage; a follow-up that says 'it' is about what the last turn was about."""

    def __init__(self, index: Index) -> None:
        self.index = index

    def prepare(self) -> None:
        pass

    def ask(self, question: str, history: Sequence[Turn] = (), sources: Sequence[str] | None = None) -> Answer:
        if "explode" in question:
            raise RuntimeError("a secret of the inside")
        about = history[-1].about if history and "it" in words(question) else ()
        hits = self.index.passages(" ".join((question, *about)), 1, sources)
        if not hits:
            return Answer(question, Intent.OTHER, "The notes do not cover this.", abstained=True)
        return self._quote(question, hits[0])

    def _quote(self, question: str, hit: PassageHit) -> Answer:
        passage, source = hit.passage, hit.passage.source
        citation = Citation(
            n=1,
            id=passage.id,
            source=source,
            title=source,
            heading=passage.heading,
            line_start=passage.line_start,
            line_end=passage.line_end,
            quote=passage.text,
            score=hit.score,
            stale=self.index.stale(source),
        )
        block = AnswerBlock(BlockKind.QUOTE, passage.text, (1,))
        return Answer(
            question,
            Intent.NUMBER,
            f"{passage.text} [1]",
            (block,),
            (citation,),
            about=(passage.text,),
            timings_ms={"encode": 1.0, "search": 2.0, "compose": 3.0},
        )


class FakeWorker:
    """Knows two teas, steeped for different times."""

    def entities(self) -> list[Json]:
        return [{"name": name, "kind": "tea", "of": ""} for name in ("Green tea", "Black tea")]

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        known = {entity["name"].lower(): entity for entity in self.entities()}
        unknown = [name for name in entities if name.lower() not in known]
        if unknown:
            raise NotFound(f"The notes do not explain {unknown[0]!r}. Nearest: Green tea")
        cells = [{"text": "2 minutes", "citations": []}, {"text": "4 minutes", "citations": []}]
        return {
            "entities": [known[name.lower()] for name in entities],
            "rows": [{"aspect": "Steeping", "cells": cells, "differs": True}],
            "choose": [],
            "difference": [],
            "note": None,
            "citations": [],
        }

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        body: Json = {name: [] for name in ("options", "services", "requirements", "citations")}
        return body | {"option": None, "tips_over": "", "abstained": True}

    def capacity(
        self, reads_per_second: float, writes_per_second: float, item_bytes: float, consistency: str = "strong"
    ) -> Json:
        raise NotFound("The notes hold no rules for this sum")

    def conflicts(self) -> Json:
        return {"conflicts": [], "citations": []}


class FakeBuilder:
    """Reports two steps and waits to be let go on between them."""

    def __init__(self, error: NotesTutorError | None = None, on_built: Callable[[], None] = lambda: None) -> None:
        self.error = error
        self.on_built = on_built
        self.before: Callable[[], None] = lambda: None
        self.builds = 0
        self.closed = False
        self.reported = Event()
        self.go_on = Event()
        self.go_on.set()

    def build(self, report: Report, yielding: bool = False) -> Json:
        self.builds += 1
        self.before()
        report({"stage": "embedding", "done": 1, "total": 2})
        self.reported.set()
        self.go_on.wait()
        if self.error:
            raise self.error
        report({"stage": "embedding", "done": 2, "total": 2})
        self.on_built()
        return {"new": ["tea/green.md"]}

    def stop(self) -> None:
        self.go_on.set()

    def close(self) -> None:
        self.closed = True


def fake_backend(home: Path, index: FakeIndex | None = None, settings: Settings | None = None) -> Backend:
    """A backend over fakes, with a real store of conversations below `home`."""
    index = index or FakeIndex()
    return LocalBackend(
        index, lambda one: (FakeTutor(one), FakeWorker()), Conversations(home), settings or load_settings()
    )
