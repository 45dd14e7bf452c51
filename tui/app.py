"""The shell: it finds the service, shows the screens, and remembers what the reader likes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import platformdirs
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.events import Key
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import get_current_worker

from index.errors import NotesTutorError
from tui.commands import COMMANDS
from tui.preferences import KeymapUnusable, Talk, load_keymap, load_preferences, save_preferences
from tui.reading import json_to_answer, one_line, plain
from tui.screens.base import TutorScreen
from tui.screens.chat import ChatScreen
from tui.service import Begin, Choose, Json, Phase, Service, ServiceState, Start, follow
from tui.themes import DEFAULT_THEME, THEMES
from tutor.errors import ServiceUnreachable

if TYPE_CHECKING:
    from tui.screens.conversations import ConversationsScreen
    from tui.screens.welcome import Leftover

S = TypeVar("S", bound=TutorScreen)

BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # columns from which the note stands beside the chat
LOOK_EVERY = 0.2  # seconds between two looks at a build
TRIES = 6  # to come to a service that is lost on the way; the pause between them doubles
REMEMBERED = "screen.json"


class TutorApp(App[None]):
    """Up at once; the service is found behind the screen by a worker."""

    TITLE = "notes-tutor"
    CSS_PATH = Path(__file__).with_name("tutor.tcss")
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDING_GROUP_TITLE = "Everywhere"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", "Help", id="app.help", tooltip="Show or hide this help", priority=True),
        Binding("f2", "notes", "Notes", id="app.notes", show=False, tooltip="The notes: look, search, rebuild"),
        Binding("f3", "conversations", "Talks", id="app.conversations", show=False, tooltip="Earlier conversations"),
        Binding("f4", "compare", "Compare", id="app.compare", show=False, tooltip="Set things side by side"),
        Binding("ctrl+t", "theme", "Theme", id="app.theme", show=False, tooltip="Dark, light or high contrast"),
        Binding("ctrl+q", "quit", "Quit", id="app.quit", tooltip="Leave", priority=True),
    ]

    service: reactive[Service | None] = reactive(None, init=False)
    state: reactive[ServiceState] = reactive(ServiceState, init=False)

    def __init__(self, begin: Begin, folder: Path) -> None:
        super().__init__()
        self._begin = begin
        self._start: Start | None = None
        self._leaving = Event()
        self._typed_ahead: list[Key] | None = []  # None once the question's line takes keys itself
        self._file = folder / REMEMBERED
        self._keymap_file = folder / "keymap.toml"
        self._preferences = load_preferences(self._file)
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
            self.set_keymap(load_keymap(self._keymap_file, binding_names))
        except KeymapUnusable as error:
            self.notify(str(error), severity="warning", markup=False, timeout=10)
        self.call_after_refresh(self.find_service)  # first the screen, then what takes time

    def _welcome(self, choose: Choose) -> None:
        from tui.screens.welcome import WelcomeScreen

        def take(folder: Path) -> None:
            self._start = choose(folder)

        self.push_screen(WelcomeScreen(take, self.chat.take_draft()), self._welcomed)

    def _welcomed(self, left: Leftover | None) -> None:
        self._remember(welcomed=True)
        self.find_service()
        if left and left.text:
            self.chat.put_draft(left.text, left.sent)

    async def on_event(self, event: events.Event) -> None:
        """Keep what is typed before there is a line to type in."""
        if isinstance(event, Key) and self._typed_ahead is not None:
            self._typed_ahead.append(event)
        else:
            await super().on_event(event)

    def on_chat_screen_typing_taken(self) -> None:
        """Now there is one."""
        keys, self._typed_ahead = self._typed_ahead or (), None
        for key in keys:
            self.post_message(key)

    # the service

    def find_service(self) -> None:
        """Connect, then follow the build until the index is loaded."""
        self.state = ServiceState()
        self.run_worker(self._find_service, thread=True, exclusive=True, group="service")

    def _find_service(self) -> None:
        worker = get_current_worker()
        for tried in range(TRIES):
            if not self._loses_service() or any(self.pause() for _ in range(2**tried)) or worker.is_cancelled:
                return

    def _loses_service(self) -> bool:
        """Whether the service that was found is gone again before it is ready; it may come back."""
        found = False
        try:
            self._start = self._start or self._begin()
            if self._start.choose and not self._preferences.welcomed:
                self.call_from_thread(self._welcome, self._start.choose)
                return False
            service = self._start.connect()
            if self._leaving.is_set():
                service.close()
                return False
            found = True
            self.call_from_thread(setattr, self, "service", service)
            follow(service, partial(self.call_from_thread, setattr, self, "state"), self.pause)
            self.call_from_thread(self._take_names, [one_line(str(one["name"])) for one in service.entities()])
        except NotesTutorError as error:
            if not self._leaving.is_set():
                self.call_from_thread(setattr, self, "state", ServiceState(Phase.FAILED, detail=plain(str(error))))
            return found and isinstance(error, ServiceUnreachable)
        return False

    def pause(self) -> bool:
        """Wait between two looks at a build; true when the reader leaves."""
        return self._leaving.wait(LOOK_EVERY)

    def _take_names(self, names: Sequence[str]) -> None:
        self.names = names
        self._equip_all()

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

    def _equipped(self, screen: S) -> S:
        screen.service, screen.state, screen.names = self.service, self.state, self.names
        screen.note_folders = self._start.note_folders if self._start else ()
        return screen

    def on_tutor_screen_service_lost(self) -> None:
        """The service died: start another; the questions wait."""
        self.find_service()

    def on_notes_screen_rebuilt(self) -> None:
        """An index that could not be used may be one now."""
        if self.state.phase is Phase.FAILED:
            self.find_service()

    def on_unmount(self) -> None:
        """Let the service go."""
        self._leaving.set()
        if self.service:
            self.service.close()

    # commands: each row of COMMANDS has its action here

    async def on_chat_screen_command_given(self, event: ChatScreen.CommandGiven) -> None:
        """A command was typed."""
        await self.run_action(("app", event.command.name, (event.argument,)))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The palette offers every command."""
        for command in COMMANDS:
            yield SystemCommand(
                command.name.capitalize(), command.help, partial(self.run_action, ("app", command.name, ()))
            )
        yield SystemCommand("Screenshot", "Save a picture of the screen (SVG)", self.deliver_screenshot)

    async def action_new(self, _: str = "") -> None:
        """Start a new conversation."""
        await self.chat.start_new()

    def action_compare(self, typed: str = "") -> None:
        """Set things side by side."""
        from tui.screens.compare import CompareScreen

        self.push_screen(self._equipped(CompareScreen(typed)))

    def action_advise(self, scenario: str = "") -> None:
        """Rank what the notes offer."""
        from tui.screens.advise import AdviseScreen

        self.push_screen(self._equipped(AdviseScreen(scenario)))

    def action_calculate(self, _: str = "") -> None:
        """Work out capacity."""
        from tui.screens.calculate import CalculateScreen

        self.push_screen(self._equipped(CalculateScreen()))

    def action_conflicts(self, _: str = "") -> None:
        """On what the notes disagree."""
        from tui.screens.conflicts import ConflictsScreen

        self.push_screen(self._equipped(ConflictsScreen()))

    def action_notes(self, words: str = "") -> None:
        """The notes."""
        from tui.screens.notes import NotesScreen

        self.push_screen(self._equipped(NotesScreen(words)))

    def action_rebuild(self, _: str = "") -> None:
        """The notes, being indexed anew."""
        from tui.screens.notes import NotesScreen

        self.push_screen(self._equipped(NotesScreen(rebuild=True)))

    def action_theme(self, _: str = "") -> None:
        """Choose a theme."""
        from tui.screens.picker import Picker

        self.push_screen(Picker("Theme", [theme.name for theme in THEMES]), self._take_theme)

    def _take_theme(self, name: str | None) -> None:
        self.theme = name or self.theme

    def action_help(self, _: str = "") -> None:
        """Keys and commands of the screen that is shown; once more: back to it."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss()
        else:
            self.push_screen(HelpScreen([*self.screen.walk_children(with_self=True), self]))

    def action_conversations(self, _: str = "") -> None:
        """Earlier conversations."""
        from tui.screens.conversations import ConversationsScreen

        self.push_screen(ConversationsScreen(self._preferences.talks))

    def action_export(self, _: str = "") -> None:
        """Write the conversation to a file."""
        talk = next((one for one in self._preferences.talks if one.id == self.chat.conversation_id), None)
        if talk:
            self._export(talk)
        else:
            self.notify("Nothing to export yet. Ask something first.", severity="warning")

    # conversations

    def on_conversations_screen_chosen(self, event: ConversationsScreen.Chosen) -> None:
        """Resume, delete or export one."""
        {"resume": self._resume, "delete": self._delete, "export": self._export}[event.action](event.talk)

    def on_conversations_screen_renamed(self, event: ConversationsScreen.Renamed) -> None:
        """Keep the name."""
        event.talk.title = event.title
        self._remember()

    def _resume(self, talk: Talk) -> None:
        self.chat.call(
            lambda service: service.conversation(talk.id), lambda body: self.chat.resume(talk.id, body["turns"]), "talk"
        )

    def _delete(self, talk: Talk) -> None:
        self._preferences.talks.remove(talk)
        self._remember()
        self.chat.call(lambda service: service.forget(talk.id), lambda _: None, "talk")

    def _export(self, talk: Talk) -> None:
        self.chat.call(lambda service: service.conversation(talk.id), partial(self._write, talk), "talk")

    def _write(self, talk: Talk, body: Json) -> None:
        from tui.exporting import conversation_to_markdown, file_name, write_new

        answers = [json_to_answer(turn["answer"]) for turn in body["turns"]]
        try:
            file = write_new(Path.cwd(), file_name(talk.title), conversation_to_markdown(talk.title, answers))
        except OSError as error:
            self.notify(f"The file cannot be written: {error}", severity="error", markup=False)
        else:
            self.notify(f"Written to {file}", markup=False)

    def on_chat_screen_turn_added(self, event: ChatScreen.TurnAdded) -> None:
        """Keep the conversation's name and when it was used, most recent first."""
        talks = self._preferences.talks
        talk = next((one for one in talks if one.id == event.conversation_id), None)
        talk = talk or Talk(event.conversation_id, event.question[:80], "")
        talk.used_at = self.now().isoformat(timespec="seconds")
        self._preferences.talks = [talk, *(one for one in talks if one.id != talk.id)]
        self._remember(questions=self.chat.questions)

    def now(self) -> datetime:
        """The time at which a conversation is used."""
        return datetime.now(UTC)

    def _remember(self, **changes: Any) -> None:
        for name, value in changes.items():
            setattr(self._preferences, name, value)
        save_preferences(self._preferences, self._file)


def binding_names() -> set[str]:
    """What keymap.toml may name."""
    from tui.screens.help import all_bindings

    return {binding.id or "" for binding in all_bindings()}


def is_welcomed(folder: Path | None = None) -> bool:
    """Whether the first run is over."""
    return load_preferences((folder or config_folder()) / REMEMBERED).welcomed


def config_folder() -> Path:
    """Where the screen keeps what it remembers, and looks for the keymap."""
    return platformdirs.user_config_path("notes-tutor")


def run(begin: Begin, folder: Path | None = None) -> None:
    """Show the screen until the reader leaves.

    `begin` is called behind it and may take its time. `folder` holds screen.json (what is remembered) and keymap.toml;
    by default the program's configuration folder.
    """
    TutorApp(begin, folder or config_folder()).run()
