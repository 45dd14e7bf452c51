"""The questions and answers so far."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.widgets.citation_row import CitationRow
from tui.widgets.exchange import Exchange, Stage
from tui.widgets.source_list import SourceList
from tui.widgets.stepping import Stepping

WELCOME = """Ask your notes a question{examples}

Every sentence of an answer is quoted from a note, and its [1] opens the note at that line.
/ and Tab list the commands, F1 the keys."""
MOST = 20  # exchanges; with every answer, all of them are laid out anew
EARLIER = "What was asked earlier is in the conversation's export: /export"
EXAMPLES = ", for example\n\n    What is {0}?\n    Compare {0} and {1}"


class Transcript(Stepping, can_focus=False):
    """Exchanges, oldest first."""

    _followed: tuple[Exchange, float] | None = None  # what was scrolled to, and how far that was

    trouble: reactive[str] = reactive("", init=False)
    """Why nothing can be asked; empty when all is well."""

    names: reactive[Sequence[str]] = reactive(())
    """What the notes explain, for the examples."""

    def compose(self) -> ComposeResult:
        """Nothing asked yet."""
        yield Static(self._welcome(), id="welcome")
        yield Static(Content(EARLIER), id="earlier", classes="empty")

    def watch_trouble(self) -> None:
        """Say it where the answers would be."""
        self._greet()

    def watch_names(self) -> None:
        """Show what can be asked of these notes."""
        self._greet()

    def _greet(self) -> None:
        for line in self.query("#welcome").results(Static):  # none before the widget is put together
            line.update(self._welcome())

    def _welcome(self) -> Content:
        examples = EXAMPLES.format(*self.names[:2]) if len(self.names) > 1 else "."
        told = (f"\n\n{self.trouble}", "$text-error") if self.trouble else ""
        return Content.assemble(WELCOME.format(examples=examples), told)

    @property
    def exchanges(self) -> list[Exchange]:
        """Oldest first."""
        return list(self.query(Exchange))

    async def add(self, *questions: str) -> list[Exchange]:
        """New exchanges at the end, for the last of many questions, scrolled into view. What is past makes room."""
        self.query_one("#welcome").display = False
        exchanges = [Exchange(question) for question in questions[-MOST:]]
        await self.mount_all(exchanges)
        past = [one for one in self.exchanges[:-MOST] if one.stage not in (Stage.WAITING, Stage.WORKING)]
        await self.remove_children(past)
        if past or len(questions) > MOST:
            self.query_one("#earlier").display = True
        self.scroll_end(animate=False)
        return exchanges

    async def clear(self) -> None:
        """Back to the welcome."""
        await self.query(Exchange).remove()
        self.query_one("#welcome").display = True
        self.query_one("#earlier").display = False

    def follow(self, exchange: Exchange) -> None:
        """Keep the question at the top where its answer is longer than the screen, the end in view where it is not."""
        self.call_after_refresh(self._follow, exchange)  # its height is known only then

    def _follow(self, exchange: Exchange) -> None:
        if not exchange.is_attached:  # the reader has begun anew meanwhile
            return
        bottom = exchange.virtual_region.bottom
        top = exchange.virtual_region.y
        self.scroll_to(y=min(top, bottom - self.size.height), animate=False, immediate=True)
        self._followed = exchange, self.scroll_y

    def on_resize(self) -> None:
        """Lines wrap anew: go on showing what was shown, if the reader has not scrolled away from it."""
        if self._followed and self.scroll_y in (self._followed[1], self.max_scroll_y):
            self.follow(self._followed[0])

    def focus_sources(self) -> bool:
        """Move the focus to the first source of the newest answer that has one."""
        for exchange in reversed(self.exchanges):
            for row in exchange.query(SourceList).first().query(CitationRow):
                row.focus()
                return True
        return False
