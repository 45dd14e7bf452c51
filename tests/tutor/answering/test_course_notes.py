"""Answers from notes as people keep them for an exam: keywords, labels, quizzes, tables of dates, typical mistakes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import quotes, reading, written
from tutor.answering.tutor import Tutor

NOTE = """\
# Sailing course, lesson 4

## Rope work

- Monday: splicing -> a bight = bend of a rope that does not cross itself, learn it
- bight too tight -> rope wears, replace it

## The fender

Hang a fender over the side before you come alongside.

## Quiz

When is the fender taken in?

after the last line is cast off

## Words

**Blue Peter**: a flag that calls everybody aboard before the ship leaves, since 1777 in the navy.

| Year | What |
|---|---|
| 1777 | Blue Peter in the navy lists |

## Licence fees and when they are due

| Paper | Who | Due |
|---|---|---|
| Harbour licence fee | Skippers | 10th of the next month |
| Crew licence and list | Skippers with a crew | 25th of the month after the cruise |
| Boat licence fee | Boats | 9 months after the launch |
| Radio licence, on paper | Owners | 31 March |
| Radio licence, online | Owners | 30 April |

## Charter or own boat

A boat costs a tenth of its price every year. When is a charter worth it? When you sail less than five weeks a year. \
When is it not? When you want to change the rigging.

Own a boat when:

- you sail every weekend
- you have a berth near home

Charter a boat when:

- you want warm water in winter
- you dislike painting hulls

## Genoa

A genoa sail can have up to 3 reef points.

## Spinnaker

A spinnaker sail is set when the wind comes from behind.

## Engine

The option `--no-prime` starts the engine pump dry.

A fifth of the fuel in the tank is a reserve that nobody plans with; it costs €30.

## Man overboard

Signs of a man overboard at night:

- a strobe in the water
- a cry in the wake

### Recovery

1. Throw a ring at once
2. Turn into the wind
3. Stop beside him

## Steering

- 5 h beside a skipper before you steer
- min age: 12 to steer, 16 alone

## Ropes of a sail

- Sheet: pulls a sail in
- Halyard: pulls a sail up
- Sail: sheets and halyards hold it, ropes both of them

## Dinghy

Yes from 12, but not alone: a child can steer the dinghy.

## Sides

Port is left of the bow, starboard is right of the bow.

## Hulls

A steel hull floats.

```
┌──────────────────────┐
│ Steel hull:          │
│ ✓ lasts forever      │
│ ✓ easy to weld       │
│ ✗ dearer than wood   │
└──────────────────────┘
```

## DAY 5 PREVIEW — WEEK 1 REVIEW

Tomorrow we will:

- Connect lessons 1–4 into ONE chart
- Plot a course
- Find what is missing

Reply with:

DAY 5

## Typical mistakes

- "A reefed sail is slower." In a strong wind the boat stands up and runs faster.
- Anchoring with a short chain
"""


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[Tutor]:
    """Answers from the note."""
    folder = written({"sailing.md": NOTE}, tmp_path_factory.mktemp("sailing"))
    with reading(folder, warm_home) as (_, tutor):
        yield tutor


@pytest.mark.parametrize(
    ("question", "held", "left_out"),
    [
        ("what is a bight", "bend of a rope that does not cross itself", "nothing else is a bight"),
        ("what is a fender", "over the side", "cast off"),  # the quiz asks when it is taken in
        ("what was the blue peter in 1777", "a flag that calls everybody aboard", "navy lists"),
        ("when is the boat licence fee due", "9 months after", "31 March"),  # one row, not the table
        ("when is a charter not a good idea", "change the rigging", "less than five weeks"),
        ("when should I own a boat", "every weekend", "rigging"),
        ("what do i do about a man overboard, step by step", "Turn into the wind", "strobe"),
        ("how old must i be to steer", "age: 12", "5 h"),
        ("what are sheets and halyards of a sail", "Sheet: pulls a sail in", "age"),
        ("what are sheets and halyards of a sail", "Halyard: pulls a sail up", "age"),
        ("how much of the fuel is a reserve", "A fifth", "rigging"),
    ],
)
def test_the_line_that_answers_is_quoted(tutor: Tutor, question: str, held: str, left_out: str) -> None:
    answer = tutor.ask(question)

    assert held in answer.text
    assert left_out not in answer.text


def test_a_number_of_one_thing_is_not_taken_from_another(tutor: Tutor) -> None:
    assert "3 reef points" in tutor.ask("how many reef points can a genoa have").text
    assert tutor.ask("how many reef points can a spinnaker have").abstained


@pytest.mark.parametrize(
    "question",
    [
        "how much does a genoa sail cost",
        "how often is the fender taken in",
        "how long is the reserve of fuel",
        "what does a steel hull weigh",
        "on what date is the quiz about the fender",
    ],
)
def test_without_a_price_or_a_time_no_price_and_no_time_is_told(tutor: Tutor, question: str) -> None:
    assert tutor.ask(question).abstained


def test_what_speaks_against_is_marked_by_a_cross_among_checks(tutor: Tutor) -> None:
    answer = tutor.ask("when is a steel hull a bad deal")

    assert "dearer than wood" in answer.text
    assert "lasts" not in answer.text


def test_an_outline_answers_what_is_asked_about_itself(tutor: Tutor) -> None:
    answer = tutor.ask("what is planned on day 5")

    assert quotes(answer)[-1].endswith("Find what is missing")
    assert answer.confidence > 0.8


@pytest.mark.parametrize(
    ("question", "held", "verdict"),
    [
        ("is a reefed sail slower?", "runs faster", "Yes"),  # a mistake
        ("can the engine pump be started dry", "--no-prime", "No"),  # an option is named so
        ("can a child of 13 steer the dinghy", "Yes from 12", "No"),  # it begins with yes itself
        ("are port and starboard the same thing?", "right of the bow", "Yes"),  # they are only named together
    ],
)
def test_neither_yes_nor_no_is_said_where_the_line_says_otherwise(
    tutor: Tutor, question: str, held: str, verdict: str
) -> None:
    answer = tutor.ask(question)

    assert held in answer.text
    assert not answer.text.startswith(verdict)


def test_what_is_said_of_a_rival_is_not_taken(tmp_path: Path, warm_home: Path) -> None:
    aurora = "## Aurora I/O\n\nAurora pricing:\n\n- Higher compute cost (+30%)\n- Not in the free tier\n"
    quicksight = "## QuickSight\n\nQuickSight draws charts for the web.\n"
    with reading(written({"aws.md": f"# Services\n\n{aurora}\n{quicksight}"}, tmp_path), warm_home) as (_, tutor):
        assert "+30%" in tutor.ask("aurora pricing, how was that again").text
        assert tutor.ask("quick sight pricing, how was that again").abstained
        assert not tutor.ask("is aurora in the free tier").abstained
        assert tutor.ask("is quicksight in the free tier").abstained


def test_a_name_may_belong_to_what_the_notes_have_no_name_for(tmp_path: Path, warm_home: Path) -> None:
    rules = '[[name]]\nname = "Jenny"\nkind = "sail"\nof = "Headsails"\n\n[[name]]\nname = "Yankee"\nkind = "sail"\n'
    note = "# Sails\n\n## Yankee\n\n- price: 300 euros\n\n## Jenny\n\nIt is cut high.\n"
    folder = written({"sails.md": note, "rules/names.toml": rules}, tmp_path)
    with reading(folder, warm_home) as (_, tutor):
        assert "300 euros" in tutor.ask("price of the yankee").text
        assert tutor.ask("price of the jenny").abstained
