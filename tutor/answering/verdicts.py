"""'Yes.' or 'No.' in front of the statement that settles a yes/no question, only where its words leave no doubt."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import filterfalse, pairwise

from index.values import Kind, Polarity, Statement
from tutor.answering.evidence import Candidate
from tutor.answering.shapes import is_marked, wants_wrong
from tutor.questions import Question
from tutor.subjects import Subjects
from tutor.values import AnswerBlock, BlockKind, Intent
from tutor.words import is_stop, stem, tokens

_NEGATORS = frozenset("not no never cannot can't don't doesn't isn't aren't won't without neither nor".split())
_LIMITERS = frozenset("only limited optional unless except mostly some usually may if".split())
_QUALIFIERS = frozenset(map(stem, "fully completely entirely totally always every all exactly only 100".split()))
_SAME = frozenset("same identical equal alike interchangeable synonymous synonyms".split())
_REFUSING = _NEGATORS | frozenset("avoid skip stop against myth forbidden instead off omit".split())
AFFIRMS = 0.55  # cosine of question and statement, above which a statement that holds every word affirms
_FORBIDS = re.compile(r"(?:never|no|not|don't|do not) (?P<what>.*)")
_LEFT_OUT = re.compile(r"(?i)\bleav(?:e|es|ing) ([^,;:.]{1,40}?) (?:out|away)\b")
_OUTRIGHT = re.compile(r"(?i)^(?:[\w ]{1,20}: )?(?P<said>yes|no|nope)\b(?=[.,:;!]| -)")
_YES = re.compile(r"(?i)\W*yes\b")  # 'Yes from 12, but not alone'
_AFFIRMING = re.compile(  # a negation that denies nothing
    r"(?i)\b(?:no|without|not an?) (?:exceptions?|doubts?|reason (?:not )?to (?:withhold|avoid|refuse|skip|stop))\b"
)
_NAMED = re.compile(r"(?i)(?<!\w)-{0,2}no-\w[\w-]*")  # '--no-verify', 'no-store'
_CLAUSES = re.compile(r"[,;(→–]| - |[.!] ")
_OR_NOT = re.compile(r"(?i)\bor (?:not|no)\W*$")
_REACH = 5  # words between a negation and what it negates


def verdict(
    question: Question, candidate: Candidate, blocks: Sequence[AnswerBlock], subjects: Subjects
) -> list[AnswerBlock]:
    """One computed block, or nothing when the statement does not settle the question by its own words.

    Code settles nothing: its comments speak of a line.
    """
    numbers = next((block.citations for block in blocks if block.citations), ())
    if len(candidate.statements) > 1 or not numbers or candidate.first.block.kind is Kind.CODE:
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
    if (
        block.kind in (Kind.ROW, Kind.CODE)
        or _is_mistake(candidate.first)
        or _is_negative(_OR_NOT.sub("", question.text))
    ):
        return None
    parts = clauses(candidate.words)
    held = [len(asked & set(map(stem, part))) for part in parts]
    if not any(held):
        return None
    if outright := _OUTRIGHT.match(candidate.words):
        return outright["said"].lower() == "yes"
    best = held.index(max(held))
    words = parts[best]
    forbidden = _FORBIDS.match(" ".join(words))
    if forbidden and stem(next(filterfalse(is_stop, forbidden["what"].split()), "")) not in asked:
        return None  # 'never do that' is no answer to whether this may be done
    refusing = _REFUSING.difference(tokens(_OR_NOT.sub("", question.text)))
    refused = not refusing.isdisjoint(words)
    elsewhere = (at for at, part in enumerate(parts) if at != best and (held[at] == held[best] or not refused))
    told = [at for at in elsewhere if refusing.isdisjoint(parts[at]) is refused]
    as_much = any(held[at] > 1 and held[at] >= held[best] - 1 for at in told)
    if as_much or any((asked & set(map(stem, parts[at]))) - set(map(stem, words)) for at in told):
        return None  # it pays for one thing, 'never for' the other
    against = refused or (block.polarity is Polarity.NEGATED and not _AFFIRMING.search(candidate.words))
    if against or any(is_marked(Intent.WHEN_NOT, text) for text in (block.lead, *block.heading)):
        return False
    return None if not _LIMITERS.isdisjoint(words) else True


def clauses(text: str) -> list[list[str]]:
    """The words of each part of a sentence."""
    return [tokens(part) for part in _CLAUSES.split(_LEFT_OUT.sub(r"omit \1", _plainly(text)))]


def refuses(words: Sequence[str]) -> bool:
    """Whether the words of a part of a sentence refuse something."""
    return not _REFUSING.isdisjoint(words)


def _plainly(text: str) -> str:
    """A text without the negations that affirm or only name something, and with one kind of apostrophe."""
    return _AFFIRMING.sub("", _NAMED.sub("", text.replace("’", "'")))


def _is_mistake(statement: Statement) -> bool:
    """Whether a statement stands among mistakes, and so may begin with one."""
    return any(map(wants_wrong, (statement.block.lead, *statement.block.heading)))


def _is_negative(text: str) -> bool:
    return any(word in _NEGATORS or word.endswith("n't") for word in tokens(text))


def _settles(question: Question, candidate: Candidate) -> str:
    statement = candidate.first
    words = tokens(_plainly(statement.text))
    asked = set(question.words)
    if statement.block.polarity is not Polarity.ASSERTED or _is_mistake(statement) or _is_negative(question.text):
        return ""
    if denies(question, candidate):
        return "" if _YES.match(statement.text) else "No."
    held = asked and all(any(stem(word) == want for word in words) for want in asked)
    held = held and keeps_qualifiers(question.text, statement.text)
    doubtful = any(word in _NEGATORS or word in _LIMITERS for word in words)
    doubtful = doubtful or any(
        is_marked(Intent.WHEN_NOT, text) for text in (statement.block.lead, *statement.block.heading)
    )
    plain = held and not doubtful and not statement.block.term and candidate.features.dense >= AFFIRMS
    return "Yes." if plain else ""


def keeps_qualifiers(asked: str, text: str) -> bool:
    """Whether what is asked to be 'fully', '100 %' or 'the same' is so in a statement, and nothing else there is."""
    if not _SAME.isdisjoint(tokens(asked)) and _SAME.isdisjoint(tokens(text)):
        return False
    words = [stem(word) for word in tokens(asked)]
    qualified = {pair for pair in pairwise(words) if pair[0] in _QUALIFIERS}
    return qualified <= set(pairwise(stem(word) for word in tokens(text)))


def _reaches(words: Sequence[str], at: int, asked: set[str]) -> bool:
    """Whether a negation stands just before a word that was asked about."""
    return any(stem(word) in asked for word in words[at + 1 : at + 1 + _REACH])
