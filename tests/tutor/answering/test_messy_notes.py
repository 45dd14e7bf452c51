"""Notes as people jot them down: flash cards, bare lines, shorthand, names in passing, what is still to be learned."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import holds_back, quotes, reading, written
from tutor.answering import Tutor

BEES = """\
# Beekeeping

## Flash cards

**Q: What is a skep?**
A: Woven straw, turned over to house a swarm.

**Q: Symptom of a lost queen?**
A: The bees roar and wander over the combs.

## Log

- boxes painted in march, lids too
- dried grass in the smoker, 2 handfuls
- hive stands are due in 2031, the old ones rot
- honey strained twice w/o heating

## Spring work

Make a split when:

- the colony is crowded
- queen cells hang from the frames

Don't do it when:

- a storm is forecast
- nectar is scarce

Add a super when:

- six combs are full of bees
- the lime trees bloom

Don't do it when:

- the nights are still cold

## Taking a swarm

Bring the queen and her bees into ten frames, in one hour and in one box (the ten-one-one rule).
The ten-one-one rule fails in a cold May. A skep is too small for most swarms.
The Régime d'été is the summer order of a hive: foragers out, drones fed.
A super takes nine frames.
A nucleus is a small colony. It lives for five weeks on two combs of honey.

## Shed

- candles from old wax
- melt the combs at 70 degrees and dip the wick ten times to get a candle
- drawer 1: hive tools, drawer 2: matches
- slots of the queen excluder are too narrow for her, so she stays below

## Bottling

Do not fill glass jars on a damp day, honey draws water.

## Terms

**Bee space**: the gap that bees leave free. Ada found it too wide.

**Sting**: nothing to fear. The sting is how a worker bee defends the hive.

Ada shut the store at dusk, as most do in a warm year, for fear of a bad smell, of mice and of moths.

A drone (male bee) is a bee without a sting.

## Comb foundation

The advantage of comb foundation over bare frames is that bees build straight.
Comb foundation: wax sheets pressed with the pattern of cells, for bees to build upon.

## Jars of glass

Not for:

- propolis

## Bee lamp

A bee lamp is a newer thing. Avoid a bee lamp in fog.

What it is: red light that calms a hive at night.

Use it when:

- Don't need smoke
- the nest is open after dusk

In percent, 4 of 100 keepers own one. The cable of a lamp runs for 9 h in oil.

## To look up

- heather honey eases a cough, or so Anna says
- price of a swarm trap
- time it takes to clean the extractor
- oxalic acid vaporiser
- how does a queen excluder work
- bees and mobile phones
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from the note."""
    folder = written({"bees.md": BEES}, tmp_path_factory.mktemp("bees"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("what is a skep", "Woven straw, turned over to house a swarm."),
        ("Symptom of a lost queen?", "The bees roar and wander over the combs."),
        ("when are the hive stands due", "hive stands are due in 2031, the old ones rot"),
        ("what's the ten-one-one rule", "Bring the queen and her bees into ten frames, in one hour"),
        ("what does regime d'ete mean", "The Régime d'été is the summer order of a hive"),
        ("how many frames does a super take", "A super takes nine frames."),
        ("how does a queen excluder work", "slots of the queen excluder are too narrow for her"),
        ("what is comb foundation", "Comb foundation: wax sheets pressed with the pattern of cells"),
        ("what is a bee lamp", "red light that calms a hive at night"),
        ("yo whats a skep agian lol", "Woven straw, turned over to house a swarm."),
        ("for how long does the cable of a lamp run in oil", "The cable of a lamp runs for 9 h in oil."),
        ("for how many weeks does a nucleus live", "It lives for five weeks on two combs of honey."),
    ],
)
def test_the_line_that_answers_comes_first(tutor: Tutor, question: str, first: str) -> None:
    assert quotes(tutor.ask(question))[0].startswith(first)


def test_it_in_a_lead_in_is_what_the_lead_in_before_speaks_of(tutor: Tutor) -> None:
    assert quotes(tutor.ask("When should I not make a split?")) == ["a storm is forecast", "nectar is scarce"]


def test_what_the_notes_mark_as_the_side_asked_for_may_be_about_something_else(tutor: Tutor) -> None:
    said = quotes(tutor.ask("When should I not fill glass jars?"))

    assert said[0] == "Do not fill glass jars on a damp day, honey draws water."


def test_what_is_not_needed_where_a_thing_is_of_use_is_not_what_it_is_unfit_for(tutor: Tutor) -> None:
    assert quotes(tutor.ask("When should I not use a bee lamp?")) == ["Avoid a bee lamp in fog."]


def test_of_a_bare_list_only_the_line_that_answers_is_quoted(tutor: Tutor) -> None:
    assert quotes(tutor.ask("how is honey strained")) == ["honey strained twice w/o heating"]


@pytest.mark.parametrize(
    "question",
    [
        "What does an oxalic acid vaporiser cost?",
        "How do mobile phones harm bees?",
        "What eases a cough in winter?",
        "How do I clean the extractor?",
    ],
)
def test_what_is_still_to_be_looked_up_answers_nothing(tutor: Tutor, question: str) -> None:
    assert tutor.ask(question).abstained


def test_what_stands_first_under_the_name_of_a_thing_says_what_it_is(tutor: Tutor) -> None:
    assert quotes(tutor.ask("what is a bee space"))[0].startswith("Bee space: the gap that bees leave free")


def test_what_is_added_to_a_name_in_brackets_is_no_part_of_it(tutor: Tutor) -> None:
    assert quotes(tutor.ask("what is a drone"))[0] == "A drone (male bee) is a bee without a sting."


def test_a_thing_that_is_never_said_to_be_anything_is_not_defined(tutor: Tutor) -> None:
    assert holds_back(tutor.ask("what is a moth"))


@pytest.mark.parametrize("question", ["How do I make candles from old wax?", "how many drawers hold tools"])
def test_what_only_names_the_thing_asked_about_is_refused_or_doubted(tutor: Tutor, question: str) -> None:
    assert holds_back(tutor.ask(question))


def test_two_questions_with_one_answer_get_it_once(tutor: Tutor) -> None:
    said = quotes(tutor.ask("what is a skep and what does skep mean"))

    assert len(said) == len(set(said))
