"""An honest fake of the service: fixed data, answers by looking the question up, fails where told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.errors import NotesTutorError
from tui.service import Json

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

ANSWERS = {body["question"]: body for body in (LSI, UNKNOWN, REPLICAS)}


class FakeService:
    """Answers from `ANSWERS`; anything else is abstained on. `building` holds the looks until it is ready."""

    def __init__(self, building: tuple[tuple[int, int], ...] = ()) -> None:
        self.building = list(building)
        self.asked: list[str] = []
        self.fault: NotesTutorError | None = None
        self.closed = False

    def ready(self) -> bool:
        return not self.building

    def index(self) -> Json:
        done, total = self.building.pop(0)
        return {"state": "building", "done": done, "total": total}

    def ask_stream(self, question: str, conversation_id: str | None = None) -> Iterator[tuple[str, Json]]:
        self.asked.append(question)
        if self.fault:
            raise self.fault
        body = ANSWERS.get(question, UNKNOWN)
        yield from (("citation", one) for one in body["citations"])
        yield from (("block", one) for one in body["answer"])
        yield "done", body

    def sources(self) -> list[Json]:
        return [{"source": "aws/dynamodb.md", "title": "DynamoDB"}, {"source": "aws/rds.md", "title": "RDS"}]

    def source(self, path: str) -> Json:
        if self.fault:
            raise self.fault
        texts = {"aws/dynamodb.md": NOTE, "aws/rds.md": LIVE, "aws/rds-old.md": LIVE.replace("15", "5")}
        if path not in texts:
            raise NotesTutorError(f"no note '{path}' in the index")
        return {"source": path, "text": texts[path]}

    def close(self) -> None:
        self.closed = True
