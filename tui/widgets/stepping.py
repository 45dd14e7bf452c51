"""A scrolled column in which up and down go from one thing that can be opened to the next."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll


class Stepping(VerticalScroll, can_focus=False):
    """What is above the first thing has the focus before it, what is below the last one after it."""

    BINDING_GROUP_TITLE = "Sources and suggestions"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "step(-1)", "Up", id="transcript.up", show=False, tooltip="Previous source or suggestion"),
        Binding("down,j", "step(1)", "Down", id="transcript.down", show=False, tooltip="Next source or suggestion"),
    ]

    def action_step(self, step: int) -> None:
        """Move the focus to the neighbour."""
        move = self.screen.focus_next if step > 0 else self.screen.focus_previous
        move()
