"""What the screens share: calls to the service, and the note behind a citation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from textual.app import SuspendNotSupported
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import get_current_worker

from index.errors import NotesTutorError
from tui.editing import CannotEdit, edit_command, run_editor
from tui.reading import plain
from tui.service import Json, Service, ServiceState
from tui.widgets.citation_row import CitationRow, place
from tui.widgets.source_panel import SourcePanel
from tutor.errors import ServiceUnreachable
from tutor.values import Citation

T = TypeVar("T")


class TutorScreen(Screen[None]):
    """A screen with a source panel. `service` and `state` are set by the app."""

    AUTO_FOCUS = ""  # else, where there is nothing else, the note that is hidden would take the keys

    service: reactive[Service | None] = reactive(None)
    state: reactive[ServiceState] = reactive(ServiceState)
    names: reactive[Sequence[str]] = reactive(())
    """What the notes explain: what can be compared, and what Tab completes."""
    note_folders: reactive[Sequence[Path]] = reactive(())
    """Where the notes are on this machine, for the editor."""

    class ServiceLost(Message):
        """Nothing answers any more."""

    _opened_from: Widget | None = None

    def call(self, request: Callable[[Service], T], done: Callable[[T], object], group: str = "call") -> None:
        """Make `request` in a thread and hand its result to `done`; a newer call of the group replaces it."""
        if self.service is None:
            self.warn("The service is still starting. Try again in a moment.")
            return
        work = partial(self._call, self.service, request, done)
        self.run_worker(work, thread=True, group=group, exclusive=True)

    def _call(self, service: Service, request: Callable[[Service], T], done: Callable[[T], object]) -> None:
        worker = get_current_worker()
        back: Callable[[], object]
        try:
            back = partial(done, request(service))
        except NotesTutorError as error:
            back = partial(self.fail, error)
        if not worker.is_cancelled:
            self.app.call_from_thread(back)

    def fail(self, error: NotesTutorError) -> None:
        """Say what failed, in the service's words. A service that is gone is started again."""
        if isinstance(error, ServiceUnreachable):
            self.post_message(self.ServiceLost())
        self.notify(plain(str(error)), severity="error", markup=False)

    def warn(self, remark: str) -> None:
        """Say why nothing happens."""
        self.notify(remark, severity="warning", markup=False)

    def neighbours(self, citation: Citation) -> Sequence[Citation]:
        """The citations to step through from this one."""
        return (citation,)

    def on_citation_row_opened(self, event: CitationRow.Opened) -> None:
        """Fetch the note and show it at the quote."""
        panel = self.query_one(SourcePanel)
        if not panel.has_class("-open"):
            self._opened_from = self.focused
        self.open_citation(event.citation)

    def open_citation(self, citation: Citation) -> None:
        """Fetch the note and show it at the quote."""
        self.call(lambda service: service.source(citation.source), partial(self._show, citation), "source")

    def _show(self, citation: Citation, body: Json) -> None:
        among = self.neighbours(citation)
        panel = self.query_one(SourcePanel)
        panel.add_class("-open")
        headings = [int(block["line_start"]) for block in body.get("blocks", ()) if block.get("kind") == "heading"]
        panel.show(citation, plain(str(body["text"])), headings, f"{among.index(citation) + 1} of {len(among)}")
        panel.focus_note()

    def on_source_panel_moved(self, event: SourcePanel.Moved) -> None:
        """Open the citation `step` away, round the corner at the ends."""
        citation = self.query_one(SourcePanel).citation
        if citation:
            among = self.neighbours(citation)
            self.open_citation(among[(among.index(citation) + event.step) % len(among)])

    def on_source_panel_closed(self) -> None:
        """Back to where the note was opened from."""
        self.query_one(SourcePanel).remove_class("-open")
        if self._opened_from and self._opened_from.is_attached:
            self._opened_from.focus()

    def on_citation_row_copied(self, event: CitationRow.Copied) -> None:
        """Put the quote with its source on the clipboard, through the terminal."""
        citation = event.citation
        self.app.copy_to_clipboard(f"{citation.quote}\n— {place(citation)} ({' › '.join(citation.heading)})")
        self.notify(f"Copied the quote of {place(citation)}.", markup=False)

    def on_citation_row_edit_requested(self, event: CitationRow.EditRequested) -> None:
        """Open the reader's editor at the quoted line."""
        try:
            command = edit_command(event.citation.source, event.citation.line_start, self.note_folders)
            with self.app.suspend():
                run_editor(command)
        except CannotEdit as error:
            self.fail(error)
        except SuspendNotSupported:
            self.warn("An editor cannot be opened from this kind of terminal.")
