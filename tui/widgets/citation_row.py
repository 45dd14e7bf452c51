"""One source of an answer: focus it, open it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.reading import one_line
from tutor.values import Citation


class CitationRow(Static, can_focus=True):
    """`[1] note.md:12-14  Section › Nearest heading`, on one line."""

    BINDING_GROUP_TITLE = "A source of an answer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Open", id="source.open", tooltip="Show the note at the quoted lines"),
        Binding("y", "copy", "Copy quote", id="source.copy", tooltip="Copy the quote with its source"),
        Binding("e", "edit", "Edit note", id="source.edit", tooltip="Open $EDITOR at the quoted line"),
    ]

    @dataclass
    class Opened(Message):
        """The reader wants to see the note."""

        citation: Citation

    @dataclass
    class Copied(Message):
        """The reader wants the quote on the clipboard."""

        citation: Citation

    @dataclass
    class EditRequested(Message):
        """The reader wants to change the note."""

        citation: Citation

    def __init__(self, citation: Citation) -> None:
        super().__init__(citation_label(citation), classes="-stale" if citation.stale else "")
        self.citation = citation

    def on_click(self) -> None:
        """A click opens, as Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """Ask for the note at the quoted lines."""
        self.post_message(self.Opened(self.citation))

    def action_copy(self) -> None:
        """Ask for the quote on the clipboard."""
        self.post_message(self.Copied(self.citation))

    def action_edit(self) -> None:
        """Ask for the note in an editor."""
        self.post_message(self.EditRequested(self.citation))


def place(citation: Citation) -> str:
    """`folder/note.md:12-14`."""
    lines = str(citation.line_start)
    if citation.line_end > citation.line_start:
        lines += f"-{citation.line_end}"
    return f"{one_line(citation.source)}:{lines}"


def nearest(heading: Sequence[str]) -> str:
    """The two innermost headings, which say most: '… › Indexes › GSI'."""
    return " › ".join((*(("…",) if len(heading) > 2 else ()), *heading[-2:]))


def citation_label(citation: Citation) -> Content:
    """The row's text; a note that changed since the build is marked in words, not by colour alone."""
    changed = ("  changed since", "$text-warning bold") if citation.stale else ""
    heading = ("  " + nearest(citation.heading), "$foreground-muted")
    return Content.assemble((f"[{citation.n}]", "$text-accent"), f" {place(citation)}", changed, heading)
