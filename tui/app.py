"""The shell: it finds the service, shows the screens, and remembers what the reader likes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import Any, ClassVar

import platformdirs
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.reactive import reactive
from textual.screen import Screen

from index.errors import NotesTutorError
from tui.commands import COMMANDS
from tui.exporting import conversation_to_markdown
from tui.preferences import KeymapUnusable, Preferences, Talk, load_keymap, load_preferences, save_preferences
from tui.reading import json_to_answer, one_line, plain
from tui.screens.advise import AdviseScreen
from tui.screens.base import TutorScreen
from tui.screens.calculate import CalculateScreen
from tui.screens.chat import ChatScreen
from tui.screens.compare import CompareScreen
from tui.screens.conversations import ConversationsScreen
from tui.screens.help import HelpScreen, sections_of
from tui.screens.notes import NotesScreen
from tui.screens.picker import Picker
from tui.service import Connect, Json, Naming, Phase, Service, ServiceState, follow
from tui.themes import DEFAULT_THEME, THEMES

LOOK_EVERY = 0.2  # seconds between two looks at a build


class TutorApp(App[None]):
    """Up at once; the service is found behind the screen by a worker."""

    TITLE = "notes-tutor"
    CSS_PATH = "tutor.tcss"
    BINDING_GROUP_TITLE = "Everywhere"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="app.help", tooltip="Keys and commands"),
        Binding("f2", "notes", "Notes", id="app.notes", show=False, tooltip="The notes: look, search, rebuild"),
        Binding("f3", "conversations", "Talks", id="app.conversations", show=False, tooltip="Earlier conversations"),
        Binding("f4", "compare", "Compare", id="app.compare", show=False, tooltip="Set things side by side"),
        Binding("ctrl+t", "theme", "Theme", id="app.theme", show=False, tooltip="Dark, light or high contrast"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Leave", priority=True),
    ]

    service: reactive[Service | None] = reactive(None, init=False)
    state: reactive[ServiceState] = reactive(ServiceState, init=False)

    def __init__(self, connect: Connect, folder: Path, note_folders: Sequence[Path] = ()) -> None:
        super().__init__()
        self._connect_service = connect
        self._leaving = Event()
        self._file = folder / "screen.json"
        self._keymap_file = folder / "keymap.toml"
        self._preferences = load_preferences(self._file)
        self._note_folders = note_folders
        self.chat = ChatScreen(self._preferences.questions)
        self.names: Sequence[str] = ()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._preferences.theme if self._preferences.theme in self.available_themes else DEFAULT_THEME

    def get_default_screen(self) -> ChatScreen:
        """The chat."""
        return self._equipped(self.chat)

    def on_mount(self) -> None:
        """Read the keymap and look for the service."""
        self.theme_changed_signal.subscribe(self, lambda theme: self._remember(theme=theme.name))
        try:
            self.set_keymap(load_keymap(self._keymap_file))
        except KeymapUnusable as error:
            self.notify(str(error), severity="warning", markup=False, timeout=10)
        self.find_service()

    # the service

    def find_service(self) -> None:
        """Connect, then follow the build until the index is loaded."""
        self.state = ServiceState()
        self.run_worker(self._find_service, thread=True, exclusive=True, group="service")

    def _find_service(self) -> None:
        try:
            service = self._connect_service()
            self.call_from_thread(setattr, self, "service", service)
            follow(service, partial(self.call_from_thread, setattr, self, "state"), self._pause)
            if isinstance(service, Naming):
                self.call_from_thread(self._take_names, [one_line(str(one["name"])) for one in service.entities()])
        except NotesTutorError as error:
            if not self._leaving.is_set():
                self.call_from_thread(setattr, self, "state", ServiceState(Phase.FAILED, detail=plain(str(error))))

    def _pause(self) -> bool:
        return self._leaving.wait(LOOK_EVERY)

    def _take_names(self, names: Sequence[str]) -> None:
        self.names = names
        for screen in self.screen_stack:
            if isinstance(screen, ChatScreen | CompareScreen):
                screen.names = names

    def watch_service(self, before: Service | None, service: Service | None) -> None:
        """Hand it to the screens; what is left of an earlier one is ended."""
        if before:
            before.close()
        self._equip_all()

    def watch_state(self) -> None:
        """Hand it to the screens."""
        self._equip_all()

    def _equip_all(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, TutorScreen):
                self._equipped(screen)
