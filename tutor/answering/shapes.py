"""How notes mark and word each kind of answer, and write each kind of number: shapes.toml and units.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tutor.rule_files import Pattern, Row, read_rows
from tutor.values import Intent
from tutor.words import stems

_RULES = Path(__file__).parent.parent / "rules"
_NEVER = "(?!)"


@dataclass(frozen=True, slots=True)
class Shape:
    """How notes mark, and word, one kind of answer."""

    mark: re.Pattern[str]
    words: re.Pattern[str]
    hints: re.Pattern[str]  # on words that only may have the form


class _UnitRow(Row):
    """A row of units.toml."""

    asked: Pattern
    says: Pattern
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A kind of number: how a question asks for one, and how one is written."""

    asked: re.Pattern[str]
    says: re.Pattern[str]
    plain: bool  # whether `says` finds every number of the kind that notes give


@lru_cache(maxsize=1)
def units() -> tuple[Unit, ...]:
    """The kinds of numbers, in the order in which a question is held against them."""
    return tuple(
        Unit(re.compile(row.asked), re.compile(row.says, re.I), row.plain) for row in read_rows("units", _UnitRow)
    )


@lru_cache(maxsize=1)
def _shapes() -> dict[str, Shape]:
    rows = tomllib.loads((_RULES / "shapes.toml").read_text(encoding="utf-8"))
    return {
        name: Shape(*(re.compile(row.get(part, _NEVER), re.I) for part in ("mark", "words", "hints")))
        for name, row in rows.items()
    }


def shape_of(intent: Intent) -> Shape:
    """The shape of an answer to a kind of question; that of a list where a kind has none of its own."""
    return _shapes().get(intent.value) or _shapes()["list"]


def is_marked(intent: Intent, label: str, *, first: bool = False) -> bool:
    """Whether a lead-in, label or heading marks an answer to this kind of question; `first`: with its first words."""
    mark = shape_of(intent).mark
    return bool(mark.match(label) if first else mark.search(label))


def outlines(label: str) -> frozenset[str]:
    """Stems of the words by which a lead-in or heading stands over what is only named, to be told elsewhere."""
    return _marking("outline", label)


def opens(label: str) -> frozenset[str]:
    """Stems of the words by which a lead-in or heading stands over what is still to be learned or done."""
    return _marking("open", label)


def wants_wrong(question: str) -> bool:
    """Whether a question asks for what the notes hold up as wrong: traps, common mistakes."""
    return bool(_shapes()["wrong"].mark.search(question))


def _marking(shape: str, label: str) -> frozenset[str]:
    found = _shapes()[shape].mark.search(label)
    return stems(found[0]) | {found[0]} if found else frozenset()  # never empty: 'not in this' has no stems
