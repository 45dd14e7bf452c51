"""Telling a situation, or a question what to choose, from a question about what the notes say."""

from __future__ import annotations

import re
from functools import cache

from pydantic import Field

from tutor.advising.requirements import pattern_of
from tutor.rule_files import Pattern, Row, read_rows
from tutor.subjects import Subjects
from tutor.values import Intent

_CLAUSE = re.compile(r"(?<=[.?!;:,])\s+|\s+[-–—]+\s+")
_OF_A_SUBJECT = re.compile(  # 'Which engines can RDS Custom run', 'weak points of DynamoDB that …'
    r"(?i)^(?:(?:which|what) (?:[\w'-]+ ){1,3}?(?:can|does|do|did|will|is|are)|(?:[\w'-]+ ){1,3}?(?:of|in|for|on|with))"
    r" (?P<subject>(?:[\w'-]+\W+){1,2})"
)
_VAGUE = (Intent.OTHER, Intent.LIST)  # what a situation told without a question may look like
_FEWEST_WORDS = 7  # of a situation
_MANY_CLAUSES = 3  # are told of a situation even without a word of need
_BARE = 2  # words; 'and why' asks nothing else than the question before


class _Row(Row):
    """A row of rules/scenarios.toml."""

    name: str = Field(min_length=1, max_length=80)
    patterns: tuple[Pattern, ...] = Field(min_length=1)


def is_scenario(question: str, subjects: Subjects, wanted: Intent = Intent.OTHER) -> bool:
    """Whether a question without options tells a situation or asks what to choose.

    :param wanted: what it would want of the notes otherwise; what asks something plainly is no situation.
    """
    clauses = [clause.strip() for clause in _CLAUSE.split(question.replace("’", "'"))]
    asking = [n for n, clause in enumerate(clauses) if _asks(clause)]
    if not asking and not question.rstrip().endswith("?"):
        many = len(clauses) >= _MANY_CLAUSES or _says("needs", question)
        return (
            wanted in _VAGUE
            and _tells(clauses)
            and many
            and not (len(clauses) == 1 and _is_of_a_subject(question, subjects))
        )
    last = asking[-1] if asking else len(clauses) - 1
    if _says("asks for a choice", clauses[last]):
        return not (_says("looks something up", clauses[last]) or _is_of_a_subject(clauses[last], subjects))
    return _tells(clauses[:last]) and _says("asks for a choice once a situation is told", clauses[last])


def _asks(clause: str) -> bool:
    return _says("asks for a choice", clause) or (_says("asks", clause) and len(clause.split()) > _BARE)


def _tells(clauses: list[str]) -> bool:
    """Whether clauses tell something, rather than ask to explain it."""
    text = " ".join(clauses)
    enough = len(text.split()) >= _FEWEST_WORDS or _says("wishes", text)
    return enough and not _says("looks something up", text)


def _is_of_a_subject(clause: str, subjects: Subjects) -> bool:
    """Whether it is about what a subject has, rather than what to choose."""
    found = _OF_A_SUBJECT.search(clause)
    return bool(found and subjects.find(found["subject"]))


def _says(name: str, text: str) -> bool:
    return bool(_patterns()[name].search(text))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {row.name: pattern_of(row.patterns) for row in read_rows("scenarios", _Row)}
