"""HTML to blocks. Offsets and lines are those of the HTML source; scripts, styles and navigation are passed over."""

from __future__ import annotations

import html
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
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
_COLUMNS = 3  # of a table whose first row names them although nothing says so


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
        self.runs: list[tuple[int, int]] = []  # offsets of text between tags; (-1, -1) where a cell starts
        self.lists: list[int] = []
        self.heading_level = 0
        self.in_item = False
        self.is_term = self.in_definitions = False
        self.cells: list[str] | None = None  # the tags of the row that is being read
        self.header: tuple[str, ...] | None = None
        self.lead: tuple[str, int] = ("", 0)

    def read(self, text: str, first_line: int) -> Iterator[Block]:
        """Blocks of a text that starts at a line of the page, in order."""
        self.lineno = first_line
        self.end = self.page.lines[first_line - 1].start + len(text)
        self.feed(text)
        self.close()
        self._flush()
        yield from self.found

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.page.lines[line - 1].start + column

    def handle_data(self, data: str) -> None:
        """Text between tags; its length in the page is another one where characters are written as entities."""
        if not self.silent and data.strip():
            start = self._offset() + len(data) - len(data.lstrip())
            end = self.page.text.find("<", start + 1, self.end)
            raw = self.page.text[start : end if end >= 0 else self.end]
            self.runs.append((start, start + len(raw.rstrip())))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A structural tag ends the block before it."""
        if tag in _SILENT:
            self.silent += 1
        elif re.fullmatch(r"h[1-6]", tag):
            self._flush()
            self.heading_level = int(tag[1])
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(tag)
            self.runs.append((-1, -1))
        elif tag == "tr":
            self._flush()
            self.cells = []
        elif self.cells:
            return  # what breaks lines in a cell does not end it
        elif tag in ("ul", "ol", "table"):
            self._flush()
            self.header = None
            self.lists.append(next(self.groups))
        elif tag in _BREAKS or tag == "li":
            self._flush()
            self.in_item, self.is_term = tag == "li", tag == "dt"
            self.in_definitions = self.in_definitions or tag == "dl"

    def handle_endtag(self, tag: str) -> None:
        """The end of a structural tag ends its block."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "tr":
            self._row()
        elif self.cells:
            return
        elif tag in ("ul", "ol", "table", "dl"):
            self._flush()
            if tag == "dl":
                self.in_definitions = False
            elif self.lists:
                self.lists.pop()
            self.lead = ("", 0)
        elif tag in _BREAKS or tag == "li" or re.fullmatch(r"h[1-6]", tag):
            self._flush()

    def _row(self) -> None:
        spans = [run for run in self.runs if run[0] >= 0]
        cells: list[str] = []
        for start, end in self.runs:
            if start < 0:
                cells.append("")
            elif cells:
                cells[-1] = f"{cells[-1]} {_shown(self.page.text[start:end])}".strip()
        tags, row = self.cells or [], tuple(cells)
        self.runs, self.cells = [], None
        if not spans or not row:
            return
        if self.header is None:
            named = all(tag == "th" for tag in tags) or (len(row) >= _COLUMNS and "th" not in tags)
            self.header = row if named else ()
            if named:
                return
        group = self.lists[-1] if self.lists else 0
        inside = replace(self.context, group=group, header=self.header, cells=row, term=row[0])
        self.found.append(block(self.page, Kind.ROW, inside, spans[0][0], spans[-1][1], text=" | ".join(row)))

    def _flush(self) -> None:
        runs = [run for run in self.runs if run[0] >= 0]
        self.runs = []
        item, self.in_item = self.in_item, False
        term, self.is_term = self.is_term, False
        level, self.heading_level = self.heading_level, 0
        if not runs:
            self.in_item, self.is_term, self.heading_level = item, term, level
            return
        start, end = runs[0][0], runs[-1][1]
        shown = _shown(self.page.text[start:end])
        if level:
            self._heading(start, end, shown, level)
        elif term or (shown.endswith(":") and not item):
            self.lead = (shown if shown.endswith(":") else shown + ":", self.page.line_of(start))
            self.found.append(block(self.page, Kind.LABEL, self.context, start, end, text=shown))
        elif item:
            inside = replace(self.context, group=self.lists[-1] if self.lists else 0, level=len(self.lists)).under(
                *self.lead
            )
            self.found.append(block(self.page, Kind.ITEM, inside, start, end, text=shown))
        else:
            self._sentences(start, end)

    def _sentences(self, start: int, end: int) -> None:
        raw = self.page.text[start:end]
        view = _TAG.sub(lambda tag: " " * len(tag[0]), raw)
        context = self.context.under(*self.lead) if self.lead[0] else self.context
        self.lead = self.lead if self.in_definitions else ("", 0)
        for from_, to in split_sentences(view, 0, len(view)):
            self.found.append(
                block(self.page, Kind.SENTENCE, context, start + from_, start + to, text=_shown(raw[from_:to]))
            )

    def _heading(self, start: int, end: int, title: str, level: int) -> None:
        self.path = [*(pair for pair in self.path if pair[0] < level), (level, title)]
        self.context = Context(heading=tuple(name for _, name in self.path), section=next(self.sections))
        self.lead = ("", 0)
        inside = replace(self.context, level=level)
        self.found.append(block(self.page, Kind.HEADING, inside, start, end, text=title))


def _shown(raw: str) -> str:
    return _SPACE.sub(" ", html.unescape(_TAG.sub("", raw))).strip()
