"""One question of the transcript with everything that came of it."""

from __future__ import annotations

from enum import StrEnum

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import DescendantBlur, DescendantFocus
from textual.reactive import reactive
from textual.widgets import Static

from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.answer_table import AnswerTable
from tui.widgets.citation_row import CitationRow
from tui.widgets.conflict_panel import ConflictPanel
from tui.widgets.marks import Marked
from tui.widgets.source_list import SourceList
from tui.widgets.suggestion_row import SuggestionRow
from tutor.values import Answer, AnswerBlock, BlockKind, Citation


class Stage(StrEnum):
    """How far an exchange has come."""

    WAITING = "waiting"
    WORKING = "working"
    ANSWERED = "answered"
    ABSTAINED = "abstained"
    CANCELLED = "cancelled"
    FAILED = "failed"


REMARKS = {
    Stage.WAITING: "waiting for the index",
    Stage.WORKING: "looking through the notes",
    Stage.ABSTAINED: "Not in the notes",
    Stage.CANCELLED: "cancelled",
}


class Exchange(Vertical):
    """Question, answer, sources and what to ask next."""

    stage: reactive[Stage] = reactive(Stage.WAITING, init=False)
    remark: reactive[str] = reactive("", init=False)
    """What the service is doing, or why it failed; empty: the stage says it."""

    def __init__(self, question: str) -> None:
        super().__init__()
        self.question = question
        self.blocks: list[AnswerBlock] = []
        self.citations: dict[int, Citation] = {}
        self._in_list = False
        self.suggestions: tuple[str, ...] = ()
        self.tried = False  # whether the service died over this question once
        self.add_class(f"-{Stage.WAITING}")

    def compose(self) -> ComposeResult:
        """Places for the parts, filled as they come."""
        yield Static(Content(self.question), classes="question")
        yield Static(Content(REMARKS[Stage.WAITING]), classes="remark")
        yield Vertical(classes="blocks")
        yield Vertical(classes="conflicts")
        yield SourceList()
        yield Vertical(classes="suggestions")

    def watch_stage(self, before: Stage, stage: Stage) -> None:
        """Let the stylesheet see the stage."""
        self.remove_class(f"-{before}")
        self.add_class(f"-{stage}")
        self._show_remark()

    def watch_remark(self) -> None:
        """Show what is going on."""
        self._show_remark()

    def _show_remark(self) -> None:
        text = self.remark or REMARKS.get(self.stage, "")
        line = self.query_one(".remark", Static)
        line.display = bool(text)
        line.update(Content(text))

    def add_block(self, block: AnswerBlock) -> None:
        """Show one more block; quotes below a lead-in ('Use it when:') are items of a list."""
        if block.kind is not BlockKind.QUOTE:
            self._in_list = block.kind is BlockKind.CONNECTIVE and block.text.rstrip().endswith(":")
        self.blocks.append(block)
        in_list = self._in_list and block.kind is BlockKind.QUOTE
        view = AnswerTable(block) if block.kind is BlockKind.TABLE else AnswerBlockView(block, bullet=in_list)
        self.query_one(".blocks").mount(view)

    def add_citation(self, citation: Citation) -> None:
        """Show one more source."""
        if citation.n not in self.citations:
            self.citations[citation.n] = citation
            self.query_one(SourceList).add([citation])

    def finish(self, answer: Answer) -> None:
        """Add what the stream has not brought."""
        for citation in answer.citations:
            self.add_citation(citation)
        for block in answer.answer[len(self.blocks) :]:
            self.add_block(block)
        self.query_one(".conflicts").mount_all(ConflictPanel(one, self.citations) for one in answer.conflicts)
        self.query_one(".suggestions").mount_all(map(SuggestionRow, answer.suggestions))
        self.suggestions = answer.suggestions
        self.remark = ""
        self.stage = Stage.ABSTAINED if answer.abstained else Stage.ANSWERED

    def clear(self) -> None:
        """Take back what has come so far."""
        self.blocks.clear()
        self.citations.clear()
        self.query(".blocks > *").remove()
        self.query_one(SourceList).clear()
        self.stage = Stage.WAITING

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Light up the marks that belong to the source in focus."""
        if isinstance(event.widget, CitationRow):
            self._light(event.widget.citation.n)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """No source is in focus."""
        self._light(0)

    def _light(self, n: int) -> None:
        for view in self.query(AnswerBlockView):
            view.lit = n

    def on_marked_mark_clicked(self, event: Marked.MarkClicked) -> None:
        """A click on a mark opens its source."""
        event.stop()
        if event.n in self.citations:
            self.post_message(CitationRow.Opened(self.citations[event.n]))
