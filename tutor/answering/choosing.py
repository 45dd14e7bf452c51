"""Choosing less: the few candidates that answer a question together, gathered by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.values import Kind, Polarity
from tutor.answering.evidence import SINGLE, Candidate, Features
from tutor.answering.pieces import BRIEF, CODE_WORDS
from tutor.answering.ranking import gaps
from tutor.answering.verdicts import denies
from tutor.questions import Question
from tutor.values import Intent
from tutor.words import has_number, numbers, stems, tokens

_SIDED = (Intent.WHEN_TO_USE, Intent.WHEN_NOT)  # what the notes put on the other side is no part of the answer
_TOLD_BEHIND = {Intent.YES_NO: 0.0, Intent.WHY: 0.5}  # share of new words up to which the next sentence tells more
_FORMED = (*_SIDED, Intent.HOW)  # what only names the thing leaves the form to the sentence behind it
_ABOUT = 0.8  # of the subjects asked about
_LOOKED_AT = 24  # candidates, best first
_MOST = 4  # candidates in one answer
_REACH = 12  # lines; what stands nearer in one section is quoted as one place
_BEHIND = 0.3  # of the best score; what is marked so much worse is about something else
_SLACK = 0.3  # less of the question's words than the best, and a marked side is about something else
_SAME = 0.8  # share of words; what shares more says the same again
_OBJECTIONS = 12  # candidates that may deny what the best affirms
_READ = 80  # words
_WHOLE = 0.9  # of the question's words, by weight
_HOLDS = 0.8  # of what a list holds of the question
_HOLE = 16  # words that an answer may be longer by, rather than leave a sentence out
_REPEATS = 0.2  # share of a statement's words
_ROOM = {  # words an answer of a kind may have; a learner reads the first lines
    Intent.NUMBER: 40,
    Intent.YES_NO: 40,
    Intent.DEFINITION: 52,
    Intent.WHY: 70,
    Intent.WHEN_NOT: 70,
    Intent.HOW: 80,
    Intent.WHEN_TO_USE: 80,
    Intent.LIST: 100,
}
_USUAL_ROOM = 56
_CONCLUDES = re.compile(  # from what stands in front of it
    r"(?i)\W*(?:so|thus|therefore|hence|for (?:this|that) reason|(?:this|that) is (?:why|one|the)"
    r"|(?:\w+ing|because of) (?:this|that))\b"
)
_LIKE = 0.5  # of the best one's likeness to the question
_FRAME = 4  # words that a place costs beside its quote: heading, lead-in


@dataclass(slots=True)
class Place:
    """Candidates that stand together in one section, and what says the same elsewhere."""

    candidates: list[Candidate]
    support: list[Candidate] = field(default_factory=list)
    direct: bool = False  # whether the best of them is said first

    @property
    def first(self) -> Candidate:
        """The best of them."""
        return self.candidates[0]

    @property
    def in_order(self) -> list[Candidate]:
        """The candidates as they stand in the note, the best in front of them where it is the direct answer."""
        found = sorted(self.candidates, key=lambda candidate: candidate.first.position)
        return sorted(found, key=lambda candidate: candidate is not self.first) if self.direct else found

    def takes(self, other: Candidate) -> bool:
        """Whether another candidate stands near enough to be quoted with them."""
        here, there = self.first.first, other.first
        if (here.source, here.block.section) != (there.source, there.block.section):
            return False
        lines = [line for candidate in (*self.candidates, other) for line in candidate.lines]
        return max(lines) - min(lines) <= _REACH


def choose(scored: Sequence[tuple[float, Candidate]], question: Question, share: float = 1.0) -> list[Place]:
    """The best candidate and those almost as good, as long as there is room, best place first.

    :param share: of the usual room.
    """
    if not scored:
        return []
    fitting = _fitting(scored, question)
    best, first = _readable(fitting, question)
    fitting, scored = _apart(fitting, first), _apart(scored, first)
    choice = _Choice(first, question, share)
    if _draws_on(first, question):
        choice.go_back(scored)
    elif question.intent in _TOLD_BEHIND and _only_repeats(first, _words_of(question), _TOLD_BEHIND[question.intent]):
        choice.go_on(scored)
    elif question.intent in _FORMED and not (first.features.marked or first.features.worded):
        choice.go_on(scored, formed=True)
    for score, candidate in fitting[1:_LOOKED_AT]:
        choice.offer(candidate, best - score)
    if question.intent is Intent.YES_NO and not denies(question, first):
        choice.object(denial for _, denial in fitting[1:_OBJECTIONS] if denies(question, denial))
    choice.fill(scored)
    return choice.places


def _readable(fitting: Sequence[tuple[float, Candidate]], question: Question) -> tuple[float, Candidate]:
    """The best; where it is a list longer than anybody reads who asks for no list, the part that holds most of it."""
    best = fitting[0]
    asks_for_list = question.intent is Intent.LIST or (question.intent is Intent.HOW and best[1].features.marked)
    if asks_for_list or len(best[1].words.split()) <= _READ:
        return best
    whole, enough = {statement.id for statement in best[1].statements}, best[1].features.said * _HOLDS
    parts = (pair for pair in fitting if whole > {statement.id for statement in pair[1].statements})
    return next((pair for pair in parts if pair[1].features.said >= enough), best)


def _fitting(scored: Sequence[tuple[float, Candidate]], question: Question) -> Sequence[tuple[float, Candidate]]:
    """The candidates of the form that a kind of question asks for, if there are any."""
    if question.intent is not Intent.YES_NO:
        scored = _telling(scored, question)
    if question.intent in SINGLE:
        single = [pair for pair in scored if _is_short(pair[1])] or scored
        if not _asks_for_code(question):
            single = [pair for pair in single if _is_told(pair[1], question)] or single
        return _measured(single) if question.intent is Intent.NUMBER else single
    return _sided(scored) if question.intent in _SIDED else scored


def _telling(scored: Sequence[tuple[float, Candidate]], question: Question) -> Sequence[tuple[float, Candidate]]:
    """Those that say more than the question does."""
    near, asked = scored[:_LOOKED_AT], _words_of(question)
    found = [pair for pair in near if _draws_on(pair[1], question) or not _only_repeats(pair[1], asked)]
    return [*found, *scored[_LOOKED_AT:]] or scored


def _draws_on(candidate: Candidate, question: Question) -> bool:
    """Whether it draws on the sentence in front of it, which gives the reason asked for."""
    return question.intent is Intent.WHY and bool(_CONCLUDES.match(candidate.words))


def _words_of(question: Question) -> frozenset[str]:
    """All stems of a question that carry meaning."""
    return frozenset((*question.words, *question.named, *question.unknown_stems))


def _only_repeats(candidate: Candidate, asked: frozenset[str], share: float = _REPEATS) -> bool:
    """Whether it says nothing, or hardly anything, that the question does not.

    :param asked: stems of the question.
    :param share: of its words that may be new; a number never is just one more word, nor is one in a list.
    """
    said = stems(candidate.words)
    share = share if len(candidate.statements) == 1 else 0.0
    new = said - asked
    return len(new) <= share * len(said) and not any(map(has_number, new))


def _sided(scored: Sequence[tuple[float, Candidate]]) -> Sequence[tuple[float, Candidate]]:
    """Those that the notes mark as the side asked for, unless something else is much better."""
    first = scored[0][1]
    about = min(_ABOUT, first.features.subject) if _is_marked(first) else _ABOUT
    held = max(candidate.features.covered for _, candidate in scored[:_MOST]) - _SLACK
    there = max(candidate.features.placed for _, candidate in scored)

    def fits(candidate: Candidate) -> bool:
        features = candidate.features
        enough = features.subject >= about and features.covered >= held and features.placed >= there
        return enough and _is_marked(candidate)

    sided = [pair for pair in scored if fits(pair[1])]
    if not sided:
        return scored
    best = next(place for place, (_, candidate) in enumerate(scored) if not candidate.features.opposed)
    return sided if scored[best][0] - sided[0][0] <= _BEHIND else scored[best:]


def _is_short(candidate: Candidate) -> bool:
    """Whether it is one statement, or the few words of a box in a drawing."""
    return len(candidate.statements) == 1 or len(candidate.words.split()) <= BRIEF


def _is_told(candidate: Candidate, question: Question) -> bool:
    """Whether it is no code, or code with a comment that holds the number asked for, or all that is asked whether."""
    if candidate.first.block.kind is not Kind.CODE:
        return True
    features = candidate.features
    return (question.intent is Intent.NUMBER and features.number >= 1) or (
        question.intent is Intent.YES_NO and features.said >= _WHOLE
    )


def _measured(scored: Sequence[tuple[float, Candidate]]) -> Sequence[tuple[float, Candidate]]:
    """Those that hold a number of the kind asked for, about as many of the question's words as the best, and that
    are as surely about what is asked about."""
    best = scored[0][1].features

    def fits(features: Features) -> bool:
        nearby = features.subject >= best.subject and features.astray <= best.astray
        return features.number >= 1 and features.covered >= best.covered - _SLACK and nearby

    return [pair for pair in scored[:_LOOKED_AT] if fits(pair[1].features)] or scored


def _asks_for_code(question: Question) -> bool:
    return not CODE_WORDS.isdisjoint(tokens(question.text))


class _Choice:
    """What is chosen so far, and the room that is left."""

    def __init__(self, first: Candidate, question: Question, share: float) -> None:
        self.places = [Place([first], direct=question.intent in SINGLE)]
        self._near, self._far = gaps()
        self._best = first.features
        self._taken = {statement.id for statement in first.statements}
        self._room = _ROOM.get(question.intent, _USUAL_ROOM) * share - _size(first)

    def go_on(self, scored: Sequence[tuple[float, Candidate]], *, formed: bool = False) -> None:
        """Take the sentence behind the best, which tells more; `formed`: only in the form that is asked for."""
        home = self.places[0]
        following = _sentences(scored).get(_spot(home.first, 1))
        if following and (not formed or (following.features.worded and not following.features.opposed)):
            self._take(following, home)

    def go_back(self, scored: Sequence[tuple[float, Candidate]]) -> None:
        """Take the sentence in front of the best, which gives the reason that the best only draws on."""
        home = self.places[0]
        if before := _sentences(scored).get(_spot(home.first, -len(home.first.statements))):
            self._take(before, home)

    def object(self, denials: Iterable[Candidate]) -> None:
        """Take the best statement that denies what the best of all seems to affirm."""
        for denial in denials:
            if denial.features.subject >= _ABOUT and denial.features.said > 0 and denial.features.astray < 1:
                self.offer(denial, 0.0)
                return

    def fill(self, scored: Sequence[tuple[float, Candidate]]) -> None:
        """Take what single sentences were left out between two of one place, as long as there is room."""
        for place in self.places:
            spots = {_spot(candidate) for candidate in place.candidates}
            holes = {_spot(candidate, 1) for candidate in place.candidates if _spot(candidate, 2) in spots} - spots
            sentences = _sentences(scored) if holes else {}
            for candidate in map(sentences.get, sorted(holes)):
                if candidate and _size(candidate) <= self._room + _HOLE:
                    self._take(candidate, place)

    def offer(self, candidate: Candidate, behind: float) -> None:
        """Take a candidate if it is good enough, new, and fits; what only repeats becomes support."""
        if behind > max(self._near, self._far) or self._is_foreign(candidate.features):
            return
        home = next((place for place in self.places if place.takes(candidate)), None)
        if behind > (self._near if home else self._far) or any(s.id in self._taken for s in candidate.statements):
            return
        said = next((place for place in self.places if _says_the_same(candidate, place)), None)
        if said and not home:
            said.support.append(candidate)
        elif not said and _size(candidate) <= self._room and sum(len(p.candidates) for p in self.places) < _MOST:
            self._take(candidate, home)

    def _is_foreign(self, features: Features) -> bool:
        """Whether it holds nothing of what the best holds of the question, and is nothing like it."""
        holds_less = self._best.covered > 0 and not features.covered
        return holds_less and features.dense < self._best.dense * _LIKE

    def _take(self, candidate: Candidate, home: Place | None) -> None:
        if home:
            home.candidates.append(candidate)
        else:
            self.places.append(Place([candidate]))
        self._room -= _size(candidate)
        self._taken |= {statement.id for statement in candidate.statements}


def _sentences(scored: Iterable[tuple[float, Candidate]]) -> dict[tuple[str, int, int], Candidate]:
    """The candidates that are one sentence each, by where they stand."""
    single = (candidate for _, candidate in scored if len(candidate.statements) == 1)
    return {_spot(candidate): candidate for candidate in single if candidate.first.block.kind is Kind.SENTENCE}


def _spot(candidate: Candidate, ahead: int = 0) -> tuple[str, int, int]:
    """Source, section and position of what a candidate ends with, or of what stands `ahead` of it."""
    last = candidate.statements[-1]
    return last.source, last.block.section, last.position + ahead


def _apart(scored: Sequence[tuple[float, Candidate]], first: Candidate) -> list[tuple[float, Candidate]]:
    """What may stand beside the best: what the notes hold up as wrong is quoted by itself."""
    wrong = first.first.block.polarity is Polarity.REJECTED
    return [pair for pair in scored if (pair[1].first.block.polarity is Polarity.REJECTED) is wrong]


def _is_marked(candidate: Candidate) -> bool:
    """Whether the notes themselves mark a candidate as what something is, or is not, for."""
    return candidate.features.marked >= 1 and candidate.features.astray < 1


def _size(candidate: Candidate) -> int:
    return _FRAME + sum(len(statement.text.split()) for statement in candidate.statements)


def _says_the_same(candidate: Candidate, place: Place) -> bool:
    """Whether a candidate only repeats, in other order or with a word more, what is quoted already."""
    return any(_alike(candidate.words, other.words) for other in place.candidates)


def _alike(one: str, other: str) -> bool:
    mine, theirs = stems(one), stems(other)
    if not mine or len(mine & theirs) / len(mine) < _SAME:
        return False
    return numbers(one) <= numbers(other)
