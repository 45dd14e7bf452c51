"""Where notes disagree without figures, what they say is shown side by side, and none of it as the answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.claims.reading import HOUSEPLANTS
from tests.tutor.conftest import reading
from tutor.answering import Tutor


@pytest.fixture(scope="module")
def tutor(warm_home: Path) -> Iterator[Tutor]:
    """Answers from notes that disagree."""
    with reading(HOUSEPLANTS, warm_home) as (_, tutor):
        yield tutor


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (
            "Is there an obliqua form of monstera?",
            [
                "Monstera comes in these forms: Deliciosa, Adansonii and Obliqua.",
                "Monstera comes in two forms: Deliciosa and Adansonii.",
            ],
        ),
        ("Is a monstera pet-safe?", ["Safe for cats | no | no", "Monstera is sold as a pet-safe plant."]),
        (
            "What forms of monstera are there?",
            [
                "Monstera comes in these forms: Deliciosa, Adansonii and Obliqua.",
                "Monstera comes in two forms: Deliciosa and Adansonii.",
            ],
        ),
    ],
)
def test_both_readings_are_the_answer(tutor: Tutor, question: str, said: list[str]) -> None:
    answer = tutor.ask(question)

    assert [block.text for block in answer.answer] == ["Your notes disagree:", *said]


def test_what_is_asked_of_one_of_a_list_is_not_answered_by_the_lists_that_differ(tutor: Tutor) -> None:
    answer = tutor.ask("When to choose the obliqua form of monstera?")

    assert not any(block.text.startswith("Your notes disagree") for block in answer.answer)
