"""Recommendations: what a scenario asks for, what the notes link to it, and which of some options fits best."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.values import Statement, StatementHit
from tutor.advising.actions import load_actions
from tutor.advising.evidence import Evidence, gather, says_when
from tutor.advising.likeness import Likeness
from tutor.advising.links import Link, Links, names_in
from tutor.advising.options import Choice, Options
from tutor.advising.requirements import Recognised, Requirement, load_requirements, recognise
from tutor.subjects import Subject, Subjects

_WHOLES, _PARTS = frozenset({"service"}), frozenset({"feature", "index", "mode"})
_RANKED = 5
_REASONS = 3
_ENOUGH = 0.08  # of the highest score possible; below it the notes say too little to recommend a thing
_TIED = 0.35  # of the winner's score; whatever has less is no alternative
_ASKS_FOR_A_WHOLE = re.compile(
    r"(?i)\b(?:which|what|pick|choose|recommend|best|suitable|right|a)\s+(?:aws |amazon |managed "
    r"|target |kind of |type of )*"
    r"(?:databases?|db|services?|data ?stores?|store|engine)\b"
)
_NAMED_WHOLE, _OTHER_PART, _UNASKED_PART = 1.15, 0.8, 0.5
_OTHER_KIND, _OF_KIND = 0.5, 0.2
_DENIED = -0.5
_SHARPNESS = 1.3  # a thing that fits one need well goes before one that fits two by half
_NEAR = 25  # statements like the scenario that are looked at
_UNLIKE = 0.2  # cosine; statements less like the scenario say nothing of it
_ASIDE = 0.5  # what does not say when to choose a thing counts less
_FADE = 0.7  # each further statement for the same thing counts less
_ALIKE = 0.28  # in all; less is no advice
_WORD = re.compile(r"[a-z]{4,}")
_SHARED_WORD, _MOST_SHARED = 0.4, 3


@dataclass(frozen=True, slots=True)
class Reason:
    """A statement that speaks for or against something, with the requirement that it meets."""

    requirement: str
    statement: Statement


@dataclass(frozen=True, slots=True)
class Ranked:
    """One candidate; `score` is the share of what was asked for, 0..1."""

    name: str
    score: float
    reasons: tuple[Reason, ...]
    against: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Candidates best first, with what they were ranked by; none when nothing was recognised or linked."""

    services: tuple[Ranked, ...]
    requirements: tuple[Recognised, ...]
    choice: Choice | None = None
    tips: str = ""  # the requirement that would put the second in front, or ''

    @property
    def abstained(self) -> bool:
        """Whether there is nothing to recommend."""
        return not self.services and self.choice is None


class Advisor:
    """Recommends by the notes' own statements. Built once for a generation; safe to share between threads."""

    def __init__(self, statements: Iterable[Statement], subjects: Subjects, rule_folders: Sequence[Path] = ()) -> None:
        known = tuple(statements)
        self._subjects = subjects
        self._requirements = load_requirements(rule_folders)
        evidence = gather(known, subjects)
        self._links = Links(evidence, subjects)
        self._candidates = _candidates(evidence, subjects)
        self._told = _told(evidence)
        self._options = Options(self._links, subjects, load_actions(rule_folders), known)

    def advise(
        self,
        scenario: str,
        options: Sequence[str] | None = None,
        without: Sequence[str] = (),
        likeness: Likeness | None = None,
    ) -> Recommendation:
        """Rank what the notes offer for a scenario, and choose among options when some are given.

        :param without: names of requirements to leave out though the scenario asks for them.
        :param likeness: settles close calls, and decides where the rules recognise nothing or little.
        """
        recognised = recognise(scenario, self._requirements, without)
        choice = self._options.choose(scenario, options, recognised, likeness) if options else None
        ranked = self._rank(scenario, recognised)
        if not ranked and not recognised and likeness:
            ranked = self._alike(likeness.nearest(scenario))
        if choice:
            named = names_in(self._subjects, choice.text)
            ranked.sort(key=lambda one: one.name not in named)
        return Recommendation(tuple(ranked), tuple(recognised), choice, self._tips(ranked, recognised))

    def _rank(self, scenario: str, recognised: Sequence[Recognised]) -> list[Ranked]:
        highest = sum(one.requirement.weight * one.strength for one in recognised if not one.denied)
        if not highest:
            return []
        fitness = self._fitness(scenario, recognised)
        scores = {one.name: fitness(one) * self._score(one.name, recognised) / highest for one in self._candidates}
        best = sorted((name for name in scores if scores[name] > _ENOUGH), key=lambda name: -scores[name])[:_RANKED]
        kept = [name for name in best if scores[name] >= _TIED * scores[best[0]]]
        return [self._ranked(scenario, name, min(1.0, scores[name]), recognised) for name in kept]

    def _alike(self, near: Sequence[StatementHit]) -> list[Ranked]:
        """What the statements most like the scenario speak for, of the things that the notes say when to choose."""
        found: dict[str, list[tuple[float, Reason]]] = defaultdict(list)
        for hit in near[:_NEAR]:
            for one in self._told.get(hit.statement.id, ()):
                alike = max(0.0, hit.dense - _UNLIKE) * (1.0 if says_when(one) else _ASIDE)
                found[one.subject].append((alike, Reason("", hit.statement)))
        ranked = [_by_likeness(name, said) for name, said in found.items()]
        best = sorted(ranked, key=lambda one: -one.score)[:_RANKED]
        return [one for one in best if one.score >= max(_ALIKE, _TIED * best[0].score)]

    def _score(self, name: str, recognised: Sequence[Recognised]) -> float:
        total = 0.0
        for one in recognised:
            link = self._links.of(one.requirement).get(name)
            if link:
                fits = link.strength**_SHARPNESS * (_DENIED if one.denied else 1.0)
                total += one.requirement.weight * one.strength * fits
        return total

    def _fitness(self, scenario: str, recognised: Sequence[Recognised]) -> Callable[[Subject], float]:
        named = set(names_in(self._subjects, scenario))
        asked_for_whole = bool(_ASKS_FOR_A_WHOLE.search(scenario))
        kinds = [self._links.of(one.requirement) for one in recognised if one.requirement.kind and not one.denied]

        def is_of_kind(subject: Subject) -> bool:
            family = self._subjects.family(subject.name)
            met = (any(one in links and links[one].own > _OF_KIND for one in family) for links in kinds)
            return all(met) if subject.kind in _PARTS else any(met)

        def fitness(subject: Subject) -> float:
            of_kind = 1.0 if not kinds or is_of_kind(subject) else _OTHER_KIND
            if subject.kind not in _PARTS:
                return of_kind
            other = _UNASKED_PART if asked_for_whole else _OTHER_PART
            return of_kind * (_NAMED_WHOLE if subject.of in named else other)

        return fitness

    def _ranked(self, scenario: str, name: str, score: float, recognised: Sequence[Recognised]) -> Ranked:
        wanted = sorted(
            (one for one in recognised if not one.denied),
            key=lambda one: -one.requirement.weight * self._link(name, one).strength,
        )
        order = _by_choosing(scenario)
        reasons = _picked(wanted, [sorted(self._link(name, one).reasons, key=order) for one in wanted])
        against = _picked(wanted, [sorted(self._link(name, one).against, key=order) for one in wanted])
        return Ranked(name, round(score, 4), reasons, against)

    def _link(self, name: str, one: Recognised) -> Link:
        return self._links.of(one.requirement).get(name) or Link()

    def _tips(self, ranked: Sequence[Ranked], recognised: Sequence[Recognised]) -> str:
        """What speaks most for the second and least for the first, asked for or not."""
        if len(ranked) < 2:
            return ""
        first, second = ranked[0].name, ranked[1].name
        asked = {one.requirement.name for one in recognised}

        def lead(requirement: Requirement) -> float:
            links = self._links.known(requirement)
            return (
                (links.get(second) or Link()).own - (links.get(first) or Link()).own + 0.3 * (requirement.name in asked)
            )

        best = max(self._requirements, key=lead)
        return best.name if lead(best) > 0.3 else ""


def _by_likeness(name: str, said: Sequence[tuple[float, Reason]]) -> Ranked:
    best = sorted(said, key=lambda one: -one[0])
    score = sum(alike * _FADE**place for place, (alike, _) in enumerate(best))
    return Ranked(name, round(min(1.0, score), 4), tuple(reason for _, reason in best[:_REASONS]), ())


def _told(evidence: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    """What speaks for the things that the notes say when to choose, by the id of the statement."""
    speaking = [one for one in evidence if not one.against]
    named = {one.subject for one in speaking if says_when(one)}
    told: dict[str, list[Evidence]] = defaultdict(list)
    for one in speaking:
        if one.subject in named:
            told[one.statement.id].append(one)
    return told


def _candidates(evidence: Iterable[Evidence], subjects: Subjects) -> list[Subject]:
    """What can be recommended: things of a known kind; in notes that speak of none, whatever they speak of."""
    kinded = {subject.name for subject in subjects if subject.kind in _WHOLES | _PARTS}
    spoken: dict[str, set[str]] = {}
    for one in evidence:
        spoken.setdefault(one.statement.source, set()).add(one.subject)
    named = {name for found in spoken.values() for name in (found & kinded or found)}
    return [subject for subject in subjects if subject.name in named | kinded]


def _by_choosing(scenario: str) -> Callable[[Evidence], float]:
    """Orders evidence by what it says about choosing, and by the words that it shares with the scenario."""
    words = frozenset(_WORD.findall(scenario.lower()))

    def key(evidence: Evidence) -> float:
        shared = len(words & frozenset(_WORD.findall(evidence.text.lower())))
        return -evidence.weight - _SHARED_WORD * min(shared, _MOST_SHARED)

    return key


def _picked(wanted: Sequence[Recognised], found: Sequence[Sequence[Evidence]]) -> tuple[Reason, ...]:
    """One statement for each requirement, then a second; no statement twice."""
    reasons: dict[str, Reason] = {}
    for place in (0, 1):
        for one, evidence in zip(wanted, found, strict=True):
            if len(evidence) > place and len(reasons) < _REASONS:
                statement = evidence[place].statement
                reasons.setdefault(statement.text, Reason(one.requirement.name, statement))
    return tuple(reasons.values())
