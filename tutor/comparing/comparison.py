"""What a comparison is, and its shape in the HTTP API."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from index.values import Statement
from tutor.citing import Citations
from tutor.comparing.contrasts import Cell, Row
from tutor.comparing.rows import differs

NOT_IN_NOTES = "not in the notes"
DIFFERENCE = re.compile(
    r"(?i)\b(?:differences?|differs?|different from|instead of|rather than|counterpart|in contrast|unlike|whereas"
    r"|while)\b"
)


@dataclass(frozen=True, slots=True)
class Reasons:
    """When to choose one of the things: items of the notes' own lists."""

    name: str
    when: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Things side by side. Cells are word for word from the notes; empty where they say nothing."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]
    note: str  # ours: what one is to another when one is a part of it, or ''
    rows: tuple[Row, ...]  # ready-made ones first
    ready: int  # how many of them are ready-made in the notes
    choose: tuple[Reasons, ...]
    said: tuple[Statement, ...]  # statements that tell the difference outright, best first
    settled: (
        bool  # the first of them is the notes' own summary of the difference, and there is no ready-made comparison
    )

    def as_dict(self, citations: Citations) -> dict[str, Any]:
        """The reply of `POST /v1/compare`; what is quoted gets its number in `citations`."""
        return {
            "entities": [{"name": name, "kind": kind} for name, kind in zip(self.names, self.kinds, strict=True)],
            "note": self.note,
            "difference": [_quote(statement, citations) for statement in self.said],
            "rows": [
                {"aspect": row.label, "cells": [_cell(cell, citations) for cell in row.cells], "differs": differs(row)}
                for row in self.rows
            ],
            "choose": [
                {"entity": reasons.name, "when": [_quote(statement, citations) for statement in reasons.when]}
                for reasons in self.choose
            ],
            "citations": [asdict(citation) for citation in citations.all()],
        }


def cite(statements: Sequence[Statement], citations: Citations) -> tuple[int, ...]:
    """Numbers of some statements: one for those of the same note together."""
    by_source: dict[str, list[Statement]] = {}
    for statement in statements:
        by_source.setdefault(statement.source, []).append(statement)
    return tuple(citations.cite(*together) for together in by_source.values())


def _cell(cell: Cell, citations: Citations) -> dict[str, Any]:
    return {"text": cell.text or NOT_IN_NOTES, "citations": list(cite(cell.statements, citations))}


def _quote(statement: Statement, citations: Citations) -> dict[str, Any]:
    return {"text": statement.text, "citations": [citations.cite(statement)]}
