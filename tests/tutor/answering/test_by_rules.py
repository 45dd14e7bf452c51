"""Which rule a question is for: a sum, advice, a comparison, or none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.advising.test_recommending import STORES
from tests.tutor.conftest import reading, written
from tests.tutor.test_calculating import NOTE
from tutor.answering import Tutor
from tutor.values import Answer, BlockKind, Intent

SUM = "A table takes 80 strongly consistent reads per second of items of 6 KB. How many RCUs does it need?"


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from notes about stores, and the rules of capacity."""
    folder = written({"stores.md": STORES, "capacity.md": NOTE}, tmp_path_factory.mktemp("stores"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        (SUM, Intent.CALCULATION),
        ("We need joins and ACID transactions. Which database should we use?", Intent.SELECTION),
        ("Which store is best for millions of lookups by key per second? A. Slate B. Granite", Intent.SELECTION),
        ("Which database for millions of requests by key per second, at single-digit ms?", Intent.SELECTION),
        ("What is the difference between Granite and Slate?", Intent.COMPARISON),
        ("Why is there a difference between joins and lookups?", Intent.WHY),
        ("In what case is Granite better than Slate?", Intent.WHEN_TO_USE),
        ("What is Granite?", Intent.DEFINITION),
        ("Which engines can Granite run?", Intent.LIST),
    ],
)
def test_a_question_is_answered_by_the_rule_that_it_is_for(tutor: Tutor, question: str, intent: Intent) -> None:
    answer = tutor.ask(question)

    assert answer.intent is intent
    assert [answer.calculation is None, answer.recommendation is None, answer.comparison is None] == [
        intent is not Intent.CALCULATION,
        intent is not Intent.SELECTION,
        intent is not Intent.COMPARISON,
    ]


def test_options_make_advice_of_a_question_with_figures_and_names(tutor: Tutor) -> None:
    answer = _with_options(tutor, "We do 500 joins per second. Granite or Slate?", "Use Slate", "Use Granite")

    assert answer.intent is Intent.SELECTION
    assert answer.recommendation is not None
    assert answer.recommendation["option"] == 1


def test_options_on_lines_of_their_own_are_read(tutor: Tutor) -> None:
    answer = tutor.ask("We need joins and ACID transactions. Which store fits?\n- Slate\n- Quartz\n- Granite")

    assert answer.recommendation is not None
    assert answer.recommendation["option"] == 2


def test_the_option_that_holds_the_result_of_a_sum_is_chosen(tutor: Tutor) -> None:
    answer = _with_options(tutor, SUM, "80", "160", "120")

    assert answer.recommendation is not None
    assert answer.recommendation["option"] == 1
    assert [block.text for block in answer.answer if block.kind is BlockKind.QUOTE] == [
        "Read Capacity Unit (RCU): 1 strongly consistent read/sec of up to 4KB (or 2 eventually consistent reads/sec)"
    ]


def test_every_option_that_is_asked_for_is_named(tutor: Tutor) -> None:
    question = "We need joins, and lookups by key elsewhere. Which two stores fit? (Choose two.)"

    answer = _with_options(tutor, question, "Quartz", "Slate", "Granite")

    assert answer.recommendation is not None
    assert sorted(answer.recommendation["chosen"]) == [1, 2]
    assert "B. Slate" in answer.text
    assert "C. Granite" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "How many tickets do 80 buses of 6 seats per second need?",
        "What does it cost to scan 3 TB with Granite?",  # the price is of a scan with something else
    ],
)
def test_a_sum_that_the_notes_give_no_rule_for_is_left_to_the_search(tutor: Tutor, question: str) -> None:
    assert tutor.ask(question).calculation is None


def _with_options(tutor: Tutor, question: str, *options: str) -> Answer:
    lettered = (f"{letter}. {option}" for letter, option in zip("ABCD", options, strict=False))
    return tutor.ask("\n".join((question, *lettered)))
