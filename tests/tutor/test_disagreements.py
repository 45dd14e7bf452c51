"""Notes that contradict each other: found by general rules, within one scope only, and gone when the note is mended."""

from functools import cache
from pathlib import Path

import pytest

from tests.tutor.claims.reading import CORPUS, HOUSEPLANTS, RULES, Notes, read, write
from tutor.citing import Citations
from tutor.disagreements import Disagreement, conflicts, conflicts_about
from tutor.subjects import Subject, Subjects

RAW = Path(__file__).parents[3] / "shared" / "seeds"
KNOWN = {  # in our corpus, which repeats on purpose where the study notes disagree
    "RDS Read Replicas: maximum number",
    "RDS: engines",
    "RDS: analytics",
    "Aurora: maximum storage",
    "DynamoDB: maximum storage",
    "Managed Blockchain: frameworks",
    "DMS: servers to run",
    "Glue: what it is",
    "Point-in-Time Recovery (RDS): restore granularity",
    "Aurora Multi-Master: maximum number of writer instances",
    "Aurora Limitless Database: engines",
    "Aurora I/O-Optimized: share of cost",
    "DynamoDB: latency",
    "DynamoDB DAX: performance",
}


@cache
def corpus() -> Notes:
    return read(CORPUS)


@cache
def found_in_corpus() -> list[Disagreement]:
    return corpus().disagreements


def topics(folder: Path, **notes: str) -> list[str]:
    return [found.topic for found in read(write(folder, **notes)).disagreements]


def test_our_corpus_disagrees_where_it_is_known_to_and_hardly_elsewhere() -> None:
    found = {disagreement.topic for disagreement in found_in_corpus()}

    assert found >= KNOWN
    assert len(found - KNOWN) <= 2


@pytest.mark.skipif(not RAW.is_dir(), reason="the raw notes are not part of the project")
def test_the_raw_notes_disagree_in_the_same_places_and_nowhere_else() -> None:
    found = {disagreement.topic for disagreement in read(RAW).disagreements}

    assert found == KNOWN


def test_another_subject_needs_no_code() -> None:
    found = {one.topic: [view.value for view in one.views] for one in read(HOUSEPLANTS, RULES).disagreements}

    assert found == {
        "Monstera: height": ["at most 5 m", "up to 3 m"],
        "Monstera: forms": [
            "Monstera comes in these forms: Deliciosa, Adansonii and Obliqua.",
            "Monstera comes in two forms: Deliciosa and Adansonii.",
        ],
        "Monstera: safe for cats": ["Monstera is sold as a pet-safe plant.", "no"],
    }


def test_a_figure_that_is_mended_in_a_note_ends_the_disagreement(tmp_path: Path) -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in HOUSEPLANTS.glob("*.md")}
    texts["plant-club"] = texts["plant-club"].replace("at most 5 m", "at most 3 m")

    notes = read(write(tmp_path / "notes", **texts), RULES)

    assert "Monstera: height" not in {found.topic for found in notes.disagreements}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aurora storage grows up to 64 TB.", "Aurora storage scales to 128 TiB."),
        ("Aurora latency is 5-10 ms.", "Aurora has single-digit millisecond latency."),
        ("Aurora supports two engines: MySQL and PostgreSQL.", "Aurora supports engines: MySQL, PostgreSQL, MariaDB."),
        ("Aurora is for MySQL only.", "Aurora works with PostgreSQL or MySQL drivers."),
        ("Aurora is fully managed.", "Aurora requires an EC2 instance."),
        ("Aurora can have up to 15 read replicas.", "Aurora has 20 read replicas."),
    ],
)  # fmt: skip
def test_values_that_cannot_both_hold_are_a_disagreement(tmp_path: Path, one: str, other: str) -> None:
    assert len(topics(tmp_path / "notes", a=f"# Aurora\n\n{one}\n", b=f"# Aurora\n\n{other}\n")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aurora can have up to 15 read replicas.", "RDS can have up to 5 read replicas."),
        ("Aurora is up to 5x faster than MySQL.", "Aurora is 5x faster than MySQL."),
        ("Aurora is 5x faster than MySQL.", "Aurora is 3x faster than PostgreSQL."),
        ("Aurora storage grows up to 128 TB.", "Aurora storage scales to 128 TiB."),
        ("Aurora storage grows in increments of 10GB.", "Aurora storage grows up to 64 TB."),
        ("Aurora latency is about 400 microseconds.", "Aurora has microsecond latency."),
        ("Aurora supports engines such as MySQL.", "Aurora supports engines: MySQL, PostgreSQL, MariaDB."),
        ("Aurora latency is 5 ms.", "RDS latency is 9 ms."),
    ],
)  # fmt: skip
def test_what_differs_in_scope_or_precision_is_none(tmp_path: Path, one: str, other: str) -> None:
    assert topics(tmp_path / "notes", a=f"# Notes\n\n{one}\n", b=f"# Notes\n\n{other}\n") == []


def test_views_of_newer_notes_come_first() -> None:
    notes = read(HOUSEPLANTS, RULES)
    dates = {"window-notes.md": "2026-05-01", "plant-club.md": "2026-04-12"}
    height = next(
        found
        for found in conflicts(notes.claims, notes.subjects, lambda source: dates.get(source, ""))
        if found.aspect == "height"
    )

    assert [view.value for view in height.views] == ["up to 3 m", "at most 5 m"]


def test_every_reading_is_cited() -> None:
    citations = Citations()
    conflict = next(f for f in found_in_corpus() if f.topic == "Aurora: maximum storage").cited(citations)
    quotes = {citation.n: citation.quote for citation in citations.all()}

    assert len(conflict.readings) == 2
    assert all("TB" in quotes[n] or "TiB" in quotes[n] for reading in conflict.readings for n in reading.citations)


FERNS = Subjects([Subject("Fern", "plant"), Subject("Frond", "part", of="Fern"), Subject("Cactus", "plant")])


@pytest.mark.parametrize(
    ("names", "scope", "shown"),
    [
        (["Fern"], [], True),
        (["Fern", "Frond"], [], False),  # only the part is asked about
        (["Fern", "Cactus"], ["Cactus"], True),
        (["Fern", "Cactus"], ["Shade"], False),  # the one asked about lies outside of what it is limited to
    ],
)
def test_a_disagreement_is_shown_where_what_is_asked_about_lies_within_it(
    names: list[str], scope: list[str], shown: bool
) -> None:
    one = Disagreement("Fern", "height", frozenset(scope), ())

    assert conflicts_about(names, ["height"], [one], FERNS) == ([one] if shown else [])


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("how many read replicas can I create for rds?", "RDS Read Replicas: maximum number"),
        ("how much data can a dynamodb table hold", "DynamoDB: maximum storage"),
        ("which engines does RDS support?", "RDS: engines"),
        ("does rds run db2?", "RDS: engines"),
        ("does rds run backups?", None),
        ("does aurora limitless work with mysql?", "Aurora Limitless Database: engines"),
        ("what is RDS?", None),
        ("how many read replicas can neptune have?", None),
    ],
)
def test_only_what_a_question_asks_about_is_shown_with_its_answer(question: str, topic: str | None) -> None:
    subjects = corpus().subjects
    found = conflicts_about(subjects.find(question), question.split(), found_in_corpus(), subjects, question=question)

    assert [one.topic for one in found] == ([topic] if topic else [])


def test_more_sizes_than_anybody_writes_of_one_thing_are_those_of_several(tmp_path: Path) -> None:
    notes = {f"n{size}": f"# Aurora\n\nAurora storage grows up to {size} TB.\n" for size in (1, 4, 16, 64, 128)}

    assert topics(tmp_path / "notes", **notes) == []


def test_a_size_so_much_larger_is_that_of_something_else(tmp_path: Path) -> None:
    one, other = "Aurora storage grows up to 64 TB.", "Aurora storage grows up to 4 KB."

    assert topics(tmp_path / "notes", a=f"# Aurora\n\n{one}\n", b=f"# Aurora\n\n{other}\n") == []
