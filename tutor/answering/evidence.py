"""Evidence: statements and lists of statements, with what speaks for each as the answer to a question.

A candidate is a statement, or a whole list with its lead-in. Each is described by a few features between 0 and 1
(similarities between -1 and 1); `ranking` weighs them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from index.values import Kind, Polarity, Statement, StatementHit
from tutor.answering.asked_for import AskedFor
from tutor.answering.defining import Definer
from tutor.answering.pieces import CONTEXT, HEADED, NEAR, OUTER, OWN, SAID, Part, Piece, Pieces, chain
from tutor.answering.shapes import is_marked, wants_wrong
from tutor.questions import HEAVIEST, Question, everyday_words
from tutor.values import Intent
from tutor.words import stems


class Features(NamedTuple):  # of which a question makes hundreds: a frozen dataclass takes ten times as long
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
    number: float  # 1 when it holds a number of the kind asked for, 0.25 for another number
    grouped: float  # 1 for a whole list
    sound: float  # 1 for prose, lists and tables, less for bits of drawings and code
    phrase: float  # share of the question's pairs of neighbouring words that it holds as neighbours
    asked: float  # 1 when a number stands by what is counted, or a label names what is asked for ('which languages')
    length: float  # of its words, 1 for twenty or more
    headed: float  # the share of the question's words in its lead-in, label and nearest heading alone
    loose: float  # of a whole list: the share of the question's words that only a member holds; lower is better
    opposed: float  # 1 when it is marked as the contrary: what a thing is not for, where it is asked what for
    placed: float  # share of the words of the place asked for ('the third lesson') in its note's path and headings


FEATURES = Features._fields


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement, or the statements of one list, that may be the answer."""

    piece: Piece
    features: Features

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those it consists of, in order."""
        return self.piece.statements

    @property
    def first(self) -> Statement:
        """The statement it starts with."""
        return self.piece.statements[0]

    @property
    def words(self) -> str:
        """All it says."""
        return self.piece.own

    @property
    def lines(self) -> tuple[int, int]:
        """First and last line, in its note."""
        blocks = [statement.block for statement in self.statements]
        return min(block.line_start for block in blocks), max(block.line_end for block in blocks)


class _Sought(NamedTuple):
    """A word that the evidence should hold, by its stem, with its likes."""

    stem: str
    weight: float
    alike: Sequence[str]
    phrases: Sequence[str]

    @classmethod
    def of(cls, word: str, question: Question) -> _Sought:
        alike, phrases = question.synonyms.of(word)
        whole = (question.joined[word],) if word in question.joined else ()
        return cls(word, question.weights.get(word, HEAVIEST), (*alike, *whole), phrases)

    def likes(self, part: Part) -> int:
        """Where a like of it stands."""
        found = 0
        for word in self.alike:
            found |= part.places.get(word, 0)
        for phrase in self.phrases:
            found |= part.phrased(phrase)
        return found


class Judge:
    """Describes candidates for one question."""

    def __init__(self, question: Question, pieces: Pieces) -> None:
        self.question, self._pieces = question, pieces
        self._asked = frozenset(question.subjects)
        self._definer = Definer(question, pieces.subjects) if question.intent is Intent.DEFINITION else None
        self._single = question.intent in SINGLE
        lower = question.mended.lower()
        self.asked_for = AskedFor(question)
        self._one = bool(_ONE.search(lower))
        self._sought = [
            _Sought.of(word, question) for word in dict.fromkeys((*question.words, *question.unknown_stems))
        ]
        self._whole = sum(sought.weight for sought in self._sought)
        self._thing = frozenset((*question.words, *question.named))
        self._wants_wrong = wants_wrong(lower)
        self._explained = question.intent in _EXPLAINED
        self._steps = question.intent is Intent.HOW and bool(_STEPS.search(lower))
        self._contrary = _CONTRARY.get(question.intent)
        self._identifiers = _IDENTIFIER.findall(question.text)
        self._pairs = [f" {one} {other} " for one, other in dict.fromkeys(pairwise(chain(question.search).split()))]

    def candidates(self, hits: Sequence[StatementHit], lists: Iterable[Sequence[Statement]]) -> list[Candidate]:
        """Every statement found, and every list that one of them stands in; nothing wrong, unless that is asked for."""
        hits = [hit for hit in hits if self._stands(hit.statement)]
        lists = [list(filter(self._stands, members)) for members in lists]
        by_id = {hit.statement.id: hit for hit in hits}
        singles = [
            Candidate(piece, self._features(piece, hit)) for hit in hits if (piece := self._pieces.of(hit.statement))
        ]
        pieces = (piece for members in lists if (piece := self._pieces.of_list(members)))
        made = (self._list(piece, by_id) for piece in pieces if piece.brief or not self._single)
        groups = list(filter(None, made))
        alone = {candidate.first.id: candidate.features for candidate in singles}
        groups = [g for g in groups if not (self._is_one_line(g, alone) or _is_around(g, groups))]
        return self._settled([*singles, *groups])

    def _stands(self, statement: Statement) -> bool:
        if self._explained and _ENTRY.match(statement.text):
            return False
        return self._wants_wrong or statement.block.polarity is not Polarity.REJECTED

    def _settled(self, candidates: list[Candidate]) -> list[Candidate]:
        """Those that do not stand under what is still to be learned or done, or hold more than all that do not."""
        settled = [one for one in candidates if not self._is_open(one)]
        if len(settled) == len(candidates):
            return candidates
        held = max((one.features.covered for one in settled), default=0.0)
        return [*settled, *(one for one in candidates if one.features.covered > held and self._is_open(one))]

    def _is_open(self, candidate: Candidate) -> bool:
        found = candidate.piece.opened
        return any(map(self._thing.isdisjoint, found)) and not self.is_titled(candidate)

    def is_titled(self, candidate: Candidate) -> bool:
        """Whether the heading that a candidate stands under names all that is asked about: 'Preview of day 7'."""
        told = self._thing - everyday_words()
        return bool(told) and told <= stems(" ".join(candidate.first.block.heading[-1:]))

    def _list(self, piece: Piece, by_id: dict[str, StatementHit]) -> Candidate | None:
        found = [by_id[member.id] for member in piece.statements if member.id in by_id]
        if not found:
            return None
        return Candidate(piece, self._features(piece, max(found, key=lambda hit: hit.score)))

    def _is_one_line(self, group: Candidate, alone: Mapping[str, Features]) -> bool:
        """Whether of a list that is headed by nothing asked for a single line holds all that the whole list does.

        Where one thing is asked for ('which module'), the list may well be headed by that.

        :param alone: by the ids of the statements found.
        """
        whole = group.features
        if self.question.intent is not Intent.LIST and self._is_one_row(group, alone):
            return True
        several = self.question.intent is Intent.LIST or (self.question.intent in _SEVERAL and whole.marked)
        if not self._one and (whole.headed > _HEADED or not whole.said or several):
            return False
        lines = (alone[member.id] for member in group.statements if member.id in alone)
        return sum(line.said >= whole.said and line.subject >= whole.subject for line in lines) == 1

    def _is_one_row(self, group: Candidate, alone: Mapping[str, Features]) -> bool:
        """Whether a single row of a table is labelled with just what is asked about, and holds as much of it."""
        rows = [one for one in group.statements if one.block.kind is Kind.ROW and one.id in alone]
        named = [row for row in rows if (label := stems(row.block.cells[0])) and label <= self._thing]
        return len(named) == 1 and alone[named[0].id].said >= group.features.said

    def _features(self, piece: Piece, hit: StatementHit) -> Features:
        covered, said, headed = self._coverage(piece) if self._sought else (1.0, 1.0, 1.0)
        marked, worded = piece.form(self.question.intent)
        return Features(
            hit.dense,
            hit.score,
            hit.passage_dense,
            covered,
            said,
            self._about(piece) if self._asked else 1.0,
            self._astray(piece) if self._asked else 0.0,
            self._marked(piece, marked),
            worded,
            self.asked_for.fits(piece.units),
            float(len(piece.statements) > 1),
            piece.sound,
            sum([pair in piece.chain for pair in self._pairs]) / len(self._pairs) if self._pairs else 0.0,
            self._answered(piece) if self.asked_for.counted or self.asked_for.named else 0.0,
            piece.length,
            headed,
            max(0.0, covered - headed) if len(piece.statements) > 1 else 0.0,
            self._opposed(piece) if self._contrary else 0.0,
            self._placed(piece.statements[0]) if self.question.place else 0.0,
        )

    def passing(self, candidate: Candidate) -> float:
        """1 when a candidate names what is asked about only in passing: not in what it stands under, nor first."""
        piece = candidate.piece
        if not self._thing:
            return 0.0
        first = piece.definition.first[:_FIRST]
        headed = any(part.places.get(word, 0) & HEADED for part in piece.parts for word in self._thing)
        return float(not headed and self._thing.isdisjoint(first))

    def lacks_number(self, candidate: Candidate) -> bool:
        """Whether a candidate has no number of the kind asked for, where one is plain to see."""
        return self.asked_for.is_plain and candidate.features.number < 1

    def names_others(self, candidate: Candidate) -> bool:
        """Whether a candidate names subjects of its own, and nothing in or above it what is asked about."""
        piece = candidate.piece
        if not self._asked or candidate.features.subject:
            return False
        return bool(piece.own_about) or any(map(self._is_rival, piece.under))

    def _is_rival(self, name: str) -> bool:
        """Whether a subject, or what it is a part of, is of the same known kind as one that was asked about."""
        subjects = self._pieces.subjects
        wholes = {part for asked in self._asked for part in subjects.family(asked)}
        kinds = {subjects.get(whole).kind for whole in wholes if whole in subjects} - {"topic"}
        others = (part for part in subjects.family(name) if part in subjects and part not in wholes)
        return any(subjects.get(part).kind in kinds for part in others)

    def lacking(self, candidate: Candidate, words: Iterable[str]) -> list[str]:
        """Those of the question's stems that neither a candidate nor what it stands under holds, nor their like."""
        parts = candidate.piece.parts
        measured = self.asked_for.stands_for(candidate.piece.units)
        sought = [_Sought.of(word, self.question) for word in words]
        return [
            one.stem
            for one in sought
            if one.stem not in measured and not any(one.stem in part.places or one.likes(part) for part in parts)
        ]

    # -- words ---------------------------------------------------------------------------------------------------

    def _coverage(self, piece: Piece) -> tuple[float, float, float]:
        """Shares of the question's words that it holds: with its context, without headings, in its context alone.

        A word counts in full, its like for 0.8, and one that only an outer heading holds for 0.6.
        """
        measured = self.asked_for.stands_for(piece.units)
        shares = [self._weighed(part, measured) for part in piece.parts]
        covered, said, headed = shares[0] if len(shares) == 1 else map(max, zip(*shares, strict=True))
        return covered / self._whole, said / self._whole, headed / self._whole

    def _weighed(self, part: Part, measured: Container[str]) -> tuple[float, float, float]:
        """:param measured: words of the question that a number of the right kind stands for."""
        covered = said = headed = 0.0
        places = part.places
        for sought in self._sought:
            word, weight, alike, phrases = sought
            own = places.get(word, 0)
            like = 0
            if word in measured:
                like = OWN
            elif (alike or phrases) and not own & NEAR:
                like = sought.likes(part)
            if not own and not like:
                continue
            covered += weight * (1.0 if own & CONTEXT else 0.8 if like & CONTEXT else 0.6 if own & OUTER else 0.0)
            said += weight * (1.0 if own & SAID else 0.8 if like & SAID else 0.0)
            headed += weight * (1.0 if own & HEADED else 0.8 if like & HEADED else 0.0)
        return covered, said, headed

    def _placed(self, statement: Statement) -> float:
        near = stems(f"{' '.join(statement.block.heading)} {statement.block.lead}")
        held = near | self._pieces.names_of(statement.source)
        return sum(word in held for word in self.question.place) / len(self.question.place)

    # -- subjects ------------------------------------------------------------------------------------------------

    def _about(self, piece: Piece) -> float:
        about, above, families, asked = piece.about, piece.above, piece.families, self.question.subjects
        found = [1.0 if name in about else 0.8 if name in above else 0.6 if name in families else 0.0 for name in asked]
        return sum(found) / len(found)

    def _astray(self, piece: Piece) -> float:
        """Whether the piece stands under a heading, or on a side, about something else. An identifier is its own."""
        if any(identifier in piece.own for identifier in self._identifiers):
            return 0.0
        if not piece.under:
            return float(bool(piece.above) and self._asked.isdisjoint(piece.above | piece.families))
        if not self._asked.isdisjoint(piece.parts_of):
            return 0.0
        return 1.0 if self._asked.isdisjoint(piece.own_about) else 0.5

    # -- form ----------------------------------------------------------------------------------------------------

    def _marked(self, piece: Piece, marked: float) -> float:
        """:param marked: how surely the piece is marked as an answer of the kind, whatever is asked about."""
        if (piece.answers and self._is_asked(piece)) or (self._steps and piece.tells_steps):
            return 1.0
        return self._definer.defines(piece) if self._definer else marked

    def _is_asked(self, piece: Piece) -> bool:
        """Whether it stands under just this question; 'What is X?' asks not when X is bad."""
        if self._definer:
            return self._definer.is_asked(piece)
        return bool(self.question.words) and self._thing <= piece.answers

    def _opposed(self, piece: Piece) -> float:
        assert self._contrary
        if piece.form(self.question.intent)[0]:
            return 0.0
        return piece.form(self._contrary)[0] or float(is_marked(self._contrary, piece.own, first=True))

    def _answered(self, piece: Piece) -> float:
        asked = self.asked_for
        if asked.counted:
            return float(bool(piece.units) and asked.is_counted_in(piece.own))
        places = piece.parts[0].places
        near = NEAR if piece.statements[0].block.lead else HEADED  # without a lead-in, the heading is what leads in
        return sum([bool(places.get(word, 0) & near) for word in asked.named]) / len(asked.named)


_EXPLAINED = (Intent.WHY, Intent.HOW, Intent.DEFINITION, Intent.WHEN_TO_USE, Intent.WHEN_NOT)
_ENTRY = re.compile(  # at the head of a page: who wrote it, and when
    r"(?i)(?:status|date|deciders?|authors?|owners?|reviewers?|supersede[sd](?: by)?|tags?|created|updated"
    r"|last (?:update|change|review|edit)\w*)"
    r"\s*:\s*\S"
)
_IDENTIFIER = re.compile(r"\b\w+_\w+\b|\b[a-z]{2,}[A-Z]\w+\b")  # as in code: 'max_connections'
_STEPS = re.compile(r"\bsteps?\b|\b(?:procedure|checklist|walk me|what order|which order)\b")
_ONE = re.compile(  # 'which module deals with it', not 'which modules'
    r"^\W*(?:(?:in|on|at|to|for|from|by) )?(?:which|what) (?:[\w-]+ )??(?![\w-]*s\b)[\w-]{3,} "
    r"(?:is|does|has|was|did|deals?|covers?|explains?|holds?|contains?|needs?|comes?|goes|gets|"
    r"takes?|gives?|makes?|keeps?|runs?|uses?|shows?|means?|says?|handles?|lets?|allows?|costs?|teaches|introduces)\b"
)
_CONTRARY = {Intent.WHEN_NOT: Intent.WHEN_TO_USE, Intent.WHEN_TO_USE: Intent.WHEN_NOT}
SINGLE = (Intent.NUMBER, Intent.YES_NO, Intent.DEFINITION)  # answered by a statement, not by a list
_SEVERAL = (Intent.LIST, Intent.WHEN_TO_USE, Intent.WHEN_NOT)  # often answered by whole lists
_HEADED = 0.4  # of the question's words, and the heading of a list asks for all of it
_FIRST = 4  # words


def _is_around(group: Candidate, groups: Iterable[Candidate]) -> bool:
    """Whether a list holds another, with its title, that holds as much of the question."""
    source, section = group.first.source, group.first.block.section
    near = [one for one in groups if one.first.block.section == section and one.first.source == source]
    if len(near) == 1:
        return False
    lines = {statement.text.rstrip(" :") for statement in group.statements}
    return any(
        other.first.block.lead.rstrip(" :") in lines and other.features.said >= group.features.said for other in near
    )
