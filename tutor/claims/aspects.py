"""Aspects: the sides on which things are compared. Rows of `rules/aspects.toml`, which a reader can extend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from tutor.rule_files import Pattern, Row, read_rows

Kind = Literal["text", "number", "list", "yes_no"]


class _Row(Row):
    """A row of aspects.toml."""

    name: str = Field(min_length=1, max_length=60)
    kind: Kind = "text"
    labels: tuple[Pattern, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    unit: Literal["", "time", "bytes", "length", "volume", "mass", "temperature", "percent", "times"] = ""
    members: str = ""
    nouns: tuple[str, ...] = ()
    yes: tuple[Pattern, ...] = ()
    no: tuple[Pattern, ...] = ()
    topic: tuple[Pattern, ...] = ()
    asked: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Aspect:
    """One side on which things differ."""

    name: str
    kind: Kind
    label: re.Pattern[str] | None  # matches what notes call it: a row's title, a lead-in, a term
    pattern: re.Pattern[str] | None  # matches what notes say of it
    unit: str  # of a number
    members: str  # kind of subject that its lists are made of
    nouns: tuple[str, ...]  # words in front of a list in a sentence
    yes: re.Pattern[str] | None
    no: re.Pattern[str] | None
    topic: re.Pattern[str] | None  # settles a yes or no where it is listed as a use, or as one to avoid
    asked: re.Pattern[str] | None  # matches questions about it


class Aspects:
    """All aspects, in the order in which a comparison shows them."""

    def __init__(self, rows: Sequence[Aspect]) -> None:
        self._rows = tuple(rows)
        self.of_label = lru_cache(maxsize=4096)(self._of_label)

    def __iter__(self) -> Iterator[Aspect]:
        return iter(self._rows)

    def rank(self, name: str) -> int:
        """Place of an aspect in a comparison; unknown ones come last."""
        return next((i for i, aspect in enumerate(self._rows) if aspect.name == name), len(self._rows))

    def get(self, name: str) -> Aspect | None:
        """The aspect of a name, if there is one."""
        return next((aspect for aspect in self._rows if aspect.name == name), None)

    def _of_label(self, label: str) -> str:
        """The aspect that a label, lead-in or row title stands for, or ''."""
        bare = label.strip(" :-–—?").lower()
        return next((a.name for a in self._rows if a.label and a.label.search(bare)), "") if bare else ""

    def of_text(self, text: str) -> list[Aspect]:
        """Aspects that the words of a statement speak of."""
        return [aspect for aspect in self._rows if aspect.pattern and aspect.pattern.search(text)]


def load_aspects(folders: Sequence[Path] = ()) -> Aspects:
    """Aspects of our rules and of `aspects.toml` in further rule folders; later rows replace earlier ones by name.

    :raises RulesInvalid: names the file and the row that does not fit.
    """
    return Aspects(list({row.name: _aspect(row) for row in read_rows("aspects", _Row, folders)}.values()))


def _aspect(row: _Row) -> Aspect:
    label = _any([rf"^(?:{label})$" for label in row.labels])
    nouns, verdicts = row.nouns, (_any(row.yes), _any(row.no), _any(row.topic), _any(row.asked))
    return Aspect(row.name, row.kind, label, _any(row.patterns), row.unit, row.members, nouns, *verdicts)


def _any(patterns: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE) if patterns else None
