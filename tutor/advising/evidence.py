"""What the notes say for and against their subjects: statements with the subject that each speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.values import Kind, Polarity, Statement
from tutor.subjects import Subjects

_OR = re.compile(r"(?i)\s+(?:or|and)\s+")
_ARROW = re.compile(r"\s*(?:→|->|⇒)\s*")
_AGAINST_LEAD = re.compile(
    r"(?i)\b(?:when not|not to use|avoid|don['’]t use|limitations?|trade-?offs?|drawbacks?|downsides?"
    r"|disadvantages?|differences from|cons)\b"
)
_OTHER_SIDE = re.compile(r"(?i)\b(?:without|traditional|self[- ]managed|standard|problems?|risks?|before)\b")
_PROBLEM = re.compile(r"(?i)^(?:problems?\b|traditional\b|relational databases?\b|standard\b)")
_GUIDE = re.compile(r"(?i)\?|\bneed\b|\buse\b")
_LEADS = (
    (
        re.compile(
            r"(?i)\b(?:use .* when|when to (?:use|choose|switch)|choose .* (?:when|if)|use when|best for|is used)\b"
        ),
        3.0,
    ),
    (re.compile(r"(?i)\buse cases?\b|\bideal for\b|\bgreat for\b|\bsuitable\b"), 2.5),
    (re.compile(r"(?i)\bwhat it is\b"), 2.2),
    (re.compile(r"(?i)\b(?:why it exists|solution|problem)\b"), 1.6),
    (re.compile(r"(?i)\b(?:benefits?|features?|characteristics|you get|key)\b"), 1.2),
)
_DEFINES = re.compile(
    r"(?i)^(?:amazon |aws )?[\w /()+-]{2,60}? (?:is|are|=|provides?|supports?|lets|enables?|offers?"
    r"|delivers?)\b|^(?:an? |fully managed|managed |serverless )"
)
_WHEN_WEIGHT = 2.5
_SHORT = 3  # words of a name that only a guide gives
_GUIDE_WEIGHT, _ROW_WEIGHT, _TERM_WEIGHT, _PLAIN_WEIGHT = 3.2, 2.0, 1.6, 0.8


@dataclass(frozen=True, slots=True)
class Evidence:
    """A statement that speaks for a subject, or against it."""

    subject: str
    statement: Statement
    text: str  # what it says, with the term or column that gives it meaning
    weight: float
    against: bool = False
    problem: bool = False  # tells what is wrong with other things, which speaks for the subject


def gather(statements: Iterable[Statement], subjects: Subjects) -> list[Evidence]:
    """All that the notes say for or against their subjects; statements held up as wrong are left out."""
    return [
        evidence
        for statement in statements
        if statement.block.polarity is not Polarity.REJECTED and statement.block.kind is not Kind.CODE
        for evidence in _of(statement, subjects)
    ]


def says_when(evidence: Evidence) -> bool:
    """Whether it says when to choose its subject, rather than what that is or some detail."""
    return evidence.weight >= _WHEN_WEIGHT and not evidence.against


def _of(statement: Statement, subjects: Subjects) -> Iterator[Evidence]:
    block = statement.block
    if block.kind is Kind.ROW and block.cells and len(block.header) == len(block.cells):
        cells = list(_of_row(statement, subjects))
        if cells:
            yield from cells
            return
    text = f"{block.term}: {block.text}" if block.term and not block.text.startswith(block.term) else block.text
    names, weight = _speaks_for(statement, subjects)
    against = _is_against(statement)
    for name in names:
        yield Evidence(name, statement, text, weight, against, problem=bool(_PROBLEM.search(text)))


def _of_row(statement: Statement, subjects: Subjects) -> Iterator[Evidence]:
    block = statement.block
    for column, cell in zip(block.header[1:], block.cells[1:], strict=True):
        for name in subjects.find(column)[:1]:
            against = cell.strip() in ("❌", "✗", "✘", "no", "No")
            yield Evidence(name, statement, f"{block.cells[0]}: {cell}", _ROW_WEIGHT, against)


def _speaks_for(statement: Statement, subjects: Subjects) -> tuple[tuple[str, ...], float]:
    """The subjects that a statement is about, with how much it says about choosing them."""
    block = statement.block
    parts = _ARROW.split(block.text)
    if len(parts) == 2 and _GUIDE.search(parts[0]):
        named = subjects.find(parts[1])
        if named or len(parts[1].split()) <= _SHORT:
            return named or (parts[1],), _GUIDE_WEIGHT
    weight, of_heading = _weight(statement), _of_heading(statement, subjects)
    for title in (block.lead, block.side):
        if title and (named := subjects.find(title)) and (subjects.find(_opening(title, 4)) or not of_heading):
            return (
                ((), 0.0)
                if _OTHER_SIDE.search(title) and not _AGAINST_LEAD.search(title)
                else (named[:3], max(weight, _TERM_WEIGHT))
            )
    if block.side and _OTHER_SIDE.search(block.side):
        return (), 0.0
    if block.term and (named := subjects.find(block.term)):
        return named, max(weight, _TERM_WEIGHT)
    own = subjects.find(_opening(block.text))
    if own and block.kind is Kind.SENTENCE:
        return own[:1], weight
    return of_heading, weight


def _opening(text: str, words: int = 6) -> str:
    """Where a text says what it is about."""
    return " ".join(text.split()[:words])


def _of_heading(statement: Statement, subjects: Subjects) -> tuple[str, ...]:
    for title in reversed(statement.block.heading):
        named = subjects.find(title)
        if named:
            return _apart(named, subjects)[:2]
    return ()


def _apart(names: tuple[str, ...], subjects: Subjects) -> tuple[str, ...]:
    """A heading 'Use A or B when' speaks for both."""
    parts = tuple(subjects.resolve(part) for name in names for part in _OR.split(name))
    return parts if all(parts) else names


def _weight(statement: Statement) -> float:
    block = statement.block
    context = f"{block.lead} {block.term} {block.side} {block.heading[-1] if block.heading else ''}"
    for pattern, weight in _LEADS:
        if pattern.search(context):
            return weight
    return 2.0 if block.kind is Kind.SENTENCE and _DEFINES.search(block.text) else _PLAIN_WEIGHT


def _is_against(statement: Statement) -> bool:
    block = statement.block
    if block.polarity is Polarity.NEGATED or block.mark == "cross":
        return True
    return bool(_AGAINST_LEAD.search(f"{block.lead} {block.term} {' '.join(block.heading[-1:])}"))
