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


def find_aligned(lines: list[Line], at: int) -> Aligned:
    """The table that starts at a line; one without rows when none starts there, nor in the lines of its span."""
    table: list[Line] = []
    rows: list[list[Cell]] = []
    columns = _Columns()
    ruled, last = False, at
    while last < len(lines):
        line = lines[last]
        if table and _RULE.match(line.text):
            ruled = ruled or len(table) == 1
        else:
            cells = _cells(line)
            if len(cells) < 2 or (rows and not columns.hold(cells, line)):
                break
            columns.add(cells)
            table.append(line)
            rows.append(cells)
        last += 1
    width = max(map(len, rows), default=0)
    if not _is_table(table, rows, width, ruled):
        return Aligned([], [], has_header=False, span=max(last - at, 1))
    return Aligned(table, rows, ruled or width >= _WITH_HEADER, last - at)


def _is_table(lines: list[Line], rows: list[list[Cell]], width: int, ruled: bool) -> bool:
    """Whether there are rows enough, most of them are whole, and two columns are straight."""
    if len(rows) < _LEAST - ruled or sum(len(row) == width for row in rows) < len(rows) - 1 - len(rows) // 3:
        return False
    return width > 2 or any(sign in line.text for line in lines for sign in "\t|") or _exact(rows)


class _Columns:
    """Where the cells of the rows above start and end."""

    def __init__(self) -> None:
        self.lefts: set[int] = set()
        self.rights: set[int] = set()
        self.first, self.count = 0, 0

    def add(self, cells: list[Cell]) -> None:
        """One more row."""
        self.first = min(self.first, cells[0].left) if self.count else cells[0].left
        self.lefts.update(cell.left + shift for cell in cells for shift in range(-_SHIFT, _SHIFT + 1))
        self.rights.update(cell.right + shift for cell in cells for shift in (-1, 0, 1))
        self.count = len(cells)

    def hold(self, cells: list[Cell], line: Line) -> bool:
        """Whether each cell stands below one of the rows above; with tabs or '|', whether there are as many."""
        if "\t" in line.text.strip() or "|" in line.text:
            return len(cells) == self.count
        below = all(cell.left in self.lefts or cell.right in self.rights for cell in cells[1:])
        return below and cells[0].left <= self.first + _SHIFT


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
