"""What is to be compared: from names that were given, or from the words of a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from itertools import combinations

from tutor.claims.owners import Owners
from tutor.comparing.matching import Operand, Side, Sides, bare
from tutor.errors import InputUnfit, NotFound
from tutor.subjects import Subject, Subjects
from tutor.words import stem, stems, tokens

_PLACE = re.compile(r"(?i)\b(?:in|of|for|on|within|inside)\s+(?:the |an? |my |your )?$")
_ORDINARY = stems("traditional standard regular ordinary normal classic plain")  # what is told apart may go without
_NEAREST = 5  # names to offer
_MOST = 5
_MOSTLY = 0.5  # share of the words that siblings have in common


class Operands:
    """Knows every name that can be compared: subjects, and sides of the notes' own comparisons."""

    def __init__(self, subjects: Subjects, owners: Owners, contrasts: Sequence[Sides]) -> None:
        self._subjects, self._owners, self._contrasts = subjects, owners, contrasts
        self._all: list[Subject] = list(subjects)
        self._shared = _shared_by_word(s for s in self._all if owners.canonical(s.name) == s.name)
        self._sides = {side.words for contrast in contrasts for side in contrast.sides}

    def of(self, names: Sequence[str]) -> list[Operand]:
        """The things named. Raises InputUnfit when two are the same, NotFound for one that the notes do not explain."""
        found = [Operand(name.strip(), self._resolve(name), stems(name)) for name in names]
        twice = {o.name for o in found if o.name and sum(p.name == o.name for p in found) > 1}
        found = [Operand(o.asked, "", o.words) if o.name in twice else o for o in found]
        if len({(o.name, o.words) for o in found}) < len(found):
            raise InputUnfit(f"{', '.join(names)} are not all different. Name each thing once.")
        for operand in found:
            if not operand.name and not self._is_side(operand):
                raise NotFound(self._unknown(operand.asked))
        return found

    def _resolve(self, name: str) -> str:
        whole = self._owners.resolve(name.strip()) or self._owners.resolve(bare(name))
        return whole or next(
            (s.name for s in self._all if s.of and s.name.lower() == f"{s.of} {bare(name)}".lower()), ""
        )

    def _is_side(self, operand: Operand) -> bool:
        return bool(operand.words) and any(
            side and (operand.words <= side or side <= operand.words) for side in self._sides
        )

    def _unknown(self, name: str) -> str:
        spellings = {spelling.lower(): s.name for s in self._all for spelling in (s.name, *s.aliases)}
        near = get_close_matches(name.lower(), spellings, n=2 * _NEAREST, cutoff=0.5)
        names = list(dict.fromkeys(spellings[spelling] for spelling in near))[:_NEAREST]
        hint = f" Nearest: {', '.join(names)}." if names else " `GET /v1/entities` lists what can be compared."
        return f"The notes explain nothing called {name!r}.{hint}"

    def shown(self, operands: Sequence[Operand], titles: Sequence[str]) -> tuple[str, ...]:
        """Names as they are shown: as given where that is a proper spelling, else as in the notes' own comparison."""
        return tuple(
            self._shown(operand, bare(titles[i]) if titles else "", operands) for i, operand in enumerate(operands)
        )

    def _shown(self, operand: Operand, title: str, operands: Sequence[Operand]) -> str:
        if not operand.name:
            return operand.asked
        if (
            operand.asked != operand.name
            and operand.asked in self._subjects.get(operand.name).aliases
            and _is_proper(operand.asked)
        ):
            return operand.asked
        whole = any(self._owners.is_part(other.name, operand.name) for other in operands if other.name)
        if title and (self._owners.resolve(title) == operand.name or whole):
            return title
        return operand.name

    # -- questions -------------------------------------------------------------------------------------------------

    def in_question(self, question: str) -> tuple[str, ...]:
        """Different names to compare, in the order of the question; () when it does not name two things."""
        names, words = self._named(question), stems(question)
        found = self._siblings(words)
        if not found:
            taken, found = max(self._pairs(names, words), default=(0.0, ()))
            if len(names) > 1 and not (taken and len(names) > len(found)):
                return tuple(self._spelled(name, question) for name in names[:_MOST])
        different = {stems(title): title for title in found}
        return _in_order(tuple(different.values()), question) if len(different) > 1 else ()

    def _siblings(self, words: frozenset[str]) -> tuple[str, ...]:
        """Two that differ in one word ('Cluster mode enabled', '… disabled'), by those words and some they share."""
        found = (
            (len(shared & words) / len(shared), tuple(sorted((self._shared[one][shared], self._shared[other][shared]))))
            for one, other in combinations(sorted(words & self._shared.keys()), 2)
            for shared in self._shared[one].keys() & self._shared[other].keys()
        )
        return max((pair for pair in found if pair[0] > _MOSTLY), default=(0.0, ()))[1]

    def _named(self, question: str) -> list[str]:
        """Subjects that a question puts side by side, without the one in which it places them."""
        names = list(self._owners.named(question))
        placed = [name for name in names if self._is_place(name, question, names)]
        kept = [name for name in names if name not in placed]
        return kept if len(kept) > 1 else names if len(names) - len(placed) != 1 else kept

    def _is_place(self, name: str, question: str, names: Sequence[str]) -> bool:
        parts = sum(self._owners.is_part(other, name) for other in names)
        if parts > 1 and len(names) > 2:
            return True
        spelled = "|".join(re.escape(s) for s in (name, *self._subjects.get(name).aliases))
        found = re.search(rf"(?i)\b(?:{spelled})\b", question)
        return bool(found and _PLACE.search(question[: found.start()]))

    def _pairs(self, names: Sequence[str], words: frozenset[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Sides of contrasts that the question's words tell apart, with how much of the question they take up."""
        for ready in self._contrasts:
            if ready.contrast.choice:
                continue
            common = frozenset.intersection(*(side.words for side in ready.sides)) | _ORDINARY
            spelled = [side for side in ready.sides if _is_spelled(side, names, words, common)]
            if 1 < len(spelled) <= _MOST and all(self._is_told(name, spelled, ready) for name in names):
                taken = sum(len(side.words & words) for side in spelled) + 0.1 * len(ready.around & words)
                yield taken, tuple(side.title for side in spelled)

    def _is_told(self, name: str, sides: Sequence[Side], ready: Sides) -> bool:
        """Whether a subject is one of the sides, or what the contrast says that they are sides of."""
        told = {head for side in sides for head in (side.whole, side.head) if head} | ready.named
        return name in told or any(self._owners.is_part(one, name) for one in told)

    def _spelled(self, name: str, question: str) -> str:
        """A subject in the proper spelling that the question uses, such as 'PITR'."""
        asked = f" {' '.join(tokens(question))} "
        aliases = [a for a in self._subjects.get(name).aliases if _is_proper(a) and f" {' '.join(tokens(a))} " in asked]
        own = f" {' '.join(tokens(name))} " in asked
        return max(aliases, key=len, default=name) if aliases and (not own or len(aliases[0]) > len(name)) else name


def _shared_by_word(subjects: Iterable[Subject]) -> dict[str, dict[frozenset[str], str]]:
    """By each word of a name its other words, with the name: subjects that share them differ in one word."""
    found: dict[str, dict[frozenset[str], str]] = defaultdict(dict)
    for subject in subjects:
        words = stems(subject.name)
        for word in words if len(words) > 1 else ():
            found[word].setdefault(words - {word}, subject.name)
    return found


def _in_order(titles: tuple[str, ...], question: str) -> tuple[str, ...]:
    """Titles in the order in which a question names what tells them apart."""
    asked = [stem(word) for word in tokens(question)]
    common = frozenset.intersection(*map(stems, titles))
    first = {title: [asked.index(word) for word in stems(title) - common if word in asked] for title in titles}
    return tuple(sorted(titles, key=lambda title: min(first[title], default=len(asked))))


def _is_spelled(side: Side, names: Sequence[str], words: frozenset[str], common: frozenset[str]) -> bool:
    """Whether a question names a side: by what tells it apart from the other sides."""
    telling = side.words - common or side.words & _ORDINARY & words
    return (bool(telling) and side.words - common <= words) or side.whole in names


def _is_proper(spelling: str) -> bool:
    return any(char.isupper() for char in spelling)
