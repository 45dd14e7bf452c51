"""The question files ask what the notes can, or cannot, answer."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.evaluation.questions import FILES, HERE, SORTS, TYPES, Question, holds, read_questions, supporting_lines

WORKED_OUT = ("calculation", "selection", "scenario")  # their answer need not stand in the notes
ROWS = [
    pytest.param(notes, row, id=f"{path.stem}:{row.id}")
    for path, notes in FILES.items()
    for row in read_questions(path)
]
every_row = pytest.mark.parametrize(("notes", "row"), ROWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_asks_each_question_once(path: Path) -> None:
    rows = read_questions(path)
    assert len({row.id for row in rows}) == len({(*row.earlier, row.question) for row in rows}) == len(rows)


@pytest.mark.parametrize(
    ("name", "all_of_them", "unanswerable"),
    [("aws-databases", 200, 60), ("coffee", 60, 20), ("networks", 90, 30), ("photography", 90, 30)],
)
def test_a_file_asks_enough_of_every_kind(name: str, all_of_them: int, unanswerable: int) -> None:
    rows = read_questions(HERE / f"{name}.jsonl")
    assert len(rows) >= all_of_them
    assert sum(not row.answerable for row in rows) >= unanswerable
    assert set(SORTS) == {row.sort for row in rows if not row.answerable}
    assert min(Counter(row.split for row in rows).values()) > 0.4 * len(rows)


@every_row
def test_a_question_is_of_a_known_kind(notes: Path, row: Question) -> None:
    assert row.type in TYPES
    assert row.split in ("dev", "held")
    assert (row.sort in SORTS) is not row.answerable


@every_row
def test_what_a_right_answer_holds_stands_in_the_lines_that_support_it(notes: Path, row: Question) -> None:
    supporting = []
    for note, quotes in (row.support or {}).items():
        text = (notes / note).read_text("utf-8")
        lines = text.splitlines()
        supporting += [lines[number - 1] for number in sorted(supporting_lines(text, quotes))]
    assert row.answerable == bool(supporting)
    facts = () if row.type in WORKED_OUT else row.facts
    assert [fact for fact in facts if not any(holds("\n".join(supporting), wanted) for wanted in fact)] == []
