"""One block of an answer: the notes' words, or ours."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from tui.widgets.marks import Marked, marks
from tutor.values import AnswerBlock, BlockKind


class AnswerBlockView(Marked):
    """The text as it is, never read as markup, with its marks `[1]` behind it."""

    lit: reactive[int] = reactive(0, init=False)
    """Number of the citation that has the focus, 0 for none."""

    def __init__(self, block: AnswerBlock, bullet: bool = False) -> None:
        super().__init__(classes=f"-{block.kind}")
        self.block = block
        self.bullet = bullet
        self.update(self.content_for(0))

    def watch_lit(self, lit: int) -> None:
        """Light up the marks of the citation in focus."""
        if self.block.citations:
            self.update(self.content_for(lit))

    def content_for(self, lit: int) -> Content:
        """Lead, text and marks."""
        lead = "• " if self.bullet else ("= " if self.block.kind is BlockKind.COMPUTED and self.block.citations else "")
        return Content.assemble((lead, "$text-accent"), self.block.text, marks(self.block.citations, lit))
