"""The note behind a citation: beside the chat on wide terminals, over it on narrow ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui.widgets.citation_row import CitationRow, nearest, place
from tui.widgets.note_view import NoteView
from tutor.values import Citation


class SourcePanel(Vertical):
    """Title, heading and text of one note, at one citation."""

    BINDING_GROUP_TITLE = "The note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "step(1)", "Next", id="source.next", tooltip="Show the answer's next citation"),
        Binding("p", "step(-1)", "Previous", id="source.previous", tooltip="Show the previous citation"),
        Binding(
            "h", "heading", "Heading", id="source.heading", tooltip="Scroll to the heading that the quote stands under"
        ),
        Binding("e", "edit", "Edit", id="source.edit", tooltip="Open $EDITOR at the quoted line"),
        Binding("y", "copy", "Copy", id="source.copy", tooltip="Copy the quote with its source"),
        Binding("escape,q", "close", "Close", id="source.close", tooltip="Back to the chat"),
    ]

    @dataclass
    class Moved(Message):
        """The reader wants another citation of the same answer, `step` away."""

        step: int

    class Closed(Message):
        """The reader is done with the note."""

    citation: Citation | None = None
    headings: Sequence[int] = ()
    """Lines of the note's headings, ascending."""

    def compose(self) -> ComposeResult:
        """Header above the text."""
        yield Static(id="source-title")
        yield Static(id="source-heading")
        yield NoteView()

    def show(self, citation: Citation, text: str, headings: Sequence[int], position: str) -> None:
        """Show `text`, the whole note, at the citation; `position` is like '2 of 5'."""
        self.citation = citation
        self.headings = headings
        title = Content.assemble(
            (f"[{citation.n}] ", "$text-accent"),
            (place(citation), "bold"),
            (f"  {position}", "$foreground-muted"),
            ("  changed since the index was built" if citation.stale else "", "$text-warning bold"),
        )
        self.query_one("#source-title", Static).update(title)
        self.query_one("#source-heading", Static).update(Content(nearest(citation.heading)))
        self.query_one(NoteView).show(text, range(citation.line_start, citation.line_end + 1))

    def focus_note(self) -> None:
        """Let the keys scroll the note."""
        self.query_one(NoteView).focus()

    def action_heading(self) -> None:
        """Scroll to the nearest heading above the quote."""
        start = self.citation.line_start if self.citation else 1
        self.query_one(NoteView).scroll_to_line(max((line for line in self.headings if line <= start), default=1))

    def action_step(self, step: int) -> None:
        """Next or previous citation."""
        self.post_message(self.Moved(step))

    def action_close(self) -> None:
        """Back to the chat."""
        self.post_message(self.Closed())

    def action_copy(self) -> None:
        """Ask for the quote on the clipboard."""
        if self.citation:
            self.post_message(CitationRow.Copied(self.citation))

    def action_edit(self) -> None:
        """Ask for the note in an editor."""
        if self.citation:
            self.post_message(CitationRow.EditRequested(self.citation))
