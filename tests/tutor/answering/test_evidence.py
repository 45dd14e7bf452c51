"""A question of each kind gets what the notes say to it, and nothing that they hold up as wrong."""

from __future__ import annotations

import pytest

from tests.tutor.conftest import Ask, features_of, quotes
from tutor.answering import Tutor
from tutor.knowledge import Knowledge
from tutor.values import BlockKind

POT = "The pot should have holes, so that the roots never stand in water."
STORES_WATER = "A snake plant is an upright plant with stiff leaves that store water."
CHECKS = ["A bright room without direct sun", "A corner with space to climb"]
CROSSES = ["A home with cats, because the sap is poisonous", "A dark hallway"]


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many bags does a caddy of black tea hold?", "12 bags"),
        ("how long is green tea steeped", "2 minutes"),
        ("What temperature is black tea steeped at?", "95 degrees"),
        ("How often is a snakeplant watered?", "21 days"),
        ("How often is a monstrea repoted?", "2 years"),
    ],
)
def test_a_question_for_a_number_is_answered_with_it(ask: Ask, question: str, figure: str) -> None:
    assert figure in quotes(ask(question))[0]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("List the kinds of green tea", ["Sencha", "Matcha", "Gyokuro", "Longjing"]),
        ("Which kinds of green tea are there?", ["Sencha", "Matcha", "Gyokuro", "Longjing"]),
        ("Which tools do I take along?", ["Tyre levers", "Hand pump", "Chain breaker"]),
    ],
)
def test_a_question_for_a_list_is_answered_with_the_whole_list(ask: Ask, question: str, items: list[str]) -> None:
    assert quotes(ask(question)) == items


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("What is a monstera?", "A monstera is a climbing plant"),
        ("what's a snake plant", "A snake plant is an upright plant"),
        ("Define black tea", "Black tea is tea whose leaves are fully oxidised."),
    ],
)
def test_what_something_is_gets_the_sentence_that_defines_it(ask: Ask, question: str, opening: str) -> None:
    assert quotes(ask(question))[0].startswith(opening)


def test_when_to_choose_something_gets_the_checks_of_a_list(ask: Ask) -> None:
    assert quotes(ask("When should I choose a monstera?")) == CHECKS


@pytest.mark.parametrize(
    "question",
    ["When should I not choose a monstera?", "When is a monstera a bad choice?", "When to avoid a monstera?"],
)
def test_when_not_to_choose_something_gets_the_crosses_of_a_list(ask: Ask, question: str) -> None:
    assert quotes(ask(question)) == CROSSES


def test_a_reason_is_given_for_why(ask: Ask) -> None:
    answer = ask("Why should the pot of a monstera have holes?")

    assert quotes(answer)[0].startswith("The pot should have holes, so that the roots never stand in water.")


@pytest.mark.parametrize(
    "question",
    [
        "What do yellow leaves mean?",
        "Do yellow leaves mean that the plant is hungry?",
        "What is the best fertiliser for every plant?",
        "Are coffee grounds the best fertiliser for every plant?",
    ],
)
def test_what_the_notes_call_wrong_is_never_quoted(ask: Ask, question: str) -> None:
    text = ask(question).text

    assert "is hungry" not in text
    assert "Coffee grounds are" not in text


def test_what_the_notes_put_right_is_quoted_instead(ask: Ask) -> None:
    assert "Yellow leaves mean that the roots are too wet." in quotes(ask("What do yellow leaves mean?"))


@pytest.mark.parametrize(
    ("question", "lesson", "first"),
    [
        ("How often is the chain oiled according to the first lesson?", "first", "every 200 km on dry roads"),
        ("How often is the chain oiled according to the second lesson?", "second", "every 80 km on wet roads"),
        ("When are the lights used in the first lesson?", "first", "the road is dark"),
        ("When are the lights used in the second lesson?", "second", "in every tunnel"),
    ],
)
def test_the_place_that_is_asked_for_comes_first(ask: Ask, question: str, lesson: str, first: str) -> None:
    answer = ask(question)

    assert first in quotes(answer)[0]
    assert answer.citations[0].source == f"bicycles/{lesson}-lesson.md"


def test_only_the_notes_that_were_asked_for_are_searched(tutor: Tutor) -> None:
    answer = tutor.ask("How often is the chain oiled?", sources=["bicycles/second*"])

    assert {citation.source for citation in answer.citations} == {"bicycles/second-lesson.md"}


@pytest.mark.parametrize("sources", [[], ["nowhere/*"]])
@pytest.mark.parametrize(
    "question",
    [
        "How often is the chain oiled?",
        "Is the chain oiled?",
        "What is a chain?",
        "When should I not oil the chain?",
        "Why oil a chain?",
        "List the tools.",
    ],
)
def test_a_question_to_no_note_is_refused(tutor: Tutor, question: str, sources: list[str]) -> None:
    assert tutor.ask(question, sources=sources).abstained


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Is green tea steeped for 2 minutes?", ["Yes."]),
        ("Does a snake plant need fertiliser in winter?", ["No."]),
        ("Is a snake plant fine that hasn't had fertiliser in winter?", []),  # whose no would be read as a yes
        ("Is black tea drunk with milk?", []),  # usually it is
        ("Isn't green tea steeped for 2 minutes?", []),
    ],
)
def test_yes_or_no_is_said_where_the_words_of_the_notes_settle_it(ask: Ask, question: str, verdict: list[str]) -> None:
    answer = ask(question)

    assert [block.text for block in answer.answer if block.kind is BlockKind.COMPUTED] == verdict
    assert quotes(answer)
    assert answer.answer[0].citations == (1,) or not verdict


def test_crosses_do_not_keep_the_lead_in_of_the_checks(ask: Ask) -> None:
    text = ask("When should I not choose a monstera?").text

    assert "A dark hallway" in text
    assert "Choose a monstera for" not in text


def test_what_is_held_up_as_wrong_is_told_as_that_where_it_is_asked_for(ask: Ask) -> None:
    answer = ask("What is a common confusion about white tea?")

    assert answer.text.startswith("What your notes hold up as wrong: ")
    assert quotes(answer) == ["Common confusion: white tea holds no caffeine at all."]


def test_a_misconception_is_not_quoted_as_true_without_a_cross_either(ask: Ask) -> None:
    assert "holds no caffeine" not in ask("Does white tea hold caffeine?").text


# -- what speaks for a line ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "line", "feature", "value"),
    [
        ("How is a snake plant repotted?", "A monstera is repotted every 2 years.", "astray", 1.0),
        ("How is a snake plant watered?", "It is watered every 21 days.", "astray", 0.0),
        ("When should I choose a monstera?", "A dark hallway", "opposed", 1.0),
        ("When should I choose a monstera?", "A corner with space to climb", "opposed", 0.0),
        ("How often is the chain oiled?", "Oil the chain every 80 km on wet roads.", "number", 0.25),  # of another kind
        ("How hot is the tea?", "Black tea is steeped for 4 minutes at 95 degrees.", "said", 0.8),  # by the figure
        ("What is the pot of a monstera for?", POT, "marked", 0.6),  # begins with what is asked about
        ("What does a snake plant retain?", STORES_WATER, "said", 0.8),  # by a word of the same meaning
    ],
)
def test_what_speaks_for_a_line_and_against_it(
    knowledge_and_tutor: tuple[Knowledge, Tutor], question: str, line: str, feature: str, value: float
) -> None:
    assert getattr(features_of(knowledge_and_tutor, question, line), feature) == pytest.approx(value)
