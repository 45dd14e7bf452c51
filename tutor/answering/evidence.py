"""Evidence: statements and lists of statements, with what speaks for each as the answer to a question.

A candidate is a statement, or a whole list with its lead-in. Each is described by a few features between 0 and 1
(similarities between -1 and 1); `ranking` weighs them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from index.values import Kind, Polarity, Statement, StatementHit
from tutor.questions import Question
from tutor.subjects import Subjects
from tutor.values import Intent
from tutor.words import STOP_WORDS, has_number, has_words, stem, stems, tokens

_RULES = Path(__file__).parent.parent / "rules"
_MANY = 14  # statements; longer lists are not one answer
_UNITS = (
    (re.compile(r"\bhow (?:long|fast|quick\w*|soon|often|slow|old|far back|late)\b|"
                r"\b(?:latency|lag|duration|retention|retain\w*|window|interval|rpo|rto|time|kept|keep)\b"),
     re.compile(r"(?i)\d\s*-?\s*(?:ms|milli|micro|μs|s\b|sec|min|hour|hr|day|week|month|year)|(?<![T:\d])\d{1,2}:\d\d(?![:\d])|"
                r"\b(?:millisecond|microsecond|second|minute|hour|day|week|month|year)s?\b")),
    (re.compile(r"\b(?:cost|price|pricing|pay|expensive|cheap\w*|charge\w*|fee|how much (?:is|does|more|higher))\b"),
     re.compile(r"(?i)[$€£]\s?\d|\d\s*%|\d\s*x\b|\b(?:free|pay|charges?|cost|cheaper|expensive)\b")),
    (re.compile(r"\bhow (?:hot|cold|warm)\b|\btemperature\b"),
     re.compile(r"(?i)\d\s*(?:°|degrees?\b|[ck]\b)")),
    (re.compile(r"\bhow (?:big|large)\b|\b(?:size|storage|memory|ram|grow)\b"),
     re.compile(r"(?i)\d\s*(?:[kmgtp]i?b)\b|\b(?:peta|tera|giga)bytes?\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Features:
    """What speaks for a candidate. Higher is better unless it says otherwise."""

    dense: float  # cosine of the question and its best statement
    fused: float  # search score of its best statement, 0..1
    passage: float  # cosine of the question and its passage
    covered: float  # rarity-weighted share of the question's words that it holds, in its words or its context
    said: float  # the same, in its own words and lead-in only
    subject: float  # share of the subjects asked about that it speaks of
    astray: float  # 1 when its nearest heading is about a subject that was not asked for; lower is better
    marked: float  # 1 when its lead-in, label or heading marks this kind of answer
    worded: float  # 1 when its own words have the form of this kind of answer
    number: float  # 1 when it holds a number of the kind asked for, 0.5 for another number
    grouped: float  # 1 for a whole list
    sound: float  # 1 for prose, lists and tables, less for bits of drawings and code
    phrase: float  # share of the question's pairs of neighbouring words that it holds as neighbours
    asked: float  # 1 when a number stands by what is counted, or a label names what is asked for ('which languages')
    length: float  # of its words, 1 for twenty or more
    headed: float  # the share of the question's words in its lead-in, label and nearest heading alone
    placed: float  # share of the words of the place asked for ('the third lesson') in its note's path and headings


FEATURES = tuple(field.name for field in fields(Features))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, or the statements of one list, that may be the answer."""

    statements: tuple[Statement, ...]
    features: Features
    vector_of: str  # id of its best statement

    @property
    def first(self) -> Statement:
        """The statement it starts with."""
        return self.statements[0]

    @property
    def words(self) -> str:
        """All it says."""
        return " ".join(statement.text for statement in self.statements)

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line, in its note."""
        blocks = [statement.block for statement in self.statements]
        return min(block.line_start for block in blocks), max(block.line_end for block in blocks)


@dataclass(frozen=True, slots=True)
class _Shape:
    mark: re.Pattern[str]
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def _shapes() -> dict[str, _Shape]:
    rows = tomllib.loads((_RULES / "shapes.toml").read_text(encoding="utf-8"))
    return {name: _Shape(re.compile(row["mark"], re.I), re.compile(row["words"], re.I)) for name, row in rows.items()}


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word that the evidence should hold, by its stem, with its likes."""

    stem: str
    weight: float
    alike: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, word: str, question: Question) -> _Sought:
        return cls(word, question.weights.get(word, 8.0), *question.synonyms.of(word))

    def found(self, own: frozenset[str], far: frozenset[str], lower: str) -> float:
        """How well it is found: itself, its like, or only in an outer heading."""
        if self.stem in own:
            return 1.0
        if not self.alike.isdisjoint(own) or any(phrase in lower for phrase in self.phrases):
            return 0.8
        return 0.6 if self.stem in far else 0.0


class Judge:
    """Describes candidates for one question."""

    def __init__(self, question: Question, subjects: Subjects) -> None:
        self.question, self.subjects = question, subjects
        shape = question.intent.value if question.intent.value in _shapes() else "list"
        self._shape = _shapes()[shape]
        self._lower = question.text.lower()
        self._units = next((unit for asked, unit in _UNITS if asked.search(self._lower)), None)
        self._sought = [
            _Sought.of(word, question) for word in dict.fromkeys((*question.words, *question.unknown_stems))
        ]
        self._whole = sum(sought.weight for sought in self._sought)
        self._tokens = frozenset(tokens(question.search))
        self._pairs = _pairs(question.search)
        self.counted = _nouns(_COUNTED, self._lower) - frozenset(question.named)
        self.wanted = _nouns(_WANTED, self._lower) - frozenset(question.named)

    def candidates(self, hits: Sequence[StatementHit], lists: Iterable[Sequence[Statement]]) -> list[Candidate]:
        """Every statement found, and every list that one of them stands in."""
        by_id = {hit.statement.id: hit for hit in hits}
        singles = [self._single(hit) for hit in hits if _answers_alone(hit.statement)]
        groups = [self._list(members, by_id) for members in lists]
        return [*singles, *(group for group in groups if group)]

    def _single(self, hit: StatementHit) -> Candidate:
        statement = hit.statement
        return Candidate((statement,), self._features((statement,), hit, grouped=False), statement.id)

    def _list(self, members: Sequence[Statement], by_id: dict[str, StatementHit]) -> Candidate | None:
        members = [member for member in members if _answers_alone(member)]
        found = [by_id[member.id] for member in members if member.id in by_id]
        if not found or not 2 <= len(members) <= _MANY:
            return None
        best = max(found, key=lambda hit: hit.score)
        return Candidate(tuple(members), self._features(members, best, grouped=True), best.statement.id)

    def _features(self, statements: Sequence[Statement], hit: StatementHit, *, grouped: bool) -> Features:
        block = statements[0].block
        own = " ".join(statement.text for statement in statements) if grouped else statements[0].text
        texts = _parts([statement.text for statement in statements])
        near = f"{block.lead} {block.side} {'' if grouped else block.term} {' '.join(block.header)}"
        near += f" {' '.join(sorted(CODE_WORDS))}" if block.kind is Kind.CODE else ""
        heading, outer = (block.heading[-1] if block.heading else ""), " ".join(block.heading[:-1])
        return Features(
            dense=hit.dense,
            fused=hit.score,
            passage=hit.passage_dense,
            covered=max(self._coverage(f"{text} {near} {heading}", outer) for text in texts),
            said=max(self._coverage(f"{text} {near}", "") for text in texts),
            subject=self._about(own, near, heading, outer),
            astray=self._astray(own, near, heading),
            marked=float(self._is_marked(block.lead, block.term, heading, statements)),
            worded=float(_says(self._shape.words, own)),
            number=self._number(own),
            grouped=float(grouped),
            sound=_SOUND.get(block.kind, 1.0),
            phrase=len(self._pairs & (_pairs(f"{own} . {near}") | _pairs(heading))) / max(len(self._pairs), 1),
            asked=self._asked(own, near),
            length=min(len(own.split()), _LONG) / _LONG,
            headed=self._coverage(f"{near} {heading}", ""),
            placed=self._placed(statements[0]),
        )

    # -- words ---------------------------------------------------------------------------------------------------

    def _coverage(self, text: str, outer: str) -> float:
        if not self._sought:
            return 1.0
        own, far, lower = stems(text), stems(outer), text.lower()
        return sum(sought.weight * sought.found(own, far, lower) for sought in self._sought) / self._whole

    def _placed(self, statement: Statement) -> float:
        if not self.question.place:
            return 0.0
        held = stems(f"{statement.source} {' '.join(statement.block.heading)} {statement.block.lead}")
        return sum(word in held for word in self.question.place) / len(self.question.place)

    # -- subjects ------------------------------------------------------------------------------------------------

    def _about(self, own: str, near: str, heading: str, outer: str) -> float:
        asked = self.question.subjects
        if not asked:
            return 1.0
        direct = {*self.subjects.find(own), *self.subjects.find(near), *self.subjects.find(heading)}
        above = set(self.subjects.find(outer))
        families = {part for name in direct for part in self.subjects.family(name)}
        return sum(
            1.0 if name in direct else 0.8 if name in above else 0.6 if name in families else 0.0 for name in asked
        ) / len(asked)

    def _astray(self, own: str, near: str, heading: str) -> float:
        """Whether the piece stands under a heading, or on a side, about something else."""
        asked = set(self.question.subjects)
        if not asked:
            return 0.0
        about = self.subjects.find(near.split("  ")[0]) or self.subjects.find(heading)
        if not about or asked & set(about):
            return 0.0
        return 0.5 if asked & set(self.subjects.find(own)) else 1.0

    # -- form ----------------------------------------------------------------------------------------------------

    def _is_marked(self, lead: str, term: str, heading: str, statements: Sequence[Statement]) -> bool:
        if self.question.intent is Intent.WHEN_NOT and any(s.block.polarity is Polarity.NEGATED for s in statements):
            return True
        if self.question.intent is Intent.WHEN_TO_USE and any(s.block.polarity is Polarity.NEGATED for s in statements):
            return False
        if self.question.intent is Intent.DEFINITION:
            return self._defines(statements[0])
        found = any(_says(self._shape.mark, text) for text in (lead, term, heading) if text)
        if self.question.intent is Intent.WHEN_TO_USE:
            not_ = _shapes()["when_not"].mark
            return found and not any(_says(not_, text) for text in (lead, heading) if text)
        return found

    def _defines(self, statement: Statement) -> bool:
        """Whether a statement says what the subject asked about is: by its label, or by naming it first."""
        asked, heading = set(self.question.subjects), statement.block.heading[-1:]
        if statement.block.lead.lower().startswith(_DEFINING):
            return not asked or any(asked & set(self.subjects.find(title)) for title in heading)
        if any(short.lower() in self._tokens for short in _ACRONYM.findall(statement.text)):
            return True
        opening = _DEFINITION.match(statement.text)
        if opening is None:
            return False
        named = set(self.subjects.find(opening["name"]))
        if asked:
            return bool(asked & named) and all(self._akin(name) for name in named)
        return bool(stems(opening["name"])) and stems(opening["name"]) <= {*self.question.words, *self.question.named}

    def _akin(self, name: str) -> bool:
        """Whether a subject is one that was asked about, or a whole that one of them belongs to."""
        return any(name in self.subjects.family(asked) for asked in self.question.subjects)

    def _asked(self, own: str, near: str) -> float:
        if self.counted:
            return float(_counts(own, self.counted))
        return len(self.wanted & stems(near)) / len(self.wanted) if self.wanted else 0.0

    def _number(self, own: str) -> float:
        if not has_number(own):
            return 0.0
        return 1.0 if self._units is None or _says(self._units, own) else 0.5


_DEFINING = ("what it is", "what is it", "definition", "meaning")
_DEFINITION = re.compile(
    r"^(?:an? |the )?(?P<name>[^.;:=]{2,60}?)(?: (?:is|are|stands? for|means?|refers to)\b| ?[=≈] | [–-] )",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-Z][\w-]+ [\w-]+ ?[\w -]{0,30}\(([A-Z][A-Za-z0-9]{1,6})\)")  # as in 'Time to Live (TTL)'
_COUNTED = re.compile(
    r"\b(?:how (?:many|much)|(?:max(?:imum)?|min(?:imum)?|number|amount|count|limit)(?: number| amount)? (?:of|on|for))"
    r" (?P<noun>(?:[\w-]+ ?){1,3})"
)
_WANTED = re.compile(
    r"\b(?:which|what|default) (?P<noun>(?:[\w-]+ ){0,2}?[\w-]+?)"
    r"(?:\W*$| (?:is|are|does|do|can|did|has|have|was|were|should|will|would|could|of|for|in|on|to)\b)"
)
CODE_WORDS = frozenset(
    "command line cli terminal shell code script example sample".split()
)  # asked for, a code block answers
_BESIDE = 3  # words between a number and what it counts
_LONG = 20  # words
_SHORT = 4  # statements
_SOUND = {Kind.PANEL: 0.4, Kind.CODE: 0.3, Kind.LABEL: 0.5}


@lru_cache(maxsize=8192)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    """Neighbouring words that carry meaning, by stem."""
    found = [stem(word) for word in tokens(text) if word not in STOP_WORDS]
    return frozenset(pairwise(found))


@lru_cache(maxsize=32768)
def _says(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a pattern is found; the same texts come up with one question after the other."""
    return bool(pattern.search(text))


def _parts(texts: Sequence[str]) -> Sequence[str]:
    """What must hold the words of a question together: a short list as a whole, of a long one each member."""
    return (" ".join(texts),) if len(texts) <= _SHORT else texts


def _nouns(pattern: re.Pattern[str], question: str) -> frozenset[str]:
    """Stems of what a pattern finds to be asked for; at most the first two."""
    found = pattern.search(question)
    return frozenset([stem(word) for word in tokens(found["noun"]) if word not in STOP_WORDS][:2] if found else ())


def _counts(text: str, nouns: frozenset[str]) -> bool:
    """Whether a number stands within a few words of one of the nouns."""
    words = tokens(text)
    return any(
        has_number(word) and nouns & {stem(near) for near in words[max(0, at - _BESIDE) : at + _BESIDE + 1]}
        for at, word in enumerate(words)
    )


def is_marked(intent: Intent, label: str) -> bool:
    """Whether a lead-in, label or heading marks an answer to this kind of question."""
    return bool(_shapes()[intent.value].mark.search(label))


def context(candidate: Candidate) -> str:
    """What a candidate stands under: label, side, column titles, headings."""
    block = candidate.first.block
    return " ".join((block.lead, block.side, block.term, *block.header, *block.heading))


def _answers_alone(statement: Statement) -> bool:
    """Whether a statement can stand as an answer; what the notes only ask cannot, nor what they hold up as wrong."""
    text = statement.text
    return not text.endswith(("?", ":")) and statement.block.polarity is not Polarity.REJECTED and has_words(text)
