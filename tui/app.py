"""The shell: it finds the service, and shows the screens."""

from __future__ import annotations

from threading import Event
from typing import ClassVar

from textual import work
from textual.app import App
from textual.binding import Binding, BindingType
from textual.reactive import reactive

from index.errors import NotesTutorError
from tui.screens.chat import ChatScreen
from tui.service import Connect, Phase, Service, ServiceState, follow
from tui.themes import DEFAULT_THEME, THEMES

LOOK_EVERY = 0.2  # seconds between two looks at a build


class TutorApp(App[None]):
    """Up at once; the service is found behind the screen by a worker."""

    TITLE = "notes-tutor"
    CSS_PATH = "tutor.tcss"
    ENABLE_COMMAND_PALETTE = True

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Leave", priority=True),
    ]

    service: reactive[Service | None] = reactive(None, init=False)
    state: reactive[ServiceState] = reactive(ServiceState, init=False)

    def __init__(self, connect: Connect) -> None:
        super().__init__()
        self._connect_service = connect
        self._leaving = Event()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME

    def get_default_screen(self) -> ChatScreen:
        """The chat."""
        return ChatScreen().data_bind(TutorApp.service, TutorApp.state)

    def on_mount(self) -> None:
        """Look for the service."""
        self.find_service()

    @work(thread=True, exclusive=True, group="service", exit_on_error=False)
    def find_service(self) -> None:
        """Connect, then follow the build until the index is loaded."""
        try:
            service = self._connect_service()
            self.call_from_thread(setattr, self, "service", service)
            follow(service, lambda state: self.call_from_thread(setattr, self, "state", state), self._pause)
        except NotesTutorError as fault:
            self.call_from_thread(setattr, self, "state", ServiceState(Phase.FAILED, detail=str(fault)))

    def _pause(self) -> bool:
        return self._leaving.wait(LOOK_EVERY)

    def on_unmount(self) -> None:
        """Let the service go."""
        self._leaving.set()
        if self.service:
            self.service.close()


def run(connect: Connect) -> None:
    """Show the screen until the reader leaves; `connect` is called behind it and may take its time."""
    TutorApp(connect).run()
