"""Ways of doing things that make an option stronger or weaker: the rows of `rules/actions.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tutor.advising.requirements import RULES, pattern_of
from tutor.errors import RulesInvalid


class _Row(BaseModel):
    """A row of rules/actions.toml."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=80)
    weight: float = Field(ge=-3, le=3)
    option: list[str] = Field(min_length=1)
    when: list[str] = []
    unless: list[str] = []
    notes: list[str] = []


class _Actions(BaseModel):
    model_config = ConfigDict(extra="forbid")
    action: list[_Row] = []


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

    :raises RulesInvalid: names the file and what does not fit.
    """
    found: dict[str, Action] = {}
    for path in (RULES / "actions.toml", *(folder / "actions.toml" for folder in folders)):
        if path.is_file():
            found.update({action.name: action for action in _read(path)})
    return list(found.values())


def _read(path: Path) -> list[Action]:
    try:
        rows = _Actions.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).action
        return [_action(row) for row in rows]
    except (tomllib.TOMLDecodeError, ValidationError, UnicodeDecodeError, re.error) as error:
        raise RulesInvalid(
            f"The action rules in {path} do not fit: {error}. Each [[action]] needs name, weight and option."
        ) from error


def _action(row: _Row) -> Action:
    when, unless, notes = (pattern_of(parts) if parts else None for parts in (row.when, row.unless, row.notes))
    return Action(row.name, row.weight, pattern_of(row.option), when, unless, notes)
