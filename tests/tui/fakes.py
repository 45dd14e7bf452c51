"""An honest fake of the service: fixed data, answers by looking the question up, fails where told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Event as Flag
from typing import Any

from index.errors import NotesTutorError
from tui.service import Event, Json
from tutor.errors import NotFound

NOTE = """# DynamoDB

Key-value and document store.

## Indexes

- **LSI**: must be created at table creation time (cannot add later).
- **GSI**: can be added or deleted after table creation. Up to 20 per table by default.
- Marks such as [red]this[/red] and [a link](https://example.org) stay as they are.

## DAX

Use it when reads must take microseconds.
Not for writes that must be visible at once.
"""

LIVE = """# RDS

Up to 15 read replicas per instance.
"""


def citation(n: int, line: int, quote: str, heading: tuple[str, ...] = ("DynamoDB", "Indexes"), **more: Any) -> Json:
    body = {
        "n": n,
        "id": f"c{n}",
        "source": "aws/dynamodb.md",
        "title": "DynamoDB",
        "heading": list(heading),
        "line_start": line,
        "line_end": line,
        "quote": quote,
        "score": 0.8,
        "stale": False,
    }
    return body | more


def answer(question: str, blocks: list[Json], citations: list[Json], **more: Any) -> Json:
    body = {
        "question": question,
        "intent": "other",
        "text": "\n".join(block["text"] for block in blocks),
        "answer": blocks,
        "citations": citations,
        "abstained": False,
        "conflicts": [],
        "comparison": None,
        "recommendation": None,
        "calculation": None,
        "suggestions": [],
        "conversation_id": "talk-1",
        "timings_ms": {"total": 6.1},
        "index": {"generation": "g1", "built_at": "2026-08-01T00:00:00Z", "stale_notes": 0},
    }
    return body | more


def block(text: str, *citations: int, kind: str = "quote") -> Json:
    return {"kind": kind, "text": text, "citations": list(citations)}


LSI = answer(
    "Can I add an LSI to a table later?",
    [
        block("No.", 1, kind="computed"),
        block("Must be created at table creation time (cannot add later).", 1),
        block("A GSI, in contrast:", kind="connective"),
        block("Can be added or deleted after table creation.", 2),
        block("Marks such as [red]this[/red] and [a link](https://example.org) stay as they are.", 3),
    ],
    [
        citation(1, 7, "must be created at table creation time (cannot add later)"),
        citation(2, 8, "can be added or deleted after table creation"),
        citation(3, 9, "Marks such as [red]this[/red] and [a link](https://example.org) stay as they are."),
    ],
    suggestions=["What is an LSI?", "How many GSIs can a table have?"],
)

UNKNOWN = answer(
    "What does a shard cost?",
    [block("The notes do not cover this. Nearest topics: DAX, Indexes.", kind="connective")],
    [],
    abstained=True,
    suggestions=["When should I use DAX?"],
)

REPLICAS = answer(
    "How many read replicas can RDS have?",
    [block("Up to 15 read replicas per instance.", 1)],
    [
        citation(1, 3, "Up to 15 read replicas per instance.", ("RDS",), source="aws/rds.md", stale=True),
        citation(2, 3, "Up to 5 read replicas.", ("RDS",), source="aws/rds-old.md"),
    ],
    conflicts=[
        {
            "topic": "RDS read replicas: maximum",
            "readings": [{"value": "15", "citations": [1]}, {"value": "5", "citations": [2]}],
        }
    ],
)

TEXTS = {"aws/dynamodb.md": NOTE, "aws/rds.md": LIVE, "aws/rds-old.md": LIVE.replace("15", "5")}

ANSWERS = {body["question"]: body for body in (LSI, UNKNOWN, REPLICAS)}


COMPARISON: Json = {
    "entities": [{"name": "RDS", "kind": "service"}, {"name": "DynamoDB", "kind": "service"}],
    "rows": [
        {
            "aspect": "data model",
            "cells": [{"text": "relational", "citations": [1]}, {"text": "key-value and document", "citations": [2]}],
            "differs": True,
        },
        {
            "aspect": "managed",
            "cells": [{"text": "yes", "citations": [1]}, {"text": "yes", "citations": [2]}],
            "differs": False,
        },
        {
            "aspect": "latency",
            "cells": [{"text": "not in the notes", "citations": []}, {"text": "single-digit ms", "citations": [2]}],
            "differs": True,
        },
    ],
    "choose": [{"entity": "DynamoDB", "when": [{"text": "Key-value and document store.", "citations": [2]}]}],
    "citations": [
        citation(1, 1, "RDS", ("RDS",), source="aws/rds.md"),
        citation(2, 3, "Key-value and document store.", ("DynamoDB",)),
    ],
}

ADVICE: Json = {
    "option": None,
    "services": [
        {
            "name": "DynamoDB",
            "score": 0.9,
            "reasons": [{"requirement": "key-value", "text": "Key-value and document store.", "citations": [1]}],
            "against": [],
        },
        {
            "name": "RDS",
            "score": 0.5,
            "reasons": [{"requirement": "replicas", "text": "Up to 15 read replicas per instance.", "citations": [2]}],
            "against": [],
        },
    ],
    "requirements": [
        {"name": "key-value", "evidence_in_scenario": "by key"},
        {"name": "replicas", "evidence_in_scenario": "many readers"},
    ],
    "citations": [
        citation(1, 3, "Key-value and document store.", ("DynamoDB",)),
        citation(2, 3, "Up to 15 read replicas per instance.", ("RDS",), source="aws/rds.md"),
    ],
}

REPORT = {
    "new": ["aws/new.md"],
    "changed": [],
    "removed": [],
    "unchanged": ["aws/rds.md"],
    "failed": {"aws/broken.md": "it is not text"},
    "seconds": 1.5,
}


class FakeService:
    """Answers from the data above; anything else is abstained on.

    `fault` is raised by every call that can fail.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.forgotten: list[str] = []
        self.job: Json | None = None
        self.fault: NotesTutorError | None = None
        self.closed = False

    def _check(self) -> None:
        if self.fault:
            raise self.fault

    def ready(self) -> bool:
        return True

    def index(self) -> Json:
        return {"state": "ready", "done": 0, "total": 0, "job": self.job}

    def rebuild(self) -> Json:
        self._check()
        self.job = {"state": "running", "stage": "starting", "done": 0, "total": 0}
        return self.job

    def index_events(self) -> Iterator[Event]:
        yield "state", {"state": "ready", "job": self.job}
        yield "progress", {"state": "running", "stage": "embedding", "done": 120, "total": 240}
        self.job = {"state": "done", "stage": "done", "done": 240, "total": 240, "report": REPORT}
        yield "done", self.job

    def ask_stream(
        self, question: str, conversation_id: str | None = None, sources: Sequence[str] | None = None
    ) -> Iterator[Event]:
        self.asked.append(question)
        self._check()
        body = ANSWERS.get(question, UNKNOWN | {"question": question})
        yield from (("citation", one) for one in body["citations"])
        yield from (("block", one) for one in body["answer"])
        yield "done", body

    def search(self, query: str, k: int = 10, sources: Sequence[str] | None = None) -> list[Json]:
        self._check()
        hits = [
            (source, n, line) for source, text in TEXTS.items() for n, line in enumerate(text.splitlines(), start=1)
        ]
        return [
            {
                "id": f"{source}:{n}",
                "source": source,
                "heading": [],
                "line_start": n,
                "line_end": n,
                "text": line,
                "scores": {"dense": 0.5, "full_text": 1.0, "fused": 0.8},
            }
            for source, n, line in hits
            if query.lower() in line.lower()
        ][:k]

    def sources(self) -> list[Json]:
        self._check()
        return [
            {"source": "aws/dynamodb.md", "title": "DynamoDB", "stale": False},
            {"source": "aws/rds.md", "title": "RDS", "stale": True},
        ]

    def source(self, path: str) -> Json:
        self._check()
        if path not in TEXTS:
            raise NotFound(f"There is no note '{path}' in the index")
        lines = enumerate(TEXTS[path].splitlines(), start=1)
        headings = [(n, line) for n, line in lines if line.startswith("#")]
        blocks = [
            {"kind": "heading", "text": line.lstrip("# "), "line_start": n, "level": line.index(" ")}
            for n, line in headings
        ]
        return {"source": path, "text": TEXTS[path], "blocks": blocks}

    def entities(self) -> list[Json]:
        return [{"name": name, "kind": "service"} for name in ("RDS", "DynamoDB", "Global Tables")]

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        self._check()
        unknown = [name for name in entities if name.lower() not in ("rds", "dynamodb")]
        if unknown:
            raise NotFound(f"'{unknown[0]}' is not in the notes. Nearest: RDS, DynamoDB")
        return COMPARISON

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        self._check()
        kept = [one for one in ADVICE["services"] if one["reasons"][0]["requirement"] not in without]
        return {**ADVICE, "services": kept}

    def calculate(self, what: str, **figures: Any) -> Json:
        self._check()
        units = -(-figures["item_bytes"] // 4096)
        rcu = figures["reads_per_second"] * units
        steps = [{"text": f"{figures['reads_per_second']} × {units} = {rcu} RCU", "citations": [1]}]
        citations = [citation(1, 3, "Key-value and document store.", ("DynamoDB",))]
        return {"rcu": rcu, "wcu": figures["writes_per_second"], "steps": steps, "citations": citations}

    def conflicts(self) -> Json:
        self._check()
        return {"conflicts": REPLICAS["conflicts"], "citations": REPLICAS["citations"]}

    def conversation(self, conversation_id: str) -> Json:
        self._check()
        return {"id": conversation_id, "turns": [{"question": LSI["question"], "answer": LSI}]}

    def forget(self, conversation_id: str) -> None:
        self._check()
        self.forgotten.append(conversation_id)

    def close(self) -> None:
        self.closed = True


class BuildingService(FakeService):
    """Builds its index until it is told that the index is ready."""

    def __init__(self) -> None:
        super().__init__()
        self.seen, self.done = Flag(), Flag()

    def ready(self) -> bool:
        return self.seen.is_set() and self.done.wait(20)

    def index(self) -> Json:
        self.seen.set()
        return {"state": "building", "done": 120, "total": 240, "job": None}

    def close(self) -> None:
        self.done.set()
