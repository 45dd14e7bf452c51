"""Two to five things side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Footer, Input, Static

from tui.completing import names_in
from tui.reading import one_line
from tui.screens.base import TutorScreen
from tui.screens.picker import Picker
from tui.screens.result import ResultScreen, heading, quote
from tui.service import Json
from tui.widgets.compare_table import CompareTable
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.stepping import Stepping

FEWEST, MOST = 2, 5


class CompareScreen(ResultScreen):
    """Names above, the table below. Enter on a cell opens its source."""

    BINDING_GROUP_TITLE = "Compare"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "add", "Add", id="compare.add", tooltip="Pick one more name from a list"),
        Binding("ctrl+d", "differing", "Differences", id="compare.differing", tooltip="Show only rows that differ"),
    ]

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self._typed = typed
        self._body: Json = {}

    def compose(self) -> ComposeResult:
        """A line for the names, the result, the note."""
        yield StatusBar("compare").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="form"):
                yield Input(self._typed, placeholder="this, that", id="names", select_on_focus=False)
                yield Static(id="remark", classes="empty")
                yield Stepping(id="result")
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Compare at once what was named already."""
        self.query_one("#names").focus()
        self.show_remark(f"Name {FEWEST} to {MOST} things, with commas between them. Ctrl+N picks from a list.")
        if self._typed:
            self.renew()

    def on_input_submitted(self) -> None:
        """Enter compares."""
        self.renew()

    def renew(self) -> None:
        """Ask for the table of the names typed."""
        chosen = names_in(self.query_one("#names", Input).value, self.names)
        if FEWEST <= len(chosen) <= MOST:
            self.request(lambda service: service.compare(chosen), self._show_table, "Comparing…")
        else:
            self.show_remark(f"{len(chosen)} named. Name {FEWEST} to {MOST} things, with commas between them.")

    async def _show_table(self, body: Json) -> None:
        self._body = body
        await self.show_result(self._parts(body), body)
        self.query_one(CompareTable).focus()

    def _parts(self, body: Json) -> Iterator[Widget]:
        if body.get("note"):
            yield heading(one_line(str(body["note"])))
        yield from (quote(str(one["text"]), one.get("citations", ())) for one in body.get("difference") or ())
        yield CompareTable(body)
        for choice in body.get("choose", ()):
            if choice.get("when"):
                yield heading(f"Choose {one_line(str(choice['entity']))} when:")
                yield from (quote(str(one["text"]), one.get("citations", ())) for one in choice["when"])

    def on_compare_table_opened(self, event: CompareTable.Opened) -> None:
        """Open the first source of the cell."""
        if event.n in self.citations:
            self._opened_from = self.query_one(CompareTable)
            self.open_citation(self.citations[event.n])

    def action_add(self) -> None:
        """Pick a name."""
        if self.names:
            self.app.push_screen(Picker("Compare with", self.names), self._add)
        else:
            self.warn("The service does not list what can be compared. Type the names.")

    def _add(self, name: str | None) -> None:
        line = self.query_one("#names", Input)
        if name:
            line.value = f"{line.value.rstrip(', ')}, {name}".lstrip(", ")
            line.cursor_position = len(line.value)
        line.focus()

    def action_differing(self) -> None:
        """All rows, or those that differ."""
        for table in self.query(CompareTable):
            table.only_differing = not table.only_differing
