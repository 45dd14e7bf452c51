"""Telling a situation from a question about what the notes say."""

from __future__ import annotations

import pytest

from tutor.advising import is_scenario
from tutor.subjects import Subject, Subjects
from tutor.values import Intent

SUBJECTS = Subjects([Subject("Slate", "store"), Subject("Granite", "store")])


def asks_what_to_choose(question: str) -> bool:
    return is_scenario(question, SUBJECTS)


@pytest.mark.parametrize(
    "question",
    [
        "Which database should I use for sensor readings?",
        "our app uses mongodb and we want it managed. what do i pick",
        "orders and users joined by SQL - which database",
        "A company needs joins. Which service fits?",
        "want to run sql on csv files in s3 without loading anything",
        "Which service for joins?",
        "Which engine can a company with four people and no time for servers run?",
        "How do we keep what readers have bought, who look it up by its number a thousand times a second and never by"
        " anything else? Which database fits?",
        "The shop is slow at noon and has one machine. What should the owner do?",
        "What's the best way to keep sessions?",
    ],
)
def test_a_question_that_asks_what_to_choose_is_a_scenario(question: str) -> None:
    assert asks_what_to_choose(question)


@pytest.mark.parametrize(
    "situation",
    [
        "small shop: orders and invoices joined with SQL, nobody wants to patch servers",
        "the same rows are read again and again and pages are slow. fine if the copy gets lost",
        "early mornings, one cup, no patience for cleaning",
        "Slate at home, its clients stay, should grow and shrink by itself",
        "We need joins? no. just a fast lookup by key and no servers",
    ],
)
def test_a_situation_told_without_a_question_is_a_scenario(situation: str) -> None:
    assert asks_what_to_choose(situation)


def test_what_plainly_asks_for_something_else_is_no_situation_though_it_tells_of_one() -> None:
    text = "we use quite exotic joins, could Slate be the wrong choice"

    assert is_scenario(text, SUBJECTS)
    assert not is_scenario(text, SUBJECTS, Intent.WHEN_NOT)


@pytest.mark.parametrize(
    "question",
    [
        "What is Slate?",
        "When should I use Slate?",
        "What would a data engineer use Slate for?",
        "How many replicas can Granite have?",
        "Difference between LSI and GSI",
        "Can I add an LSI later?",
        "if I delete my Slate store do the backups go too",
        "if I delete a Slate store do its backups go away too",
        "which safety practices are recommended for stores",
        "Slate - based on which engine",
        "whats the maximum headcount we can have without an audit",
        "which lesson set up the shelf that my stores go into",
        "exact syntax of the copy command for Slate please",
        "for which stores should backups be switched on",
        "in that example of an app with five stores, which store holds what?",
        "Which engines can Granite run?",
        "Which features does Slate lack?",
        "Which services can I call from Slate?",
        "Which services can use its shelves?",
        "Which options are recommended on a wet floor?",
        "I need my Slate copied to a second site, whats the command",
        "limits of Slate? when wouldnt i want it",
        "according to the course when do I go for Slate (or Granite)",
        "What should I never say about Slate in an interview?",
        "We use Slate at work. What makes it fast for lookups?",
        "I already have Slate, why bother with Granite",
        "what makes a bad key, what should I stay away from",
        "I keep hearing about Slate - what is it and when do I use it",
        "What would Slate be a waste for?",
        "Why is Slate the best choice for lookups?",
        "my store keeps filling up every night, no idea why lol can it grow by itself or do i have to watch it",
        "weak points of Slate that made us build something else",
        "How do we keep what readers have bought, who look it up by its number a thousand times a second and never by"
        " anything else, in order?",
    ],
)
def test_a_question_about_what_stands_in_the_notes_is_no_scenario(question: str) -> None:
    assert not asks_what_to_choose(question)
