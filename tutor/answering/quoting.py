"""One question to the statements that answer it, or to the nearest that do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.values import StatementHit
from tutor.answering.asked_for import AskedFor
from tutor.answering.choosing import Place, choose
from tutor.answering.composing import compose, disagreeing
from tutor.answering.contradicting import contradiction
from tutor.answering.doubts import doubts
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.gathering import Lists, Sections
from tutor.answering.pieces import Pieces
from tutor.answering.ranking import confidence, is_doubtful, ranked, threshold
from tutor.answering.verdicts import denies, verdict
from tutor.citing import Citations
from tutor.claims import Quantity
from tutor.disagreements import Disagreement, conflicts_about
from tutor.knowledge import Knowledge
from tutor.questions import Question
from tutor.values import AnswerBlock, BlockKind, Intent
from tutor.words import stems

_ALL = 0.65  # of the question's words, by weight
_MEANT = 0.5  # of the question's words; a disagreement that shares fewer is about something else
NOT_OUTRIGHT = AnswerBlock(BlockKind.CONNECTIVE, "Your notes do not say this outright. Nearest to it:")
_NEAR = 8  # candidates that tell what the notes do cover


@dataclass(frozen=True, slots=True)
class Reply:
    """What the notes say to one question; no blocks when they do not cover it."""

    asked: Question
    confidence: float
    near: tuple[Candidate, ...]  # best first
    blocks: tuple[AnswerBlock, ...] = ()
    about: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()


class Quoting:
    """Replies by quoting. Safe to share between threads."""

    def __init__(self, sections: Sections, knowledge: Knowledge) -> None:
        self._lists, self._knowledge = Lists(sections), knowledge
        self._subjects, self._pieces = knowledge.subjects, Pieces(knowledge.subjects, sections)

    def reply(self, asked: Question, hits: Sequence[StatementHit], citations: Citations, share: float = 1.0) -> Reply:
        """:param citations: takes the citations of what is quoted.
        :param share: of the usual room that the reply may take.
        """
        judge = Judge(asked, self._pieces)
        scored = ranked(judge.candidates(hits, self._lists.of(hits, asked.intent)), asked.intent)
        near = tuple(candidate for _, candidate in scored)
        places = choose(scored, asked, share)
        doubted = doubts(judge, places[0].first, scored) if places else None
        sure = confidence(doubted, asked.intent) if doubted else 0.0
        touched = [] if doubted and doubted.unheard else self._disagreements(asked, judge.asked_for)[:1]
        spoken = touched and _is_measured(touched[0]) and _reads(places, touched[0])
        if touched and not spoken and _shares(asked, touched[0]) < _MEANT:
            touched = []
        if touched and (sure < threshold() or not _reads(places, touched[0])):
            places, sure = [], max(sure, threshold())  # the readings are the answer
        elif sure < threshold():
            return Reply(asked, sure, near[:_NEAR])
        elif touched and not _is_measured(touched[0]):
            places = _beside(places, touched[0])
        if not touched and places and (found := contradiction(judge, places[0].first, scored)):
            touched, places = [found], _reading(places, found)
        in_doubt = not touched and is_doubtful(sure)
        blocks = compose(places, asked, self._subjects, citations)
        if in_doubt:
            blocks = [NOT_OUTRIGHT, *blocks]
        elif places and asked.intent is Intent.YES_NO and not touched and not _is_denied(places, asked):
            blocks = [*verdict(asked, places[0].first, blocks, self._subjects), *blocks]
        if touched:
            blocks += disagreeing(touched[0], [one for place in places for one in place.candidates], citations)
        about = self._about(asked, places[0]) if places else asked.subjects
        return Reply(asked, sure, near, tuple(blocks), about, tuple(touched))

    def _about(self, asked: Question, place: Place) -> tuple[str, ...]:
        """The subjects asked about; where it is one, also the part of it that the answer turned out to be about."""
        if len(asked.subjects) != 1:
            return asked.subjects
        heading = place.first.first.block.heading[-1:]
        inner = [
            name
            for name in self._subjects.find(" ".join(heading))
            if name not in asked.subjects and asked.subjects[0] in self._subjects.family(name)
        ]
        return (*asked.subjects, *inner[:1])

    def _disagreements(self, asked: Question, asked_for: AskedFor) -> list[Disagreement]:
        found, aspects = self._knowledge.disagreements, self._knowledge.aspects
        touched = conflicts_about(
            asked.subjects,
            asked.words,
            found,
            self._subjects,
            question=asked.mended,
            aspects=aspects,
            whether=asked.intent is Intent.YES_NO,
        )
        return [one for one in touched if _is_of_kind(one, asked_for)]


def _is_denied(places: Sequence[Place], asked: Question) -> bool:
    """Whether something else that is quoted denies what the best statement seems to affirm."""
    others = (one for place in places for one in place.candidates if one is not places[0].first)
    return not denies(asked, places[0].first) and any(denies(asked, one) for one in others)


def _shares(asked: Question, found: Disagreement) -> float:
    """The share of the question's words, by weight, that a reading of a disagreement and its headings hold."""
    total = sum(asked.weights[word] for word in asked.words)
    if not total:
        return 1.0
    readings = [stems(f"{one.embed} {' '.join(one.block.heading)}") for view in found.views for one in view.statements]
    held = ({word, *asked.synonyms.of(word)[0]} for word in asked.words)
    likes = dict(zip(asked.words, held, strict=True))
    return max(sum(asked.weights[word] for word in asked.words if likes[word] & one) for one in readings) / total


def _reads(places: Sequence[Place], found: Disagreement) -> bool:
    """Whether an answer holds a reading of a disagreement on a number; other sides have other answers too."""
    readings = {statement.id for view in found.views for statement in view.statements}
    said = (statement.id for place in places for one in place.candidates for statement in one.statements)
    return not _is_measured(found) or any(one in readings for one in said)


def _reading(places: Sequence[Place], found: Disagreement) -> list[Place]:
    """The best place, and those with a reading: where two answers are at odds, what is near them tells nobody more."""
    readings = {statement.id for view in found.views for statement in view.statements}
    return [
        place
        for place in places
        if place is places[0] or any(s.id in readings for one in place.candidates for s in one.statements)
    ]


def _is_of_kind(found: Disagreement, asked_for: AskedFor) -> bool:
    """Whether a reading of a disagreement has a number of the kind asked for, where one is plain to see."""
    if not (asked_for.is_plain and _is_measured(found)):
        return True
    return any(asked_for.measures(one.text) for view in found.views for one in view.statements)


def _is_measured(found: Disagreement) -> bool:
    return any(isinstance(value, Quantity) for value in found.values)


def _beside(places: Sequence[Place], found: Disagreement) -> list[Place]:
    """The places without those next to a reading of a disagreement: all the readings are quoted anyway.

    The best one stays where it holds all that is asked for.
    """
    sections = {(one.source, one.block.section) for view in found.views for one in view.statements}
    readings = {one.id for view in found.views for one in view.statements}

    def stays(place: Place) -> bool:
        first = place.first
        if (first.first.source, first.first.block.section) not in sections:
            return True
        return (
            place is places[0] and first.features.said >= _ALL and readings.isdisjoint(s.id for s in first.statements)
        )

    return [place for place in places if stays(place)]
