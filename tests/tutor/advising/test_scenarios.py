"""Telling a situation from a question about what the notes say."""

from __future__ import annotations

import pytest

from tutor.advising import is_scenario
from tutor.questions.intents import intent_of
from tutor.subjects import Subject, Subjects

SUBJECTS = Subjects([Subject("Slate", "store"), Subject("Granite", "store")])


def asks_what_to_choose(question: str) -> bool:
    return is_scenario(question, intent_of(question, len(SUBJECTS.find(question))), SUBJECTS)


@pytest.mark.parametrize(
    "question",
    [
        "Which database should I use for sensor readings?",
        "our app uses mongodb and we want it managed. what do i pick",
        "A company needs joins. Which service fits?",
        "want to run sql on csv files in s3 without loading anything",
        "Which service for joins?",
        "Which engine can a company with four people and no time for servers run?",
        "How do we keep what readers have bought, who look it up by its number a thousand times a second and never by"
        " anything else? Which database fits?",
    ],
)
def test_a_question_that_asks_what_to_choose_is_a_scenario(question: str) -> None:
    assert asks_what_to_choose(question)


@pytest.mark.parametrize(
    "question",
    [
        "What is Slate?",
        "When should I use Slate?",
        "What would a data engineer use Slate for?",
        "How many replicas can Granite have?",
        "Difference between LSI and GSI",
        "Can I add an LSI later?",
        "Which engines can Granite run?",
        "Which features does Slate lack?",
        "How do we keep what readers have bought, who look it up by its number a thousand times a second and never by"
        " anything else, in order?",
    ],
)
def test_a_question_about_what_stands_in_the_notes_is_no_scenario(question: str) -> None:
    assert not asks_what_to_choose(question)
