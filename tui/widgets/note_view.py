"""A note's text with the quoted lines highlighted.

The text stands there as in the file, character for character, so that line numbers and quotes are right. Its marks are
dressed, not interpreted: headings, emphasis, code, bullets and the bars of tables are told apart by their look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.widgets import TextArea

LONGEST = 1_000  # characters of a line that is dressed; longer ones are no prose
FENCE = re.compile(r"\s*(```|~~~)")
WHOLE = (("heading", re.compile(r"#{1,6}\s")), ("mark", re.compile(r"\s*\|?[\s:|-]*--[\s:|-]*$")))  # of a line
PARTS = re.compile(r"(?P<mark>^\s*(?:[-*+>]|\d+[.)])\s|(?<!\\)\|)|`(?P<code>[^`]+)`|\*\*(?P<strong>[^*]+)\*\*")
LOOKS = ("quoted", "heading", "mark", "code", "strong")


class NoteView(TextArea):
    """Read-only, wrapped, with the file's own line numbers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"note-view--{look}" for look in LOOKS}

    def __init__(self) -> None:
        super().__init__(read_only=True, show_line_numbers=True, show_cursor=False, soft_wrap=True)
        self.quoted = range(0)
        """Lines to highlight, counted from 1."""
        self._code: frozenset[int] = frozenset()  # rows of code, counted from 0

    def show(self, text: str, quoted: range) -> None:
        """Load `text` and bring the quoted lines into view."""
        self.quoted = quoted
        if text != self.text:
            self.load_text(text)
            self._code = frozenset(code_rows(text.split("\n")))
        self._line_cache.clear()
        self.refresh()
        self.call_after_refresh(self.scroll_to_quote)

    def scroll_to_quote(self) -> None:
        """Put the first quoted line a third of the way down."""
        self.scroll_to_line(self.quoted.start, self.size.height // 3)

    def scroll_to_line(self, line: int, above: int = 0) -> None:
        """Put `line`, counted from 1, at the top, below `above` rows of what comes before it."""
        row = min(max(line - 1, 0), self.document.line_count - 1)
        y = self.wrapped_document.location_to_offset((row, 0)).y
        self.scroll_to(y=max(y - above, 0), animate=False, force=True)

    def get_line(self, line_index: int) -> Text:
        """One line of the note, styled."""
        line = super().get_line(line_index)
        for look, start, end in looks(line.plain, line_index in self._code):
            line.stylize(self._style(look), start, end)
        if line_index + 1 in self.quoted:
            line.stylize(self._style("quoted"))
        return line

    def _style(self, look: str) -> Style:
        return self.get_component_rich_style(f"note-view--{look}", partial=True)

    def notify_style_update(self) -> None:
        """The theme changed: lines drawn in the old one are of no use."""
        super().notify_style_update()
        self._line_cache.clear()

    def on_resize(self, size: Size) -> None:
        """Lines wrap anew, so the quote has moved."""
        self.call_after_refresh(self.scroll_to_quote)


def code_rows(lines: Iterable[str]) -> Iterator[int]:
    """Rows, counted from 0, of fenced code with its fences."""
    fence = ""
    for row, line in enumerate(lines):
        found = FENCE.match(line)
        if fence or found:
            yield row
        if found and fence in ("", found[1]):
            fence = "" if fence else found[1]


def looks(line: str, is_code: bool) -> Iterator[tuple[str, int, int]]:
    """(look, start, end) of the parts of a line that have one."""
    if len(line) > LONGEST:
        return
    whole = "code" if is_code else next((look for look, pattern in WHOLE if pattern.match(line)), "")
    if whole:
        yield whole, 0, len(line)
        return
    for part in PARTS.finditer(line):
        look = part.lastgroup or ""
        yield "mark", *part.span()
        if look != "mark":
            yield look, *part.span(look)
