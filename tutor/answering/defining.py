"""How surely a statement says what the thing asked about is."""

from __future__ import annotations

import re

from tutor.answering.pieces import Piece
from tutor.questions import Question, everyday_words
from tutor.subjects import Subjects
from tutor.words import stem, stems, tokens

_BOTH = re.compile(r"([\w-]+) (?:and|or|&) (?:an? |the )?([\w-]+)")  # 'what are items and attributes'
_WITHIN = re.compile(r"(?i)\b(?:in|of|for|on|from|at|with|within)\b")  # in front of what the thing is a part of
_BEGINS = 0.6  # of a definition
_BESIDE_NAME = 2  # further words before the verb, and it defines something of the thing: 'the advantage of X over Y is'
_NAMES = 0.8
_KINDLESS = 0.8  # 'is built for …' says less of what a thing is than 'is a …'


class Definer:
    """Looks for the definition that one question asks for."""

    def __init__(self, question: Question, subjects: Subjects) -> None:
        self._subjects, self._asked, self._words = subjects, frozenset(question.subjects), frozenset(question.words)
        self._thing = self._words | frozenset(question.named)
        self._spelled = self._thing | subjects.stems_of(question.subjects)
        self._first = next(iter(question.words), "")
        self._tokens = frozenset(tokens(question.search))
        self._head = stems(_WITHIN.split(question.mended, maxsplit=1)[0]) & self._thing
        self._each = frozenset(stem(word) for pair in _BOTH.findall(question.mended.lower()) for word in pair)

    def defines(self, piece: Piece) -> float:
        """How surely a statement says what the thing asked about is: by its label, or by its first words."""
        signs = piece.definition
        if signs.labelled and self._is_titled(piece):
            return 1.0
        if not self._tokens.isdisjoint(signs.acronyms):
            return 1.0
        named = bool(self._thing) and any(self._thing <= alias or self._is_part(alias) for alias in signs.aliases)
        if signs.empty:
            return _NAMES * named
        entitled = bool(signs.label) and self._is_labelled(signs.label, piece) and signs.stems <= self._thing
        entitled = entitled or (len(signs.label) == 1 and signs.label <= self._each)
        return max(self._opens_with(piece), _NAMES * (entitled or named))

    def is_asked(self, piece: Piece) -> bool:
        """Whether a question in the notes asks what just this is; of 'the hub in the wheel' it may ask for the hub."""
        if not piece.answers <= self._thing:
            return False
        inner = bool(self._head) and self._head <= piece.answers and not piece.statements[0].block.lead
        return inner or self._thing <= piece.answers

    def _opens_with(self, piece: Piece) -> float:
        """How surely the first words of a statement say what the thing asked about is."""
        signs = piece.definition
        if signs.named is None:
            return 0.0 if signs.labelled else _BEGINS * self._begins(piece)
        sure = 1.0 if signs.kind else _KINDLESS
        if self._asked:
            named = not self._asked.isdisjoint(signs.named) and all(self._akin(name) for name in signs.named)
            named = named and len(signs.stems - self._spelled) < _BESIDE_NAME
            named = named or self._is_part(signs.stems)
            return sure * named or _BEGINS * self._begins(piece)
        return sure * (bool(signs.stems) and signs.stems <= self._thing)

    def _is_part(self, spelled: frozenset[str]) -> bool:
        """Whether some words spell what is asked about beside its subject: 'partition key', of DynamoDB."""
        return bool(self._words) and self._words <= spelled <= self._spelled

    def _is_labelled(self, label: frozenset[str], piece: Piece) -> bool:
        """Whether a label names what is asked about first; what more is asked, the statement says itself."""
        begins = self._first in label or label == self._thing
        return begins and label <= self._thing and self._words - label <= stems(piece.own)

    def _is_titled(self, piece: Piece) -> bool:
        """Whether the heading above a label names just what is asked about."""
        signs, words = piece.definition, self._words - everyday_words()
        if words:
            return words <= signs.heading
        return not self._asked or not self._asked.isdisjoint(signs.titles)

    def _begins(self, piece: Piece) -> bool:
        """Whether it begins with what is asked about, whatever it goes on to say."""
        asked = self._words or self._thing  # of 'the partition key in DynamoDB' the key
        first = list(filter(None, piece.definition.first[: len(asked) + 1]))
        return bool(asked) and asked == set(first[: len(asked)])

    def _akin(self, name: str) -> bool:
        """Whether a subject is one that was asked about, or a whole that one of them belongs to."""
        return any(name in self._subjects.family(asked) for asked in self._asked)
