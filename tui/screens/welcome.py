"""The first run: which notes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from index.errors import NotesTutorError
from tui.reading import plain

WELCOME = """A tutor that answers from your own notes, word for word, and shows the file and line of each sentence.

Where are your notes? Type a folder (Tab completes it) and press Enter.
Or press Escape to look around in the notes that are included."""


class WelcomeScreen(ModalScreen[Path | None]):
    """Ends with the folder chosen, or None for the included notes. `check` raises when a folder cannot be used."""

    BINDING_GROUP_TITLE = "Welcome"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "included", "Included notes", id="welcome.included", tooltip="Use the notes that are included"
        ),
        Binding(
            "tab", "complete", "Complete", id="welcome.complete", priority=True, tooltip="Complete the folder's name"
        ),
    ]

    def __init__(self, check: Callable[[Path], object]) -> None:
        super().__init__()
        self._check = check

    def compose(self) -> ComposeResult:
        """Welcome, line, what is wrong with it."""
        with Vertical(classes="dialog"):
            yield Static(Content("Welcome to notes-tutor"), classes="dialog-title")
            yield Static(Content(WELCOME), classes="empty")
            yield Input(placeholder="~/notes")
            yield Static(id="fault")
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the folder if it can be used."""
        folder = Path(event.value.strip() or ".").expanduser().absolute()
        try:
            self._check(folder)
        except NotesTutorError as error:
            self.query_one("#fault", Static).update(Content(plain(str(error))))
        else:
            self.dismiss(folder)

    def action_included(self) -> None:
        """Use the included notes."""
        self.dismiss(None)

    def action_complete(self) -> None:
        """Complete the folder's name as a shell does."""
        line = self.query_one(Input)
        line.value = completed_folder(line.value)
        line.cursor_position = len(line.value)


def completed_folder(typed: str) -> str:
    """`typed` with as much more as all folders that begin with it share; a single one gets its slash."""
    head, slash, start = typed.rpartition("/")
    parent = Path(f"{head}{slash}" or ".").expanduser()
    try:
        found = sorted(entry.name for entry in parent.iterdir() if entry.is_dir() and entry.name.startswith(start))
    except OSError:
        return typed
    if not found:
        return typed
    return f"{head}{slash}{shared_start(found)}" + ("/" if len(found) == 1 else "")


def shared_start(names: Sequence[str]) -> str:
    """What all names begin with."""
    lengths = range(min(map(len, names)), 0, -1)
    return next((names[0][:length] for length in lengths if len({name[:length] for name in names}) == 1), "")
