"""Choosing one of several options."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tutor.advising.test_recommending import STORES, advisor
from tutor.advising import parse_options
from tutor.advising.parsing import how_many


@pytest.mark.parametrize(
    ("text", "scenario", "options"),
    [
        ("Which one? A. A cat B. A dog", "Which one?", ["A cat", "A dog"]),
        ("Which one?\nA) A cat\nB) A dog\nC) Both", "Which one?", ["A cat", "A dog", "Both"]),
        ("Which one? 1. cat 2. dog", "Which one?", ["cat", "dog"]),
        ("Which one? (A) cat (B) dog", "Which one?", ["cat", "dog"]),
        ("Which one?\n**A.** cat\n**B.** dog", "Which one?", ["cat", "dog"]),
        ("Which one?\n- A. cat\n- B. dog", "Which one?", ["cat", "dog"]),
        ("Which one? a) cat b) dog", "Which one?", ["cat", "dog"]),
        ("Which one?\n- [ ] A cat. It purrs.\n- [ ] A dog", "Which one?", ["A cat. It purrs.", "A dog"]),
        ("Which two? (Choose two.)\ncat\ndog\nfish", "Which two? (Choose two.)", ["cat", "dog", "fish"]),
        ("We like pets.\nA. cat\nB. dog\n\nWhich one fits?", "We like pets. Which one fits?", ["cat", "dog"]),
        ("Name the steps:\n- one\n- two", "Name the steps:\n- one\n- two", []),
        ("Deploy to plan A. Then stop.", "Deploy to plan A. Then stop.", []),
        ("No options here.", "No options here.", []),
    ],
)
def test_lettered_options_are_taken_from_a_question(text: str, scenario: str, options: list[str]) -> None:
    assert parse_options(text) == (scenario, options)


@pytest.mark.parametrize(
    ("scenario", "count"),
    [
        ("Which TWO actions should they take?", 2),
        ("Which steps help? (Choose two.)", 2),
        ("Which combination of steps? (Select THREE.)", 3),
        ("Two tables are joined. Which service fits?", 1),
        ("Which of the two tables is better?", 1),
    ],
)
def test_how_many_are_asked_for_is_read_from_the_question(scenario: str, count: int) -> None:
    assert how_many(scenario) == count


@pytest.mark.parametrize(
    ("scenario", "options", "right"),
    [
        ("We need joins and ACID transactions.", ["Use Slate", "Use Granite", "Use Quartz"], 1),
        ("The load is unpredictable, items are looked up by key. Which has the least work?", ["Granite", "Slate"], 1),
        (
            "A report scans everything. Which solution has the LEAST operational overhead?",
            ["Write a script that runs on an EC2 instance each hour", "Turn on the built-in report"],
            1,
        ),
        (
            "The database must not lose a zone. It must be highly available.",
            ["Run it in a single Availability Zone", "Run it with a standby in another Availability Zone"],
            1,
        ),
    ],
)
def test_the_option_that_meets_more_is_chosen(tmp_path: Path, scenario: str, options: list[str], right: int) -> None:
    choice = advisor(tmp_path / "notes", stores=STORES).advise(scenario, options).choice

    assert choice is not None
    assert choice.option == right


def test_the_order_of_the_options_does_not_matter(tmp_path: Path) -> None:
    advise = advisor(tmp_path / "notes", stores=STORES).advise
    options = ["Use Slate", "Use Granite", "Use Quartz"]

    for turn in range(3):
        turned = options[turn:] + options[:turn]
        choice = advise("We need joins and ACID transactions.", turned).choice
        assert choice is not None
        assert choice.text == "Use Granite"


def test_as_many_options_are_chosen_as_are_asked_for(tmp_path: Path) -> None:
    options = ["A. Use Quartz", "B. Use Slate", "C. Use Granite"]

    choice = advisor(tmp_path / "notes", stores=STORES).advise("Joins; lookups by key. Choose two.", options).choice

    assert choice is not None
    assert sorted(choice.chosen) == [1, 2]
    assert choice.options[choice.option] in ("Use Granite", "Use Slate")


def test_an_option_that_no_note_speaks_for_is_called_a_guess(tmp_path: Path) -> None:
    advise = advisor(tmp_path / "notes", stores=STORES).advise

    guess = advise("The floor is wet.", ["Fetch a mop", "Fetch a bucket"]).choice
    known = advise("We need joins.", ["Use Slate", "Use Granite"]).choice

    assert guess is not None
    assert known is not None
    assert (guess.is_guess, known.is_guess) == (True, False)


def test_a_question_for_what_does_not_fit_is_turned_round(tmp_path: Path) -> None:
    choice = (
        advisor(tmp_path / "notes", stores=STORES)
        .advise("We need joins. Which of these is NOT suitable?", ["Use Granite", "Use Quartz"])
        .choice
    )

    assert choice is not None
    assert choice.text == "Use Quartz"


def test_what_the_options_name_leads_the_ranking(tmp_path: Path) -> None:
    found = advisor(tmp_path / "notes", stores=STORES).advise(
        "We need joins and lookups by key.", ["Use Slate", "Use Quartz"]
    )

    assert [one.name for one in found.services] == ["Slate", "Granite"]


def test_what_an_option_meets_and_what_weakens_it_is_said(tmp_path: Path) -> None:
    options = ["Use Granite in a public subnet", "Use Granite in a private subnet"]

    choice = advisor(tmp_path / "notes", stores=STORES).advise("We need joins.", options).choice

    assert choice is not None
    assert [name for name, _ in choice.fits[0].weakened_by] == ["open to the internet"]
    assert [name for name, _ in choice.fits[1].weakened_by] == []
    assert [name for name, _ in choice.fits[1].meets] == ["relational data with joins and transactions"]
