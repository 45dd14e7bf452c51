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
