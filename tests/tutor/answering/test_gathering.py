"""Which statements make a list together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from index.values import Statement, StatementHit
from tests.tutor.claims.reading import read, write
from tutor.answering.gathering import Lists
from tutor.values import Intent

NOTE = """# Greenhouse

Choose it for:

- ✅ tomatoes
- ❌ lettuce
- ✅ peppers
- ❌ peas

Problem:

- Frost kills seedlings.

Solution:

- Glass keeps the cold out.
"""


class Sections:
    """All statements of one note."""

    def __init__(self, statements: list[Statement]) -> None:
        self.statements = statements

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        return {place: [s for s in self.statements if (s.source, s.block.section) == place] for place in wanted}


@pytest.mark.parametrize(
    ("intent", "lists"),
    [
        (Intent.LIST, [["tomatoes", "peppers"], ["lettuce", "peas"]]),
        (
            Intent.WHY,
            [["Frost kills seedlings.", "Glass keeps the cold out."], ["tomatoes", "peppers"], ["lettuce", "peas"]],
        ),
    ],
)
def test_checks_and_crosses_are_two_lists_and_a_problem_goes_with_its_solution(
    tmp_path: Path, intent: Intent, lists: list[list[str]]
) -> None:
    statements = read(write(tmp_path / "notes", note=NOTE)).statements

    found = Lists(Sections(statements)).of(_hits(statements), intent)

    assert [[member.text for member in members] for members in found] == lists


def test_a_list_that_asks_its_reader_things_is_no_answer(tmp_path: Path) -> None:
    note = "# Quiz\n\n- The leaves turn brown\n- What do you change first\n- The window\n"
    told = read(write(tmp_path / "notes", note=note)).statements
    asked = [replace(told[0], block=replace(told[0].block, text="What do you change first?")), *told[1:]]

    assert [len(found) for found in Lists(Sections(told)).of(_hits(told), Intent.LIST)] == [3]
    assert Lists(Sections(asked)).of(_hits(asked), Intent.LIST) == []


def _hits(statements: list[Statement]) -> list[StatementHit]:
    return [StatementHit(statement, 1.0, 1.0, 1.0, 1.0) for statement in statements]
