"""Ways of doing things that make an option stronger or weaker: the rows of `rules/actions.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from tutor.advising.requirements import pattern_of
from tutor.rule_files import Pattern, Row, read_rows


class _Row(Row):
    """A row of rules/actions.toml."""

    name: str = Field(min_length=1, max_length=80)
    weight: float = Field(ge=-3, le=3)
    option: tuple[Pattern, ...] = Field(min_length=1)
    when: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    notes: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """A way of doing things, by the words of an option; None where a pattern was not given."""

    name: str
    weight: float
    option: re.Pattern[str]
    when: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    notes: re.Pattern[str] | None

    def counts(self, scenario: str) -> bool:
        """Whether the row counts in a scenario."""
        return (not self.when or bool(self.when.search(scenario))) and not (
            self.unless and self.unless.search(scenario)
        )


def load_actions(folders: Sequence[Path] = ()) -> list[Action]:
    """Our action rules, then those of `actions.toml` in further rule folders; later rows replace earlier ones.

    :raises RulesInvalid: names the file, the row and what does not fit.
    """
    return list({row.name: _action(row) for row in read_rows("actions", _Row, folders)}.values())


def _action(row: _Row) -> Action:
    when, unless, notes = (pattern_of(parts) if parts else None for parts in (row.when, row.unless, row.notes))
    return Action(row.name, row.weight, pattern_of(row.option), when, unless, notes)
