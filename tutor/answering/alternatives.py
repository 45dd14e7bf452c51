"""Which of the two things that a question sets side by side a statement takes: 'FIFO or weighted average?'"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from tutor.answering.verdicts import clauses, refuses
from tutor.words import is_stop, stem, tokens

_OPPOSITES = (  # what a question puts as a particle, and what notes say for it
    ("on", "enabled activated active"),
    ("off", "disabled deactivated inactive"),
    ("up", "rise rises rose risen increase increased grow grew improve improved higher"),
    ("down", "fall falls fell fallen decrease decreased shrink shrank worsen worsened lower drop dropped"),
)
_MEANT = {particle: frozenset(map(stem, (particle, *others.split()))) for particle, others in _OPPOSITES}
_OR = re.compile(r"(?i)(?P<one>[^,;?!]*\w),? or (?P<other>(?!not?\b|what\b)\w[^,;?!]*)")
_LONGEST = 2  # words of one of them


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The stems of the two, each of which is told by all of its words, or by any, for a particle."""

    one: frozenset[str]
    other: frozenset[str]
    particles: bool
    asked: frozenset[str]  # the other words of the question

    def taken(self, text: str) -> int | None:
        """0 or 1 for the one that a text takes where it holds most of the question; None where it leaves it open."""
        found = [
            (len(self.asked & words), taken) for words, taken in map(self._taken, clauses(text)) if taken is not None
        ]
        most = max((held for held, _ in found), default=0)
        return next((taken for held, taken in found if held == most), None)

    def _taken(self, words: list[str]) -> tuple[frozenset[str], int | None]:
        stemmed = [stem(word) for word in words]
        held = frozenset(stemmed)
        at = [self._place(side, stemmed) for side in (self.one, self.other)]
        there = [side for side in (0, 1) if at[side] is not None]
        if len(there) == 1:
            return held, 1 - there[0] if refuses(words) else there[0]
        if not there or not self.particles:
            return held, None
        return held, min(there, key=lambda side: at[side] or 0)  # 'turn it off as soon as it stands on a table'

    def _place(self, side: frozenset[str], words: list[str]) -> int | None:
        there = [at for at, word in enumerate(words) if word in side]
        enough = 1 if self.particles else len(side)
        return there[0] if len({words[at] for at in there}) >= enough else None


@lru_cache(maxsize=64)
def alternatives(question: str) -> Alternatives | None:
    """The two things between which a question asks to choose; None where it does not."""
    match = _OR.search(question)
    if not match:
        return None
    before, behind = tokens(match["one"])[::-1], tokens(match["other"])
    particles = before[0] in _MEANT and behind[0] in _MEANT
    if particles:
        one, other = _MEANT[before[0]], _MEANT[behind[0]]
    else:
        one, other = _name(before), _name(behind)
        one, other = one - other, other - one
    if not one or not other:
        return None
    asked = frozenset(stem(word) for word in (*before, *behind) if not is_stop(word)) - one - other
    return Alternatives(one, other, particles, asked)


def _name(words: list[str]) -> frozenset[str]:
    """The stems of the words up to the first that carries no meaning."""
    return frozenset(map(stem, list(takewhile(lambda word: not is_stop(word), words))[:_LONGEST]))
