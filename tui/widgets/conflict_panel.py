"""Where the notes disagree: the readings side by side."""

from __future__ import annotations

from collections.abc import Mapping

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.citation_row import CitationRow
from tutor.values import AnswerBlock, BlockKind, Citation, Conflict

LEAD = "The notes disagree. "
MOST = 3  # sources named on each side


class ConflictPanel(Vertical):
    """One topic, one box for each reading, each with its sources."""

    def __init__(
        self, conflict: Conflict, citations: Mapping[int, Citation], lead: str = "The notes disagree. "
    ) -> None:
        super().__init__()
        self.lead = lead
        self.conflict = conflict
        self.citations = citations

    def compose(self) -> ComposeResult:
        """Topic above the sides."""
        yield Static(Content(self.lead + self.conflict.topic), classes="topic")
        with Horizontal():
            for reading in self.conflict.readings:
                known = tuple(self.citations[n] for n in reading.citations if n in self.citations)
                with Vertical(classes="reading"):
                    yield AnswerBlockView(AnswerBlock(BlockKind.QUOTE, reading.value, ()))
                    yield from map(CitationRow, known[:MOST])
                    if len(known) > MOST:
                        yield Static(Content(f"… and in {len(known) - MOST} more places"), classes="where")
