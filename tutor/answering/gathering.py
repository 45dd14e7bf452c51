"""Lists that found statements stand in: list items, tables, sides of a drawing, and a problem with its solution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from index.values import Kind, Statement, StatementHit
from tutor.values import Intent

_LOOKED_AT = 100  # hits, best first, whose lists are gathered
_EXPLAINING = ("why", "problem", "solution")  # labels whose sentences answer 'why' together


class Sections(Protocol):
    """Gives the statements of sections, in order; the index does."""

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """All statements of some (source, section)."""


def lists_of(index: Sections, hits: Sequence[StatementHit], intent: Intent) -> list[list[Statement]]:
    """The lists that the best hits stand in, each once, whole; for 'why' also problem and solution together."""
    within = [hit for hit in hits[:_LOOKED_AT] if hit.statement.block.group or intent is Intent.WHY]
    sections = index.sections({(hit.statement.source, hit.statement.block.section) for hit in within})
    found: dict[tuple[object, ...], list[Statement]] = {}
    for hit in within:
        block, key = hit.statement.block, (hit.statement.source, hit.statement.block.section)
        if intent is Intent.WHY and (*key, "why") not in found:
            found[(*key, "why")] = [s for s in sections[key] if s.block.lead.lower().startswith(_EXPLAINING)]
        list_key = (*key, block.group, block.polarity)  # checks and crosses of one list are two lists
        if block.group and list_key not in found:
            members = [s for s in sections[key] if _is_member(s, block.group)]
            found[list_key] = [s for s in members if s.block.polarity is block.polarity]
    return [members for members in found.values() if len(members) > 1 and not _is_quiz(members)]


def _is_quiz(members: Sequence[Statement]) -> bool:
    """Whether a list asks its reader things; each answer in it then stands for itself."""
    return any(member.text.endswith("?") for member in members)


def _is_member(statement: Statement, group: int) -> bool:
    return statement.block.group == group and statement.block.kind not in (Kind.LABEL, Kind.CODE)
