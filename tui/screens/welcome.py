"""The first run: which notes?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, Static

from index.errors import NotesTutorError
from tui.commands import parse_command
from tui.reading import plain

WELCOME = """A tutor that answers from your own notes, word for word, and shows the file and line of each sentence.

Where are your notes? Type a folder (Tab completes it) and press Enter.
Or press Escape, or ask a question, to look around in the notes that are included."""


EMPTY = "Type a folder first, or press Escape for the notes that are included."


@dataclass(frozen=True, slots=True)
class Leftover:
    """What was typed that is no folder: a question, which is asked when it was sent off."""

    text: str = ""
    sent: bool = False


class WelcomeScreen(ModalScreen[Leftover]):
    """Ends when a folder was taken, or with what is to be asked of the included notes.

    `check` takes a folder, and raises when it cannot be used; `typed` is what was typed before the screen came up.
    """

    BINDING_GROUP_TITLE = "Welcome"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape", "included", "Included notes", id="welcome.included", tooltip="Use the notes that are included"
        ),
        Binding(
            "tab", "complete", "Complete", id="welcome.complete", priority=True, tooltip="Complete the folder's name"
        ),
    ]

    def __init__(self, check: Callable[[Path], object], typed: str = "") -> None:
        super().__init__()
        self._check = check
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Welcome, line, what is wrong with it."""
        with Vertical(classes="dialog"):
            yield Static(Content("Welcome to notes-tutor"), classes="dialog-title")
            yield Static(Content(WELCOME), classes="empty")
            yield Input(self._typed, placeholder="~/notes", select_on_focus=False)
            yield Static(id="fault")
        yield Footer()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the folder if it can be used. A question is asked of the included notes."""
        typed = event.value.strip()
        if not typed:
            self._refuse(EMPTY)
        elif is_question(typed):
            self.dismiss(Leftover(typed, sent=True))
        else:
            self._take(Path(typed).expanduser().absolute())

    def _take(self, folder: Path) -> None:
        try:
            self._check(folder)
        except NotesTutorError as error:
            self._refuse(plain(str(error)))
        else:
            self.dismiss(Leftover())

    def _refuse(self, why: str) -> None:
        self.query_one("#fault", Static).update(Content(why))

    def action_included(self) -> None:
        """Use the included notes. What was typed is kept, if it was not meant for a folder."""
        typed = self.query_one(Input).value.strip()
        self.dismiss(Leftover(typed if is_question(typed) else ""))

    def action_complete(self) -> None:
        """Complete the folder's name as a shell does."""
        line = self.query_one(Input)
        line.value = completed_folder(line.value)
        line.cursor_position = len(line.value)


def is_question(typed: str) -> bool:
    """Whether something typed is to be asked, rather than a folder: several words or a command, and no such folder."""
    if Path(typed).expanduser().exists():
        return False
    return bool(parse_command(typed)) or (" " in typed and not typed.startswith(("/", "~", ".", "\\")))


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
