"""Where the notes disagree: the readings side by side."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.citation_row import place
from tutor.values import AnswerBlock, BlockKind, Citation, Conflict, Reading


class ConflictPanel(Vertical):
    """One topic, one box for each reading, each with its marks and where it stands."""

    def __init__(self, conflict: Conflict, citations: dict[int, Citation]) -> None:
        super().__init__()
        self.conflict = conflict
        self.citations = citations

    def compose(self) -> ComposeResult:
        """Topic above the sides."""
        yield Static(Content(f"The notes disagree. {self.conflict.topic}"), classes="topic")
        with Horizontal():
            for reading in self.conflict.readings:
                with Vertical(classes="reading"):
                    yield AnswerBlockView(AnswerBlock(BlockKind.QUOTE, reading.value, reading.citations))
                    yield Static(Content(self._where(reading)), classes="where")

    def _where(self, reading: Reading) -> str:
        return "\n".join(place(self.citations[n]) for n in reading.citations if n in self.citations)
