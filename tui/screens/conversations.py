"""The conversations held here: resume, rename, delete, export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.preferences import Talk


class ConversationsScreen(ModalScreen[None]):
    """A list, most recently used first. What is chosen goes to the app, which has the service."""

    BINDING_GROUP_TITLE = "Conversations"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "resume", "Resume", id="conversations.resume", tooltip="Go on with the conversation"),
        Binding("r", "rename", "Rename", id="conversations.rename", tooltip="Give it another name"),
        Binding("x", "export", "Export", id="conversations.export", tooltip="Write it to a Markdown file"),
        Binding(
            "d,delete", "delete", "Delete", id="conversations.delete", tooltip="Delete it; a second press confirms"
        ),
        Binding("escape,q", "leave", "Close", id="conversations.close", tooltip="Back to the chat"),
    ]

    @dataclass
    class Chosen(Message):
        """Something is to be done ('resume', 'delete' or 'export') with a conversation."""

        action: str
        talk: Talk

    @dataclass
    class Renamed(Message):
        """A conversation has another name."""

        talk: Talk
        title: str

    def __init__(self, talks: Sequence[Talk]) -> None:
        super().__init__()
        self.talks = list(talks)
        self._doomed: Talk | None = None

    def compose(self) -> ComposeResult:
        """The list, and a line to rename in."""
        with Vertical(classes="dialog"):
            yield Static(Content("Conversations"), classes="dialog-title")
            yield OptionList(markup=False)
            yield Input(id="rename", max_length=80)
            yield Static(Content("None yet. Ask something first."), id="none", classes="empty")
        yield Footer()

    def on_mount(self) -> None:
        """Fill the list."""
        self._fill()
        self.query_one(OptionList).focus()

    def _fill(self) -> None:
        options = self.query_one(OptionList)
        at = options.highlighted or 0
        options.clear_options()
        options.add_options(Option(talk_label(talk)) for talk in self.talks)
        options.highlighted = min(at, len(self.talks) - 1) if self.talks else None
        options.display = bool(self.talks)
        self.query_one("#none").display = not self.talks

    @property
    def talk(self) -> Talk | None:
        """The one that is lit."""
        at = self.query_one(OptionList).highlighted
        return self.talks[at] if at is not None else None

    def _choose(self, action: str) -> None:
        if self.talk:
            self.post_message(self.Chosen(action, self.talk))

    def on_option_list_option_selected(self) -> None:
        """Enter or a click resumes."""
        self.action_resume()

    def action_resume(self) -> None:
        """Go on with it."""
        self._choose("resume")
        self.dismiss()

    def action_export(self) -> None:
        """Have it written to a file."""
        self._choose("export")

    def action_delete(self) -> None:
        """Delete it at the second press."""
        if self.talk is None:
            return
        if self.talk is not self._doomed:
            self._doomed = self.talk
            self.notify(f"Press again to delete '{self.talk.title}'.", severity="warning", markup=False)
            return
        self._choose("delete")
        self.talks.remove(self.talk)
        self._fill()

    def action_rename(self) -> None:
        """Type another name."""
        if self.talk:
            line = self.query_one("#rename", Input)
            line.value = self.talk.title
            line.add_class("-open")
            line.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take the new name."""
        event.input.remove_class("-open")
        title = " ".join(event.value.split())
        if self.talk and title:
            self.talk.title = title
            self.post_message(self.Renamed(self.talk, title))
        self._fill()
        self.query_one(OptionList).focus()

    def action_leave(self) -> None:
        """Leave the name as it is, or close."""
        line = self.query_one("#rename", Input)
        if line.has_class("-open"):
            line.remove_class("-open")
            self.query_one(OptionList).focus()
        else:
            self.dismiss()


def talk_label(talk: Talk) -> Content:
    """When it was used, and its name."""
    return Content.assemble((talk.used_at[:16].replace("T", " ") + "  ", "dim"), talk.title)
