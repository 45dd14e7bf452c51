"""What fits a scenario, and how that changes with each requirement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from tui.reading import one_line
from tui.screens.base import TutorScreen
from tui.screens.result import ResultScreen, heading, lead, quote
from tui.service import Json
from tui.widgets.chip import Chip
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.stepping import Stepping

TO_DO = """Describe what is needed, and press Enter, for example

    A game keeps a leaderboard for millions of players, read within a millisecond

Each requirement that is found can then be switched off, to see how the ranking changes."""

ALL_OFF = "With what is switched on, nothing in the notes fits. Switch another requirement on."


class AdviseScreen(ResultScreen):
    """The scenario above, its requirements as chips, the ranking below."""

    BINDING_GROUP_TITLE = "Advise"
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, scenario: str = "") -> None:
        super().__init__()
        self._scenario = scenario
        self._asked = scenario

    def compose(self) -> ComposeResult:
        """A line for the scenario, chips, the ranking, the note."""
        yield StatusBar("advise").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="form"):
                yield Input(
                    self._scenario,
                    placeholder="A shop needs … with …",
                    id="scenario",
                    max_length=2000,
                    select_on_focus=False,
                )
                yield Vertical(id="chips")
                yield Static(id="remark", classes="empty")
                yield Stepping(id="result")
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
            self._asked = scenario
            self.request(lambda service: service.recommend(scenario), self._show_advice, "Looking for what fits…")
        else:
            self.show_remark(TO_DO)

    async def _show_advice(self, body: Json) -> None:
        chips = self.query_one("#chips", Vertical)
        await chips.remove_children()
        await chips.mount_all(map(chip_of, body.get("requirements", ())))
        await self._show_ranking(body)
        for chip in self.query(Chip):  # the next step: to see what each of them changes
            chip.focus()
            return

    def on_chip_toggled(self) -> None:
        """A requirement counts, or does not."""
        without = [chip.label for chip in self.query(Chip) if not chip.on]
        self.request(lambda service: service.recommend(self._asked, without=without), self._show_ranking)

    async def _show_ranking(self, body: Json) -> None:
        await self.show_result(self._parts(body), body)
        if not body["services"]:
            off = any(not chip.on for chip in self.query(Chip))
            self.show_remark(ALL_OFF if off else "The notes hold nothing that fits this scenario.")

    def _parts(self, body: Json) -> Iterator[Widget]:
        services = body["services"]
        for place, service in enumerate(services, start=1):
            yield heading(f"{place}. {one_line(str(service['name']))}")
            for kind, sign in (("reasons", "for"), ("against", "against")):
                for requirement, reasons in by_requirement(service.get(kind, ())).items():
                    yield lead(f"{sign}: {requirement}" if requirement else sign)
                    yield from (quote(str(one["text"]), one.get("citations", ())) for one in reasons)
        if len(services) > 1 and body.get("tips_over"):
            tips_over, second = one_line(str(body["tips_over"])), one_line(str(services[1]["name"]))
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
