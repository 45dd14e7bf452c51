"""'Yes.' or 'No.' in front of the statement that settles a yes/no question, only where its words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import filterfalse, pairwise

from index.values import Kind, Polarity
from tutor.answering.evidence import Candidate
from tutor.answering.pieces import is_marked
from tutor.questions import Question
from tutor.subjects import Subjects
from tutor.values import AnswerBlock, BlockKind, Intent
from tutor.words import is_stop, stem, tokens

_NEGATORS = frozenset("not no never cannot can't don't doesn't isn't aren't won't without neither nor".split())
_LIMITERS = frozenset("only limited optional unless except mostly some usually may if".split())
_QUALIFIERS = frozenset(map(stem, "fully completely entirely totally always every all exactly only".split()))
_REFUSING = _NEGATORS | frozenset("avoid skip stop against myth forbidden instead off omit".split())
AFFIRMS = 0.55  # cosine of question and statement, above which a statement that holds every word affirms
_FORBIDS = re.compile(r"(?:never|no|not|don't|do not) (?P<what>.*)")
_LEFT_OUT = re.compile(r"(?i)\bleav(?:e|es|ing) (.{1,40}?) (?:out|away)\b")
_AFFIRMING = re.compile(  # a negation that denies nothing
    r"(?i)\b(?:no|without|not an?) (?:exceptions?|doubts?|reason (?:not )?to (?:withhold|avoid|refuse|skip|stop))\b"
)
_CLAUSES = re.compile(r"[,;(→–]| - |[.!] ")
_OR_NOT = re.compile(r"(?i)\bor (?:not|no)\W*$")
_REACH = 5  # words between a negation and what it negates


def verdict(
    question: Question, candidate: Candidate, blocks: Sequence[AnswerBlock], subjects: Subjects
) -> list[AnswerBlock]:
    """One computed block, or nothing when the statement does not settle the question by its own words."""
    numbers = next((block.citations for block in blocks if block.citations), ())
    if len(candidate.statements) > 1 or not numbers:
        return []
    own = " ".join((candidate.words, *candidate.first.block.heading[-1:]))
    if not set(question.subjects) <= set(subjects.find(own)):
        return []
    said = _settles(question, candidate)
    return [AnswerBlock(BlockKind.COMPUTED, said, numbers)] if said else []


def denies(question: Question, candidate: Candidate) -> bool:
    """Whether a statement negates what a question asks."""
    words = tokens(_plainly(candidate.words))
    asked = set(question.words)
    return any(word in _NEGATORS and _reaches(words, at, asked) for at, word in enumerate(words))


def leans(question: Question, candidate: Candidate) -> bool | None:
    """Whether a statement speaks for what a question asks, or against it; None where it speaks of something else."""
    asked, block = {*question.words, *question.named}, candidate.first.block
    if block.kind is Kind.ROW or _is_negative(_OR_NOT.sub("", question.text)):
        return None
    clauses = [tokens(clause) for clause in _CLAUSES.split(_LEFT_OUT.sub(r"omit \1", _plainly(candidate.words)))]
    held = [len(asked & set(map(stem, clause))) for clause in clauses]
    if not any(held):
        return None
    best = held.index(max(held))
    words = clauses[best]
    forbidden = _FORBIDS.match(" ".join(words))
    if forbidden and stem(next(filterfalse(is_stop, forbidden["what"].split()), "")) not in asked:
        return None  # 'never do that' is no answer to whether this may be done
    refusing = _REFUSING.difference(tokens(_OR_NOT.sub("", question.text)))
    refuses = not refusing.isdisjoint(words)
    elsewhere = (at for at, clause in enumerate(clauses) if at != best and (held[at] == held[best] or not refuses))
    told = (clauses[at] for at in elsewhere if refusing.isdisjoint(clauses[at]) is refuses)
    if any((asked & set(map(stem, clause))) - set(map(stem, words)) for clause in told):
        return None  # it pays for one thing, 'never for' the other
    against = block.polarity is Polarity.NEGATED or refuses
    if against or any(is_marked(Intent.WHEN_NOT, text) for text in (block.lead, *block.heading)):
        return False
    return None if not _LIMITERS.isdisjoint(words) else True


def _plainly(text: str) -> str:
    """A text without the negations that affirm, and with one kind of apostrophe."""
    return _AFFIRMING.sub("", text.replace("’", "'"))


def _is_negative(text: str) -> bool:
    return any(word in _NEGATORS or word.endswith("n't") for word in tokens(text))


def _settles(question: Question, candidate: Candidate) -> str:
    statement = candidate.first
    words = tokens(_plainly(statement.text))
    asked = set(question.words)
    if statement.block.polarity is not Polarity.ASSERTED or _is_negative(question.text):
        return ""
    if denies(question, candidate):
        return "No."
    held = asked and all(any(stem(word) == want for word in words) for want in asked)
    held = held and _keeps_qualifiers(tokens(question.text), words)
    doubtful = any(word in _NEGATORS or word in _LIMITERS for word in words)
    doubtful = doubtful or any(
        is_marked(Intent.WHEN_NOT, text) for text in (statement.block.lead, *statement.block.heading)
    )
    plain = held and not doubtful and not statement.block.term and candidate.features.dense >= AFFIRMS
    return "Yes." if plain else ""


def _keeps_qualifiers(asked: Sequence[str], words: Sequence[str]) -> bool:
    """Whether what is asked to be 'fully' so is so in the statement, and nothing else there is."""
    qualified = {pair for pair in pairwise(map(stem, asked)) if pair[0] in _QUALIFIERS}
    return qualified <= set(pairwise(map(stem, words)))


def _reaches(words: Sequence[str], at: int, asked: set[str]) -> bool:
    """Whether a negation stands just before a word that was asked about."""
    return any(stem(word) in asked for word in words[at + 1 : at + 1 + _REACH])
