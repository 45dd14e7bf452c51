"""What the screens for comparing, advising and calculating share: results whose quotes can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from index.errors import NotesTutorError
from tui.reading import json_to_citation, plain
from tui.screens.base import TutorScreen
from tui.service import Json, Phase, Service, ServiceState
from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.citation_row import CitationRow
from tui.widgets.marks import Marked
from tui.widgets.source_list import SourceList
from tutor.errors import ServiceUnreachable
from tutor.values import AnswerBlock, BlockKind, Citation

LOST = "The service stopped; starting it again."


class ResultScreen(TutorScreen):
    """A form above a result; the sources of the result stand below it."""

    BINDING_GROUP_TITLE = "Results"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="result.close", tooltip="Back to the chat"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.citations: dict[int, Citation] = {}
        self._waiting = False  # to ask again when the service is ready
        self._tried = False  # whether the service died over this once

    def renew(self) -> None:
        """Ask for the result of the form as it stands."""

    def watch_state(self, state: ServiceState) -> None:
        """Say how far the service is to who waits for it, and ask once it is ready."""
        if self._waiting and state.phase is Phase.READY:
            self._waiting = False
            self.renew()
        elif self._waiting:
            self.show_remark(sentence(state.summary))

    def request(self, ask: Callable[[Service], Json], show: Callable[[Json], object], meanwhile: str = "") -> None:
        """Ask the service; one that is not ready is asked when it is."""
        if self.service is None or self.state.phase is not Phase.READY:
            self._waiting = True
            self.show_remark(sentence(self.state.summary))
            return
        if meanwhile:
            self.show_remark(meanwhile)
        self.call(ask, show)

    def show_remark(self, remark: str, failed: bool = False) -> None:
        """In place of a result: what to do, or what failed."""
        line = self.query_one("#remark", Static)
        line.display = bool(remark)
        line.set_class(failed, "-failed")
        line.update(Content(remark))

    def fail(self, error: NotesTutorError) -> None:
        """What failed stands in place of the result. When the service died, the form is sent again, once."""
        self.query_one("#result", VerticalScroll).remove_children()
        if isinstance(error, ServiceUnreachable) and not self._tried:
            self._tried = self._waiting = True
            self.show_remark(LOST)
            self.post_message(self.ServiceLost())
        else:
            self.show_remark(plain(str(error)), failed=True)

    async def show_result(self, parts: Iterable[Widget], body: Json) -> None:
        """Show the parts and their sources in place of what was there."""
        self._tried = False
        found = [json_to_citation(one) for one in body.get("citations", ())]
        self.citations = {citation.n: citation for citation in found}
        result = self.query_one("#result", VerticalScroll)
        self.show_remark("")
        await result.remove_children()
        await result.mount_all([*parts, SourceList(found)])

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


def lead(text: str) -> Static:
    """What the lines below are about."""
    return Static(Content(text), classes="result-lead")


def sentence(text: str) -> str:
    """`text` with a capital letter."""
    return text[:1].upper() + text[1:]
