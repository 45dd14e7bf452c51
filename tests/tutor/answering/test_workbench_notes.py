"""Notes of somebody who keeps machines running: settings with remarks, check lists that ask, code with figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tutor.conftest import features_of, holds_back, quotes, reading, written
from tutor.answering import Tutor
from tutor.answering.asked_for import AskedFor
from tutor.answering.doubts import doubts
from tutor.answering.evidence import Judge
from tutor.answering.gathering import Lists
from tutor.answering.pieces import Pieces
from tutor.knowledge import Knowledge

LATHE = """\
# Workshop

## Night shift of the coolant pump

Runs on the first Sunday of each month at 02:30. Its log is kept for a year, so that the insurer is happy.

```yaml
# coolant.yml - read by pump-runner
pump:
  schedule: "30 2 1-7 * 0"     # first sunday only
  dry_run: false               # set to true after every change of hoses
  tank: 40                     # litres, the default tank of the pump is only 25 litres
  alarm: bell                  # rings in the office too
  valve: 3                     # shut it first
  filter: coarse
  hose: 12 mm
  basin: steel
```

## Access to the lathe

The lathe opens with a badge. Badges are blue.

```python
# Ask the gate for a pass (valid for 15 minutes)
gate = Gate('lathe', port=4400)
pass_ = gate.ask()
```

```python
# Open the gate
gate = Gate('lathe', port=4400)
```

## Is a new chuck worth it?

Three-point check, to be written down:

1. **Grip** - does the old one still hold a bar?
2. **Wear** - are the jaws below 4 mm?
3. **Money** - is it cheaper than a week of downtime?

A chuck comes with two keys.

### What is a collet?

Slit sleeve that closes around a bar when it is drawn into a cone.

Sizes:

- ER16 holds up to 10 mm
- ER32 holds up to 20 mm

## Reserve of steel

The reserve is not part of the stock that is counted in June. A usual size of it is 5 to 10 % of the stock.

High Speed Steel (HSS) drills are kept apart. TIG = welding with a tungsten needle.

## Bearings

The wash stand for bearings takes grease (type A or type B), and smells. The log of bearings is closed at noon.

```python
# Needs a second key, not a card, when the wash stand is opened from outside
stand.open(keys=2)
```

## Roster

Rollback of a shift: tell the foreman by noon.
Only regular customers may enter, together with a badge holder.

Worn at the gate:

- Blue badge (required)
- Holder strap (optional)

Every evening:

- Each bench is swept
- The vice is oiled with ISO oil
- Sand goes out
"""


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory, warm_home: Path) -> Iterator[tuple[Knowledge, Tutor]]:
    """What is known of the notes, and who answers from them."""
    folder = written({"workshop.md": LATHE}, tmp_path_factory.mktemp("workshop"))
    with reading(folder, warm_home) as found:
        yield found


@pytest.fixture(scope="module")
def tutor(workshop: tuple[Knowledge, Tutor]) -> Tutor:
    """Answers from the notes."""
    return workshop[1]


def nameless(workshop: tuple[Knowledge, Tutor], question: str, line: str) -> float:
    """Whether it is doubted that a line, or the list that begins with it, tells who did something."""
    knowledge, tutor = workshop
    asked = tutor.reader.read(question)
    judge, hits = Judge(asked, Pieces(knowledge.subjects, tutor.index)), tutor.index.statements(asked.search, 32)
    candidates = judge.candidates(hits, Lists(tutor.index).of(hits, asked.intent))
    found = max((one for one in candidates if one.words.startswith(line)), key=lambda one: len(one.statements))
    return doubts(judge, found, [(1.0, found)]).nameless


@pytest.mark.parametrize(
    ("question", "first"),
    [
        (
            "how many litres does the default tank of the coolant pump hold",
            "tank: 40                     # litres, the default tank of the pump is only 25 litres",
        ),  # a setting is quoted with its remark
        ("how long is a pass for the lathe valid", "# Ask the gate for a pass (valid for 15 minutes)"),
        ("how large is the reserve of steel usually", "A usual size of it is 5 to 10 % of the stock."),
        ("when does the coolant pump run", "Runs on the first Sunday of each month at 02:30."),
        ("explain the collet in the chuck", "Slit sleeve that closes around a bar when it is drawn into a cone."),
    ],
)
def test_the_line_that_answers_comes_first(tutor: Tutor, question: str, first: str) -> None:
    answer = tutor.ask(question)

    assert quotes(answer)[0].startswith(first)
    assert not holds_back(answer)


def test_a_check_list_may_consist_of_questions(tutor: Tutor) -> None:
    said = quotes(tutor.ask("how does the check of a new chuck go, which steps"))

    assert [line.split(" - ")[0] for line in said] == ["Grip", "Wear", "Money"]


@pytest.mark.parametrize(
    ("question", "line", "marked"),
    [
        ("explain the collet in the chuck", "Slit sleeve", True),
        ("explain the collet in the chuck", "ER16", False),  # told below it of something else
        ("explain the chuck with the collet", "Slit sleeve", False),
    ],
)
def test_a_thing_is_defined_under_the_question_for_it_wherever_else_it_belongs(
    workshop: tuple[Knowledge, Tutor], question: str, line: str, marked: bool
) -> None:
    assert (features_of(workshop, question, line).marked == 1) is marked


def test_an_identifier_is_where_it_stands(workshop: tuple[Knowledge, Tutor]) -> None:
    named = features_of(workshop, "what is dry_run set to for a collet", "dry_run: false")
    unnamed = features_of(workshop, "what is the dry run set to for a collet", "dry_run: false")

    assert (named.astray, unnamed.astray) == (0.0, 1.0)


def test_a_sentence_that_leans_back_holds_the_words_of_the_one_before(workshop: tuple[Knowledge, Tutor]) -> None:
    assert features_of(workshop, "which part is counted in June", "A usual size of it").covered > 0.5


@pytest.mark.parametrize(
    ("line", "number"),
    [("# Open the gate", 0.0), ("# Ask the gate", 1.0), ("valve: 3", 1.0)],  # not what stands in code without a remark
)
def test_a_number_counts_where_it_is_told(workshop: tuple[Knowledge, Tutor], line: str, number: float) -> None:
    assert features_of(workshop, "number for the gate, the valve and the key?", line).number == number


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("who sweeps the bench", "Each bench is swept"),
        ("who cleaned up every evening", "Each bench is swept"),  # the items of a list begin with capitals, no names
        ("do you know who sweeps it", "Each bench is swept"),
        ("who oils the vice", "The vice is oiled with ISO oil"),  # nor are letters
    ],
)
def test_who_did_it_is_told_by_a_name(workshop: tuple[Knowledge, Tutor], question: str, line: str) -> None:
    assert nameless(workshop, question, line)


@pytest.mark.parametrize(
    "question",
    [
        "may someone who never had a badge enter",
        "what is asked of people who enter",
        "who counts as somebody that may enter",
    ],
)
def test_someone_who_does_something_is_not_asked_for(workshop: tuple[Knowledge, Tutor], question: str) -> None:
    assert not nameless(workshop, question, "Only regular customers")


def test_a_list_may_add_a_single_word_to_what_is_asked(tutor: Tutor) -> None:
    said = quotes(tutor.ask("list what of the blue badge and the holder strap is optional at the gate"))

    assert said[:2] == ["Blue badge (required)", "Holder strap (optional)"]


def test_what_two_things_differ_in_is_not_told_by_naming_both(tutor: Tutor) -> None:
    assert tutor.ask("what is the difference between type A and type B").abstained


def test_a_remark_in_code_may_tell_whether_but_not_for_sure(tutor: Tutor) -> None:
    answer = tutor.ask("does the wash stand need a second key when opened from outside")

    assert quotes(answer)[0] == "# Needs a second key, not a card, when the wash stand is opened from outside"
    assert not answer.text.startswith(("Yes.", "No."))


def test_what_happens_each_time_asks_for_no_time(tutor: Tutor) -> None:
    assert not AskedFor(tutor.reader.read("by how many litres does the tank grow each time")).measures("3 days")


def test_what_the_notes_write_as_one_word_is_searched_for_as_one(tutor: Tutor) -> None:
    assert "rollback" in tutor.reader.read("how do i roll back a shift").search.split()


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("how many benches are there", "12 benches", True),
        ("how many benches are there", "a single bench", False),
        ("how many benches are there", "a bench carries 500 kB or 40 %", False),  # which count nothing
        ("how many benches are there", "the bench opens at 19:30 since 2019 for €50", False),
        ("what does one bench cost", "paid by the piece", False),
        ("what do we pay for a bench", "12 of them", False),
        ("how much do they charge for a bench", "40 euros", True),
        ("how old do I have to be for a badge", "valid for 3 years", False),
        ("how old do I have to be for a badge", "from 16 on", True),
        ("how old must one be", "18 years old", True),
        ("what does one bench cost", "40 euros", True),
    ],
)
def test_a_number_of_another_kind_is_none(tutor: Tutor, question: str, text: str, told: bool) -> None:
    assert AskedFor(tutor.reader.read(question)).measures(text) is told


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("what does HSS stand for", True),  # by words that begin with the letters
        ("tig stands for?", True),  # or by words that they are set equal to
        ("what does ISO stand for", False),
        ("what does the ER in ER16 stand for", False),
    ],
)
def test_letters_stand_for_words(tutor: Tutor, question: str, told: bool) -> None:
    assert tutor.ask(question).abstained is not told
