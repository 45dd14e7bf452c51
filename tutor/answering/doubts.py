"""What speaks against having found an answer: the question's own words, and what the best evidence lacks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from tutor.answering.evidence import Candidate, Judge
from tutor.answering.shapes import opens, outlines
from tutor.comparing.phrases import phrases_in
from tutor.questions import HEAVIEST, everyday_words
from tutor.subjects import VENDORS
from tutor.values import Intent
from tutor.words import STOP_WORDS, stem, tokens

_BESIDE = re.compile(r"(?i)\b(?:than|versus|vs|instead of|compared (?:to|with))\b")
_WHO = re.compile(  # did it; not who it is for, nor 'someone who …'
    r"(?i)(?:^\W*|[,;:.?!] |\b(?:and|or|but|so|then|by|is it|was it|tell me|know|forgot|remember|wonder|exactly) )"
    r"who(?:'s| (?!should|shouldn|shall|can|could|may|might|must|would|will|do|does|has|have|needs?|gets?|uses?"
    r"|benefits?|counts?|qualif\w+|belongs?)\w)"
)
_NAME = re.compile(r"(?<=[\w,;:] )[A-Z][a-z'’-]+\b")
_FULL_NAME = re.compile(r"(?<=[\w,;:)] )[A-Z][\w/-]*(?: [A-Z][\w/-]*)+")
_STANDS_FOR = re.compile(r"(?i)\b(?:(?P<short>[a-z]{2,}) )?(?:stands? for|(?:is )?short for|abbreviates?)\b")
_LETTERS = re.compile(r"\b[A-Z][A-Za-z]*[A-Z]\b")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")  # of a word: 'Elasti' and 'Cache'
_DEFINED, _HEADED = 0.5, 0.3  # how surely it says what a thing is; of the question's words
_EXPLAINED = (Intent.DEFINITION, Intent.HOW, Intent.WHEN_TO_USE, Intent.WHEN_NOT)


@dataclass(frozen=True, slots=True)
class Doubts:
    """Of one question and its best evidence; between 0 and 1 unless it says otherwise."""

    score: float  # of the best evidence, by `ranking`; above 0
    dense: float  # cosine of the question and the best evidence
    missing: float  # weight of the heaviest of the question's words that it and its context lack
    strange: float  # 1 when a word that the notes never use is a name, as far as one can tell
    outlined: float  # 1 when the best evidence stands in an outline
    open: float  # 1 when it stands among what is still to be learned
    unheard: float  # 1 when a name of several words stands in none of the evidence: 'Cloud SQL'
    onesided: float  # 1 when something is held beside what the notes never use the words of
    passing: float  # 1 when what is to be explained is only named in passing
    undefined: float  # 1 when the best evidence says not what a thing is, and does not stand under it either
    uncounted: float  # 1 when 'how many X' finds no number beside X, which is no unit
    numberless: float  # 1 when a number is asked for and the best evidence has none of the kind
    unmeasured: float  # 1 when a number of a plain kind is asked for, and the best evidence has none of it
    untouched: float  # 1 when it is asked whether, and the best evidence holds none of the words beside the subject
    unnamed: float  # share of the thing asked for ('which port') that the best evidence does not name
    astray: float  # 1 when the best evidence stands under another subject
    others: float  # 1 when a number, or whether, is asked of something, and the best evidence names only other things
    bare: float  # 1 when nothing is asked but the subject
    nameless: float  # 1 when it is asked who did something, and the best evidence names nobody
    unspelled: float  # 1 when it is asked what letters stand for, and the best evidence does not spell them out
    unparted: float  # 1 when it is asked what sets two things apart, and the best evidence names them in one breath


DOUBTS = tuple(field.name for field in fields(Doubts))


def doubts(judge: Judge, first: Candidate, scored: Sequence[tuple[float, Candidate]]) -> Doubts:
    """:param first: what is said first, one of the candidates.
    :param scored: all candidates with their scores, best first.
    """
    question, features, intent, block = judge.question, first.features, judge.question.intent, first.first.block
    labels = (block.text, block.lead, *block.heading)
    asked = {*question.words, *question.named}
    return Doubts(
        score=next(score for score, candidate in scored if candidate is first),
        dense=features.dense,
        missing=_missing(judge, first),
        strange=float(bool(question.strange)),
        outlined=float(
            not judge.is_titled(first)
            and any(asked.isdisjoint(found) for label in labels if (found := outlines(label)))
        ),
        open=float(any(asked.isdisjoint(found) for label in labels if (found := opens(label)))),
        unheard=float(any(_is_unheard(name, judge, first, scored) for name in _FULL_NAME.findall(question.text))),
        onesided=float(bool(_BESIDE.search(question.text) and set(question.unknown_stems) - everyday_words())),
        passing=judge.passing(first) if intent in _EXPLAINED else 0.0,
        undefined=float(intent is Intent.DEFINITION and features.marked < _DEFINED and features.headed < _HEADED),
        uncounted=float(bool(judge.asked_for.counted) and not judge.asked_for.measured and not features.asked),
        numberless=1.0 - features.number if intent is Intent.NUMBER else 0.0,
        unmeasured=float(intent is Intent.NUMBER and judge.lacks_number(first)),
        untouched=float(intent is Intent.YES_NO and bool(question.words or question.unknown) and not features.covered),
        unnamed=_unnamed(judge, first),
        astray=features.astray,
        others=float(intent in (Intent.NUMBER, Intent.YES_NO) and judge.names_others(first)),
        bare=float(bool(question.subjects) and not question.words and not question.unknown),
        unparted=float(_names_in_one_breath(first, phrases_in(question.text))),
        nameless=float(bool(_WHO.search(question.text)) and not _names_anybody(first, question.text)),
        unspelled=float(_is_unspelled(first, question.text)),
    )


def _names_anybody(candidate: Candidate, question: str) -> bool:
    """Whether it holds a name that the question does not give: a capital where no sentence begins."""
    names = (name for statement in candidate.statements for name in _NAME.findall(statement.text))
    return any(name.lower() not in question.lower() for name in names)


def _is_unspelled(candidate: Candidate, question: str) -> bool:
    """Whether it holds no words for the letters that a question asks the meaning of: 'what does DAX stand for'."""
    asked = _STANDS_FOR.search(question)
    if not asked:
        return False
    block = candidate.first.block
    text = " ".join((candidate.words, block.term, block.lead, *block.heading[-1:]))
    return not any(_spells(text, letters) for letters in _LETTERS.findall(question) or [asked["short"] or ""])


def _spells(text: str, letters: str) -> bool:
    """Whether neighbouring words begin with some letters, or the letters are set equal to words."""
    words = _PART.findall(text)
    telling = (word for word in words if word.lower() not in STOP_WORDS)
    begun = ("".join(word[0] for word in some).lower() for some in (words, telling))
    equated = rf"(?i)\b{letters}s?\b\W*(?:[=:(–—-]|stands? for|means|is short for)\W*[^\W\d]{{3}}"
    return any(letters.lower() in initials for initials in begun) or bool(re.search(equated, text))


def _names_in_one_breath(candidate: Candidate, phrases: Sequence[str]) -> bool:
    """Whether it holds two phrases, by what is not in both, with hardly a word between: 'gp2 or io1'."""
    if not phrases:
        return False
    one, other = map(tokens, phrases)
    pairs = ((a, b) for a in one if a not in other for b in other if b not in one)
    beside = r"(?:\W*[,/]\W*|\W+(?:or|and)\W+)(?:\w+\W+)?"
    return any(re.search(rf"(?i)\b{a}{beside}{b}\b", candidate.words) for a, b in pairs)


def _is_unheard(name: str, judge: Judge, first: Candidate, scored: Sequence[tuple[float, Candidate]]) -> bool:
    """Whether no evidence holds a name of several words, its vendor's aside, and the best not even each of them."""
    words = [word for word in tokens(name) if word not in VENDORS]
    if len(words) < 2 or not judge.lacking(first, map(stem, words)):
        return False
    whole = f" {' '.join(words)} "
    statements = (statement for _, candidate in scored for statement in candidate.statements)
    texts = (f"{statement.embed} {' '.join(statement.block.heading)}" for statement in statements)
    return not any(whole in f" {' '.join(tokens(text))} " for text in texts)


def _missing(judge: Judge, candidate: Candidate) -> float:
    question = judge.question
    lacking = judge.lacking(candidate, (*question.words, *question.unknown_stems))
    return max((question.weights[word] for word in lacking), default=0.0) / HEAVIEST


def _unnamed(judge: Judge, candidate: Candidate) -> float:
    wanted = judge.asked_for.wanted - everyday_words()
    return len(judge.lacking(candidate, wanted)) / len(wanted) if wanted else 0.0
