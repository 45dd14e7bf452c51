"""What a question asks for by name: a number of some kind, what is counted, what is to be listed."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from tutor.answering.pieces import NUMBERED
from tutor.answering.shapes import units
from tutor.questions import Question, asking_words, everyday_words
from tutor.values import Intent
from tutor.words import STOP_WORDS, has_number, stem, stems, tokens

_COUNTED = re.compile(
    r"\b(?:how many(?! (?:more|less|extra|further|additional|\w+er)\b)|"
    r"(?:max(?:imum)?|min(?:imum)?|number|amount|count|limit)(?: number| amount)? (?:of|on|for))"
    r" (?P<noun>(?:[\w-]+ ?){1,3})"
)
_WANTED = re.compile(
    r"\b(?:which|what|default) (?P<noun>(?:[\w-]+ ){0,2}?[\w-]+?)"
    r"(?:\W*$| (?:is|are|does|do|can|did|has|have|was|were|should|will|would|could|of|for|in|on|to)\b)"
)
_LISTED = re.compile(
    r"\b(?:list|name|enumerate|(?:give|show|tell) me|what (?:are|were)) (?:all |the |some |all the |all of the )*"
    r"(?P<noun>(?:[\w-]+ ){0,2}?[\w-]+?)(?:\W*$| (?:of|for|in|on|to|from|with|that|which|when|by|i|we|you|at)\b)"
)
_OTHERWISE = 0.25  # of a number of the kind asked for
_BESIDE = 3  # words between a number and what it counts


class AskedFor:
    """What one question asks for, and whether a text has it."""

    def __init__(self, question: Question) -> None:
        lower, named = question.mended.lower(), frozenset(question.named)
        found = next(((at, match) for at, unit in enumerate(units()) if (match := unit.asked.search(lower))), None)
        self._unit = found[0] if found else None
        self.measured = stems(found[1].groupdict().get("kind") or found[1][0]) if found else frozenset()
        """The question's stems that a number of the kind stands for."""
        idle = everyday_words() | asking_words(Intent.NUMBER)
        counted = _nouns(_COUNTED, lower) - idle if question.intent is Intent.NUMBER else frozenset()
        self.counted = counted - named or counted
        """Stems of what is asked how many there are of."""
        self.wanted = _nouns(_WANTED, lower) - named
        """Stems of what is asked which it is: 'which port'."""
        listed = _nouns(_LISTED, lower) if question.intent is Intent.LIST else frozenset()
        self.named = self.wanted or listed - named
        """The same, or of what is to be listed."""

    @property
    def is_plain(self) -> bool:
        """Whether a number is asked for whose kind is plain to see in a text."""
        return self._unit is not None and units()[self._unit].plain

    def measures(self, text: str) -> bool:
        """Whether a text holds a number of the kind asked for; any will do where no kind is."""
        return has_number(text) if self._unit is None else bool(units()[self._unit].says.search(text))

    def stands_for(self, kinds: Sequence[bool]) -> Container[str]:
        """The question's stems that the numbers of a piece stand for. `kinds`: which of `units` it has, if any."""
        return self.measured if self._unit is not None and kinds and kinds[self._unit] else ()

    def fits(self, kinds: Sequence[bool]) -> float:
        """1 when a piece has a number of the kind asked for, less for another number, 0 for none."""
        return (1.0 if self._unit is None or kinds[self._unit] else _OTHERWISE) if kinds else 0.0

    def is_counted_in(self, text: str) -> bool:
        """Whether a number stands within a few words of what is counted; 'shard 1' names one and counts none."""
        words = tokens(NUMBERED.sub(r"\1", text))
        for at, word in enumerate(words):
            first = max(0, at - _BESIDE) if word[0].isdigit() else at
            counts = word[0].isdigit() or word.isalpha()  # not 's3'
            if counts and has_number(word) and self.counted & set(map(stem, words[first : at + _BESIDE + 1])):
                return True
        return False


def _nouns(pattern: re.Pattern[str], question: str) -> frozenset[str]:
    """Stems of what a pattern finds to be asked for; at most the first two."""
    found = pattern.search(question)
    return frozenset([stem(word) for word in tokens(found["noun"]) if word not in STOP_WORDS][:2] if found else ())
