"""Lists that found statements stand in: list items, tables, sides of a drawing, and a problem with its solution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from index.values import Kind, Polarity, Statement, StatementHit, items_of
from tutor.values import Intent

_LOOKED_AT = 100  # hits, best first, whose lists are gathered
_MOST = 16_384  # lists that are kept
_WHY = -1  # in the place of a group: the sentences below labels that explain
_EXPLAINING = ("why", "problem", "solution")  # labels whose sentences answer 'why' together


_Key = tuple[str, int, int, Polarity]  # source, section, group and side of a list


class _Gathered(NamedTuple):
    """A list, and those of its items that are several sentences."""

    members: list[Statement]
    items: list[list[Statement]]


class Sections(Protocol):
    """Gives the statements of sections, in order; the index does."""

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """All statements of some (source, section)."""


class Lists:
    """The lists of one generation of the notes, each gathered once; safe to share between threads."""

    def __init__(self, sections: Sections) -> None:
        self._sections = sections
        self._kept: dict[_Key, _Gathered] = {}

    def of(self, hits: Sequence[StatementHit], intent: Intent) -> list[list[Statement]]:
        """The lists that the best hits stand in, each once, whole; for 'why' also problem and solution together."""
        wanted: dict[_Key, None] = {}
        for hit in hits[:_LOOKED_AT]:
            block, source = hit.statement.block, hit.statement.source
            if intent is Intent.WHY:
                wanted[source, block.section, _WHY, Polarity.ASSERTED] = None
            if block.group:
                wanted[source, block.section, block.group, block.polarity] = None
        if missing := [key for key in wanted if key not in self._kept]:
            self._gather(missing)
        gathered = [found for key in wanted if (found := self._kept[key]).members]
        lists = [found.members for found in gathered]
        if intent is not Intent.LIST:
            lists += [item for found in gathered for item in found.items]
        return lists

    def _gather(self, missing: Sequence[_Key]) -> None:
        sections = self._sections.sections({(source, section) for source, section, *_ in missing})
        found = {key: _gathered(_members(sections[key[:2]], *key[2:])) for key in missing}
        self._kept = found | (self._kept if len(self._kept) < _MOST else {})


def _members(section: Sequence[Statement], group: int, polarity: Polarity) -> list[Statement]:
    """What is one list of a section, if it is two or more; checks and crosses of one list are two lists."""
    if group == _WHY:
        found = [statement for statement in section if statement.block.lead.lower().startswith(_EXPLAINING)]
    else:
        found = [s for s in section if _is_member(s, group) and s.block.polarity is polarity]
    return found if len(found) > 1 and not _is_quiz(found) else []


def _gathered(members: list[Statement]) -> _Gathered:
    return _Gathered(members, [item for item in items_of(members) if 1 < len(item) < len(members)])


def _is_quiz(members: Sequence[Statement]) -> bool:
    """Whether a list asks its reader things; each answer in it then stands for itself."""
    return any(member.text.endswith("?") and not member.block.term for member in members)


def _is_member(statement: Statement, group: int) -> bool:
    return statement.block.group == group and statement.block.kind not in (Kind.LABEL, Kind.CODE)
