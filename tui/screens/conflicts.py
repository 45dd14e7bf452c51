"""Everything on which the notes disagree."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Footer, Static

from tui.reading import json_to_citation, json_to_conflict
from tui.screens.base import TutorScreen
from tui.screens.result import ResultScreen, heading
from tui.service import Json
from tui.widgets.citation_row import CitationRow
from tui.widgets.conflict_panel import ConflictPanel
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.stepping import Stepping

NONE = "The notes do not disagree on anything that was found."


class ConflictsScreen(ResultScreen):
    """One panel for each topic, the readings side by side."""

    BINDING_GROUP_TITLE = "Disagreements"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        """The panels, the note."""
        yield StatusBar("disagreements").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="form"):
                yield Static(id="remark", classes="empty")
                yield Stepping(id="result")
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Ask at once."""
        self.renew()

    def renew(self) -> None:
        """Ask for all of them."""
        self.request(lambda service: service.conflicts(), self._show_conflicts, "Looking for disagreements…")

    async def _show_conflicts(self, body: Json) -> None:
        conflicts = [json_to_conflict(one) for one in body["conflicts"]]
        citations = {one.n: one for one in map(json_to_citation, body["citations"])}
        panels = [ConflictPanel(conflict, citations, lead="") for conflict in conflicts]
        topics = f"{len(panels)} {'topic' if len(panels) == 1 else 'topics'} on which the notes disagree"
        await self.show_result([heading(topics), *panels] if panels else [], {**body, "citations": []})
        self.citations = citations
        if not panels:
            self.show_remark(NONE)
        for row in self.query(CitationRow):
            row.focus()
            return
