"""Text drawings to blocks: boxes, two-sided comparisons, tables drawn with lines or spaces, decision guides, flows.

A drawing is cut into segments (runs of text between box lines and gaps). Where most lines have text on both
sides of one gutter it is two-sided, and each side is read by itself under its title. Inside a side, a line that
ends in ':' leads in what follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.notes.markup import CHECKS, CROSSES, plain
from index.notes.pieces import Context, Line, Page, block
from index.values import Block, Kind

_BOX = "─━│┃║┌┐└┘├┤┬┴┼╔╗╚╝═╱╲▲▼█▁▃▅●"
_TEXT = re.compile(rf"[^\s{_BOX}](?:[^{_BOX}\n]*?[^\s{_BOX}])?(?=\s*[{_BOX}]|\s{{2,}}|\s*$)")
_LONE_SIGN = re.compile(r"^[\s←→↑↓↕|/\\v^*+-]*$")
_BULLET = re.compile(rf"^(?:[•*{CHECKS}{CROSSES}⚠]\ufe0f?|-)\s+")
_NUMBERED = re.compile(r"^\d+[.)]\s+")
_FIRST = re.compile(r"^1[.)]\s")
_RULE = re.compile(r"^\s*[├╠].*[─═].*[┤╣]\s*$")
_GRID_RULE = re.compile(r"^[\s├┤─═╠╣]*[┼╬][\s├┤─═╠╣┼╬]*$")
_SINGLE_BOX = re.compile(r"^\s*[│┃║][^│┃║]*[│┃║]\s*$")
_ANSWER = re.compile(r"^→\s*\S")
_MIN_SIDED = 3  # lines with text on both sides that make a drawing two-sided


@dataclass(frozen=True, slots=True)
class Segment:
    """Text on one line of a drawing; columns count from 0."""

    line: Line
    left: int
    right: int

    @property
    def text(self) -> str:
        """As it stands."""
        return self.line.text[self.left : self.right]


def is_drawing(lines: list[Line]) -> bool:
    """Whether a fence without a language holds a drawing rather than code."""
    return any(char in _BOX or char in "→•✓✗" for line in lines for char in line.text)


def parse_drawing(page: Page, lines: list[Line], context: Context, new_group: Callable[[], int]) -> Iterator[Block]:
    """Blocks of one drawing in reading order; columns are read one after the other."""
    rows = [_segments(line) for line in lines]
    grid = {i for i, line in enumerate(lines) if _GRID_RULE.match(line.text)}
    if grid:
        yield from _grid(page, lines, grid, replace(context, group=new_group()))
        return
    table = _spaced_table(rows)
    if table:
        yield from _spaced_rows(page, rows, table, replace(context, group=new_group()))
        return
    gutter = None if _is_single_box(lines) or _is_numbered(rows) else _gutter(rows)
    if gutter is None:
        yield from _Column(page, context, new_group).read(lines, [_joined(row) for row in rows])
        return
    yield from _two_sided(page, lines, rows, gutter, context, new_group)


def _is_single_box(lines: list[Line]) -> bool:
    """One box around everything: gaps inside are layout, not sides."""
    texts = [line for line in lines if re.search(r"\w", line.text)]
    return sum(bool(_SINGLE_BOX.match(line.text)) for line in texts) > 0.6 * len(texts)


def _segments(line: Line) -> list[Segment]:
    found = (Segment(line, m.start(), m.end()) for m in _TEXT.finditer(line.text))
    return [segment for segment in found if not _LONE_SIGN.match(segment.text)]


def _joined(row: list[Segment]) -> Segment | None:
    return Segment(row[0].line, row[0].left, row[-1].right) if row else None


# -- two sides ---------------------------------------------------------------------------------------------------


def _gutter(rows: list[list[Segment]]) -> int | None:
    """The column at which the right side starts, or None for a drawing with one side."""
    starts = Counter(segment.left for row in rows for segment in row[1:])
    best, best_score = None, 0.0
    for column in starts:
        both = sum(_stands_on_both_sides(row, column) for row in rows)
        crossing = sum(1 for row in rows if any(s.left < column - 2 < s.right - 1 for s in row))
        score = both - 1.5 * crossing + starts[column] / 100
        if both >= _MIN_SIDED and score > best_score:
            best, best_score = column - 2, score
    return best


def _stands_on_both_sides(row: list[Segment], column: int) -> bool:
    if len(row) < 2 or row[0].right + 1 >= column or row[-1].left < column - 2:
        return False
    return not any(segment.left < column - 2 < segment.right for segment in row)


def _two_sided(
    page: Page,
    lines: list[Line],
    rows: list[list[Segment]],
    gutter: int,
    context: Context,
    new_group: Callable[[], int],
) -> Iterator[Block]:
    sides: list[list[Segment | None]] = [[], []]
    whole: list[Segment | None] = []
    for row in rows:
        left = _joined([s for s in row if s.left < gutter])
        right = _joined([s for s in row if s.left >= gutter])
        crosses = left is not None and left.right > gutter
        whole.append(_joined(row) if crosses else None)
        sides[0].append(None if crosses else left)
        sides[1].append(None if crosses else right)
    first = _title_row(sides)
    titles = [_title(side[first]) for side in sides]
    caption = next((i for i, left in enumerate(sides[0]) if left), 0)
    above = slice(caption + 1, max(first, caption + 1))
    yield from _Column(page, context, new_group).read(lines[above], sides[0][above])
    for title, side in zip(titles, sides, strict=True):
        inside = replace(context, side=title)
        yield from _Column(page, inside, new_group).read(lines[first + 1 :], side[first + 1 :])
    yield from _Column(page, context, new_group).read(lines, whole)


def _title_row(sides: list[list[Segment | None]]) -> int:
    """Index of the first line with text on both sides: the titles."""
    return next((i for i, (left, right) in enumerate(zip(*sides, strict=True)) if left and right), 0)


def _is_numbered(rows: list[list[Segment]]) -> bool:
    """Numbered lines whose gaps only align something behind them."""
    several = [row[0] for row in rows if len(row) > 1]
    return sum(bool(_NUMBERED.match(first.text)) for first in several) > len(several) / 2


def _title(segment: Segment | None) -> str:
    return plain(segment.text).rstrip(":") if segment else ""


# -- one column --------------------------------------------------------------------------------------------------


class _Column:
    """Reads the lines of one column, keeping the lead-in that they stand under."""

    def __init__(self, page: Page, context: Context, new_group: Callable[[], int]) -> None:
        self.page, self.outer, self.new_group = page, context, new_group
        self.context = replace(context, group=new_group())
        self.under_label = 0  # pieces since the last label

    def read(self, lines: list[Line], segments: list[Segment | None]) -> Iterator[Block]:
        """Blocks of the column, in order."""
        at = 0
        while at < len(segments):
            segment = segments[at]
            following = segments[at + 1] if at + 1 < len(segments) else None
            if segment is None:
                if not self._goes_on(segments[at:]):
                    self._gap(lines[at])
            elif self._is_title(lines, at):
                self.context = replace(self.context, side=self.context.side or _title(segment))
            elif segment.text.endswith(":") or (not self.under_label and self._heads_steps(segments[at:])):
                self._label(segment)
            elif following is not None and self._continues(segment, following):
                yield self._piece(segment, following)
                at += 1
            else:
                yield self._piece(segment, segment)
            at += 1

    def _gap(self, line: Line) -> None:
        if self.under_label and not _BOX_LINE.match(line.text):
            self.context = replace(self.outer, side=self.context.side, group=self.new_group())
            self.under_label = 0

    def _label(self, segment: Segment) -> None:
        lead = plain(_BULLET.sub("", segment.text))
        self.context = replace(self.context, group=self.new_group()).under(lead, segment.line.number)
        self.under_label = 0

    @staticmethod
    def _is_title(lines: list[Line], at: int) -> bool:
        """The text of a box's first row, ruled off from the rest."""
        return 0 < at < len(lines) - 1 and bool(_RULE.match(lines[at + 1].text)) and "┌" in lines[at - 1].text

    @staticmethod
    def _goes_on(segments: list[Segment | None]) -> bool:
        """Whether the next text is a step, though not the first, of a numbered list with gaps between its steps."""
        text = next((segment.text for segment in segments if segment), "")
        return bool(_NUMBERED.match(text)) and not _FIRST.match(text)

    @staticmethod
    def _heads_steps(segments: list[Segment | None]) -> bool:
        """Whether a line stands alone above the first step of a numbered list."""
        below = segments[2] if len(segments) > 2 and segments[1] is None else None
        return below is not None and bool(_FIRST.match(below.text))

    @staticmethod
    def _continues(segment: Segment, following: Segment) -> bool:
        """A question with its answer below, or a numbered step with its indented text."""
        if following.line.number != segment.line.number + 1 or _NUMBERED.match(following.text):
            return False
        if segment.text.endswith("?") and _ANSWER.match(following.text):
            return True
        deeper = following.left > segment.left
        return bool(_NUMBERED.match(segment.text)) and deeper and not _BULLET.match(following.text)

    def _piece(self, first: Segment, last: Segment) -> Block:
        self.under_label += 1
        sign = _BULLET.match(first.text) or _NUMBERED.match(first.text)
        start, end = first.line.start + first.left, last.line.start + last.right
        content = start + (sign.end() if sign else 0)
        shown = _shown(first.text[sign.end() if sign else 0 :])
        cells = _pair(first.text) if first is last else (shown, _shown(last.text))
        if first is not last:
            shown = f"{shown}\n{_shown(last.text)}" if not shown.endswith("?") else f"{shown} {_shown(last.text)}"
        kind = Kind.ITEM if sign or self.context.lead_line != self.outer.lead_line else Kind.PANEL
        mark = first.text[:1]
        sign_name = "check" if mark in CHECKS else "cross" if mark in CROSSES else ""
        return block(self.page, kind, replace(self.context, cells=cells), content, end, text=shown, sign=sign_name)


_BOX_LINE = re.compile(rf"^[\s│]*[{_BOX.replace('│', '')}][\s{_BOX}]*$")


def _shown(text: str) -> str:
    return plain(text).strip()


def _pair(text: str) -> tuple[str, ...]:
    """Question and answer of 'Graph relationships?  → Neptune'; empty for other lines."""
    found = re.match(r"^(?:[•-]\s*)?(?P<question>[^?→]+\?)\s*→\s*(?P<answer>.+)$", text)
    return (plain(found["question"]), plain(found["answer"])) if found else ()


# -- tables ------------------------------------------------------------------------------------------------------


def _grid(page: Page, lines: list[Line], rules: set[int], context: Context) -> Iterator[Block]:
    """Rows of tables drawn with '│' and '┼'; the row above the first rule is the header."""
    header: tuple[str, ...] = ()
    for at, line in enumerate(lines):
        cells = tuple(plain(cell) for cell in re.split(r"[│┃║]", line.text)[1:-1]) if line.text.count("│") > 2 else ()
        if not any(cells):
            found = _joined(_segments(line))
            if found and len(found.text) > 3:
                yield block(
                    page, Kind.PANEL, replace(context, group=0), line.start + found.left, line.start + found.right
                )
        elif at + 1 in rules or (not header and at < min(rules)):
            header = cells
        elif header:
            row = _joined(_segments(line))
            if row:
                shown = " | ".join(cell for cell in cells if cell)
                inside = replace(context, header=header, cells=cells)
                yield block(page, Kind.ROW, inside, line.start + row.left, line.start + row.right, text=shown)


def _spaced_table(rows: list[list[Segment]]) -> tuple[int, int] | None:
    """First and last row of a table drawn with spaces: a header, then rows with one more cell that stand below it."""
    for at, header in enumerate(rows):
        if len(header) < 2:
            continue
        last = at
        while last + 1 < len(rows) and _is_row_below(header, rows[last + 1]):
            last += 1
        if last - at >= 3:
            return at, last
    return None


def _is_row_below(header: list[Segment], row: list[Segment]) -> bool:
    if len(row) != len(header) + 1 or row[0].left >= header[0].left - 3:
        return False
    return all(abs(cell.left - head.left) <= 2 for cell, head in zip(row[1:], header, strict=True))


def _spaced_rows(page: Page, rows: list[list[Segment]], span: tuple[int, int], context: Context) -> Iterator[Block]:
    header = ("", *(plain(segment.text) for segment in rows[span[0]]))
    for row in rows[span[0] + 1 : span[1] + 1]:
        cells = tuple(plain(segment.text) for segment in row)
        line = row[0].line
        inside = replace(context, header=header, cells=cells, term=cells[0])
        yield block(
            page, Kind.ROW, inside, line.start + row[0].left, line.start + row[-1].right, text=" | ".join(cells)
        )
