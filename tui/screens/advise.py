"""What fits a scenario, and how that changes with each requirement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from tui.ranking import ranked
from tui.reading import one_line
from tui.screens.base import TutorScreen
from tui.screens.result import ResultScreen, heading, lead, quote
from tui.service import Json
from tui.widgets.chip import Chip
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar

TO_DO = """Describe what is needed, and press Enter, for example

    A game keeps a leaderboard for millions of players, read within a millisecond

Each requirement that is found can then be switched off, to see how the ranking changes."""


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
                yield Vertical(id="chips")
                yield Static(id="remark", classes="empty")
                yield VerticalScroll(id="result", can_focus=False)
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Advise at once on what was typed already."""
        self.query_one("#scenario").focus()
        self.show_remark(TO_DO)
        if self._scenario:
            self.renew()

    def on_input_submitted(self) -> None:
        """Enter asks for advice."""
        self.renew()

    def renew(self) -> None:
        """Ask for a ranking for the scenario."""
        scenario = self.query_one("#scenario", Input).value.strip()
        if scenario:
            self.request(lambda service: service.recommend(scenario), self._show_advice, "Looking for what fits…")
        else:
            self.show_remark(TO_DO)

    async def _show_advice(self, body: Json) -> None:
        self._body = body
        chips = self.query_one("#chips", Vertical)
        await chips.remove_children()
        await chips.mount_all(map(chip_of, body.get("requirements", ())))
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
            for kind, sign in (("reasons", "for"), ("against", "against")):
                for requirement, reasons in by_requirement(service.get(kind, ())).items():
                    yield lead(f"{sign}: {requirement}" if requirement else sign)
                    yield from (quote(str(one["text"]), one.get("citations", ())) for one in reasons)
        if len(services) > 1 and self._body.get("tips_over") and all(chip.on for chip in self.query(Chip)):
            tips_over, second = one_line(str(self._body["tips_over"])), one_line(str(services[1]["name"]))
            yield heading(f"It is close: if more weighed on '{tips_over}', {second} would come first.")


def chip_of(requirement: Json) -> Chip:
    """The chip of a requirement, on, with the words of the scenario that it comes from."""
    evidence = requirement.get("evidence_in_scenario") or ()
    words = (evidence,) if isinstance(evidence, str) else evidence
    denied = "" if requirement.get("wanted", True) else "not: "
    return Chip(one_line(str(requirement["name"])), denied, ", ".join(map(one_line, map(str, words))))


def by_requirement(reasons: Iterable[Json]) -> dict[str, list[Json]]:
    """The reasons below the requirement that each is about, in the order given."""
    found: dict[str, list[Json]] = {}
    for reason in reasons:
        found.setdefault(one_line(str(reason.get("requirement") or "")), []).append(reason)
    return found
