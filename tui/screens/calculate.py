"""DynamoDB capacity, worked out while the figures are typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Footer, Input, Label, Select, Static

from tui.screens.base import TutorScreen
from tui.screens.result import ResultScreen, heading, quote
from tui.service import Json
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.stepping import Stepping

CONSISTENCY = ("strong", "eventual", "transactional")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the form."""

    name: str
    label: str
    default: str


FIGURES = (
    Figure("reads_per_second", "Reads per second", "80"),
    Figure("writes_per_second", "Writes per second", "10"),
    Figure("item_bytes", "Item size in bytes", "4096"),
)


class CalculateScreen(ResultScreen):
    """The form above, result and steps below."""

    BINDING_GROUP_TITLE = "Calculate"
    BINDINGS: ClassVar[list[BindingType]] = []

    def compose(self) -> ComposeResult:
        """A line for each figure."""
        yield StatusBar("calculate").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="form"):
                for figure in FIGURES:
                    with Horizontal(classes="figure"):
                        yield Label(Content(figure.label))
                        yield Input(figure.default, id=figure.name, type="number", compact=True)
                with Horizontal(classes="figure"):
                    yield Label("Consistency")
                    yield Select(
                        ((name, name) for name in CONSISTENCY), value="strong", allow_blank=False, compact=True
                    )
                yield Static(id="remark", classes="empty")
                yield Stepping(id="result")
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Work out the example."""
        self.query_one(f"#{FIGURES[0].name}").focus()

    def on_input_changed(self) -> None:
        """Results follow the typing."""
        self.renew()

    def on_select_changed(self) -> None:
        """So they do for the choice."""
        self.renew()

    def renew(self) -> None:
        """Ask for the result of the figures as they stand."""
        typed = {figure: self.query_one(f"#{figure.name}", Input).value.strip() for figure in FIGURES}
        missing = [figure.label for figure, value in typed.items() if not is_number(value)]
        if missing:
            self.show_remark(f"{missing[0]}: type a number.")
            return
        figures: Json = {figure.name: as_number(value) for figure, value in typed.items()}
        figures["consistency"] = str(self.query_one(Select).value)
        self.request(lambda service: service.calculate("dynamodb-capacity", **figures), self._show_capacity)

    async def _show_capacity(self, body: Json) -> None:
        await self.show_result(self._parts(body), body)

    def _parts(self, body: Json) -> Iterator[Widget]:
        yield heading(f"{body.get('rcu')} RCU, {body.get('wcu')} WCU")
        for step in body.get("steps", ()):
            text, citations = (step["text"], step.get("citations", ())) if isinstance(step, dict) else (step, ())
            yield quote(str(text), citations)


def is_number(text: str) -> bool:
    """Whether `text` is a figure of zero or more."""
    try:
        return 0 <= float(text) < float("inf")
    except ValueError:
        return False


def as_number(text: str) -> int | float:
    """Whole numbers stay whole."""
    value = float(text)
    return int(value) if value.is_integer() else value
