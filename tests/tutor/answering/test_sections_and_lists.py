"""What headings, lists and neighbours tell of the line that answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import features_of, quotes, reading, written
from tutor.answering import Tutor
from tutor.knowledge import Knowledge

POTTERY = """# Pottery

## Kiln

The kiln has two doors, and each door has a lock.

### Cooling

The door MUST stay shut until morning, a draught must not crack the bowls.

### Plan

- one room, two doors
- parts
    - grate: carries the shelves
    - flue: leads the smoke out
    - peephole: shows the cone
- stands in the yard

### Opening it

1. Wait for the cold
2. Look through the peephole
3. Unlock both doors

## Wheel

Turning the wheel costs 40 cents an hour.

The price of the wheel is 900 euros.

## Slab roller

The slab roller comes with a price that is asked for in the shop.

## Glaze

Glaze is purpose-built for bowls that hold food.

Glaze is a 3x heavier burden on the kiln.

May: slow start -> bisque = a first firing without glaze.

Glaze is a thin coat of glass.

Ash glaze means that wood ash is stirred in. It is hard to rinse, so it is a bad choice for cups. It \
keeps for years.

Tin glaze is white all over. Use it when the bowl is painted, and with a sieve.

## Clay

When frozen clay does not pay: below 5 kg a bag.

Frozen clay is not the worst of all: dry clay takes even longer to be of use, and nobody has the patience.

## Raku

Raku is shut in a bin of leaves after the fire. How do I shut it? Press the lid down with both hands.

Sample exam questions
1. A bowl has slumped after it was fired for hours. What happened to it?
   A) It was too hot  B) It was too cold
   Answer: A. The clay went soft.
2. Your plates crack at the rim. What do you change first?
   Answer: Cool them slower; the rim cools before the foot.
3. Your cups leak. What is missing?
   Answer: A second coat.
"""


BOOK = """# Kiln log book

## The four object types

| part | in each firing |
|---|---|
| witness cone | tells that the heat was right |
"""


@pytest.fixture(scope="module")
def knowledge_and_tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[tuple[Knowledge, Tutor]]:
    """What is known of the note, and who answers from it."""
    folder = written({"pottery.md": POTTERY, "book.md": BOOK}, tmp_path_factory.mktemp("pottery"))
    with reading(folder, warm_home) as found:
        yield found


@pytest.fixture(scope="module")
def tutor(knowledge_and_tutor: tuple[Knowledge, Tutor]) -> Tutor:
    """Answers from the note."""
    return knowledge_and_tutor[1]


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("why must the door of the kiln stay shut", "The door MUST stay shut until morning"),  # in a section of it
        ("when is frozen clay not worth the trouble", "When frozen clay does not pay"),  # marked by its own words
        ("what is glaze", "Glaze is a thin coat of glass."),  # says of which kind it is
        ("price of the slab roller", "The slab roller comes with a price"),  # no other thing's number
    ],
)
def test_the_line_that_answers_comes_first(tutor: Tutor, question: str, first: str) -> None:
    assert quotes(tutor.ask(question))[0].startswith(first)


@pytest.mark.parametrize(
    ("question", "line", "feature", "value"),
    [
        ("Why must the door of the kiln stay shut?", "The door MUST stay shut until morning", "astray", 0.0),
        ("What is glaze?", "Glaze is purpose-built for bowls", "marked", 0.8),
        ("What is bisque?", "May: slow start", "marked", 1.0),
        ("What is glaze?", "Glaze is a 3x heavier", "marked", 0.8),
        ("What is glaze?", "Glaze is a thin coat of glass.", "marked", 1.0),
        ("When should I take frozen clay?", "When frozen clay does not pay", "opposed", 1.0),
        ("Is there wood ash?", "It keeps for years.", "covered", 0.6),  # which is told two lines above
        ("When should I not take tin glaze?", "Use it when", "opposed", 1.0),
        ("When should I take tin glaze?", "Use it when", "marked", 1.0),
        ("What is a witness cone in a kiln?", "witness cone", "subject", 0.6),  # under the title of a note on kilns
    ],
)
def test_what_speaks_for_a_line(
    knowledge_and_tutor: tuple[Knowledge, Tutor], question: str, line: str, feature: str, value: float
) -> None:
    assert getattr(features_of(knowledge_and_tutor, question, line), feature) == pytest.approx(value)


def test_a_list_within_a_list_is_quoted_where_its_title_is_asked_for(tutor: Tutor) -> None:
    quoted = quotes(tutor.ask("list all the parts of the kiln"))

    assert [line.partition(":")[0].strip("- ") for line in quoted] == ["grate", "flue", "peephole"]


def test_the_steps_of_a_thing_are_a_numbered_list(knowledge_and_tutor: tuple[Knowledge, Tutor]) -> None:
    asked = features_of(knowledge_and_tutor, "how do I open the kiln, step by step", "Wait for the cold", listed=True)
    unasked = features_of(knowledge_and_tutor, "how do I open the kiln", "Wait for the cold", listed=True)

    assert (asked.marked, unasked.marked) == (1.0, 0.0)


def test_the_sentence_behind_brings_the_form_that_is_asked_for(tutor: Tutor) -> None:
    assert "it is a bad choice for cups" in tutor.ask("when shouldnt I take ash glaze").text


def test_of_sample_questions_only_the_answer_to_the_one_asked_is_quoted(tutor: Tutor) -> None:
    answer = tutor.ask("why do my plates crack at the rim")

    assert "the rim cools before the foot" in answer.text
    assert "A second coat" not in answer.text


def test_what_leans_on_a_part_that_is_not_covered_is_not_covered_either(tutor: Tutor) -> None:
    assert tutor.ask("what is marbling in raku and how do I shut it").abstained


def test_a_part_that_speaks_of_something_else_is_answered(tutor: Tutor) -> None:
    answer = tutor.ask("what is a kiln sitter and where does the flue lead")

    assert quotes(answer) == ["flue: leads the smoke out"]
    assert "Your notes do not cover: what is a kiln sitter" in answer.text
