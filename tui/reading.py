"""From the service's JSON to values, and from any text to text that is safe to show."""

from __future__ import annotations

import re

from tui.service import Json
from tutor.values import Answer, AnswerBlock, BlockKind, Citation, Conflict, Intent, Reading

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def plain(text: str) -> str:
    """`text` without terminal escapes, controls and direction overrides; line breaks stay, tabs become spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _ESCAPES.sub("", text)).expandtabs(4)


def one_line(text: str) -> str:
    """`text` safe to show, on one line."""
    return " ".join(plain(text).split())


def json_to_citation(body: Json) -> Citation:
    """One entry of `citations`."""
    return Citation(
        n=int(body["n"]),
        id=str(body.get("id", "")),
        source=str(body["source"]),
        title=one_line(str(body.get("title", ""))),
        heading=tuple(one_line(part) for part in body.get("heading", ())),
        line_start=int(body["line_start"]),
        line_end=int(body["line_end"]),
        quote=plain(str(body.get("quote", ""))),
        score=float(body.get("score", 0.0)),
        stale=bool(body.get("stale", False)),
    )


def json_to_block(body: Json) -> AnswerBlock:
    """One entry of `answer`."""
    return AnswerBlock(
        kind=BlockKind(body["kind"]), text=plain(str(body["text"])), citations=tuple(body.get("citations", ()))
    )


def json_to_conflict(body: Json) -> Conflict:
    """One entry of `conflicts`."""
    readings = tuple(
        Reading(plain(str(reading["value"])), tuple(reading.get("citations", ()))) for reading in body["readings"]
    )
    return Conflict(one_line(str(body["topic"])), readings)


def json_to_answer(body: Json) -> Answer:
    """A whole answer."""
    return Answer(
        question=plain(str(body["question"])),
        intent=Intent(body.get("intent", Intent.OTHER)),
        text=plain(str(body["text"])),
        answer=tuple(map(json_to_block, body.get("answer", ()))),
        citations=tuple(map(json_to_citation, body.get("citations", ()))),
        abstained=bool(body.get("abstained", False)),
        conflicts=tuple(map(json_to_conflict, body.get("conflicts") or ())),
        comparison=body.get("comparison"),
        recommendation=body.get("recommendation"),
        calculation=body.get("calculation"),
        suggestions=tuple(one_line(text) for text in body.get("suggestions", ())),
        timings_ms=dict(body.get("timings_ms", {})),
    )


def json_to_hit(n: int, body: Json) -> Citation:
    """A passage that a search found, as something to open; `n` is its rank."""
    return json_to_citation({**body, "n": n, "quote": body.get("text", ""), "score": body["scores"]["fused"]})
