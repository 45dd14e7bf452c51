"""What stands for the rows that are not shown yet."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class MoreRow(Static, can_focus=True):
    """'42 more sources'; Enter or a click asks for them."""

    BINDING_GROUP_TITLE = "More sources"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "show", "Show all", id="more.show", tooltip="Show the other sources of this answer"),
    ]

    count: reactive[int] = reactive(0, init=False)

    class Wanted(Message):
        """The reader wants to see the others."""

    def watch_count(self, count: int) -> None:
        """Say how many there are; with none, go."""
        self.display = count > 0
        self.update(Content(f"… {count} more {'source' if count == 1 else 'sources'}"))

    def on_click(self) -> None:
        """A click shows, as Enter does."""
        self.action_show()

    def action_show(self) -> None:
        """Ask for the others."""
        self.post_message(self.Wanted())
