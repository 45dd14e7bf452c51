"""The chat: ask, read, look at the sources."""

from __future__ import annotations

from collections import deque
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.reactive import reactive
from textual.screen import Screen
from textual.widgets import Footer
from textual.worker import Worker, get_current_worker

from index.errors import NotesTutorError
from tui.reading import json_to_answer, json_to_block, json_to_citation, plain
from tui.service import Json, Phase, Service, ServiceState
from tui.widgets.citation_row import CitationRow
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.prompt import Prompt
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.transcript import Transcript
from tutor.values import Citation


class ChatScreen(Screen[None]):
    """Questions wait in line until the service is ready, and are answered one at a time."""

    HORIZONTAL_BREAKPOINTS: ClassVar[list[tuple[int, str]]] = [(0, "-narrow"), (120, "-wide")]

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Cancel", id="chat.back", tooltip="Cancel the answer, or go back to the question"),
        Binding("ctrl+o", "sources", "Sources", id="chat.sources", tooltip="Go to the sources of the last answer"),
    ]

    service: reactive[Service | None] = reactive(None)
    state: reactive[ServiceState] = reactive(ServiceState)

    def __init__(self) -> None:
        super().__init__()
        self.line: deque[Exchange] = deque()
        self.asking: Worker[None] | None = None
        self.conversation_id: str | None = None

    def compose(self) -> ComposeResult:
        """Chat on the left, note on the right or above."""
        yield StatusBar()
        with Horizontal(id="main"):
            with Vertical(id="chat"):
                yield Transcript()
                yield Prompt()
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Typing works from the start."""
        self.query_one(Prompt).focus()

    def watch_state(self, state: ServiceState) -> None:
        """Tell the waiting questions, and ask the first once the service is ready."""
        self.query_one(StatusBar).state = state
        for exchange in self.line:
            exchange.remark = state.summary
        if state.phase is Phase.READY:
            self._ask_next()

    async def on_prompt_asked(self, event: Prompt.Asked) -> None:
        """A question stands in line."""
        exchange = await self.query_one(Transcript).add(event.text)
        self.line.append(exchange)
        if self.state.phase is not Phase.READY:
            exchange.remark = self.state.summary
        self._ask_next()

    def _ask_next(self) -> None:
        if self.asking or not self.line or not self.service or self.state.phase is not Phase.READY:
            return
        exchange = self.line.popleft()
        exchange.remark = ""
        exchange.stage = Stage.WORKING
        self.asking = self._ask(self.service, exchange)

    @work(thread=True, group="ask", exit_on_error=False)
    def _ask(self, service: Service, exchange: Exchange) -> None:
        worker = get_current_worker()
        try:
            for event, body in service.ask_stream(exchange.question, self.conversation_id):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._receive, exchange, event, body)
        except NotesTutorError as fault:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._fail, exchange, str(fault))
        finally:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._asked)

    def _receive(self, exchange: Exchange, event: str, body: Json) -> None:
        match event:
            case "citation":
                exchange.add_citation(json_to_citation(body))
            case "block":
                exchange.add_block(json_to_block(body))
            case "done":
                self.conversation_id = body.get("conversation_id") or self.conversation_id
                exchange.finish(json_to_answer(body))
            case "error":
                self._fail(exchange, str(body.get("detail") or body.get("title") or "the answer failed"))
        self.query_one(Transcript).scroll_end(animate=False)

    def _fail(self, exchange: Exchange, reason: str) -> None:
        exchange.remark = plain(reason)
        exchange.stage = Stage.FAILED

    def _asked(self) -> None:
        self.asking = None
        self._ask_next()

    def action_back(self) -> None:
        """Cancel what is under way; else close the note; else go to the question."""
        panel = self.query_one(SourcePanel)
        if self.asking or self.line:
            self._cancel()
        elif panel.has_class("-open"):
            self.on_source_panel_closed()
        self.query_one(Prompt).focus()

    def _cancel(self) -> None:
        if self.asking:
            self.asking.cancel()
            self.asking = None
        self.line.clear()
        for exchange in self.query_one(Transcript).exchanges:
            if exchange.stage in (Stage.WAITING, Stage.WORKING):
                exchange.remark = ""
                exchange.stage = Stage.CANCELLED

    def action_sources(self) -> None:
        """Go to the newest sources."""
        if not self.query_one(Transcript).focus_sources():
            self.notify("No answer with sources yet.")

    def on_citation_row_opened(self, event: CitationRow.Opened) -> None:
        """Fetch the note and show it at the quote."""
        if self.service:
            self._open(self.service, event.citation)

    @work(thread=True, exclusive=True, group="source", exit_on_error=False)
    def _open(self, service: Service, citation: Citation) -> None:
        try:
            text = plain(str(service.source(citation.source)["text"]))
        except NotesTutorError as fault:
            self.app.call_from_thread(self.notify, plain(str(fault)), severity="error", markup=False)
            return
        if not get_current_worker().is_cancelled:
            self.app.call_from_thread(self._show, citation, text)

    def _show(self, citation: Citation, text: str) -> None:
        siblings = self._siblings(citation)
        panel = self.query_one(SourcePanel)
        panel.add_class("-open")
        panel.show(citation, text, f"{siblings.index(citation) + 1} of {len(siblings)}")
        panel.focus_note()

    def _siblings(self, citation: Citation) -> list[Citation]:
        for exchange in self.query_one(Transcript).exchanges:
            if citation in exchange.citations.values():
                return list(exchange.citations.values())
        return [citation]

    def on_source_panel_moved(self, event: SourcePanel.Moved) -> None:
        """Open the citation `step` away, round the corner at the ends."""
        citation = self.query_one(SourcePanel).citation
        if citation and self.service:
            siblings = self._siblings(citation)
            self._open(self.service, siblings[(siblings.index(citation) + event.step) % len(siblings)])

    def on_source_panel_closed(self) -> None:
        """Back to the chat."""
        self.query_one(SourcePanel).remove_class("-open")
        self.query_one(Prompt).focus()
