"""The things that notes explain: found from headings, enriched by the name rules, recognised in any text.

A subject is what DESIGN.md calls an entity. Headings name most of them ('What is RDS?', 'DAX (DynamoDB
Accelerator)', 'Aurora › Aurora Cloning'); `rules/names.toml` adds other spellings, kinds and what belongs to what.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from pydantic import Field

from index.text import plain
from tutor.rule_files import Row, read_rows
from tutor.words import stem, stems, tokens

_TITLES = (
    re.compile(r"(?i)^what (?:is|are) (?:an? |the )?(?P<name>.+?)\??$"),
    re.compile(r"(?i)^what (?P<name>.+?) (?:is|are)$"),
    re.compile(r"(?i)^why (?P<name>.+?) exists?\b.*$"),
    re.compile(r"(?i)^when (?:not )?(?:to (?:use|choose|pick) )?(?:an? |the )?(?P<name>.+?)(?: (?:is|are) used.*)?$"),
    re.compile(r"(?i)^(?:what|when|why|where) (?:an? |the )?(?P<name>(?:[\w-]+ ){1,3}?)(?:is|are|does|do)(?:n't)? .*$"),
    re.compile(r"(?i)^(?:use|choose|avoid) (?:an? |the )?(?P<name>.+?) (?:when|if)\b.*$"),
    re.compile(r"(?i)^(?:introduction to|about|using|understanding) (?P<name>.+)$"),
)
_NUMBERING = re.compile(
    r"(?i)^(?:(?:part|chapter|day|module|week|lesson|lecture|slide|page|session|unit|phase|step|pattern)\s+)?\d+(?:\.\d+)*[.):]?\s*(?:[-–—:]\s*)?"
)
_BRACKETS = re.compile(r"^(?P<name>[^()]+?)\s*\((?P<alias>[^()]+)\)\s*$")
_VERSUS = re.compile(r"(?i)\s+(?:vs\.?|versus|&|and|compared (?:with|to))\s+")
VENDORS = ("amazon", "aws", "apache", "microsoft", "google", "azure")
_VENDOR = re.compile(rf"(?i)^(?:{'|'.join(VENDORS)})\s+")
_GENERIC = re.compile(
    r"(?i)\b(?:introduction|overview|conclusion|summary|contents|use cases?|limitations?|best practices|comparison|"
    r"examples?|exercise|goal|preview|framework|interview|memory map|patterns?|advantages?|benefits?|what you|modules?|"
    r"exam|context|this|path|other|choosing|notes?|reference|appendix|faq|questions?|glossary|important|critical|"
    r"supported|master level|first principle|on aws)\b"
)
_GENERIC_TITLE = re.compile(
    r"(?i)^(?:(?:security|performance|high|availability|cost|management|architecture|design|data|databases?|storage|analytics|"
    r"types?|models?|services?|platforms?|real|life|world|basics?|fundamentals|features?|concepts?|setup|cloud|state|metadata|before|after|during|build|test|deploy)\W*)+$"
)
_SAYING = re.compile(  # a title that is half a sentence, or counts what follows, names nothing
    r"(?i)^(?:how|what|when|where|why|which|who)\b|\b(?:is|are|does|do|can|not|it|i|you|we|my|your|this|that)\b|"
    r"^(?:the )?(?:one|two|three|four|five|six|seven|eight|nine|ten) \w"
)
_NAME = re.compile(r"^(?=.*[^\W\d_]{2})[\w][^,:;?!{}<>|=]*$")
_MAX_WORDS = 5
_VERY_MANY = 8  # notes
_PIECE = re.compile(r"[^\W_]+|[+#]")  # what a spelling's key is put together from
_GAP = re.compile(r"[\s/._-]")  # what may stand between two of them
_SOLID = 4  # so short a key has no gaps: 'E M R' is no EMR


Tells = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something the notes explain."""

    name: str
    kind: str = "topic"
    of: str = ""  # name of the subject that it is a part of, or ''
    aliases: tuple[str, ...] = ()


class _Row(Row):
    """A row of rules/names.toml."""

    name: str = Field(min_length=1, max_length=80)
    kind: str = "topic"
    of: str = ""
    aliases: tuple[str, ...] = ()


def load_names(folders: Sequence[Path] = ()) -> list[Subject]:
    """Subjects of our name rules and of `names.toml` in further rule folders; later rows replace earlier ones.

    :raises RulesInvalid: names the file and the row that does not fit.
    """
    rows = {row.name: row for row in read_rows("names", _Row, folders)}
    return [Subject(row.name, row.kind, row.of, row.aliases) for row in rows.values()]


def subjects_of_headings(headings: Iterable[tuple[str, ...]], is_plain: Tells = lambda title: False) -> list[Subject]:
    """Subjects that heading paths name; one below another subject's heading is a part of it.

    A title that stands below several headings of one note ('Storage' of each drug) is a side of those, no subject.

    :param is_plain: whether a title is words of any text: where it stands in very many notes it is a side of those,
        and a single one of them is a name only with a capital.
    """
    found: dict[str, Subject] = {}
    paths = list(dict.fromkeys(headings))
    sides = _sides(paths) | {title for title in _recurring(paths) if is_plain(title)}

    def is_name(alias: str) -> bool:  # 'replication' of 'Cluster mode disabled (replication)' is none
        return " " in alias or alias.isupper() or not is_plain(alias)

    for path in paths:
        outer = ""
        for title in path:
            if title in sides:
                continue
            for subject in () if _is_word(title, is_plain) else _of_title(title):
                key = subject.name.lower()
                named = replace(subject, of=outer, aliases=tuple(filter(is_name, subject.aliases)))
                known = found[key] = found.get(key, named)
                outer = known.name if known.name != outer else outer
    return list(found.values())


def _is_word(title: str, is_plain: Tells) -> bool:
    """Whether a title is a single word of any text that nobody wrote as a name: 'jobs'."""
    return title.islower() and " " not in title and is_plain(title)


def _sides(paths: Iterable[tuple[str, ...]]) -> set[str]:
    """The titles below more than one other title of a note, which its first title stands for."""
    above: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in paths:
        for outer, title in pairwise(path):
            above[path[0], title].add(outer)
    return {title for (_, title), outers in above.items() if len(outers) > 1}


def _recurring(paths: Iterable[tuple[str, ...]]) -> set[str]:
    """The titles in very many notes of which none is about just that: 'Request syntax', 'Prerequisites'."""
    notes: dict[str, set[str]] = defaultdict(set)
    for path in paths:
        for title in path[1:]:
            notes[title].add(path[0])
    own = {path[0] for path in paths if path}
    return {title for title, firsts in notes.items() if len(firsts) >= _VERY_MANY and title not in own}


@lru_cache(maxsize=16384)
def _of_title(title: str) -> tuple[Subject, ...]:
    text = _NUMBERING.sub("", title.strip()) or title.strip()
    for pattern in _TITLES:
        found = pattern.match(text)
        if found:
            text = found["name"].strip()
            break
    if not text or _SAYING.search(text) or _GENERIC.search(text) or _GENERIC_TITLE.match(text):
        return ()
    if _VERSUS.search(text):
        return tuple(subject for part in _VERSUS.split(text) for subject in _named(part))
    return _named(text)


def _named(text: str) -> tuple[Subject, ...]:
    aliases: tuple[str, ...] = ()
    brackets = _BRACKETS.match(text)
    if brackets:
        text, aliases = brackets["name"], (brackets["alias"],)
    bare = _VENDOR.sub("", text).strip(" :-–—")
    if not _NAME.match(bare) or len(bare.split()) > _MAX_WORDS or not stems(bare):
        return ()
    extra = (text.strip(),) if text.strip() != bare else ()
    return (Subject(bare, aliases=(*extra, *(a for a in aliases if _NAME.match(a) and len(a.split()) <= _MAX_WORDS))),)


class Subjects:
    """All subjects of some notes, recognised in text whatever their spelling."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        self._by_name: dict[str, Subject] = {}
        self._by_key: dict[str, str] = {}
        for subject in subjects:
            self._add(subject)
        for subject in list(self):
            if subject.kind == "topic" and not subject.of:
                self._by_name[subject.name] = replace(subject, of=self._beginning(subject.name))
        self._beginnings = {key[:length] for key in self._by_key for length in range(len(key) + 1)}
        self.find = lru_cache(maxsize=8192)(self._find)
        self.of_kind = lru_cache(maxsize=64)(self._of_kind)

    @classmethod
    def of(
        cls,
        headings: Iterable[tuple[str, ...]],
        rule_folders: Sequence[Path] = (),
        is_plain: Tells = lambda title: False,
    ) -> Subjects:
        """Subjects of heading paths, with the name rules."""
        return cls([*load_names(rule_folders), *subjects_of_headings(headings, is_plain)])

    def _add(self, subject: Subject) -> None:
        """A subject known under one of its names already only brings its other spellings and what it belongs to."""
        known = next(
            (self._by_key[key] for key in map(spelling_key, (subject.name, *subject.aliases)) if key in self._by_key),
            None,
        )
        name = known or subject.name
        if known:
            old = self._by_name[known]
            if old.kind == "topic" and not old.of:
                of = self.resolve(subject.of)
                self._by_name[known] = replace(old, of="" if of == known else of)
        else:
            self._by_name[name] = replace(subject, of=self.resolve(subject.of) or subject.of)
        for alias in (subject.name, *subject.aliases):
            if len(spelling_key(alias)) > 1:
                self._by_key.setdefault(spelling_key(alias), name)

    def _beginning(self, name: str) -> str:
        """The subject that a longer name begins with ('Moss' of 'Moss in winter'), or ''."""
        words = name.split()
        wholes = (self.resolve(" ".join(words[:count])) for count in range(len(words) - 1, 0, -1))
        return next((whole for whole in wholes if whole and whole != name), "")

    def __iter__(self) -> Iterator[Subject]:
        return iter(self._by_name.values())

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    def get(self, name: str) -> Subject:
        """The subject of a name as it is shown; KeyError when there is none."""
        return self._by_name[name]

    def resolve(self, text: str) -> str:
        """The name of the subject that a whole text spells, or ''."""
        return self._by_key.get(spelling_key(text), "")

    def stems_of(self, names: Iterable[str]) -> frozenset[str]:
        """Stems of all the words that some subjects are spelled with."""
        return frozenset(stem(word) for text in self._spellings(names) for word in tokens(text))

    def stems_in(self, text: str, names: Iterable[str]) -> frozenset[str]:
        """The same of those spellings alone whose every word stands in a text."""
        held = frozenset(map(stem, tokens(text)))
        spelled = (frozenset(map(stem, tokens(spelling))) for spelling in self._spellings(names))
        return frozenset().union(*(one for one in spelled if one <= held))

    def _spellings(self, names: Iterable[str]) -> Iterator[str]:
        for one in (self._by_name[name] for name in names if name in self._by_name):
            yield from (one.name, *one.aliases)

    def spellings(self) -> set[str]:
        """Every single word that is a spelling of a subject, lower case."""
        return {key for key in self._by_key if " " not in key}

    def _find(self, text: str) -> tuple[str, ...]:
        """Names of the subjects that a text mentions, in order, longest spelling first where they overlap."""
        pieces = list(_PIECE.finditer(plain(text)))
        found: list[str] = []
        at = 0
        while at < len(pieces):
            if pieces[at][0].removesuffix("s") in self._beginnings:
                name, at = self._starting_at(pieces, at)
                found.append(name)
            else:
                at += 1
        return tuple(dict.fromkeys(filter(None, found)))

    def _starting_at(self, pieces: Sequence[re.Match[str]], first: int) -> tuple[str, int]:
        """The subject with the longest spelling that begins with a piece of a text, or ''; and where to go on."""
        text, best = pieces[0].string, ("", first + 1)
        start = pieces[first].start()
        if _in_word(text, start - 1) or text.endswith("non-", 0, start):
            return best
        key, solid = "", True
        for at in range(first, len(pieces)):
            gap = text[pieces[at - 1].end() : pieces[at].start()] if at > first else ""
            if gap and not _GAP.fullmatch(gap):
                break
            key, solid = key + pieces[at][0], solid and not gap
            name = "" if _in_word(text, pieces[at].end()) else self._spelled(key, solid, plural=pieces[at][0] != "s")
            best = (name, at + 1) if name else best
            if not self.begins(key):
                break
        return best

    def _spelled(self, key: str, solid: bool, *, plural: bool) -> str:
        """The subject that a key spells, maybe in the plural, or ''. Short keys are spelled without gaps only."""
        for spelling in (key, key.removesuffix("s")) if plural else (key,):
            if spelling in self._by_key and (solid or len(spelling) > _SOLID):
                return self._by_key[spelling]
        return ""

    def begins(self, key: str) -> bool:
        """Whether a spelling begins so."""
        return key in self._beginnings

    def _of_kind(self, kind: str) -> Subjects:
        """The subjects of one kind alone."""
        return Subjects(subject for subject in self if subject.kind == kind)

    def family(self, name: str) -> tuple[str, ...]:
        """A subject and everything that it is a part of, nearest first."""
        chain: list[str] = []
        while name and name not in chain:
            chain.append(name)
            name = self._by_name[name].of if name in self._by_name else ""
        return tuple(chain)


@lru_cache(maxsize=16384)
def spelling_key(text: str) -> str:
    """A spelling without case, accents, hyphens, slashes and spaces."""
    return "".join(_PIECE.findall(plain(text)))


def _in_word(text: str, at: int) -> bool:
    """Whether the character at a place belongs to a word."""
    return 0 <= at < len(text) and (text[at].isalnum() or text[at] == "_")
