"""What a scenario asks for: requirements recognised by the cues of `rules/requirements.toml`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from tutor.rule_files import Pattern, Row, read_rows

_KEEPS = r"(?!(?:only|lose|but|just|affect\w*|impact\w*|exceed\w*)\b)"  # 'not only joins' denies nothing
_DENIED = re.compile(
    r"(?i)(?:\b(?:no|without|neither|nor|rather than|instead of)\s+"
    r"(?:(?:any|an?|the|need\w*|requirements?|for|of|to)\s+)*"
    r"|(?:\bnot|\bcannot|\bnever|n['’]t)\s+(?:(?:need|want|require|use|have|be|been|involve|an?|any|the|to|really|strictly)\s+)*)"
    rf"(?:{_KEEPS}[\w'’]+\s+)?$"
)
_ASKS = re.compile(
    r"(?i)\b(?:needs?|wants?|must|should|requires?|required|would like|wish\w*|has to|have to|which"
    r"|what|how|cannot|can['’]t"
    r"|ensure|without|least|most|complain|error|slow|expects?)\b"
)
_SENTENCE = re.compile(r"(?<=[.?!:])\s+")
_ONE_CUE, _ANOTHER_CUE = 0.7, 0.15
_NEVER = re.compile(r"(?!)")


class _Row(Row):
    """A row of rules/requirements.toml."""

    name: str = Field(min_length=1, max_length=80)
    weight: float = Field(gt=0, le=5)
    kind: bool = False
    cues: tuple[Pattern, ...] = Field(min_length=1)
    notes: tuple[Pattern, ...] = Field(min_length=1)
    when: tuple[Pattern, ...] = ()
    unless: tuple[Pattern, ...] = ()
    denials: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """Something that scenarios ask for, and the words by which scenarios and notes speak of it."""

    name: str
    weight: float
    kind: bool  # of data or work: what serves another kind is hardly meant
    cues: re.Pattern[str]
    when: re.Pattern[str] | None
    unless: re.Pattern[str]
    denials: re.Pattern[str]
    notes: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A requirement in a scenario, with the words that gave it away."""

    requirement: Requirement
    evidence: tuple[str, ...]
    denied: bool = False  # the scenario says that it is not needed
    asked: bool = True  # stands in a sentence that asks for something; the rest tells how things are

    @property
    def strength(self) -> float:
        """How sure it is that the scenario asks for it, 0..1: more cues, more sure."""
        return min(1.0, _ONE_CUE + _ANOTHER_CUE * (len(self.evidence) - 1))


def load_requirements(folders: Sequence[Path] = ()) -> list[Requirement]:
    """Our requirement rules, then those of further rule folders; later rows replace earlier ones of that name.

    :raises RulesInvalid: names the file, the row and what does not fit.
    """
    return list({row.name: _requirement(row) for row in read_rows("requirements", _Row, folders)}.values())


def _requirement(row: _Row) -> Requirement:
    cues, unless, denials, notes = map(pattern_of, (row.cues, row.unless, row.denials, row.notes))
    when = pattern_of(row.when) if row.when else None
    return Requirement(row.name, row.weight, row.kind, cues, when, unless, denials, notes)


def pattern_of(parts: Sequence[str]) -> re.Pattern[str]:
    """One pattern for any of the parts, without case; a space stands for any run of spaces and hyphens."""
    if not parts:
        return _NEVER
    spaced = "|".join(parts).replace(" ?", r"[\s-]*").replace(" ", r"[\s-]+")
    return re.compile(rf"(?i)\b(?:{spaced})")


def recognise(scenario: str, requirements: Sequence[Requirement], without: Sequence[str] = ()) -> list[Recognised]:
    """The requirements that a scenario asks for or says that it does not need, in the order of the rules.

    :param without: names of requirements to leave out.
    """
    asking = " ".join(sentence for sentence in _SENTENCE.split(scenario) if _ASKS.search(sentence))
    found = (_recognise(scenario, asking, one) for one in requirements if one.name not in without)
    return [recognised for recognised in found if recognised]


def _recognise(scenario: str, asking: str, requirement: Requirement) -> Recognised | None:
    if requirement.when and not requirement.when.search(scenario):
        return None
    refused = next((match for match in requirement.denials.finditer(scenario) if not _denied(scenario, match)), None)
    matches = list(requirement.cues.finditer(scenario)) or ([refused] if refused else [])
    if not matches or requirement.unless.search(scenario):
        return None
    if refused:
        return Recognised(requirement, (refused[0],), denied=True)
    wanted = [match for match in matches if not _denied(scenario, match)]
    words = (" ".join(match[0].split()) for match in wanted or matches)
    asked = bool(requirement.cues.search(asking))
    return Recognised(requirement, tuple(dict.fromkeys(words)), denied=not wanted, asked=asked)


def _denied(scenario: str, match: re.Match[str]) -> bool:
    return bool(_DENIED.search(scenario, max(0, match.start() - 40), match.start()))
