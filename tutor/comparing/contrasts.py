"""Comparisons that the notes hold ready-made: tables, two-sided drawings, lists for each side, pairs of terms.

A contrast has two or more sides with a title each, and rows with one cell for each side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.values import Kind, Statement
from tutor.claims import USE, Aspects

_CONTINUES = re.compile(r"^[(a-z←→&+]")
_NOT = re.compile(r"(?i)\b(?:not|never|no)\b|n['’]t\b")  # 'A holds' and 'A does NOT hold' are not two things
_NEAR = 2  # lines between a line of a panel and one that goes on from it


def says_not(lead: str) -> bool:
    """Whether a lead-in introduces what is not so."""
    return bool(_NOT.search(lead))


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says, word for word; empty when it says nothing."""

    text: str = ""
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect with a cell for each side; `label` is the notes' own, or ''."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A ready-made comparison."""

    sides: tuple[str, ...]  # titles, as in the notes
    rows: tuple[Row, ...]
    first: Statement
    shape: str  # table, drawing, lists or terms
    choice: bool = False  # whether its sides say when to choose them

    @property
    def context(self) -> str:
        """Headings and lead-in, which say what the sides are sides of."""
        block = self.first.block
        lead = block.side if self.shape == "lists" else block.lead
        return " ".join((*block.heading[-2:], lead))


def find_contrasts(statements: Iterable[Statement], aspects: Aspects) -> list[Contrast]:
    """All contrasts of some notes, in reading order. Statements of one note must come in order."""
    sections: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.block.kind is not Kind.CODE:
            sections[statement.source, statement.block.section].append(statement)
    return [contrast for members in sections.values() for contrast in _of_section(members, aspects)]


def _of_section(members: Sequence[Statement], aspects: Aspects) -> Iterator[Contrast]:
    yield from _tables([member for member in members if member.block.kind is Kind.ROW])
    yield from _drawings([member for member in members if member.block.side])
    yield from _lists(members, aspects)
    yield from _terms(members)


# -- tables ------------------------------------------------------------------------------------------------------


def _tables(rows: Sequence[Statement]) -> Iterator[Contrast]:
    groups: dict[int, list[Statement]] = defaultdict(list)
    for row in rows:
        groups[row.block.group].append(row)
    for group in groups.values():
        header = group[0].block.header
        if len(header) > 1 and all(len(row.block.cells) == len(header) for row in group):
            if len(header) > 2:
                yield Contrast(header[1:], tuple(map(_across, group)), group[0], "table")
            else:  # two columns may be two sides without a name for their rows
                pairs = tuple(Row("", tuple(Cell(text, (row,)) for text in row.block.cells)) for row in group)
                yield Contrast(header, pairs, group[0], "table")
            if len(group) > 1:
                yield _down(header, group)


def _across(row: Statement) -> Row:
    return Row(row.block.cells[0], tuple(Cell(text, (row,)) for text in row.block.cells[1:]))


def _down(header: Sequence[str], group: Sequence[Statement]) -> Contrast:
    rows = [Row(name, tuple(Cell(row.block.cells[i], (row,)) for row in group)) for i, name in enumerate(header) if i]
    return Contrast(tuple(row.block.cells[0] for row in group), tuple(rows), group[0], "table")


# -- drawings ----------------------------------------------------------------------------------------------------


def _drawings(members: Sequence[Statement]) -> Iterator[Contrast]:
    """Panels that stand side by side share their lines."""
    panels: dict[str, list[Statement]] = defaultdict(list)
    for member in members:
        panels[member.block.side].append(member)
    left = list(panels.items())
    while left:
        title, panel = left.pop(0)
        beside = [item for item in left if _overlap(panel, item[1])]
        if beside:
            left = [item for item in left if item not in beside]
            together = [(title, panel), *beside]
            rows = _aligned([lines for _, lines in together])
            yield Contrast(tuple(name for name, _ in together), tuple(rows), panel[0], "drawing")


def _overlap(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    lines = {statement.block.line_start for statement in one}
    return any(statement.block.line_start in lines for statement in other)


def _aligned(panels: Sequence[Sequence[Statement]]) -> Iterator[Row]:
    """Rows by line; the lines beside a cell of several lines are one cell too. What stands alone is no comparison."""
    columns = [_cells(panel) for panel in panels]
    while any(columns):
        first = min((column[0] for column in columns if column), key=_top)
        alone = sum(_top(cell) == _top(first) for column in columns for cell in column) == 1
        row = [_beside(column, _bottom(first) + alone, _bottom(first)) for column in columns]
        if all(cell.text for cell in row) and len({cell.text for cell in row}) > 1:
            leads = {_lead(cell) for cell in row}
            yield Row(leads.pop() if len(leads) == 1 else "", tuple(row))


def _beside(column: list[Cell], latest: int, bottom: int) -> Cell:
    """Take from a column the cell that starts by a line, with all that start within the lines beside it."""
    if not column or _top(column[0]) > latest:
        return Cell()
    found = [column.pop(0)]
    while column and _top(column[0]) <= bottom:
        found.append(column.pop(0))
    return Cell(" ".join(cell.text for cell in found), tuple(s for cell in found for s in cell.statements))


def _top(cell: Cell) -> int:
    return cell.statements[0].block.line_start


def _bottom(cell: Cell) -> int:
    return cell.statements[-1].block.line_end


def _lead(cell: Cell) -> str:
    return (
        cell.statements[0].block.lead.strip(" :")
        if cell.statements and cell.statements[0].block.kind is Kind.ITEM
        else ""
    )


def _cells(panel: Sequence[Statement]) -> list[Cell]:
    """Lines of a panel; one that begins small or with a bracket goes on from the line above."""
    cells: list[Cell] = []
    for statement in panel:
        last = cells[-1].statements[-1].block if cells else None
        goes_on = last and _CONTINUES.match(statement.text) and statement.block.line_start - last.line_end <= _NEAR
        if goes_on and statement.block.kind is Kind.PANEL:
            cells[-1] = Cell(f"{cells[-1].text} {statement.text}", (*cells[-1].statements, statement))
        else:
            cells.append(Cell(statement.text, (statement,)))
    return cells


# -- lists and terms ---------------------------------------------------------------------------------------------


def _lists(members: Sequence[Statement], aspects: Aspects) -> Iterator[Contrast]:
    """Lists of one section with a lead-in each: 'Provisioned:' and 'On-Demand:', 'Use A when:' and 'Use B when:'."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for member in members:
        if member.block.lead and member.block.kind in (Kind.ITEM, Kind.PANEL):
            groups[member.block.side, member.block.lead].append(member)
    by_side: dict[str, dict[str, list[Statement]]] = defaultdict(dict)
    for (side, lead), group in groups.items():
        by_side[side][lead] = group
    for lists in by_side.values():
        if len(lists) > 1 and len({says_not(lead) for lead in lists}) == 1:
            yield _of_lists(lists, aspects)


def _of_lists(lists: dict[str, list[Statement]], aspects: Aspects) -> Contrast:
    columns = [[Cell(member.text, (member,)) for member in group] for group in lists.values()]
    longest = max(map(len, columns))
    rows = [
        Row("", tuple(column[index] if index < len(column) else Cell() for column in columns))
        for index in range(longest)
    ]
    choice = all(aspects.of_label(lead) == USE for lead in lists)
    return Contrast(
        tuple(lead.strip(" :") for lead in lists), tuple(rows), columns[0][0].statements[0], "lists", choice
    )


def _terms(members: Sequence[Statement]) -> Iterator[Contrast]:
    """Neighbouring labelled pieces: 'v1: …' and 'v2: …', 'Standard RDS: …' and 'RDS Custom: …'."""
    runs: list[list[Statement]] = [[]]
    for member in members:
        block = member.block
        if not block.term or block.kind not in (Kind.ITEM, Kind.SENTENCE):
            runs.append([])
            continue
        before = runs[-1][-1].block if runs[-1] else block
        if (before.group, before.lead) != (block.group, block.lead):
            runs.append([])
        runs[-1].append(member)
    for run in runs:
        if len(run) > 1:
            cells = tuple(Cell(_after_term(member), (member,)) for member in run)
            yield Contrast(tuple(member.block.term for member in run), (Row("", cells),), run[0], "terms")


def _after_term(statement: Statement) -> str:
    text, term = statement.text, statement.block.term
    return text[len(term) :].lstrip(" :–—-") if text.startswith(term) else text
