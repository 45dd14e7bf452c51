"""A requirement that can be switched off."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class Chip(Static, can_focus=True):
    """Space or a click switches it."""

    BINDING_GROUP_TITLE = "A requirement"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,enter", "switch", "Switch", id="chip.toggle", tooltip="Let this requirement count or not"),
    ]

    on: reactive[bool] = reactive(True, init=False)

    class Toggled(Message):
        """A requirement was switched."""

    def __init__(self, label: str, lead: str = "", reason: str = "") -> None:
        super().__init__()
        self.label = label
        self._text = Content.assemble(lead, label, (f"  from: {reason}" if reason else "", "$foreground-muted"))
        self.watch_on(True)

    def watch_on(self, on: bool) -> None:
        """Show it in words and colour."""
        self.set_class(not on, "-off")
        self.update(Content.assemble("[x] " if on else "[ ] ", self._text))

    def on_click(self) -> None:
        """A click switches."""
        self.action_switch()

    def action_switch(self) -> None:
        """Switch."""
        self.on = not self.on
        self.post_message(self.Toggled())
