"""Conversations, several questions in one, disagreements, and what the notes do not cover."""

from __future__ import annotations

import pytest

from tests.tutor.conftest import NOTES, Ask, holds_back, quotes
from tutor.answering.quoting import NOT_OUTRIGHT
from tutor.values import BlockKind, Intent

REFUSAL = "Your notes do not cover this."


# -- conversations ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("questions", "answer"),
    [
        (("What is a snake plant?", "and its height?"), "height of 1 m"),
        (("What is a monstera?", "How often is it watered?"), "every 7 days"),
        (("How often is a monstera watered?", "and the snake plant?"), "every 21 days"),
        (("How long is green tea steeped?", "and black tea?"), "4 minutes"),
        (("What is a monstera?", "What is black tea?", "How hot is it steeped?"), "95 degrees"),
    ],
)
def test_a_follow_up_is_answered_in_the_light_of_what_was_asked_before(
    ask: Ask, questions: tuple[str, ...], answer: str
) -> None:
    assert answer in ask(*questions).text


def test_the_new_subject_alone_is_answered_for(ask: Ask) -> None:
    answer = ask("How often is a monstera watered?", "what about the snake plant?")

    assert answer.about == ("Snake plant",)
    assert "every 21 days" in answer.text
    assert "every 7 days" not in answer.text


# -- several questions in one ----------------------------------------------------------------------------------------


def test_several_questions_in_one_are_answered_one_after_the_other(ask: Ask) -> None:
    answer = ask("How often is a monstera repotted and how long is green tea steeped?")

    assert quotes(answer) == [
        "A monstera is repotted every 2 years.",
        "Green tea is steeped for 2 minutes at 75 degrees.",
    ]
    assert [citation.source for citation in answer.citations] == ["plants.md", "tea.md"]


def test_the_second_of_two_questions_may_lean_on_the_first(ask: Ask) -> None:
    answer = ask("What is a snake plant and how often is it watered?")

    assert "every 21 days" in answer.text
    assert "every 7 days" not in answer.text


def test_the_half_that_the_notes_do_not_cover_is_named(ask: Ask) -> None:
    answer = ask("How many bags does a caddy of black tea hold and what is the capital of Mongolia?")

    assert not answer.abstained
    assert "A caddy of black tea holds 12 bags." in quotes(answer)
    assert answer.answer[-1].text == "Your notes do not cover: what is the capital of Mongolia."


def test_a_half_that_the_notes_only_touch_is_not_covered(ask: Ask) -> None:
    answer = ask("What is a monstera and which insects eat it?")

    assert NOT_OUTRIGHT not in answer.answer
    assert answer.answer[-1].text == "Your notes do not cover: which insects eat it."


def test_two_halves_that_the_notes_do_not_cover_are_refused_together(ask: Ask) -> None:
    assert ask("Who won the cup in 1998 and what is the capital of Mongolia?").abstained


# -- what the notes do not cover -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["What is the capital of Mongolia?", "Who won the world cup in 1998?", "Which planet is the largest?"]
)
def test_a_far_question_is_refused_with_the_nearest_topics(ask: Ask, question: str) -> None:
    answer = ask(question)
    topics = answer.text.removeprefix(f"{REFUSAL} Nearby they cover: ").rstrip(".").split("; ")

    assert (answer.abstained, quotes(answer), answer.citations) == (True, [], ())
    assert 1 <= len(topics) <= 3
    assert all(f"# {topic}\n" in "".join(NOTES.values()) for topic in topics)


@pytest.mark.parametrize("question", ["How much does a monstera cost?", "How is a monstera pruned?"])
def test_another_aspect_of_something_known_is_refused_with_it_named(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.abstained
    assert answer.text.startswith(f"{REFUSAL} Nearby they cover: Monstera")
    assert answer.about == ("Monstera",)


def test_what_is_said_of_other_things_is_refused_or_doubted(ask: Ask) -> None:
    assert holds_back(ask("How tall is a terracotta pot?"))


@pytest.mark.parametrize("question", ["How often is a monstera watered?", "Does a monstera like direct sun?"])
def test_a_doubtful_answer_says_so_and_gives_no_verdict(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    monkeypatch.setattr("tutor.answering.quoting.is_doubtful", lambda _: True)

    answer = ask(question)

    assert answer.answer[0] == NOT_OUTRIGHT
    assert answer.citations
    assert not [block for block in answer.answer if block.kind is BlockKind.COMPUTED]  # neither yes nor no


def test_an_answer_is_also_about_the_part_that_it_speaks_of(ask: Ask) -> None:
    assert ask("How long is tea steeped?").about == ("Tea", "Black tea")


def test_a_refusal_offers_questions_that_lead_on(ask: Ask) -> None:
    assert "What do the notes say about Monstera?" in ask("How much does a monstera cost?").suggestions


# -- disagreements ---------------------------------------------------------------------------------------------------


def test_both_readings_are_shown_where_the_notes_disagree_on_what_is_asked(ask: Ask) -> None:
    answer = ask("How tall is a monstera?")

    assert [[reading.value for reading in conflict.readings] for conflict in answer.conflicts] == [["3 m", "5 m"]]
    assert "height of 3 m" in answer.text
    assert "height of 5 m" in answer.text


@pytest.mark.parametrize("question", ["How often is a monstera watered?", "How tall is a snake plant?"])
def test_a_disagreement_on_something_else_is_not_shown(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.conflicts == ()
    assert "5 m" not in answer.text
    assert not any(block.text.startswith("Your notes disagree") for block in answer.answer)


def test_a_heading_about_it_is_no_subject(ask: Ask) -> None:
    assert "it" not in ask("What is white tea?", "How is it dried?").about


def test_what_about_asks_the_question_before_again(ask: Ask) -> None:
    assert ask("How often is a monstera watered?", "what about the snake plant?").intent is Intent.NUMBER


def test_every_number_of_a_disagreement_has_its_citation(ask: Ask) -> None:
    answer = ask("How tall is a monstera?")
    cited = {number for conflict in answer.conflicts for reading in conflict.readings for number in reading.citations}

    assert cited
    assert cited <= {citation.n for citation in answer.citations}


def test_a_question_about_something_else_does_not_ask_on(ask: Ask) -> None:
    assert ask("How long is green tea steeped?", "who won the world cup").abstained
