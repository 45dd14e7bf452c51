"""Tables that are drawn with spaces, tabs or '|' only: columns that stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.notes.markup import plain
from index.notes.pieces import Context, Line, Page, block
from index.values import Block, Kind

_CELL = re.compile(r"[^\s](?:[^\t\n]*?[^\s])??(?=\t|\s{2,}|\s*$)")
_PIPED = re.compile(r"[^\s|](?:[^|]*[^\s|])?")  # between '|', where no rule below the first line makes it Markdown
_RULE = re.compile(r"^\s*[-=_─]{2,}(?:\s+[-=_─]{2,})*\s*$")
_LEAST = 3  # lines that make a table
_WITH_HEADER = 3  # columns; the first of two is a header only when a rule says so
_SHIFT = 2  # characters that a cell may stand beside its column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one line; columns of characters count from 0, a tab is one."""

    left: int
    right: int
    text: str


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table: its lines with their cells, and whether the first one names the columns."""

    lines: list[Line]
    rows: list[list[Cell]]
    has_header: bool
    span: int  # lines that it takes in the note, with its rules


def find_aligned(lines: list[Line], at: int) -> Aligned | None:
    """The table that starts at a line, or None."""
    table: list[Line] = []
    rows: list[list[Cell]] = []
    ruled, last = False, at
    for line in lines[at:]:
        rule = bool(table) and bool(_RULE.match(line.text))
        cells = [] if rule else _cells(line)
        if not rule and (len(cells) < 2 or (rows and not _stand_below(rows, cells, line))):
            break
        ruled = ruled or (rule and len(table) == 1)
        table, rows = (table, rows) if rule else ([*table, line], [*rows, cells])
        last += 1
    if len(table) < _LEAST - ruled:
        return None
    width = max(map(len, rows))
    if sum(len(row) == width for row in rows) < len(rows) - 1 - len(rows) // 3:
        return None
    if width == 2 and not any(sign in line.text for line in table for sign in "\t|") and not _exact(rows):
        return None
    return Aligned(table, rows, ruled or width >= _WITH_HEADER, last - at)


def aligned_rows(page: Page, table: Aligned, context: Context) -> Iterator[Block]:
    """A row for each line below the header."""
    columns = max(table.rows, key=len)
    header = tuple(_in_columns(table.rows[0], columns)) if table.has_header else ()
    for line, row in list(zip(table.lines, table.rows, strict=True))[table.has_header :]:
        cells = tuple(_in_columns(row, columns))
        inside = replace(context, header=header, cells=cells, term=cells[0])
        start, end = line.start + row[0].left, line.start + row[-1].right
        yield block(page, Kind.ROW, inside, start, end, text=" | ".join(filter(None, cells)))


def _cells(line: Line) -> list[Cell]:
    if "|" in line.text:
        return [Cell(found.start(), found.end(), found[0]) for found in _PIPED.finditer(line.text)]
    return [Cell(found.start(), found.end(), found[0]) for found in _CELL.finditer(line.text.rstrip())]


def _stand_below(rows: list[list[Cell]], cells: list[Cell], line: Line) -> bool:
    """Whether each cell stands below one of the rows above; with tabs or '|', whether there are as many."""
    if "\t" in line.text.strip() or "|" in line.text:
        return len(cells) == len(rows[-1])
    above = [cell for row in rows for cell in row]
    return all(any(_is_below(cell, other) for other in above) for cell in cells[1:]) and (
        cells[0].left <= rows[0][0].left + _SHIFT
    )


def _is_below(cell: Cell, other: Cell) -> bool:
    return abs(cell.left - other.left) <= _SHIFT or abs(cell.right - other.right) <= 1


def _exact(rows: list[list[Cell]]) -> bool:
    """Whether the second of two columns is straight: two words with two spaces between do not make a table."""
    seconds = [row[1] for row in rows if len(row) == 2]
    return len({cell.left for cell in seconds}) == 1 or len({cell.right for cell in seconds}) == 1


def _in_columns(row: list[Cell], columns: list[Cell]) -> list[str]:
    """The texts of a row, '' for a column that it leaves out."""
    texts = [plain(cell.text) for cell in row]
    if len(row) == len(columns):
        return texts
    found = ["" for _ in columns]
    for cell, text in zip(row, texts, strict=True):
        nearest = min(range(len(columns)), key=lambda n: abs(columns[n].left - cell.left))
        found[nearest] = f"{found[nearest]} {text}".strip()
    return found
