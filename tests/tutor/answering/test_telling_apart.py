"""Lines that look like the answer and are not: about more than one thing, on the wrong side, without what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import holds_back, quotes, reading, written
from tutor.answering import Tutor
from tutor.values import BlockKind

KITCHEN = """\
# Kitchen

## Sourdough

What it is:

- Dough raised by wild yeast and patience.

Sourdough and rye bread are at their best on the third day.
Sourdough rises in a basket. It is baked in a pot. Sourdough does the heart good.
Test the dough with a probe after an hour. Patience rules the day.

### Use it when

- guests like a crust

## Rye bread

Rye bread is heavy.

- **Oven**: takes 250 degrees

## Cast-iron pan

A cast-iron pan sears meat.

Don't use it for:

- tomato sauce, because acid eats the seasoning
- boiling eggs

Limitations:

- fits glass lids

## Timer

The timer has a start button on its left side, and a stop button beside it.

```
timer start 20m
```

## Fridge

Problem:

- Milk turns sour within a day in summer.

Solution:

- Cold slows what spoils it.

Butter stands in the door, on the top shelf.

## Lessons

| No | Lesson | Weeks |
| --- | --- | --- |
| 1 | Stock and soup | 2-3 |
| 2 | Puff pastry | 4-6 |
| 3 | Knives | 1 |

Oven firmware: 4.2, set up in two minutes.
"""

EVENING = """# EVENING 2 - PASTRY AND MORE

## Tools

- rolling pin
- marble slab

## Homework of the class

Bake an evening cake.
"""

MORNING = """# Morning class

## Tools

- whisk
- copper bowl
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from the notes."""
    notes = {"kitchen.md": KITCHEN, "evening.md": EVENING, "morning.md": MORNING}
    folder = written(notes, tmp_path_factory.mktemp("kitchen"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "What is sourdough?",
            "Dough raised by wild yeast and patience.",
        ),  # what is said of two things defines neither
        ("When should I use the cast-iron pan?", "A cast-iron pan sears meat."),  # what is not its use comes after
    ],
)
def test_the_line_that_answers_comes_first(tutor: Tutor, question: str, first: str) -> None:
    assert quotes(tutor.ask(question))[0].startswith(first)


def test_a_command_that_is_asked_for_is_quoted_from_the_code(tutor: Tutor) -> None:
    assert "timer start 20m" in quotes(tutor.ask("What command starts the timer?"))


@pytest.mark.parametrize(
    "question",
    [
        "Is sourdough better for the heart than brioche?",  # nothing is said of the other
        "Does sourdough need Zwilling pots?",  # nor of that make
        "How high does sourdough rise?",  # no figure
    ],
)
def test_what_the_best_line_leaves_open_is_refused_or_doubted(tutor: Tutor, question: str) -> None:
    assert holds_back(tutor.ask(question))


@pytest.mark.parametrize(
    "question",
    [
        "Does the cast-iron pan fit glass lids?",  # among its limitations
        "Does rye bread take 250 degrees?",  # a label says of what
    ],
)
def test_neither_yes_nor_no_is_said_where_what_a_line_stands_under_may_turn_it_around(
    tutor: Tutor, question: str
) -> None:
    answer = tutor.ask(question)

    assert quotes(answer)
    assert not [block for block in answer.answer if block.kind is BlockKind.COMPUTED]


def test_what_has_been_said_is_not_suggested(tutor: Tutor) -> None:
    assert "Why does Fridge exist?" in tutor.ask("What is sourdough?").suggestions
    assert "Why does Fridge exist?" not in tutor.ask("Why is there a fridge?").suggestions


def test_a_suggestion_quotes_a_heading_that_is_half_a_sentence(tutor: Tutor) -> None:
    assert tutor.ask("How much does sourdough cost?").suggestions == (
        "What do the notes say about Sourdough?",
        "What do the notes say under “Use it when”?",
    )


def test_each_of_two_questions_in_one_is_answered_in_less_room(tutor: Tutor) -> None:
    alone = tutor.ask("What is sourdough?")
    both = tutor.ask("What is sourdough and where does butter stand?")

    assert "does the heart good" in alone.text
    assert "does the heart good" not in both.text
    assert "Butter stands in the door, on the top shelf." in quotes(both)


def test_where_one_thing_is_asked_for_its_line_of_a_table_is_quoted_and_not_the_table(tutor: Tutor) -> None:
    assert quotes(tutor.ask("Which lesson deals with puff pastry?"))[0] == "2 | Puff pastry | 4-6"


def test_the_title_of_a_column_is_the_unit_of_its_numbers(tutor: Tutor) -> None:
    assert quotes(tutor.ask("How many weeks does puff pastry take?"))[0] == "2 | Puff pastry | 4-6"


def test_a_version_is_a_number_of_its_own_kind(tutor: Tutor) -> None:
    assert quotes(tutor.ask("Which version of the firmware has the oven?"))[0].startswith("Oven firmware: 4.2")


@pytest.mark.parametrize(("place", "tool"), [("evening 2", "rolling pin"), ("the morning class", "whisk")])
def test_a_note_goes_by_its_first_heading(tutor: Tutor, place: str, tool: str) -> None:
    assert tool in quotes(tutor.ask(f"list the tools according to {place}"))
