"""A note's page (text with its line starts) and the context in which pieces of it are read."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cached_property

from index.notes.markup import mark, plain
from index.values import Block, Kind, Polarity


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its offset in the note, its text without the line end."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        """Offset behind its last character that is not white space."""
        return self.start + len(self.text.rstrip())


class Page:
    """The text of a note, addressed by offset and by line."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[Line]:
        """All lines in order; an empty text has one empty line."""
        lines, at = [], 0
        for number, part in enumerate(self.text.split("\n"), 1):
            lines.append(Line(number, at, part))
            at += len(part) + 1
        return lines

    @cached_property
    def _starts(self) -> list[int]:
        return [line.start for line in self.lines]

    def line_of(self, offset: int) -> int:
        """Number of the line that holds an offset."""
        return bisect_right(self._starts, offset)


@dataclass(frozen=True, slots=True)
class Context:
    """What surrounds a piece and gives it its meaning; the fields are those of `Block`."""

    heading: tuple[str, ...] = ()
    section: int = 0
    lead: str = ""
    lead_line: int = 0
    term: str = ""
    side: str = ""
    group: int = 0
    level: int = 0
    polarity: Polarity = Polarity.ASSERTED
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()

    def under(self, lead: str, line: int) -> Context:
        """The same context below a lead-in."""
        return replace(self, lead=lead, lead_line=line)


def block(
    page: Page, kind: Kind, context: Context, start: int, end: int, *, text: str | None = None, sign: str = ""
) -> Block:
    """The block of page.text[start:end]; its text is shown without markup unless given."""
    raw = page.text[start:end]
    return Block(
        kind=kind, text=plain(raw) if text is None else text, start=start, end=end,
        line_start=page.line_of(start), line_end=page.line_of(max(start, end - 1)),
        heading=context.heading, section=context.section, lead=context.lead, lead_line=context.lead_line,
        term=context.term, side=context.side, mark=sign or mark(raw), polarity=context.polarity,
        group=context.group, level=context.level, header=context.header, cells=context.cells,
    )  # fmt: skip
