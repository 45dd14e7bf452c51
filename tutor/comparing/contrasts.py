"""Comparisons that the notes hold ready-made: tables, two-sided drawings, boxes with a list for each side, pairs of terms.

A contrast has two or more sides with a title each, and rows with one cell for each side.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from index.values import Kind, Statement
from tutor.claims.aspects import Aspects
from tutor.words import stems

_CONTINUES = re.compile(r"^[(a-z←→&+]")
_FILLER = re.compile(
    r"(?i)^(?:use|when|choose|to|you|need|if|using|pick|for|comparison|the|of|an?|characteristics|features|key|\W)+$"
)
_MOST_WORDS = 6  # of a title of a side


@dataclass(frozen=True, slots=True)
class Cell:
    """What one side says; empty when it says nothing."""

    text: str = ""
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One aspect with a cell for each side."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Contrast:
    """A ready-made comparison."""

    sides: tuple[str, ...]
    rows: tuple[Row, ...]
    context: str  # heading and lead-in, which may say what the sides are sides of
    heading: tuple[str, ...] = ()
    source: str = ""
    section: int = 0
    ordered: bool = True  # whether the rows of the sides belong together line by line
    choice: bool = False  # whether the sides say when to choose them
    words: tuple[frozenset[str], ...] = field(default=())  # stems of each side's title


def find_contrasts(statements: Iterable[Statement], aspects: Aspects) -> list[Contrast]:
    """All contrasts of some notes, in reading order. Statements of one note must come in order."""
    sections: dict[tuple[str, int], list[Statement]] = defaultdict(list)
    for statement in statements:
        sections[statement.source, statement.block.section].append(statement)
    return [contrast for members in sections.values() for contrast in _of_section(members, aspects)]


def _of_section(members: Sequence[Statement], aspects: Aspects) -> Iterator[Contrast]:
    yield from _tables([m for m in members if m.block.kind is Kind.ROW])
    yield from _drawings([m for m in members if m.block.side])
    yield from _lists(members, aspects)
    yield from _terms(members)


def _contrast(sides: Sequence[str], rows: Sequence[Row], near: Statement, context: str = "", **flags: bool) -> Contrast:
    block = near.block
    context = f"{block.heading[-1] if block.heading else ''} {context or block.lead}".strip()
    words = tuple(stems(side) for side in sides)
    return Contrast(tuple(sides), tuple(rows), context, block.heading, near.source, block.section, words=words, **flags)


# -- tables ------------------------------------------------------------------------------------------------------


def _tables(rows: Sequence[Statement]) -> Iterator[Contrast]:
    groups: dict[int, list[Statement]] = defaultdict(list)
    for row in rows:
        groups[row.block.group].append(row)
    for group in groups.values():
        header = group[0].block.header
        if len(header) > 1 and all(len(row.block.cells) == len(header) for row in group):
            yield _contrast(header[1:], [_across(row) for row in group], group[0])
            if len(group) > 1:
                yield _down(header, group)


def _across(row: Statement) -> Row:
    return Row(row.block.cells[0], tuple(Cell(text, (row,)) for text in row.block.cells[1:]))


def _down(header: Sequence[str], group: Sequence[Statement]) -> Contrast:
    rows = [Row(name, tuple(Cell(row.block.cells[i], (row,)) for row in group)) for i, name in enumerate(header) if i]
    return _contrast([row.block.cells[0] for row in group], rows, group[0])


# -- drawings ----------------------------------------------------------------------------------------------------


def _drawings(members: Sequence[Statement]) -> Iterator[Contrast]:
    """Panels that stand side by side share their lines."""
    sides: dict[str, list[Statement]] = defaultdict(list)
    for member in members:
        sides[member.block.side].append(member)
    open_sides = list(sides.items())
    while open_sides:
        title, panel = open_sides.pop(0)
        beside = [item for item in open_sides if _overlap(panel, item[1])]
        if beside:
            open_sides = [item for item in open_sides if item not in beside]
            together = [(title, panel), *beside]
            yield _contrast([t for t, _ in together], list(_aligned_by_line([p for _, p in together])), panel[0])


def _overlap(one: Sequence[Statement], other: Sequence[Statement]) -> bool:
    lines = {statement.block.line_start for statement in one}
    return any(statement.block.line_start in lines for statement in other)


def _aligned_by_line(panels: Sequence[Sequence[Statement]]) -> Iterator[Row]:
    columns = [_cells_by_line(panel) for panel in panels]
    taken: list[set[int]] = [set() for _ in columns]
    for line in sorted({line for column in columns for line in column}):
        last = max(
            (cell.statements[-1].block.line_start for c in columns for n, cell in c.items() if n == line), default=line
        )
        cells, lead = [], ""
        for column, used in zip(columns, taken, strict=True):
            start = next((n for n in column if line <= n <= last and n not in used), None)
            cells.append(column[start] if start is not None else Cell())
            if start is not None:
                used.add(start)
                lead = lead or column[start].statements[0].block.lead
        if any(cell.text for cell in cells):
            yield Row(lead.strip(" :"), tuple(cells))


def _cells_by_line(panel: Sequence[Statement]) -> dict[int, Cell]:
    """Lines of a panel; one that begins small or with a bracket goes on from the line above."""
    cells: dict[int, Cell] = {}
    last = 0
    for statement in panel:
        block = statement.block
        goes_on = last and _CONTINUES.match(block.text) and block.kind is Kind.PANEL and block.line_start - last <= 2
        if goes_on:
            first = max(cells)
            cells[first] = Cell(f"{cells[first].text} {block.text}", (*cells[first].statements, statement))
        else:
            cells[block.line_start] = Cell(_shown(statement), (statement,))
        last = block.line_end
    return cells


def _shown(statement: Statement) -> str:
    """A line of a panel with the mark that it carries in the note, for what it has or lacks."""
    return statement.text


# -- lists and terms ---------------------------------------------------------------------------------------------


def _lists(members: Sequence[Statement], aspects: Aspects) -> Iterator[Contrast]:
    """Lists of one section with a lead-in each: 'Provisioned:' and 'On-Demand:', 'Use A when:' and 'Use B when:'."""
    groups: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for member in members:
        block = member.block
        if block.lead and block.kind in (Kind.ITEM, Kind.PANEL):
            groups[block.side, block.lead].append(member)
    by_side: dict[str, list[tuple[str, list[Statement]]]] = defaultdict(list)
    for (side, lead), group in groups.items():
        by_side[side].append((lead, group))
    for lists in by_side.values():
        if len(lists) > 1:
            choice = all(aspects.of_label(lead) == "use when" for lead, _ in lists)
            columns = [[Cell(_shown(m), (m,)) for m in group] for _, group in lists]
            side = lists[0][1][0].block.side
            rows = tuple(_side_by_side(columns)) if not choice else _one_row(columns)
            yield _contrast(
                [lead.strip(" :") for lead, _ in lists], rows, lists[0][1][0], side, ordered=False, choice=choice
            )


def _one_row(columns: Sequence[Sequence[Cell]]) -> tuple[Row, ...]:
    joined = [
        Cell("; ".join(c.text for c in column), tuple(s for c in column for s in c.statements)) for column in columns
    ]
    return (Row("use when", tuple(joined)),)


def _side_by_side(columns: Sequence[Sequence[Cell]]) -> Iterator[Row]:
    longest = max(map(len, columns))
    for index in range(longest):
        yield Row("", tuple(column[index] if index < len(column) else Cell() for column in columns))


def _terms(members: Sequence[Statement]) -> Iterator[Contrast]:
    """Neighbouring labelled pieces: 'v1: …' and 'v2: …', 'Standard RDS: …' and 'RDS Custom: …'."""
    run: list[Statement] = []
    for member in [*members, None]:
        labelled = member is not None and bool(member.block.term) and member.block.kind in (Kind.ITEM, Kind.SENTENCE)
        same = labelled and (
            not run or (member.block.group, member.block.lead) == (run[0].block.group, run[0].block.lead)
        )  # type: ignore[union-attr]
        if not same:
            if len(run) > 1:
                cells = tuple(Cell(_after_term(m), (m,)) for m in run)
                yield _contrast([m.block.term for m in run], [Row("in short", cells)], run[0])
            run = []
        if labelled:
            run.append(member)  # type: ignore[arg-type]


def _after_term(statement: Statement) -> str:
    text = statement.text
    return text[len(statement.block.term) :].lstrip(" :–—-") if text.startswith(statement.block.term) else text
