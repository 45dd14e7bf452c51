"""Answers about a subject that the tutor was not made with keep a floor; `make evaluate` shows where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.evaluation.asking import Outcome, outcomes, tutor_of
from tests.evaluation.questions import FILES, HERE, read_questions

COFFEE = HERE / "coffee.jsonl"


@pytest.fixture(scope="module")
def asked(warm_home: Path) -> list[Outcome]:
    with tutor_of(FILES[COFFEE], warm_home) as tutor:
        return outcomes(tutor, [row for row in read_questions(COFFEE) if row.split == "dev"], FILES[COFFEE])


def right(asked: Sequence[Outcome]) -> float:
    return sum(outcome.verdict.right for outcome in asked) / len(asked)


def test_every_quote_stands_in_the_lines_it_cites(asked: Sequence[Outcome]) -> None:
    assert [outcome.reply for outcome in asked if outcome.verdict.verbatim not in (None, 1.0)] == []


def test_what_has_nothing_to_do_with_the_notes_is_refused(asked: Sequence[Outcome]) -> None:
    assert right([outcome for outcome in asked if outcome.question.sort == "far"]) == 1.0


def test_most_of_what_the_notes_answer_is_answered_right(asked: Sequence[Outcome]) -> None:
    assert right([outcome for outcome in asked if outcome.question.answerable]) >= 0.5
