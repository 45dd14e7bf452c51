"""The line at the top: where we are and how the service is."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.service import Phase, ServiceState


class StatusBar(Horizontal):
    """Name on the left, state of the service on the right."""

    state: reactive[ServiceState] = reactive(ServiceState)

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self._title = title

    def compose(self) -> ComposeResult:
        """Two texts."""
        yield Static(Content(" · ".join(filter(None, ("notes-tutor", self._title)))), id="title")
        yield Static(id="state")

    def watch_state(self, state: ServiceState) -> None:
        """Show the state in words."""
        for phase in Phase:
            self.set_class(phase is state.phase, f"-{phase}")
        self.query_one("#state", Static).update(Content(state.summary))
