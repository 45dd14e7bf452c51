"""Pick one of many lines by typing some of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option


class Picker(ModalScreen[str | None]):
    """Lines that fit what is typed, best first; Enter picks, Escape leaves without one."""

    BINDING_GROUP_TITLE = "Picking"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Close", id="picker.close", tooltip="Close without picking"),
        Binding("up", "move('up')", "Up", id="picker.up", show=False, tooltip="Line above"),
        Binding("down", "move('down')", "Down", id="picker.down", show=False, tooltip="Line below"),
    ]

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Title, input, lines."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._title), classes="dialog-title")
            yield Input(placeholder="type to search")
            yield OptionList(markup=False)

    def on_mount(self) -> None:
        """All lines."""
        self._fill("")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Fewer lines with each letter."""
        self._fill(event.value)

    def on_input_submitted(self) -> None:
        """Enter picks the line that is lit."""
        options = self.query_one(OptionList)
        self.dismiss(self._found[options.highlighted] if options.highlighted is not None else None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """A click picks."""
        self.dismiss(self._found[event.option_index])

    def action_leave(self) -> None:
        """Close without a line."""
        self.dismiss(None)

    def action_move(self, direction: str) -> None:
        """Move through the lines while typing goes on."""
        options = self.query_one(OptionList)
        options.action_cursor_up() if direction == "up" else options.action_cursor_down()

    def _fill(self, typed: str) -> None:
        self._found = matching(typed, self._lines)
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(line)) for line in self._found)
        options.highlighted = 0 if self._found else None


def matching(typed: str, lines: Sequence[str]) -> list[str]:
    """The lines that hold the letters of `typed` in order, best first; all of them when nothing is typed."""
    if not typed.strip():
        return list(lines)
    matcher = Matcher(typed)
    scored = [(matcher.match(line), line) for line in lines]
    return [line for score, line in sorted(scored, key=lambda pair: -pair[0]) if score > 0]
