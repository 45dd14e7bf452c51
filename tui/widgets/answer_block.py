"""One block of an answer: the notes' words, or ours."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.style import Style
from textual.widgets import Static

from tutor.values import AnswerBlock, BlockKind

LEADS = {BlockKind.COMPUTED: "= "}


class AnswerBlockView(Static):
    """The text as it is, never read as markup, with its marks `[1]` behind it; a click on a mark opens it."""

    lit: reactive[int] = reactive(0)
    """Number of the citation that has the focus, 0 for none."""

    @dataclass
    class MarkClicked(Message):
        """A mark was clicked."""

        n: int

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
        lead = "• " if self.bullet else LEADS.get(self.block.kind, "")
        marks = [mark(n, n == lit) for n in self.block.citations]
        return Content.assemble(Content.styled(lead, "$text-muted"), Content(self.block.text), *marks)

    def action_open(self, n: int) -> None:
        """Called by a click on a mark."""
        self.post_message(self.MarkClicked(n))


def mark(n: int, lit: bool) -> Content:
    """A blank and `[n]`, which can be clicked."""
    style = Style.parse("$text-accent bold reverse" if lit else "$text-accent bold")
    return Content.assemble(" ", Content.styled(f"[{n}]", style + Style.from_meta({"@click": f"open({n})"})))
