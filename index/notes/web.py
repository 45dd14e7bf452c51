"""HTML to blocks. Offsets and lines are those of the HTML source; scripts, styles and navigation are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import count

from index.notes.pieces import Context, Line, Page, block
from index.notes.sentences import split_sentences
from index.values import Block, Kind

_SILENT = {"script", "style", "head", "nav", "noscript", "template", "svg"}
_BREAKS = {"p", "div", "section", "article", "br", "ul", "ol", "table", "tbody", "thead", "blockquote", "pre", "main",
           "header", "footer", "aside", "dl", "dt", "dd", "figure", "figcaption", "body"}  # fmt: skip
_SPACE = re.compile(r"\s+")


def parse_web(text: str) -> list[Block]:
    """Blocks of an HTML page in reading order."""
    return list(_WebReader(Page(text)).read(text, 1))


def parse_web_part(page: Page, first: Line, last: Line) -> Iterator[Block]:
    """Blocks of the HTML in some lines of a note; their headings, sections and groups are of that part alone."""
    return _WebReader(page).read(page.text[first.start : last.end], first.number)


class _WebReader(HTMLParser):
    """Collects runs of text with their offsets and closes a block at each structural tag."""

    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.found: list[Block] = []
        self.context = Context()
        self.path: list[tuple[int, str]] = []
        self.groups, self.sections = count(1), count(1)
        self.silent = 0
        self.runs: list[tuple[int, int, str]] = []
        self.lists: list[int] = []
        self.heading_level = 0
        self.in_item = False
        self.cells: list[str] | None = None
        self.header: tuple[str, ...] = ()
        self.lead: tuple[str, int] = ("", 0)

    def read(self, text: str, first_line: int) -> Iterator[Block]:
        """Blocks of a text that starts at a line of the page, in order."""
        self.lineno = first_line
        self.feed(text)
        self.close()
        self._flush()
        yield from self.found

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.page.lines[line - 1].start + column

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if not self.silent and data.strip():
            start = self._offset()
            lead = len(data) - len(data.lstrip())
            self.runs.append((start + lead, start + len(data.rstrip()), data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A structural tag ends the block before it."""
        if tag in _SILENT:
            self.silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self._flush()
            self.heading_level = int(tag[1])
        elif tag in ("ul", "ol"):
            self._flush()
            self.lists.append(next(self.groups))
        elif tag == "li":
            self._flush()
            self.in_item = True
        elif tag == "tr":
            self._flush()
            self.cells = []
        elif tag in ("td", "th"):
            self._cell()
        elif tag == "table":
            self._flush()
            self.header = ()
            self.lists.append(next(self.groups))
        elif tag in _BREAKS:
            self._flush()

    def handle_endtag(self, tag: str) -> None:
        """The end of a structural tag ends its block."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "tr":
            self._row()
        elif tag in ("ul", "ol", "table"):
            self._flush()
            if self.lists:
                self.lists.pop()
            self.lead = ("", 0)
        elif self.cells is None and (tag in _BREAKS or tag == "li" or re.fullmatch(r"h[1-6]", tag)):
            self._flush()

    def _cell(self) -> None:
        if self.cells is not None:
            self.cells.append("")
            self.runs.append((-1, -1, ""))

    def _row(self) -> None:
        spans = [run for run in self.runs if run[0] >= 0]
        cells = [""]
        for start, _, data in self.runs:
            if start < 0:
                cells.append("")
            else:
                cells[-1] = f"{cells[-1]} {_shown(data)}".strip()
        self.runs, self.cells = [], None
        row = tuple(cells[1:])
        if not spans:
            return
        if not self.header:
            self.header = row
            return
        group = self.lists[-1] if self.lists else 0
        inside = replace(self.context, group=group, header=self.header, cells=row, term=row[0])
        self.found.append(block(self.page, Kind.ROW, inside, spans[0][0], spans[-1][1], text=" | ".join(row)))

    def _flush(self) -> None:
        runs = [run for run in self.runs if run[0] >= 0]
        self.runs = []
        item, self.in_item = self.in_item, False
        level, self.heading_level = self.heading_level, 0
        if not runs:
            return
        start, end = runs[0][0], runs[-1][1]
        shown = _shown(" ".join(run[2] for run in runs))
        if level:
            self._heading(start, end, shown, level)
        elif shown.endswith(":") and not item:
            self.lead = (shown, self.page.line_of(start))
            self.found.append(block(self.page, Kind.LABEL, self.context, start, end, text=shown))
        elif item:
            inside = replace(self.context, group=self.lists[-1] if self.lists else 0, level=len(self.lists)).under(
                *self.lead
            )
            self.found.append(block(self.page, Kind.ITEM, inside, start, end, text=shown))
        else:
            self._sentences(runs, start, end, shown)

    def _sentences(self, runs: list[tuple[int, int, str]], start: int, end: int, shown: str) -> None:
        if len(runs) > 1:
            self.found.append(block(self.page, Kind.SENTENCE, self.context, start, end, text=shown))
            return
        for from_, to in split_sentences(self.page.text, start, end):
            text = _shown(self.page.text[from_:to])
            self.found.append(block(self.page, Kind.SENTENCE, self.context, from_, to, text=text))

    def _heading(self, start: int, end: int, title: str, level: int) -> None:
        self.path = [*(pair for pair in self.path if pair[0] < level), (level, title)]
        self.context = Context(heading=tuple(name for _, name in self.path), section=next(self.sections))
        self.lead = ("", 0)
        inside = replace(self.context, level=level)
        self.found.append(block(self.page, Kind.HEADING, inside, start, end, text=title))


def _shown(data: str) -> str:
    return _SPACE.sub(" ", data).strip()
