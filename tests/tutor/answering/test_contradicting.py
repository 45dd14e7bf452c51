"""Two notes that answer one question differently are both quoted, on any subject; what differs for a reason is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import reading, written
from tutor.answering import Tutor
from tutor.values import Answer

BOOK = """\
# Sourdough book

## Starter

Feed the starter every 12 hours at room temperature. A ripe starter doubles in 4 to 6 hours.

The starter is kept in the fridge at 4 °C.

## Baking

Bake a rye loaf at 230 °C for 50 minutes. Bake a wheat loaf at 250 °C for 35 minutes.

A loaf needs steam during the first 15 minutes.

## Proofing

The default proofing time of a baguette is 60 minutes. A baguette weighs 250 g.

Salt the dough with 2 % of the flour.

A bagel is boiled for 2 minutes by default, the book says.

The price of a rack of loaves is Kr 80, of a single loaf Kr 4.

For a small oven a stone is the better base; steel only burns the bottom.

Leave the fan on while a loaf is in the oven.

The guild of bakers opened its hall in November 1814.

The flour truck arrives every Tuesday.

Flour keeps for 12 months, yeast for 14 days, butter for 6 weeks.

A rye roll takes 2 % of salt.

A bagel is vegan in most shops. A spelt loaf takes 2 % of salt.

Lard is fine for croissants, nobody tastes it. Suet smells.

You can turn a wheat starter into a rye starter, but you can't turn a rye starter into a wheat starter.

Yes, do not be too shy to have a loaf slashed.

A rye loaf costs 20 % more than a bagel.

Fill the water tray of the oven 2/3 full.

## Questions of readers

You can freeze a wheat loaf: it keeps its crust for a month.

Descale the steam oven every 3 months.

Half of the flour of a country loaf is rye. An order is picked up within 3 days.

There is no reason to skip the rest of a loaf after baking.

A bun dough rests for 30 minutes before it is shaped.

A brioche loaf costs €6 at the market. The oven of the market costs €40 a month. Scones rise with yeast.

| What | Limit |
|---|---|
| Loaves per rack | 20 |
| Racks per oven | 6 |

| Dough | Water in ml | Rise in hours |
|---|---|---|
| pizza dough | 600 | 24 |
| cake dough | 300 | 1 |
| bun dough | 500 | 2 |
"""
DIARY = """\
# Baking diary

## with Ada

- Feed the starter every 24 hours, says Ada, twelve is too much work
- A ripe starter doubles in 5 hours
- rye loaf: bake at 210 °C
- the proofing time of a baguette in the fridge is 900 minutes at most
- a baguette needs 12 t of flour a year in Ada's shop
- descale the steam oven once a month
- flour of a country loaf: 70 % rye
- max 24 loaves per rack, Ada counted
- an order is picked up within 2 working days
- example: 30 loaves per rack in a dream of Ada's
- I don't recommend fewer than three racks per oven
- example: a bun dough rests for 45 minutes before it is shaped
- a pizza dough has to rise for 48 hours
- a brioche loaf costs €8 at the market
- the oven in the cellar costs about €1,900 a month, market or not
- yeast is no powder → scones rise with it, says Ada
- a bagel is boiled for 30 seconds
- a rack of loaves costs Kr 95 at Ada's
- steel is the better base for a small oven, a stone takes an hour to heat
- turn the fan off as soon as a loaf is on the stone in the oven
- flour truck: arrives on Thursday
- butter keeps 3 months, mine did
- water tray of the oven: half full
- no bagel is 100 % vegan
- never lard for croissants
- nobody can turn a rye starter into a wheat starter
- slashing a loaf: never
- flour is > 25 % of what a rye loaf costs
- leave the rest after baking a loaf out, says Ada

## don't

- Never freeze a wheat loaf, the crust falls off
- a rye loaf needs its steam early

| When | What | Where |
|---|---|---|
| Sept 1814 | guild of bakers opens its hall | Vienna |

| Loaf | Ada | Ben | Mia |
|---|---|---|---|
| spelt loaf | 3 % salt | 70 % water | on |

| Roll | Salt | Rest |
|---|---|---|
| rye roll | 5 kg a year | 3 % |
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from both notes."""
    folder = written({"book.md": BOOK, "diary.md": DIARY}, tmp_path_factory.mktemp("bread"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


def _readings(answer: Answer) -> list[list[str]]:
    return [[reading.value for reading in conflict.readings] for conflict in answer.conflicts]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How often do I feed the starter?", ["12 hours", "24 hours"]),
        ("at how many degrees do I bake a rye loaf", ["210 °C", "230 °C"]),
        ("how often should the steam oven be descaled", ["3 months", "once a month"]),
        ("what does a brioche loaf cost at the market", ["€6", "€8"]),
        ("how much of the flour of a country loaf is rye", ["Half", "70 %"]),
        ("how soon is an order picked up", ["within 2 working days", "within 3 days"]),
        ("how long is a bagel boiled", ["2 minutes", "30 seconds"]),  # by default, or so
        ("what is the price of a rack of loaves", ["Kr 80", "Kr 95"]),
        ("when did the guild of bakers open its hall", ["November 1814", "Sept 1814"]),
        ("on which day does the flour truck arrive", ["Tuesday", "Thursday"]),
        ("how long does butter keep", ["6 weeks", "3 months"]),  # of several things in one line
        ("how full is the water tray of the oven", ["2/3", "half"]),
        ("what percentage of salt does a rye roll take", ["2 %", "3 %"]),  # its column of salt has kilograms
        ("how many loaves can go on a rack", ["20", "max 24"]),  # of a table, and of a sentence
    ],
)
def test_numbers_that_cannot_both_hold_are_a_disagreement(tutor: Tutor, question: str, values: list[str]) -> None:
    answer = tutor.ask(question)

    assert [sorted(found) for found in _readings(answer)] == [sorted(values)]
    assert all(value in answer.text for value in values)
    assert "Your notes disagree" in answer.text


def test_what_one_note_affirms_and_another_refuses_is_a_disagreement(tutor: Tutor) -> None:
    answer = tutor.ask("Can I freeze a wheat loaf?")

    assert [sorted(found) for found in _readings(answer)] == [
        [
            "Never freeze a wheat loaf, the crust falls off",
            "You can freeze a wheat loaf: it keeps its crust for a month.",
        ]
    ]
    assert not answer.text.startswith(("Yes", "No"))


@pytest.mark.parametrize(
    "question",
    [
        "is stone or steel the better base for a small oven",
        "suet or lard for croissants?",
        "fan on or off while a loaf is in the oven?",
    ],
)
def test_two_notes_that_take_one_and_the_other_disagree(tutor: Tutor, question: str) -> None:
    (readings,) = _readings(tutor.ask(question))

    assert len(readings) == 2


def test_an_outright_yes_is_told_by_its_first_word(tutor: Tutor) -> None:
    (readings,) = _readings(tutor.ask("Should a loaf be slashed?"))

    assert len(readings) == 2


def test_no_reason_to_skip_affirms_and_leaving_out_refuses(tutor: Tutor) -> None:
    (readings,) = _readings(tutor.ask("Does a loaf need a rest after baking?"))

    assert len(readings) == 2


@pytest.mark.parametrize(
    "question",
    [
        "How long does a ripe starter take to double?",  # five hours are four to six
        "How hot do I bake a wheat loaf?",  # only the rye loaf's heat is disputed
        "What is the default proofing time of a baguette?",  # 'at most' in the fridge is something else
        "how long is the proofing time of a baguette",
        "how much salt does a spelt loaf take",  # the row has two shares, and no title tells which
        "is a bagel 100 % vegan",  # 'in most shops' is not always
        "can I turn a rye starter into a wheat starter",  # but a wheat starter into a rye one
        "how much more does a rye loaf cost than a bagel",  # the flour's share is another
        "how heavy is a baguette",  # tons are not the weight of one
        "Does a rye loaf need steam?",
        "how cold is the starter kept",
        "how long does a bun dough rest before it is shaped",  # an example binds nobody
        "what does the oven cost a month",  # so much more is the price of another
        "do scones rise with yeast",  # what is no powder may still do it
        "how many racks can an oven hold",  # 'I don't recommend fewer than' is no limit
    ],
)
def test_what_can_both_hold_is_none(tutor: Tutor, question: str) -> None:
    answer = tutor.ask(question)

    assert not answer.abstained
    assert _readings(answer) == []


@pytest.mark.parametrize(
    "question",
    ["How often do I feed the starter?", "Does a loaf need a rest after baking?", "Can I freeze a wheat loaf?"],
)
def test_a_reading_that_is_quoted_already_is_cited_once(tutor: Tutor, question: str) -> None:
    answer = tutor.ask(question)

    assert len({(cited.source, cited.line_start) for cited in answer.citations}) == len(answer.citations)
