"""What is to be compared: from names that were given, or from the words of a question."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from tutor.claims.owners import Owners
from tutor.comparing.contrasts import Contrast
from tutor.comparing.matching import Operand
from tutor.errors import InputUnfit, NotFound
from tutor.subjects import Subject, Subjects
from tutor.words import stems, tokens

_BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
_PLACE = re.compile(r"(?i)\b(?:in|of|for|on|within|inside)\s+(?:the |an? |my |your )?$")
_ORDINARY = stems("traditional standard regular ordinary normal classic plain")  # what is told apart may go without
_NEAREST = 5  # names to offer
_MOST = 5


class Operands:
    """Knows every name that can be compared: subjects, and sides of the notes' own comparisons."""

    def __init__(self, subjects: Subjects, owners: Owners, contrasts: Sequence[Contrast]) -> None:
        self._subjects, self._owners, self._contrasts = subjects, owners, contrasts
        self._all: list[Subject] = list(subjects)
        self._sides = {stems(_bare(side)) for contrast in contrasts for side in contrast.sides}

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
        return self._owners.resolve(name.strip()) or self._owners.resolve(_bare(name))

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
            self._shown(operand, _bare(titles[i]) if titles else "", operands) for i, operand in enumerate(operands)
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
        """Names to compare; () when the question does not name two things."""
        names, words = self._named(question), stems(question)
        siblings = self._siblings(names, words)
        if siblings:
            return siblings
        best = max(self._pairs(names, words), default=(0.0, ()))[1]
        if len(names) > 1 and not (best and len(names) > len(best)):
            return tuple(self._spelled(name, question) for name in names[:_MOST])
        return best

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

    def _siblings(self, names: Sequence[str], words: frozenset[str]) -> tuple[str, ...]:
        """'Cluster mode enabled or disabled': a subject that is named, and one that differs in a word that is said."""
        for name in names:
            own = stems(name)
            for subject in self._all:
                other = stems(subject.name)
                if len(own) == len(other) > 1 and len(own - other) == 1 and own | other <= words:
                    return name, subject.name
        return ()

    def _pairs(self, names: Sequence[str], words: frozenset[str]) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Sides of contrasts that the question's words tell apart, with how much of the question they take up."""
        for contrast in self._contrasts:
            titles = [_bare(side) for side in contrast.sides] if not contrast.choice else []
            common = (frozenset.intersection(*map(stems, titles)) if titles else frozenset()) | _ORDINARY
            spelled = [
                title for title in titles if stems(title) - common and self._is_spelled(title, names, words, common)
            ]
            if 1 < len(spelled) <= _MOST:
                around = len(stems(contrast.context) & words)
                yield sum(len(stems(title) & words) for title in spelled) + 0.1 * around, tuple(spelled)

    def _is_spelled(self, title: str, names: Sequence[str], words: frozenset[str], common: frozenset[str]) -> bool:
        own = stems(title)
        return own - common <= words and bool(own & words) and bool(own - common or own & _ORDINARY & words) or self._owners.resolve(title) in names

    def _spelled(self, name: str, question: str) -> str:
        """A subject in the proper spelling that the question uses, such as 'PITR'."""
        asked = f" {' '.join(tokens(question))} "
        aliases = [a for a in self._subjects.get(name).aliases if _is_proper(a) and f" {' '.join(tokens(a))} " in asked]
        own = f" {' '.join(tokens(name))} " in asked
        return max(aliases, key=len, default=name) if aliases and (not own or len(aliases[0]) > len(name)) else name


def _bare(text: str) -> str:
    return _BRACKETS.sub(" ", text).strip(" :")


def _is_proper(spelling: str) -> bool:
    return any(char.isupper() for char in spelling)
