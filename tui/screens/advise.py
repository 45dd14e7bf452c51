"""What fits a scenario, and how that changes with each requirement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from tui.ranking import ranked
from tui.reading import one_line
from tui.screens.base import TutorScreen
from tui.screens.result import ResultScreen, heading, quote
from tui.service import Advising, Json
from tui.widgets.chip import Chip
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar


class AdviseScreen(ResultScreen):
    """The scenario above, its requirements as chips, the ranking below."""

    BINDING_GROUP_TITLE = "Advise"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, scenario: str = "") -> None:
        super().__init__()
        self._scenario = scenario
        self._body: Json = {}

    def compose(self) -> ComposeResult:
        """A line for the scenario, chips, the ranking, the note."""
        yield StatusBar("advise").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="form"):
                yield Input(self._scenario, placeholder="A shop needs … with …", id="scenario", max_length=2000)
                yield Horizontal(id="chips")
                yield Static(id="remark", classes="empty")
                yield VerticalScroll(id="result", can_focus=False)
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Advise at once on what was typed already."""
        self.query_one("#scenario").focus()
        self.show_remark("Describe what is needed, and press Enter.")
        if self._scenario:
            self.advise()

    def on_input_submitted(self) -> None:
        """Enter asks for advice."""
        self.advise()

    def advise(self) -> None:
        """Ask for a ranking for the scenario."""
        service = self.service
        scenario = self.query_one("#scenario", Input).value.strip()
        if not scenario:
            self.show_remark("Describe what is needed, and press Enter.")
        elif isinstance(service, Advising):
            self.show_remark("Looking for what fits…")
            self.call(lambda _: service.recommend(scenario), self._show_advice)
        else:
            self.show_unavailable()

    async def _show_advice(self, body: Json) -> None:
        self._body = body
        chips = self.query_one("#chips", Horizontal)
        await chips.remove_children()
        await chips.mount_all(Chip(one_line(str(one["name"]))) for one in body.get("requirements", ()))
        await self._show_ranking()

    async def on_chip_toggled(self) -> None:
        """A requirement counts, or does not."""
        await self._show_ranking()

    async def _show_ranking(self) -> None:
        wanted = {chip.label for chip in self.query(Chip) if chip.on}
        await self.show_result(self._parts(ranked(self._body.get("services", ()), wanted)), self._body)
        if not self._body.get("services"):
            self.show_remark("The notes hold nothing that fits this scenario.")

    def _parts(self, services: list[Json]) -> Iterator[Widget]:
        for place, service in enumerate(services, start=1):
            yield heading(f"{place}. {one_line(str(service['name']))}")
            for kind, lead in (("reasons", ""), ("against", "against: ")):
                for reason in service.get(kind, ()):
                    text = f"{lead}{reason.get('requirement') or ''}: {reason['text']}".removeprefix(": ")
                    yield quote(text, reason.get("citations", ()))
