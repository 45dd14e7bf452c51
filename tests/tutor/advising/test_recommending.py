"""Advice follows the notes and the scenario, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from index.values import Statement, StatementHit
from tests.tutor.claims.reading import read, write
from tutor.advising import Advisor, Likeness, Recommendation

Advise = Callable[..., Recommendation]

STORES = """# Stores

## Granite

Granite is a relational database with ACID transactions and joins across tables.

### Use Granite when

- queries need joins
- an order and its payment must change together

## Slate

Slate is a key-value store with single-digit millisecond latency.

### Use Slate when

- items are looked up by key
- the load is unpredictable

### Avoid Slate when

- queries need joins

## Need to store

- Need graph relationships? → Quartz

## Quartz

Quartz is a graph database for highly connected data.
"""


def advisor(folder: Path, *rules: Path, **notes: str) -> Advisor:
    known = read(write(folder, **notes), *rules)
    return Advisor(known.statements, known.subjects, rules)


class Near(Likeness):
    """Finds the same statements for every text, and everything alike."""

    def __init__(self, hits: list[StatementHit]) -> None:
        self._hits = hits

    def to(self, text: str, others: Sequence[str]) -> list[float]:
        return [0.0] * len(others)

    def nearest(self, text: str) -> list[StatementHit]:
        return self._hits


@pytest.fixture
def advise(tmp_path: Path) -> Advise:
    """Advice from notes about stores that no rule of ours knows by name."""
    return advisor(tmp_path / "notes", stores=STORES).advise


def names(found: Recommendation) -> list[str]:
    return [one.name for one in found.services]


@pytest.mark.parametrize(
    ("scenario", "best"),
    [
        ("We need joins over many tables and ACID transactions.", "Granite"),
        ("We look items up by key and the load is unpredictable.", "Slate"),
        ("We don't need joins; items are looked up by key.", "Slate"),
        ("Friends of friends, several hops away.", "Quartz"),
    ],
)
def test_what_the_notes_link_to_a_requirement_is_recommended(advise: Advise, scenario: str, best: str) -> None:
    assert names(advise(scenario))[0] == best


def test_a_requirement_that_is_denied_is_told_apart(advise: Advise) -> None:
    (found,) = (
        one
        for one in advise("We don't need joins; items are looked up by key.").requirements
        if one.requirement.name.startswith("relational")
    )

    assert (found.denied, found.evidence) == (True, ("joins",))


def test_leaving_a_requirement_out_changes_the_ranking(advise: Advise) -> None:
    scenario = "We need joins, ACID transactions and foreign keys, and items are looked up by key."
    relational = "relational data with joins and transactions"

    assert names(advise(scenario))[0] == "Granite"
    assert names(advise(scenario, without=[relational]))[0] == "Slate"


def test_reasons_are_statements_of_the_notes(advise: Advise) -> None:
    first = advise("We need joins and ACID transactions.").services[0]

    assert [reason.statement.text for reason in first.reasons]
    assert all(reason.statement.text in STORES for reason in first.reasons)


def test_what_the_notes_say_against_is_no_reason_for(advise: Advise) -> None:
    found = advise("We need joins and lookups by key.")
    slate = next(one for one in found.services if one.name == "Slate")

    assert "queries need joins" in [reason.statement.text for reason in slate.against]
    assert "queries need joins" not in [reason.statement.text for reason in slate.reasons]


def test_another_note_gives_another_recommendation(tmp_path: Path) -> None:
    swapped = STORES.replace("→ Quartz", "→ Slate").replace("Quartz is a graph", "Quartz is a cool")
    swapped = swapped.replace("highly connected data", "long names")

    found = advisor(tmp_path / "notes", stores=swapped).advise("Friends of friends, several hops away.")

    assert names(found) == ["Slate"]


def test_the_runner_up_says_what_would_tip_it_over(advise: Advise) -> None:
    found = advise("We need joins and ACID transactions, and items are looked up by key.")

    assert names(found)[:2] == ["Granite", "Slate"]
    assert found.tips == "key-value access at any scale"


@pytest.mark.parametrize("scenario", ["Boil the pasta, fry the garlic, then serve it to four people.", "", "?"])
def test_what_no_note_meets_is_left_alone(advise: Advise, scenario: str) -> None:
    found = advise(scenario)

    assert (found.services, found.choice, found.abstained) == ((), None, True)


def test_where_no_rule_speaks_the_most_alike_statement_about_choosing_does(tmp_path: Path) -> None:
    known = read(write(tmp_path / "notes", stores=STORES))
    about = {statement.text: statement for statement in known.statements}

    def hit(text: str, dense: float) -> StatementHit:
        return StatementHit(_containing(about, text), dense, 0.0, 0.0, 0.0)

    advise = Advisor(known.statements, known.subjects).advise
    near = [hit("an order and its payment", 0.7), hit("looked up by key", 0.6)]
    far = [hit("an order and its payment", 0.2)]

    assert names(advise("Money moves with goods.", likeness=Near(near))) == ["Granite", "Slate"]
    assert advise("Money moves with goods.", likeness=Near(far)).abstained


BREWERS = """# Brewing

## Which one?

- Lots of guests? → French press
- Travelling? → AeroPress

## AeroPress

It weighs little and makes one cup at a time.

## Milk

Milk is steamed to sixty degrees.
"""


def test_notes_of_another_subject_recommend_what_they_say_when_to_choose(tmp_path: Path) -> None:
    known = read(write(tmp_path / "notes", brewers=BREWERS))
    near = [
        StatementHit(_containing({one.text: one for one in known.statements}, text), dense, 0.0, 0.0, 0.0)
        for text, dense in (
            ("is steamed", 0.9),
            ("one cup at a time", 0.6),
            ("Travelling", 0.5),
            ("Lots of guests", 0.5),
        )
    ]

    found = Advisor(known.statements, known.subjects).advise("For one, in a tent.", likeness=Near(near))

    assert names(found) == ["AeroPress", "French press"]


def _containing(about: dict[str, Statement], text: str) -> Statement:
    return next(statement for said, statement in about.items() if text in said)


def test_what_a_thing_does_without_does_not_speak_for_it(tmp_path: Path) -> None:
    notes = "# Stores\n\n## Slate\n\nUse Slate when items are read without complex joins.\n"

    assert names(advisor(tmp_path / "notes", stores=notes).advise("We need joins.")) == []


def test_what_serves_another_kind_of_data_goes_behind(tmp_path: Path) -> None:
    notes = STORES + "\n## Agate\n\nAgate is serverless.\n\n### Use Agate when\n\n- the load is unpredictable\n"
    advise = advisor(tmp_path / "notes", stores=notes + "- traffic is spiky\n").advise

    wish = "no servers to patch, and the load is unpredictable."

    assert names(advise(f"We want {wish}"))[0] == "Agate"
    assert names(advise(f"We need joins, {wish}"))[0] == "Granite"


def test_a_lead_that_only_mentions_a_thing_leaves_the_list_to_its_heading(tmp_path: Path) -> None:
    notes = STORES + "\n## Shale\n\nIt moves tables from one place to another, to Granite:\n\n- needs no servers\n"
    advise = advisor(tmp_path / "notes", stores=notes).advise

    assert names(advise("We want no servers.")) == ["Shale"]


PETS = """# Pets

## Cats

### Use cats when

- you are away all day

## Dogs

### Use dogs when

- you go for walks
"""
PET_RULES = """
[[requirement]]
name = "company on walks"
weight = 3
cues = ["walk\\\\w*", "hik\\\\w+"]
notes = ["walks?\\\\b"]

[[requirement]]
name = "being left alone"
weight = 3
cues = ["away", "at work"]
notes = ["away\\\\b"]
"""


def test_rules_beside_the_notes_are_enough_for_another_subject(tmp_path: Path) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "requirements.toml").write_text(PET_RULES, encoding="utf-8")

    advise = advisor(tmp_path / "notes", rules, pets=PETS).advise

    assert names(advise("I hike every weekend.")) == ["Dogs"]
    assert names(advise("I am at work from morning to night.")) == ["Cats"]
    assert advise("I am at work", options=["Get a dog", "Get a cat"]).choice is not None
