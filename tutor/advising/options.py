"""Choosing one of several options, which are actions as often as names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.values import Statement
from tutor.advising.actions import Action
from tutor.advising.bridging import bridges
from tutor.advising.likeness import Likeness
from tutor.advising.links import Link, Links, names_in
from tutor.advising.parsing import how_many, without_letter
from tutor.advising.requirements import Recognised
from tutor.calculating import option_by_sum
from tutor.subjects import Subjects

_BY_WORDS = 0.8  # an option that speaks of a requirement itself
_MORE_WORDS = 0.4  # what a second expression adds
_ECHO = 0.6  # words that only repeat the scenario tell less
_UNWANTED = re.compile(
    r"\b(?:is|are|does|do|would|can) NOT\b|\bEXCEPT\b"
    r"|(?i:\bwhich (?:of the following|one|statement|option)s?[^.?]{0,40} (?:is|are|does|do) not\b)"
)
_CONTRAST = 0.75  # how much an option loses that meets a requirement less well than another
_FROM_WHOLE = 0.7  # what a whole is good for, its part may be good for
_SHARPNESS = 1.6
_LIKENESS, _ACTION = 0.7, 0.3
_WEIGHED_TOGETHER = 4.0
_WELL_MET = 0.35  # from here on, what the notes say of scenario and option together adds nothing
_BRIDGE = 0.25
_SAID_TOGETHER = 1.0  # a weaker bridge is no reason
_TOLD = 0.5  # what a scenario only tells of how things are, against what it asks for
_UNASKED = 0.1  # what an option loses for each thing that it adds and no requirement calls for
_CALLED_FOR = 0.2


@dataclass(frozen=True, slots=True)
class Fit:
    """How an option came to its score."""

    score: float
    meets: tuple[tuple[str, Statement | None], ...] = ()  # requirements, with the notes' reason where there is one
    weakened_by: tuple[tuple[str, Statement | None], ...] = ()  # names of actions, with the notes' reason


@dataclass(frozen=True, slots=True)
class Choice:
    """The options chosen, best first: as many as the scenario asks for."""

    chosen: tuple[int, ...]
    options: tuple[str, ...]
    fits: tuple[Fit, ...]

    @property
    def option(self) -> int:
        """The best one."""
        return self.chosen[0]

    @property
    def text(self) -> str:
        """What the best one says."""
        return self.options[self.option]

    @property
    def is_guess(self) -> bool:
        """Whether nothing in the notes speaks for what was chosen."""
        return not any(reason for n in self.chosen for _, reason in self.fits[n].meets)


@dataclass(slots=True)
class _Sheet:
    """What one option has collected."""

    text: str
    names: tuple[str, ...]
    uncalled: set[str]  # things that the scenario does not name and no requirement calls for
    need: float = 0.0
    action: float = 0.0
    bridge: float = 0.0
    meets: list[tuple[float, str, Statement | None]] = field(default_factory=list)
    weakened_by: list[tuple[str, Statement | None]] = field(default_factory=list)


class Options:
    """Scores options by what the notes link to their words, by how they go about it, and by likeness."""

    def __init__(
        self, links: Links, subjects: Subjects, actions: Sequence[Action], statements: Sequence[Statement]
    ) -> None:
        self._links, self._subjects, self._statements = links, subjects, statements
        self._actions = [(action, reason) for action in actions for reason in _said_in(action, statements)]

    def choose(
        self,
        scenario: str,
        options: Sequence[str],
        recognised: Sequence[Recognised],
        likeness: Likeness | None = None,
    ) -> Choice:
        """The options that fit best, as many as are asked for. `options` must hold at least one."""
        options = tuple(map(without_letter, options))
        worked = option_by_sum(scenario, options, self._statements)
        if worked:
            met = Fit(1.0, ((worked.result, worked.rule),))
            return Choice(
                (worked.option,), options, tuple(met if n == worked.option else Fit(0.0) for n in range(len(options)))
            )
        sheets = self._sheets(scenario, options, recognised)
        shortfall = max(0.0, 1 - max(sheet.need for sheet in sheets) / _WELL_MET)
        if likeness and shortfall:
            _bridge(sheets, bridges(scenario, options, likeness), shortfall)
        fits = tuple(map(_fit, sheets, likeness.to(scenario, options) if likeness else [0.0] * len(options)))
        turn = 1 if _UNWANTED.search(_last_sentence(scenario)) else -1
        best = sorted(range(len(fits)), key=lambda n: turn * fits[n].score)
        return Choice(tuple(best[: how_many(scenario)]), options, fits)

    def _sheets(self, scenario: str, options: Sequence[str], recognised: Sequence[Recognised]) -> list[_Sheet]:
        """What each option collects from requirements and actions."""
        named = set(names_in(self._subjects, scenario))
        names = [names_in(self._subjects, option) for option in options]
        sheets = [_Sheet(option, of, set(of) - named) for option, of in zip(options, names, strict=True)]
        for one in recognised:
            self._weigh(one, sheets, scenario.lower())
        together = max(_WEIGHED_TOGETHER, sum(map(_weight, recognised)))
        for sheet in sheets:
            sheet.need /= together
        for action, reason in self._actions:
            if action.counts(scenario):
                _apply(action, reason, sheets)
        return sheets

    def _weigh(self, one: Recognised, sheets: Sequence[_Sheet], scenario: str) -> None:
        links = self._links.of(one.requirement)
        general = self._links.tells(one.requirement)
        values = [self._value(sheet, _spoken(one, sheet.text, scenario), links, general) for sheet in sheets]
        called_for = {name for name, link in links.items() if link.own > _CALLED_FOR}
        for sheet in sheets:
            sheet.uncalled -= called_for
        highest = max(value for value, _ in values)
        if not highest:
            return
        weight = _weight(one) * one.strength * (-0.5 if one.denied else 1.0)
        for sheet, (value, reason) in zip(sheets, values, strict=True):
            gain: float = weight * value * (value / highest) ** _CONTRAST
            sheet.need += gain
            if gain > 0:
                sheet.meets.append((gain, one.requirement.name, reason))

    def _value(
        self, sheet: _Sheet, words: float, links: dict[str, Link], general: float
    ) -> tuple[float, Statement | None]:
        """What an option is worth for a requirement, by its words or by what the notes link to its things."""
        linked = [
            (links[name].own * (1.0 if name == own else _FROM_WHOLE), name)
            for own in sheet.names
            for name in self._subjects.family(own)
            if name in links
        ]
        strength, name = max(linked, default=(0.0, ""))
        reasons = links[name].reasons if name else []
        return max(strength**_SHARPNESS * general, _BY_WORDS * words), reasons[0].statement if reasons else None


def _last_sentence(scenario: str) -> str:
    return scenario.rstrip(" ?.)").rpartition(". ")[2]


def _weight(one: Recognised) -> float:
    return one.requirement.weight * (1.0 if one.asked else _TOLD)


def _spoken(one: Recognised, option: str, scenario: str) -> float:
    """How much the words of an option speak of a requirement, 0..1.4."""
    said = {match[0].lower() for match in one.requirement.notes.finditer(option)}
    if not said:
        return 0.0
    echo = _ECHO if all(words in scenario for words in said) else 1.0
    return echo * min(1 + _MORE_WORDS, 1 + _MORE_WORDS * (len(said) - 1))


def _apply(action: Action, reason: Statement | None, sheets: Sequence[_Sheet]) -> None:
    for sheet in sheets:
        if action.option.search(sheet.text):
            sheet.action += action.weight
            if action.weight < 0:
                sheet.weakened_by.append((action.name, reason))


def _bridge(sheets: Sequence[_Sheet], found: Sequence[tuple[float, Statement | None]], shortfall: float) -> None:
    """Where the rules recognise little, what the notes say of scenario and option together counts."""
    for sheet, (strength, statement) in zip(sheets, found, strict=True):
        sheet.bridge = shortfall * strength
        if strength >= _SAID_TOGETHER:
            sheet.meets.append((0.0, "", statement))


def _fit(sheet: _Sheet, alike: float) -> Fit:
    score = sheet.need + _ACTION * sheet.action + _LIKENESS * alike + _BRIDGE * sheet.bridge
    meets = sorted(sheet.meets, key=lambda met: -met[0])
    return Fit(
        round(score - _UNASKED * len(sheet.uncalled), 4),
        tuple((name, reason) for _, name, reason in meets),
        tuple(sheet.weakened_by),
    )


def _said_in(action: Action, statements: Sequence[Statement]) -> Iterable[Statement | None]:
    """The statement that an action row needs, None when it needs none; nothing when no note says so."""
    if action.notes is None:
        return (None,)
    return islice((statement for statement in statements if action.notes.search(statement.text)), 1)
