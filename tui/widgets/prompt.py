"""Where the question is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.events import Key, Paste
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input

from tui.completing import completions

LONGEST_QUESTION = 2000  # characters, the service's limit


class Prompt(Input):
    """One line. Up and down recall, Tab completes; on an empty line Tab offers what to ask next."""

    BINDING_GROUP_TITLE = "Asking"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Ask", id="prompt.ask", show=False, tooltip="Send the question"),
        Binding(
            "tab", "complete", "Complete", id="prompt.complete", tooltip="Complete a name, a command, a suggestion"
        ),
        Binding("up", "recall(-1)", "Earlier", id="prompt.earlier", show=False, tooltip="Recall the question before"),
        Binding("down", "recall(1)", "Later", id="prompt.later", show=False, tooltip="Recall the question after"),
        Binding(
            "question_mark",
            "help",
            "Help",
            id="prompt.help",
            show=False,
            tooltip="On an empty line: keys and commands",
        ),
    ]

    names: reactive[Sequence[str]] = reactive(())
    """Names that Tab completes."""
    suggestions: reactive[Sequence[str]] = reactive(())
    """Questions that Tab offers on an empty line."""

    @dataclass
    class Asked(Message):
        """A question or command was sent off."""

        text: str

    def __init__(self, history: Sequence[str] = ()) -> None:
        super().__init__(placeholder="Ask your notes", max_length=LONGEST_QUESTION, select_on_focus=False)
        self.history = list(history)  # oldest first
        self._at = len(self.history)  # place in the history; its length means the line being typed
        self._draft = ""
        self._cycle: list[str] = []

    def watch_suggestions(self, suggestions: Sequence[str]) -> None:
        """Say that Tab has something to offer."""
        self.placeholder = f"Tab: {suggestions[0]}" if suggestions else "Ask your notes"

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Enter sends the question off."""
        event.stop()
        text = event.value.strip()
        if text:
            self.remember(text)
            self.value = ""
            self.post_message(self.Asked(text))

    def remember(self, text: str) -> None:
        """Make `text` the newest entry of the history."""
        if self.history[-1:] != [text]:
            self.history.append(text)
        self._at = len(self.history)

    def take(self, text: str | None) -> None:
        """Put `text` into the line; None leaves it as it is."""
        if text is not None:
            self.value = text
            self.cursor_position = len(text)
        self.focus()

    def action_recall(self, step: int) -> None:
        """Show the entry `step` away; past the newest one, the draft."""
        if self._at == len(self.history):
            self._draft = self.value
        self._at = min(max(self._at + step, 0), len(self.history))
        self.take(self._draft if self._at == len(self.history) else self.history[self._at])

    def action_complete(self) -> None:
        """Complete, and on the next Tab offer the next candidate; with none, move on as Tab does elsewhere."""
        if self.value in self._cycle:
            at = self._cycle.index(self.value) + 1
        else:
            at, self._cycle = 0, completions(self.value, self.names, self.suggestions)
        if self._cycle:
            self.take(self._cycle[at % len(self._cycle)])
        else:
            self.screen.focus_next()

    async def _on_key(self, event: Key) -> None:
        """On an empty line a question mark is not typed: it bubbles up to its binding."""
        if event.character == "?" and not self.value:
            event.prevent_default()

    async def action_help(self) -> None:
        """Show the keys and commands."""
        await self.run_action("app.help")

    def _on_paste(self, event: Paste) -> None:
        """Several lines become one: an Input would drop all but the first."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(event.text.split()))
