"""Where the question is typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input

LONGEST_QUESTION = 2000  # characters, the service's limit


class Prompt(Input):
    """One line; up and down recall what was asked before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "recall(-1)", "Earlier", id="prompt.earlier", tooltip="Recall the question before"),
        Binding("down", "recall(1)", "Later", id="prompt.later", show=False, tooltip="Recall the question after"),
    ]

    @dataclass
    class Asked(Message):
        """A question was sent off."""

        text: str

    def __init__(self) -> None:
        super().__init__(placeholder="Ask your notes", max_length=LONGEST_QUESTION, select_on_focus=False)
        self.history: list[str] = []
        self._at = 0  # place in the history; its length means the line being typed
        self._draft = ""

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter sends the question off."""
        event.stop()
        text = event.value.strip()
        if not text:
            return
        self.remember(text)
        self.value = ""
        self.post_message(self.Asked(text))

    def remember(self, text: str) -> None:
        """Make `text` the newest entry of the history."""
        if self.history[-1:] != [text]:
            self.history.append(text)
        self._at = len(self.history)

    def action_recall(self, step: int) -> None:
        """Show the entry `step` away; past the newest one, the draft."""
        if self._at == len(self.history):
            self._draft = self.value
        self._at = min(max(self._at + step, 0), len(self.history))
        self.value = self._draft if self._at == len(self.history) else self.history[self._at]
        self.cursor_position = len(self.value)

    def _on_paste(self, event: Paste) -> None:
        """Several lines become one: an Input would drop all but the first."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split()))
