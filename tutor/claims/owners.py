"""Which subject a statement is about: read from its words, label, lead-in, side of a drawing or heading."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

from index.values import Kind, Statement
from tutor.subjects import Subjects, spelling_key

_STARTERS = re.compile(
    r"(?i)^(?:[\W_]|why\b|when\b|how\b|what\b|to\b|use\b|using\b|choose\b|avoid\b|pick\b|not\b|do\b|does\b|don'?t\b|the\b|an?\b|"
    r"(?:the |an? )?(?:[\w-]+ ){1,2}of (?=\S)|standard\b|traditional\b|in short\b|in fact\b|common confusion\b)+"
)
_CONNECTIVE = re.compile(
    r"(?i)\s+(?:for|in|of|on|with|from|by|to|when|that|which|is|are|as|at|compared|than)\s+|\s+[-–—]\s+|[:;(\[+=→]"
)
_PAIR = re.compile(r"(?i)\s+(?:vs\.?|versus|and|or|compared (?:with|to))\s+|\s*[,&]\s*|(?<=\w)/(?=[A-Z]\w)")
_VERB = re.compile(
    r"(?i)^(?:'s)?(?:\s+(?!only\b|and\b|or\b|when\b|with\b|for\b|of\b|in\b)[\w-]+){0,2}?\s+"
    r"(?:is|are|was|were|has|have|had|can|cannot|may|must|will|does|do|takes?|costs?|needs?|=|≈|→)\b|^\s+\w+s\b(?!\s*$)|^\s*(?:=|→)|^\s+[-–—]\s"
)
_NEGATED = re.compile(r"(?i)\bnon-[\w-]+(?:\s+\w+)?")
_WITHOUT = re.compile(r"(?i)^without\s+")
_WORD = re.compile(r"\S*\w\S*")
_POSSESSIVE = re.compile(r"['’]s$")
_MOST_WORDS = 6  # of a name
_SPACED = re.compile(r"(?<=\w)\(|(?<=\w)/(?=[A-Z]{2})")


@dataclass(frozen=True, slots=True)
class Owner:
    """What a statement is about, and what limits it."""

    name: str = ""  # of the subject, or ''
    scope: frozenset[str] = frozenset()


class Owners:
    """Finds owners of statements."""

    def __init__(self, subjects: Subjects, is_label: Callable[[str], object] = bool) -> None:
        """:param is_label: whether a heading is the name of an aspect, such as 'Limits', and not of a thing."""
        self._subjects, self._is_label = subjects, is_label
        self._shared: set[str] = set()
        self._classes: set[str] = set()
        self.titled = lru_cache(maxsize=4096)(self._titled)
        self.starting = lru_cache(maxsize=8192)(self._starting)

    def all(self, statements: Iterable[Statement]) -> dict[str, Owner]:
        """The owner of every statement, by its id. Statements of one note must come in order."""
        found: dict[str, Owner] = {}
        running: dict[tuple[str, int], str] = {}
        for statement in statements:
            place = statement.source, statement.block.section
            owner, by_itself = self._of(statement)
            if by_itself:
                running[place] = owner.name
            elif not owner.name and running.get(place):
                owner = Owner(running[place], owner.scope)
            found[statement.id] = owner
        return found

    def learn(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Titles that recur below different things are labels ('Care' of every plant).

        :param paths: source and heading path of the statements of all notes.
        """
        above: dict[str, set[str]] = defaultdict(set)
        first: dict[str, set[str]] = defaultdict(set)
        inner: dict[str, set[str]] = defaultdict(set)
        for source, *titles in paths:
            for title in titles[:1]:
                first[source].add(title)
            inner[source].update(titles[1:])
            for outer, title in pairwise(titles):
                above[title.lower()].add(outer.lower())
        self._shared = {title for title, outer in above.items() if len(outer) > 1}
        for source, (title, *more) in first.items():
            name = "" if more else self.titled(title)[0]
            if name and name not in self._classes and any(map(self._is_kind, inner[source])):
                self._classes.add(name)  # what a note about things with names calls them all

    @property
    def learned(self) -> tuple[list[str], list[str]]:
        """What was learned, sorted: labels, and names of whole classes."""
        return sorted(self._shared), sorted(self._classes)

    def _is_kind(self, title: str) -> bool:
        """Whether a title is about a thing of a known kind."""
        name = self.titled(title)[0]
        return bool(name) and self._kind(name) != "topic"

    def _names_thing(self, title: str, name: str) -> bool:
        if not name or self._kind(name) != "topic":
            return bool(name)
        return name not in self._classes and title.lower() not in self._shared and not self._is_label(title)

    def _kind(self, name: str) -> str:
        return self._subjects.get(name).kind if name in self._subjects else "topic"

    def _of(self, statement: Statement) -> tuple[Owner, bool]:
        """The owner, and whether the statement names it itself."""
        block = statement.block
        heading, outer = self._of_headings(block.heading)
        scope = {outer} if outer else set()
        named = self._by_itself(statement)
        if named:
            return Owner(named, self._limits(named, heading, outer)), block.kind is Kind.SENTENCE
        lead = self.starting(block.lead)[0] if block.lead else ""
        if lead:
            return Owner(lead, frozenset(scope)), False
        side, foreign = self.of_side(block.side)
        if side:
            return Owner(side), False
        if foreign:
            scope.add(foreign)
        return Owner(heading, frozenset(scope)), False

    def _by_itself(self, statement: Statement) -> str:
        """The subject that a statement's label or grammar makes its own."""
        block = statement.block
        term = self.resolve(block.term)
        if term and not self._is_label(block.term):
            return term
        name, rest = self.starting(block.text)
        return name if name and _VERB.match(rest) else ""

    def _limits(self, name: str, heading: str, outer: str) -> frozenset[str]:
        """A feature that several things have is limited to the one that it is explained under."""
        if not self._is_shared(name):
            return frozenset()
        return frozenset(limit for limit in ((outer or heading) if name == heading else heading,) if limit)

    def _of_headings(self, path: tuple[str, ...]) -> tuple[str, str]:
        """The subject of the nearest heading that has one; for a feature of several things the next outwards, too."""
        for depth in range(len(path) - 1, -1, -1):
            name, before = self.titled(path[depth])
            if self._names_thing(path[depth], name):
                outer = before or next(
                    (n for n in (self.titled(title)[0] for title in reversed(path[:depth])) if n and n != name), ""
                )
                return name, outer if self._is_shared(name) else ""
        return "", ""

    def of_side(self, side: str) -> tuple[str, str]:
        """The subject of a panel's title; or its title, when it speaks of something else."""
        if not side:
            return "", ""
        without = self.resolve(_WITHOUT.sub("", side)) if _WITHOUT.match(side) else ""
        if without:
            return self._subjects.get(without).of, ""
        if _WITHOUT.match(side):
            return "", side
        name, _ = self.titled(side)
        return (name, "") if name else ("", side)

    def _titled(self, title: str) -> tuple[str, str]:
        """The one subject that a title is about, and one named in front of it; ('', '') when it names several."""
        title = _NEGATED.sub(" ", title)
        bare = re.sub(r"\([^()]*\)", " ", title)
        pieces = [piece for piece in _PAIR.split(bare) if self._subjects.find(piece)]
        if len(pieces) > 1 and len({self._head(piece)[0] for piece in pieces}) > 1:
            return "", ""
        return self._head(bare) if pieces else self._head(title)

    def _head(self, text: str) -> tuple[str, str]:
        for piece in _CONNECTIVE.split(text):
            names = [self.canonical(name) for name in self._subjects.find(piece)]
            names = list(dict.fromkeys(names))
            if names:
                return names[-1], names[-2] if len(names) > 1 else ""
        return "", ""

    def _starting(self, text: str) -> tuple[str, str]:
        """The subject that a text begins with, and the rest of the text; ('', text) when there is none."""
        spaced = _SPACED.sub(lambda found: f" {found[0].strip()}", text[:160])
        bare = _STARTERS.sub("", spaced) if not self._first(spaced)[0] else spaced
        name, rest = self._first(bare)
        while name:
            inner, after = self._first(rest.lstrip())
            if (
                not inner
                or inner == name
                or (name not in self._subjects.family(inner)[1:] and not self._is_shared(inner))
            ):
                return name, rest
            name, rest = inner, after
        return "", text

    def _is_shared(self, name: str) -> bool:
        """Whether it is a feature that several things have, such as point-in-time recovery."""
        return name in self._subjects and self._subjects.get(name).kind == "feature" and not self._subjects.get(name).of

    def _first(self, text: str) -> tuple[str, str]:
        words: list[re.Match[str]] = []
        for word in islice(_WORD.finditer(text), _MOST_WORDS):
            words.append(word)
            if not self._subjects.begins(spelling_key(text[: word.end()])):
                break  # no name goes on so
        for last in reversed(words):
            name = self.resolve(text[: last.end()].rstrip(".,:;"))
            if name:
                return name, text[last.end() :]
            possessive = self.resolve(_POSSESSIVE.sub("", text[: last.end()]))
            if possessive:
                return possessive, text[last.end() :]
        return "", text

    def resolve(self, text: str) -> str:
        """The canonical subject that a whole text spells, also in the plural, or ''."""
        name = self._subjects.resolve(text) or self._subjects.resolve(text.removesuffix("s")) if text else ""
        return self.canonical(name) if name else ""

    def named(self, text: str) -> tuple[str, ...]:
        """Every subject that a text names, in order."""
        return tuple(dict.fromkeys(map(self.canonical, self._subjects.find(text))))

    def is_part(self, name: str, whole: str) -> bool:
        """Whether a subject is a part of another."""
        return whole in self._subjects.family(name)[1:]

    def canonical(self, name: str) -> str:
        """'RDS Multi-AZ', found in a heading, is 'Multi-AZ', which the rules know; 'RDS engines' is RDS on one side."""
        if name not in self._subjects:
            return name
        for whole in self._subjects.family(name)[1:] if self._kind(name) == "topic" else ():
            if name.lower().startswith(f"{whole.lower()} "):
                rest = name[len(whole) + 1 :]
                if self._is_label(rest):
                    return whole
                inner = self._subjects.resolve(rest)
                if inner and whole in self._subjects.family(inner):
                    return inner
        return name
