"""The chat: ask, read, look at the sources."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Footer
from textual.worker import Worker, get_current_worker

from index.errors import NotesTutorError
from tui.commands import Command, parse_command
from tui.reading import json_to_answer, json_to_block, json_to_citation, plain
from tui.screens.base import TutorScreen
from tui.screens.picker import Picker
from tui.service import Json, Phase, Service, ServiceState
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.prompt import Prompt
from tui.widgets.source_panel import SourcePanel
from tui.widgets.status_bar import StatusBar
from tui.widgets.suggestion_row import SuggestionRow
from tui.widgets.transcript import Transcript
from tutor.errors import ServiceUnreachable
from tutor.values import Citation


class ChatScreen(TutorScreen):
    """Questions wait in line until the service is ready, and are answered one at a time."""

    BINDING_GROUP_TITLE = "Chat"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel", id="chat.cancel", tooltip="Stop working on the answer"),
        Binding("escape", "prompt", "Back", id="chat.prompt", tooltip="Back to the question"),
        Binding("ctrl+o", "sources", "Sources", id="chat.sources", tooltip="Go to the sources of the last answer"),
        Binding("ctrl+r", "history", "History", id="chat.history", tooltip="Search the questions asked so far"),
        Binding("pageup", "page(-1)", "Page up", id="chat.page-up", show=False, tooltip="Scroll the answers up"),
        Binding("pagedown", "page(1)", "Page down", id="chat.page-down", show=False, tooltip="Scroll the answers down"),
    ]

    @dataclass
    class CommandGiven(Message):
        """A command was typed."""

        command: Command
        argument: str

    @dataclass
    class TurnAdded(Message):
        """An answer was added to a conversation."""

        conversation_id: str
        question: str

    class TypingTaken(Message):
        """There is a line to type in."""

    def __init__(self, questions: Sequence[str] = ()) -> None:
        super().__init__()
        self._questions = list(questions)
        self._line: deque[Exchange] = deque()
        self._asking: Worker[None] | None = None
        self.conversation_id: str | None = None

    def compose(self) -> ComposeResult:
        """Chat on the left, note on the right or above."""
        yield StatusBar().data_bind(TutorScreen.state)
        with Horizontal(id="main"):
            with Vertical(id="chat"):
                yield Transcript().data_bind(TutorScreen.names)
                yield Prompt(self._questions).data_bind(TutorScreen.names)
            yield SourcePanel()
        yield Footer()

    def on_mount(self) -> None:
        """Typing works from the start."""
        self.query_one(Prompt).focus()
        self.post_message(self.TypingTaken())

    def watch_state(self, state: ServiceState) -> None:
        """Tell the waiting questions, and ask the first once the service is ready."""
        for exchange in self._line:
            exchange.remark = state.summary
        for transcript in self.query(Transcript):  # none before the screen is put together
            transcript.trouble = state.detail if state.phase is Phase.FAILED else ""
        if state.phase is Phase.READY:
            self._ask_next()

    async def on_prompt_asked(self, event: Prompt.Asked) -> None:
        """A question stands in line; a command goes to the app."""
        if not event.text.startswith("/"):
            await self.ask(event.text)
        elif found := parse_command(event.text):
            self.post_message(self.CommandGiven(*found))
        else:
            self.warn(f"There is no command {event.text.split()[0]}. Type / and Tab to see those there are.")

    def take_draft(self) -> str:
        """What is being typed, which is then gone from here."""
        prompt = self.query_one(Prompt)
        draft, prompt.value = prompt.value, ""
        return draft

    def put_draft(self, text: str, sent: bool) -> None:
        """Go on typing `text`, or send it off."""
        prompt = self.query_one(Prompt)
        prompt.take(text)
        if sent:
            prompt.call_after_refresh(prompt.action_submit)

    async def on_suggestion_row_chosen(self, event: SuggestionRow.Chosen) -> None:
        """A suggestion is asked like any question."""
        prompt = self.query_one(Prompt)
        prompt.remember(event.question)
        prompt.focus()
        await self.ask(event.question)

    async def ask(self, question: str) -> None:
        """Stand in line."""
        (exchange,) = await self.query_one(Transcript).add(question)
        self._line.append(exchange)
        if self.state.phase is not Phase.READY:
            exchange.remark = self.state.summary
        if self.state.phase is Phase.FAILED:
            self.post_message(self.ServiceLost())  # perhaps it can be had by now
        self._ask_next()

    def _ask_next(self) -> None:
        self.refresh_bindings()
        if self._asking or not self._line or not self.service or self.state.phase is not Phase.READY:
            return
        exchange = self._line.popleft()
        exchange.remark = ""
        exchange.stage = Stage.WORKING
        self._asking = self.run_worker(partial(self._ask, self.service, exchange), thread=True, group="ask")

    def _ask(self, service: Service, exchange: Exchange) -> None:
        worker = get_current_worker()
        ended = self._asked
        try:
            for event, body in service.ask_stream(exchange.question, self.conversation_id):
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._receive, exchange, event, body)
        except NotesTutorError as error:
            ended = partial(self._failed, exchange, error)
        if not worker.is_cancelled:
            self.app.call_from_thread(ended)

    def _receive(self, exchange: Exchange, event: str, body: Json) -> None:
        match event:
            case "citation":
                exchange.add_citation(json_to_citation(body))
            case "block":
                exchange.add_block(json_to_block(body))
            case "done":
                self._finish(exchange, body)
        self.query_one(Transcript).follow(exchange)

    def _finish(self, exchange: Exchange, body: Json) -> None:
        exchange.finish(json_to_answer(body))
        self.query_one(Prompt).suggestions = exchange.suggestions
        self.conversation_id = body.get("conversation_id") or self.conversation_id
        if self.conversation_id:
            self.post_message(self.TurnAdded(self.conversation_id, exchange.question))

    def _asked(self) -> None:
        self._asking = None
        self._ask_next()

    def _failed(self, exchange: Exchange, error: NotesTutorError) -> None:
        """A question whose service died stands in line again, once; any other failure is shown in its place."""
        self._asking = None
        if isinstance(error, ServiceUnreachable) and not exchange.tried:
            exchange.tried = True
            exchange.clear()
            exchange.remark = "the service stopped; starting it again"
            self._line.appendleft(exchange)
            self.post_message(self.ServiceLost())
            return
        exchange.remark = plain(str(error))
        exchange.stage = Stage.FAILED
        self._ask_next()

    @property
    def questions(self) -> list[str]:
        """What was asked so far, oldest first."""
        return self.query_one(Prompt).history

    @property
    def busy(self) -> bool:
        """Whether a question is worked on or waits."""
        return self._asking is not None or bool(self._line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape cancels while something is under way, and leads back otherwise."""
        if action == "cancel":
            return self.busy
        if action == "prompt":
            return not self.busy and not isinstance(self.focused, Prompt)
        return True

    def action_cancel(self) -> None:
        """Stop working on the question, and take the waiting ones out of the line."""
        if self._asking:
            self._asking.cancel()
            self._asking = None
        self._line.clear()
        for exchange in self.query_one(Transcript).exchanges:
            if exchange.stage in (Stage.WAITING, Stage.WORKING):
                exchange.remark = ""
                exchange.stage = Stage.CANCELLED
        self.refresh_bindings()

    def action_prompt(self) -> None:
        """Back to the question."""
        self.query_one(Prompt).focus()

    def action_sources(self) -> None:
        """Go to the newest sources."""
        if not self.query_one(Transcript).focus_sources():
            self.warn("No answer with sources yet.")

    def action_page(self, direction: int) -> None:
        """Scroll the answers."""
        transcript = self.query_one(Transcript)
        transcript.scroll_page_up(animate=False) if direction < 0 else transcript.scroll_page_down(animate=False)

    def action_history(self) -> None:
        """Pick an earlier question."""
        prompt = self.query_one(Prompt)
        newest_first = list(dict.fromkeys(reversed(prompt.history)))
        self.app.push_screen(Picker("Questions asked", newest_first), prompt.take)

    def neighbours(self, citation: Citation) -> Sequence[Citation]:
        """All citations of the answer that has this one."""
        for exchange in self.query_one(Transcript).exchanges:
            if citation in exchange.citations.values():
                return list(exchange.citations.values())
        return (citation,)

    async def start_new(self) -> None:
        """An empty transcript and a new conversation."""
        self.action_cancel()
        self.conversation_id = None
        await self.query_one(Transcript).clear()
        self.query_one(Prompt).suggestions = ()
        self.query_one(Prompt).focus()

    async def resume(self, conversation_id: str, turns: Sequence[Json]) -> None:
        """Show the turns of an earlier conversation and go on with it."""
        await self.start_new()
        self.conversation_id = conversation_id
        transcript = self.query_one(Transcript)
        with self.app.batch_update():
            exchanges = await transcript.add(*(str(turn["question"]) for turn in turns))
            for exchange, turn in zip(exchanges, turns[-len(exchanges) :], strict=True):
                exchange.finish(json_to_answer(turn["answer"]))
                self.query_one(Prompt).suggestions = exchange.suggestions
        transcript.scroll_end(animate=False)
