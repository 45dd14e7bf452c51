"""Several questions in one text are told apart; one question stays whole."""

from __future__ import annotations

import pytest

from tutor.questions import parts_of


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "How is a monstera repotted and how often is it fed?",
            ["How is a monstera repotted", "how often is it fed"],
        ),
        ("how tall is sencha and in which valleys is it grown", ["how tall is sencha", "in which valleys is it grown"]),
        ("how tall is sencha and from what month is it cut", ["how tall is sencha", "from what month is it cut"]),
        ("price and height of sencha? and what is it for", ["price and height of sencha", "and what is it for"]),
        ("What is green tea? What is black tea?", ["What is green tea", "What is black tea"]),
        ("what is sencha, how is it made and who drinks it", ["what is sencha", "how is it made", "who drinks it"]),
        (
            "What is sencha, and also where does it grow? Who drinks it most?",
            ["What is sencha", "where does it grow", "Who drinks it most"],
        ),
    ],
)
def test_questions_one_after_the_other_are_told_apart(text: str, parts: list[str]) -> None:
    assert parts_of(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "How are milk and sugar added to tea?",
        "What is sencha and why?",  # 'why' does not stand by itself
        "why is sencha steamed, why not roasted",
        "sencha and matcha? what do those words mean",  # the first asks nothing yet
        "When the water boils, what happens",
        "When the water boils, what happens to it",
        "What is a? What is b? What is c? What is d?",  # too many to do justice to
        " ".join(["We ride to work, rain or shine, and"] * 6) + " what is a good tyre and how is it pumped?",
    ],
)
def test_what_asks_one_thing_or_tells_a_story_stays_whole(text: str) -> None:
    assert parts_of(text) == [text]


def test_a_remark_behind_a_question_is_no_part_of_it() -> None:
    assert parts_of("Which teas are green? I keep forgetting") == ["Which teas are green?"]
