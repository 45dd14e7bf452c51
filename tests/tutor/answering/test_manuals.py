"""Notes written as manuals are: items of several sentences, long lists, wide tables, pointers to other pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import quotes, reading, written
from tutor.answering import Tutor

PUMP = """\
# Garden pump manual

## Topics

- Priming the pump
- Cleaning the filter of the pump
- Storing the pump

## Filter

A clogged filter occurs when sand or leaves fill the mesh. A clogged filter is the right reason for a longer pause. \
For more information about a clogged filter, see the service page. The following table shows a clogged filter.

If its bristles have gone soft, the brush is said to be spent. Spare wheels are stored until removed from the list. \
The lesson on gaskets is not part of this manual. A gasket costs much.

### When flushing is not allowed

- the hose is frozen
- the lid is off

Steps for flushing:

1. open the tap
2. close the tap after flushing for a minute

## Service

The following limits apply to the pump:

- The pump may run dry for ten seconds only. The seal of the shaft is cooled by the water that flows through the \
housing, so it overheats at once without it.
- The warranty of the pump ends when the housing is opened. A dealer may open the housing, because the dealer checks \
the pressure afterwards and puts on a new mark with the date of the check.
- The cable of the pump must not carry its weight. Lower the pump on a rope that is tied to the eye on the lid, and \
fasten the rope to something that does not move.
- The float of the pump has to move freely. Keep ten centimetres of room around the float on every side of the shaft.

Sand wears the wheel. So the pump is never set down on the bottom of a well. Ada painted the shed green.

| Model | Flow in litres | Lift in metres | Colour |
|---|---|---|---|
| Otter | 4,000 | 9 | grey |
| Heron | 6,500 | 14 | blue |

## Hoses

- Max 5 couplings per hose
- Every coupling of chapter 2 is made of brass

## Winter

- Status: accepted
- Date: 2025-10-02

A pump is emptied only between 09:00 and 11:00.

The winter kit of the pump holds these parts:

- Ring – a rubber ring that keeps the lid of the housing tight when the ground moves in a hard frost, and that one \
greases with fat of a sheep each autumn before the first cold night.
- Plug – a plug of cork that closes the hole at the bottom of the pump, so that a mouse finds no way to its warm nest \
between the wheel and the wall.
- Hood – a hood of felt that is drawn over the whole machine, tied with two ribbons below the float and left \
there until the leaves are out again on the old tree.

## Exam

- True or false: the Otter may be opened by its owner
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from the manual."""
    folder = written({"pump.md": PUMP}, tmp_path_factory.mktemp("manual"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


def test_of_a_long_list_only_the_item_that_answers_is_quoted_its_sentences_in_one_line(tutor: Tutor) -> None:
    line, *others = quotes(tutor.ask("why may the pump run dry for ten seconds only"))

    assert line.startswith("The pump may run dry for ten seconds only. The seal of the shaft is cooled")
    assert len(others) <= 1


def test_a_list_too_long_to_be_read_gives_way_to_its_part(tutor: Tutor) -> None:
    text = tutor.ask("when do limits apply to the warranty of the pump").text

    assert "ends when the housing is opened" in text
    assert "rope" not in text


def test_who_asks_for_the_list_gets_all_of_it(tutor: Tutor) -> None:
    assert len(quotes(tutor.ask("which limits apply to the pump"))) == 4


def test_of_a_list_too_long_to_be_read_who_asks_for_it_gets_the_names(tutor: Tutor) -> None:
    answer = tutor.ask("which parts does the winter kit of the pump hold")

    assert quotes(answer)[:3] == ["Ring", "Plug", "Hood"]
    assert "ribbons" in answer.citations[0].quote


def test_the_head_of_a_page_gives_no_reason(tutor: Tutor) -> None:
    assert "accepted" not in tutor.ask("why is the pump emptied in winter").text


def test_the_most_there_may_be_is_counted_and_a_chapter_is_not(tutor: Tutor) -> None:
    assert quotes(tutor.ask("number of couplings allowed on a hose"))[0] == "Max 5 couplings per hose"


def test_at_what_hours_is_answered_by_the_time_of_day(tutor: Tutor) -> None:
    assert "09:00 and 11:00" in quotes(tutor.ask("at what hours may the pump be emptied"))[0]


def test_a_conclusion_is_quoted_with_the_reason_in_front_of_it(tutor: Tutor) -> None:
    answer = tutor.ask("Why is the pump never set down on the bottom of a well?")

    assert "Sand wears the wheel. So the pump is never set down" in answer.text


def test_what_is_nothing_like_the_question_is_not_quoted_beside_the_best(tutor: Tutor) -> None:
    assert "Ada" not in tutor.ask("Why is the pump never set down on the bottom of a well?").text


def test_what_occurs_when_is_defined_by_that_and_not_by_what_it_is_right_for(tutor: Tutor) -> None:
    assert quotes(tutor.ask("what is a clogged filter"))[0].startswith("A clogged filter occurs when")


def test_what_is_said_to_be_so_is_defined(tutor: Tutor) -> None:
    assert "have gone soft" in quotes(tutor.ask("what is a spent brush"))[0]


def test_the_steps_of_a_thing_are_no_part_of_when_it_is_not_allowed(tutor: Tutor) -> None:
    assert quotes(tutor.ask("when should I not do the flushing"))[:2] == ["the hose is frozen", "the lid is off"]
    assert "open the tap" not in tutor.ask("when should I not do the flushing").text


def test_for_how_long_may_be_said_without_a_number(tutor: Tutor) -> None:
    assert "until removed" in tutor.ask("how long are spare wheels kept").text


def test_what_is_treated_elsewhere_is_not_covered(tutor: Tutor) -> None:
    assert tutor.ask("what do the lessons say about gaskets").abstained


@pytest.mark.parametrize("question", ["what is a clogged filter", "May the owner open the Otter?"])
def test_pointers_to_other_pages_and_questions_of_an_exam_answer_nothing(tutor: Tutor, question: str) -> None:
    text = tutor.ask(question).text

    assert not [words for words in ("For more information", "The following table", "True or false") if words in text]


def test_a_row_of_several_cells_stands_below_the_titles_of_its_columns(tutor: Tutor) -> None:
    answer = tutor.ask("how many metres does the Heron lift")

    assert quotes(answer)[0] == "Heron | 6,500 | 14 | blue"
    assert "Model | Flow in litres | Lift in metres | Colour:" in answer.text


def test_an_outline_is_no_answer(tutor: Tutor) -> None:
    assert "Priming" not in tutor.ask("how does the filter of the pump get clogged").text


def test_who_did_it_is_not_answered_by_what_names_nobody(tutor: Tutor) -> None:
    assert tutor.ask("who invented the garden pump").abstained
    assert "Ada" in tutor.ask("who painted the shed").text
