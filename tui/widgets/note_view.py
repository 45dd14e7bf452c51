"""A note's text with the quoted lines highlighted."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.geometry import Size
from textual.widgets import TextArea


class NoteView(TextArea):
    """Read-only, wrapped, with the file's own line numbers."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"note-view--quoted", "note-view--heading"}

    def __init__(self) -> None:
        super().__init__(read_only=True, show_line_numbers=True, show_cursor=False, soft_wrap=True)
        self.quoted = range(0)
        """Lines to highlight, counted from 1."""

    def show(self, text: str, quoted: range) -> None:
        """Load `text` and bring the quoted lines into view."""
        self.quoted = quoted
        if text != self.text:
            self.load_text(text)
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
        if line_index + 1 in self.quoted:
            line.stylize(self.get_component_rich_style("note-view--quoted", partial=True))
        elif line.plain.startswith("#"):
            line.stylize(self.get_component_rich_style("note-view--heading", partial=True))
        return line

    def notify_style_update(self) -> None:
        """The theme changed: lines drawn in the old one are of no use."""
        super().notify_style_update()
        self._line_cache.clear()

    def on_resize(self, size: Size) -> None:
        """Lines wrap anew, so the quote has moved."""
        self.call_after_refresh(self.scroll_to_quote)
