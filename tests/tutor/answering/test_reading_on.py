"""What stands beside the line that matches a question: behind it, before it, between two of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import quotes, reading, written
from tutor.answering import Tutor

WORKSHOP = """# Workshop

## Lathe

There is also a quiet mode for the lathe. It halves the speed and mutes the fan.

The lathe stands by the door on purpose. A long bar would otherwise hit the wall.

Why oak and not pine? Oak keeps its shape when the shop is damp.

The lathe is a fully closed machine made for hobby use. It is not fully silent.

## Dust

Dust is collected in three stages, first by a cyclone. The cyclone throws coarse chips into a bin. Dust is collected \
by a paper filter last.

## Vise

The vise is compatible with the old bench jaws.

### Differences

- Not always compatible with the jaws: some screws of the vise differ

TODO: read about resin casting and steam bending
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from the notes."""
    folder = written({"workshop.md": WORKSHOP}, tmp_path_factory.mktemp("workshop"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


def test_behind_a_yes_that_only_repeats_the_question_comes_what_tells_more(tutor: Tutor) -> None:
    answer = tutor.ask("Is there a quiet mode for the lathe?")

    assert "It halves the speed and mutes the fan." in answer.text


def test_behind_what_is_asked_for_comes_the_reason(tutor: Tutor) -> None:
    assert "A long bar would otherwise hit the wall." in tutor.ask("why does the lathe stand by the door").text


def test_a_sentence_answers_the_question_in_front_of_it(tutor: Tutor) -> None:
    assert quotes(tutor.ask("why oak and not pine"))[0].startswith("Oak keeps its shape when the shop is damp.")


def test_a_sentence_between_two_that_are_quoted_is_not_left_out(tutor: Tutor) -> None:
    assert "The cyclone throws coarse chips into a bin." in tutor.ask("how is dust collected").text


def test_yes_needs_the_same_thing_to_be_so_fully(tutor: Tutor) -> None:
    assert not tutor.ask("Is the lathe fully made for hobby use?").text.startswith("Yes")


def test_what_is_noted_as_still_to_be_read_answers_nothing(tutor: Tutor) -> None:
    assert tutor.ask("explain steam bending").abstained


def test_what_is_still_to_be_read_answers_nothing_though_it_is_named_there(tutor: Tutor) -> None:
    assert tutor.ask("what is resin casting").abstained


def test_what_denies_the_best_statement_is_quoted_with_it_and_no_yes_is_said(tutor: Tutor) -> None:
    answer = tutor.ask("Is the vise compatible with the old bench jaws?")

    assert quotes(answer)[0] == "The vise is compatible with the old bench jaws."
    assert any("Not always compatible" in quote for quote in quotes(answer))
    assert not answer.text.startswith("Yes")
