"""A question that the notes can answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class SuggestionRow(Static, can_focus=True):
    """Focus it and press Enter, or click it, to ask."""

    BINDING_GROUP_TITLE = "A suggestion"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "choose", "Ask", id="suggestion.ask", tooltip="Ask this question"),
    ]

    @dataclass
    class Chosen(Message):
        """The reader wants this asked."""

        question: str

    def __init__(self, question: str) -> None:
        super().__init__(Content.assemble(("→ ", "$text-accent"), question))
        self.question = question

    def on_click(self) -> None:
        """A click asks, as Enter does."""
        self.action_choose()

    def action_choose(self) -> None:
        """Have it asked."""
        self.post_message(self.Chosen(self.question))
