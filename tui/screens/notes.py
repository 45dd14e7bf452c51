"""The notes: what there is, in which state; search; rebuild."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Footer, Input, OptionList, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from index.errors import NotesTutorError
from tui.reading import json_to_hit, one_line, plain
from tui.screens.base import TutorScreen
from tui.searching import around
from tui.service import Event, Json, Service
from tui.widgets.build_panel import BuildPanel, failures
from tui.widgets.citation_row import nearest, place
from tui.widgets.notes_tree import NotesTree, Spot
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tutor.errors import ServiceUnreachable
from tutor.values import Citation

HITS = 20


class NotesScreen(TutorScreen):
    """Tree on the left, what the search found on the right."""

    BINDING_GROUP_TITLE = "Notes screen"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="notes.close", tooltip="Back to the chat"),
        Binding("ctrl+b", "rebuild", "Rebuild", id="notes.rebuild", tooltip="Bring the index up to date"),
        Binding("ctrl+f", "search", "Search", id="notes.search", tooltip="Search the notes as you type"),
    ]

    class Rebuilt(Message):
        """The index is up to date."""

    def __init__(self, words: str = "", rebuild: bool = False) -> None:
        super().__init__()
        self._words = words
        self._rebuild = rebuild
        self._hits: list[Citation] = []

    def compose(self) -> ComposeResult:
        """Search line above tree and results, the build below."""
        yield StatusBar("notes").data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="notes"):
                yield Input(self._words, placeholder="Search the notes", id="words", select_on_focus=False)
                with Horizontal():
                    yield NotesTree()
                    yield Static(Content("Looking at the notes…"), id="remark", classes="empty")
                    yield OptionList(id="hits", markup=False)
                yield BuildPanel()
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Fetch the notes; search or rebuild when that is why the screen was opened."""
        self.query_one("#words" if self._words else NotesTree).focus()
        self.reload()
        if self._rebuild:
            self.action_rebuild()

    def reload(self) -> None:
        """Fetch the notes."""
        self.call(lambda service: (service.sources(), service.index()), self._show_notes, "notes")

    def fail(self, error: NotesTutorError) -> None:
        """What failed stands where the notes would; beside notes that are there, it is a notice."""
        if self.query_one(NotesTree).root.children or isinstance(error, ServiceUnreachable):
            super().fail(error)
        else:
            self._remark(plain(str(error)))

    def _remark(self, text: str) -> None:
        line = self.query_one("#remark", Static)
        line.display = bool(text)
        line.update(Content(text))

    def _show_notes(self, fetched: tuple[list[Json], Json]) -> None:
        notes, index = fetched
        failed = failures((index.get("job") or {}).get("report"))
        self.query_one(NotesTree).show(notes, failed)
        self._remark("" if notes or failed else "There are no notes in the index.")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Results follow the typing."""
        words = event.value.strip()
        self.set_class(bool(words), "-searching")
        if words:
            self.call(lambda service: service.search(words, HITS), self._show_hits, "search")

    def _show_hits(self, bodies: list[Json]) -> None:
        self._hits = [json_to_hit(n, body) for n, body in enumerate(bodies, start=1)]
        options = self.query_one("#hits", OptionList)
        options.clear_options()
        options.add_options(Option(hit_label(hit, self.query_one("#words", Input).value)) for hit in self._hits)
        if not self._hits:
            options.add_option(Option("Nothing found.", disabled=True))

    def on_input_submitted(self) -> None:
        """Enter goes to the results."""
        options = self.query_one("#hits", OptionList)
        options.highlighted = 0 if self._hits else None
        options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Show the passage in its note."""
        self._opened_from = event.option_list
        self.open_citation(self._hits[event.option_index])

    def neighbours(self, citation: Citation) -> Sequence[Citation]:
        """All that the search found."""
        return self._hits if citation in self._hits else (citation,)

    def on_notes_tree_opened(self, event: NotesTree.Opened) -> None:
        """Show the note."""
        if event.spot.failed:
            self.warn(f"{event.spot.source} cannot be read: {event.spot.failed}")
            return
        self._opened_from = self.query_one(NotesTree)
        self.open_citation(spot_to_citation(event.spot))

    def on_notes_tree_headings_wanted(self, event: NotesTree.HeadingsWanted) -> None:
        """Fetch the note's headings."""
        self.call(lambda service: service.source(event.source), self._show_headings, f"headings {event.source}")

    def _show_headings(self, body: Json) -> None:
        blocks = [block for block in body.get("blocks", ()) if block.get("kind") == "heading"]
        source = str(body["source"])
        spots = [Spot(source, int(block["line_start"]), (one_line(str(block["text"])),)) for block in blocks]
        self.query_one(NotesTree).add_headings(source, spots, [int(block.get("level") or 1) for block in blocks])

    def action_search(self) -> None:
        """Go to the search line."""
        self.query_one("#words").focus()

    def action_leave(self) -> None:
        """Back."""
        self.dismiss()

    def action_rebuild(self) -> None:
        """Start a rebuild, or watch the one that runs."""
        if self.service is None:
            self.warn("The service is still starting. Try again in a moment.")
            return
        self.run_worker(partial(self._watch_build, self.service), thread=True, group="build", exclusive=True)

    def _watch_build(self, service: Service) -> None:
        worker = get_current_worker()
        try:
            service.rebuild()
            for event in service.index_events():
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._build_event, event)
        except NotesTutorError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self.query_one(BuildPanel).show_failure, str(error))

    def _build_event(self, event: Event) -> None:
        name, body = event
        job = (body.get("job") or {}) if name == "state" else body
        panel = self.query_one(BuildPanel)
        match job.get("state"):
            case "done":
                panel.show_report(job.get("report") or {})
                self.reload()
                self.post_message(self.Rebuilt())
            case "failed":
                panel.show_failure(str(job.get("error") or "the build failed"))
            case _:
                panel.show_progress(job)


def hit_label(hit: Citation, words: str) -> Content:
    """Where it is, and what stands around the words."""
    where = Content.assemble((place(hit), "bold"), ("  " + nearest(hit.heading[-1:]), "$foreground-muted"))
    return Content("\n").join([where, around(words, hit.quote)])


def spot_to_citation(spot: Spot) -> Citation:
    """A note opened from the tree is shown like a citation of its first line or of the heading."""
    return Citation(
        n=1,
        id="",
        source=spot.source,
        title="",
        heading=spot.heading,
        line_start=spot.line,
        line_end=spot.line if spot.heading else 0,
        quote="",
        score=0.0,
    )
