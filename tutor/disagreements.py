"""Where notes contradict each other or themselves: claims on one side of one thing whose values cannot both hold.

General rules only. Numbers clash when they bound the same thing and differ; lists when one has what the other, complete
one lacks; a yes clashes with a no, and 'only X' with what is not X. Claims that differ in scope never clash, nor do
'up to 5x' and '5x', or 'microseconds' and '400 μs'. No side is declared right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.values import Statement
from tutor.citing import Citations
from tutor.claims import (
    DEFINITION,
    USE,
    Aspect,
    Aspects,
    Bound,
    Claim,
    Gist,
    Members,
    Quantity,
    Value,
    Verdict,
    load_aspects,
)  # fmt: skip
from tutor.subjects import Subjects
from tutor.values import Conflict, Reading
from tutor.words import stem, stems

_SAME = 0.1  # sizes closer than this share are the same: 128 TB and 128 TiB
_COUNTED = re.compile(r"(?i)\b(?:how many|max(?:imum)?|numbers?|limit|up to|most)\b")
_MOST_SIZES = 3  # of one thing, that differ
_MOST_CLAIMS = 16  # on one side of one thing; where there are more, it is not one fact
_APART = 100_000  # times as much, and it is the size of something else
_LONGEST = 120  # characters of a reading's value

Topic = tuple[str, str, frozenset[str]]  # subject, family of aspects, scope: claims with the same can clash


@dataclass(frozen=True, slots=True)
class View:
    """One side of a disagreement: a value and every claim that has it."""

    value: str
    claims: tuple[Claim, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Where it stands."""
        return tuple(dict.fromkeys(statement for claim in self.claims for statement in claim.statements))


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Views of one aspect of one thing that cannot all hold."""

    entity: str
    aspect: str
    scope: frozenset[str]
    views: tuple[View, ...]

    whole: str = ""  # what the entity is a part of, or ''

    @property
    def topic(self) -> str:
        """What it is about, in words: 'RDS: engines'."""
        named = self.entity if not self.whole or self.whole in self.entity else f"{self.whole} {self.entity}"
        scope = f" ({', '.join(sorted(self.scope))})" if self.scope else ""
        return f"{named}{scope}: {self.aspect}"

    @property
    def values(self) -> list[Value]:
        """The values of all its claims."""
        return [claim.value for view in self.views for claim in view.claims if claim.value is not None]

    def cited(self, citations: Citations) -> Conflict:
        """The disagreement with numbered citations, one for each statement, or for each list as a whole."""
        return Conflict(
            self.topic,
            tuple(
                Reading(
                    view.value, tuple(dict.fromkeys(citations.cite_within(*claim.statements) for claim in view.claims))
                )
                for view in self.views
            ),
        )


def conflicts(
    claims: Iterable[Claim], subjects: Subjects | None = None, dates: Callable[[str], str] = lambda source: ""
) -> list[Disagreement]:
    """Every disagreement among some claims, in reading order.

    :param subjects: tells what is a part of what, so that a use of a part is held against what the whole is not for.
    :param dates: ISO date of a note by its source, or ''; views of newer notes come first.
    """
    groups: dict[Topic, list[Claim]] = defaultdict(list)
    for claim in claims:
        for topic in topics_of(claim, subjects):
            groups[topic].append(claim)
    found = (disagreement(topic, members, subjects, dates) for topic, members in groups.items())
    return [one for one in found if one]


def topics_of(claim: Claim, subjects: Subjects | None = None) -> list[Topic]:
    """Where it can clash: with other claims that have one of these."""
    family = _family(claim)
    return [(entity, family, claim.scope) for entity in _entities(claim, subjects)] if family else []


def disagreement(
    topic: Topic, claims: Sequence[Claim], subjects: Subjects | None, dates: Callable[[str], str]
) -> Disagreement | None:
    """The disagreement among all claims that have one topic, in reading order; None where they all can hold."""
    clashing = _clashing(claims) if len(claims) <= _MOST_CLAIMS else []
    if not clashing:
        return None
    entity, _, scope = topic
    views = sorted(_views(clashing), key=lambda view: dates(view.claims[0].source), reverse=True)
    if len(views) > _MOST_SIZES and isinstance(clashing[0].value, Quantity):
        return None
    whole = subjects.get(entity).of if subjects and entity in subjects else ""
    return Disagreement(entity, _aspect(clashing), scope, tuple(views), whole)


def _entities(claim: Claim, subjects: Subjects | None) -> tuple[str, ...]:
    """What a claim speaks of: a use of a part is a use of the whole."""
    if isinstance(claim.value, Verdict) and claim.value.holds and claim.label == USE and subjects:
        return subjects.family(claim.entity)
    return (claim.entity,)


def _family(claim: Claim) -> str:
    """Claims with one family can clash; counts are held against each other by what they count."""
    if isinstance(claim.value, Quantity) and claim.value.unit == "count":
        return "count"
    return claim.aspect if claim.value is not None else ""


def _clashing(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that clash with another, in order."""
    clashing: set[int] = set()
    for one in (number for number, claim in enumerate(claims) if _binds(claim.value)):
        others = [number for number, other in enumerate(claims) if number != one and _clash(claims[one], other)]
        clashing.update(others, [one] if others else [])
    return [claims[index] for index in sorted(clashing)]


def _binds(value: Value | None) -> bool:
    """Whether it leaves no room for others: of any two values that clash, one does."""
    match value:
        case Quantity():
            return value.unit != "count" or value.bound is Bound.MOST
        case Members():
            return value.closed
        case Verdict():
            return value.holds
        case Gist():
            return value.only
    return False


def _aspect(claims: Sequence[Claim]) -> str:
    """The aspect in words; of limits on a number the one that says of what."""
    limits = [
        c for c in claims if isinstance(c.value, Quantity) and c.value.unit == "count" and c.value.bound is Bound.MOST
    ]
    return f"maximum {limits[0].aspect}" if limits else claims[0].aspect


def _views(claims: Sequence[Claim]) -> Iterator[View]:
    """Claims gathered by what they say."""
    views: list[list[Claim]] = []
    for claim in claims:
        same = next((view for view in views if _says_the_same(view[0], claim)), None)
        if same is None:
            views.append([claim])
        elif not any(claim.statements == known.statements for known in same):
            same.append(claim)
    for view in views:
        yield View(_shown(view[0]), tuple(view))


def _shown(claim: Claim) -> str:
    """The value in the note's words."""
    if isinstance(claim.value, Quantity) and claim.value.text:
        return (
            claim.value.text if claim.value.bound is Bound.ALL else f"{claim.value.text} {claim.value.counted}".strip()
        )
    if len(claim.statements) > 1:
        return "; ".join(statement.text for statement in claim.statements)
    return claim.text if len(claim.text) <= _LONGEST else claim.text[:_LONGEST].rsplit(" ", 1)[0] + " …"


# -- what cannot both hold -----------------------------------------------------------------------------------------


def _clash(one: Claim, other: Claim) -> bool:
    if one.statements == other.statements:
        return False
    match one.value, other.value:
        case Quantity() as a, Quantity() as b:
            return _counts_clash(one, a, other, b) if a.unit == "count" else sizes_clash(a, b)
        case Members() as a, Members() as b:
            return _lists_clash(a, b)
        case Verdict() as a, Verdict() as b:
            return a.holds is not b.holds
        case Gist() as a, Gist() as b:
            return one.aspect == DEFINITION and a.only is not b.only and not a.stems & b.stems
    return False


def _says_the_same(one: Claim, other: Claim) -> bool:
    match one.value, other.value:
        case Quantity() as a, Quantity() as b:
            return a.bound == b.bound and not _clash(one, other) if a.unit == "count" else _equal(a, b)
        case Members() as a, Members() as b:
            return _within(a, b) and _within(b, a)
        case Verdict() as a, Verdict() as b:
            return a.holds is b.holds
        case Gist() as a, Gist() as b:
            return a.only is b.only
    return False


def _counts_clash(one: Claim, a: Quantity, other: Claim, b: Quantity) -> bool:
    """Two limits on one number that differ; a limit and a larger number; '2 writer instances' and 'all can write'."""
    if not (a.noun <= b.noun or b.noun <= a.noun) or Bound.MOST not in (a.bound, b.bound):
        return False
    if a.bound is b.bound:
        return a.high != b.high
    limit, number, text = (a, b, other.text) if a.bound is Bound.MOST else (b, a, one.text)
    if number.bound is Bound.ALL:
        return any(word.startswith(known) for word in limit.noun - number.noun for known in stems(text))
    return number.bound is Bound.EXACT and number.low > limit.high


def sizes_clash(one: Quantity, other: Quantity) -> bool:
    """Whether two numbers of one thing cannot both hold."""
    if one.unit != other.unit or _equal(one, other):
        return False
    if one.vague or other.vague:
        return not (_contains(one, other) or _contains(other, one))
    if max(one.high, other.high) > _APART * min(one.high, other.high):
        return False
    limits = {one.bound, other.bound}
    if limits == {Bound.MOST, Bound.LEAST} or (Bound.MOST in limits and len(limits) == 2):
        limit, number = (one, other) if one.bound is Bound.MOST else (other, one)
        return number.high > limit.high * (1 + _SAME)
    return True


def _equal(one: Quantity, other: Quantity) -> bool:
    top = _near(one.high, other.high)
    if Bound.MOST in (one.bound, other.bound) and not (one.vague or other.vague):
        return top
    return top and _near(one.low, other.low)


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(one, other) if max(one, other) > 1e6 else abs(one - other) < 1e-9


def _contains(outer: Quantity, inner: Quantity) -> bool:
    low = 0.0 if Bound.MOST in (outer.bound,) else outer.low
    high = float("inf") if outer.bound is Bound.LEAST else outer.high
    inner_low = inner.low if inner.bound is not Bound.MOST else inner.high
    return low <= inner_low and inner.high <= high


def _lists_clash(one: Members, other: Members) -> bool:
    """Complete lists must be equal; an open one must lie within a complete one."""
    if one.closed and other.closed:
        return not (_within(one, other) and _within(other, one))
    if one.closed or other.closed:
        complete, opened = (one, other) if one.closed else (other, one)
        return not _within(opened, complete)
    return False


def _within(one: Members, other: Members) -> bool:
    return all(any(_same_member(name, known) for known in other.names) for name in one.names)


def _same_member(one: str, other: str) -> bool:
    a, b = one.lower(), other.lower()
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


# -- those that a question touches -----------------------------------------------------------------------------------


def conflicts_about(
    names: Sequence[str],
    words: Iterable[str],
    found: Iterable[Disagreement],
    subjects: Subjects | None = None,
    *,
    question: str = "",
    aspects: Aspects | None = None,
    whether: bool = True,
) -> list[Disagreement]:
    """The disagreements that a question touches: about a subject that it names, on a side that it asks for.

    :param names: subjects that the question names.
    :param words: its other words, or their stems.
    :param question: the question itself, for the patterns of the aspects; its words when left out.
    :param whether: it asks for a yes or a no, so that lists which differ are about any one member.
    """
    text = question or " ".join(words)
    asked = stems(text) | {stem(word) for word in words}
    return [
        one
        for one in found
        if _is_named(one, names, asked, subjects)
        and _is_asked(one, names, asked, text, aspects or _known_aspects(), subjects, whether=whether)
    ]


@lru_cache(maxsize=1)
def _known_aspects() -> Aspects:
    return load_aspects()


def _is_named(one: Disagreement, names: Sequence[str], asked: frozenset[str], subjects: Subjects | None) -> bool:
    """Whether a question names what a disagreement is about, and nothing else to which its scope would not reach."""
    others = [name for name in names if name != one.entity]
    if subjects and any(one.entity in subjects.family(name) for name in others):
        return False  # a part of it is asked about
    if one.scope and others and not one.scope & set(others):
        return False
    if subjects and _is_of_another(one, names, subjects):
        return False
    if one.entity in names or stems(one.entity) <= asked:
        return True
    family = subjects.family(one.entity)[1:] if subjects else ()
    return bool(set(family) & set(names)) and bool((stems(one.entity) - stems(" ".join(family))) & asked)


def _is_of_another(one: Disagreement, names: Sequence[str], subjects: Subjects) -> bool:
    """Whether a question asks for a part that several things have, of another thing: read replicas of Neptune."""
    if not one.whole or one.whole in names:
        return False
    listed = {name for value in one.values for name in (value.names if isinstance(value, Members) else ())}
    own = {one.entity, *subjects.family(one.entity), *one.scope, *listed}
    return any(one.whole not in subjects.family(name) and name not in own for name in names)


def _names_member(member: str, names: Sequence[str], asked: frozenset[str], aspect: Aspect, subjects: Subjects) -> bool:
    """Whether a question names a member of a list; a subject only counts if it is of the kind that the list is of."""
    if member in subjects:
        return member in names and subjects.get(member).kind == aspect.members
    own = stems(member)
    return bool(own) and own <= asked


def _is_asked(
    one: Disagreement,
    names: Sequence[str],
    asked: frozenset[str],
    text: str,
    aspects: Aspects,
    subjects: Subjects | None,
    *,
    whether: bool,
) -> bool:
    """Whether a question asks for the side on which notes disagree."""
    values = one.values
    counted = [value.noun for value in values if isinstance(value, Quantity) and value.unit == "count"]
    if counted:
        own = stems(one.entity)
        return (
            bool(_COUNTED.search(text))
            and (one.entity in names or own <= asked)
            and (any(noun <= own for noun in counted) or bool(frozenset().union(*counted) & asked))
        )
    aspect = aspects.get(one.aspect)
    lists = [value.names for value in values if isinstance(value, Members) and (value.closed or len(values) == 2)]
    listed = frozenset().union(*lists) - {one.entity}
    named = {name for name in listed if aspect and subjects and _names_member(name, names, asked, aspect, subjects)}
    if named and not whether:
        return False  # it asks about one of a list, not about the list
    if named and not named <= frozenset.intersection(*lists):
        return True
    return bool(aspect.asked.search(text)) if aspect and aspect.asked else bool(stems(one.aspect) & asked)
