"""What the screens for comparing, advising and calculating share: results whose quotes can be opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from index.errors import NotesTutorError
from tui.reading import json_to_citation, plain
from tui.screens.base import TutorScreen
from tui.service import Json
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.citation_row import CitationRow
from tui.widgets.marks import Marked
from tutor.values import AnswerBlock, BlockKind, Citation

NOT_OFFERED = "This service does not offer it."
STARTING = "The service is still starting. Press Enter again in a moment."


class ResultScreen(TutorScreen):
    """A form above a result; the sources of the result stand below it."""

    BINDING_GROUP_TITLE = "Results"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="result.close", tooltip="Back to the chat"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.citations: dict[int, Citation] = {}

    def show_remark(self, remark: str) -> None:
        """In place of a result: what to do, or what failed."""
        line = self.query_one("#remark", Static)
        line.display = bool(remark)
        line.update(Content(remark))

    def fail(self, error: NotesTutorError) -> None:
        """What failed stands in place of the result."""
        self.query_one("#result", VerticalScroll).remove_children()
        self.show_remark(NOT_OFFERED if str(error) == "Not Found" else plain(str(error)))

    def show_unavailable(self) -> None:
        """Why nothing can be asked for."""
        self.show_remark(NOT_OFFERED if self.service else STARTING)

    async def show_result(self, parts: Iterable[Widget], body: Json) -> None:
        """Show the parts and their sources in place of what was there."""
        found = [json_to_citation(one) for one in body.get("citations", ())]
        self.citations = {citation.n: citation for citation in found}
        result = self.query_one("#result", VerticalScroll)
        self.show_remark("")
        await result.remove_children()
        await result.mount_all([*parts, Vertical(*map(CitationRow, found), classes="citations")])

    def neighbours(self, citation: Citation) -> Sequence[Citation]:
        """All sources of the result."""
        return list(self.citations.values()) if citation in self.citations.values() else (citation,)

    def on_marked_mark_clicked(self, event: Marked.MarkClicked) -> None:
        """A click on a mark opens its source."""
        if event.n in self.citations:
            self.on_citation_row_opened(CitationRow.Opened(self.citations[event.n]))

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()


def quote(text: str, citations: Sequence[int], bullet: bool = True) -> AnswerBlockView:
    """A line of a result in the notes' words."""
    return AnswerBlockView(AnswerBlock(BlockKind.QUOTE, plain(text), tuple(citations)), bullet)


def heading(text: str) -> Static:
    """A line of a result in ours."""
    return Static(Content(text), classes="result-heading")
