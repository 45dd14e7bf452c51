"""One block of an answer: the notes' words, or ours."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui.widgets.marks import Marked, marks
from tutor.values import AnswerBlock, BlockKind


class AnswerBlockView(Vertical):
    """The text as it is, never read as markup, with its marks `[1]` behind it. Each line of a list has its bullet."""

    lit: reactive[int] = reactive(0, init=False)
    """Number of the citation that has the focus, 0 for none."""

    def __init__(self, block: AnswerBlock, bullet: bool = False) -> None:
        super().__init__(classes=f"-{block.kind}")
        self.block = block
        self.bullet = bullet
        self._lines = block.text.splitlines() or [""]

    def compose(self) -> ComposeResult:
        """Lines that wrap beside their lead, not below it."""
        for at, line in enumerate(self._lines):
            with Horizontal():
                if self.lead:
                    yield Static(Content.styled(self.lead, "$text-accent"), classes="lead")
                yield Marked(self._with_marks(line, 0) if at == len(self._lines) - 1 else Content(line))

    @property
    def lead(self) -> str:
        """What stands before each line: '• ' in a list, '= ' before what was worked out."""
        if self.bullet:
            return "• "
        return "= " if self.block.kind is BlockKind.COMPUTED and self.block.citations else ""

    @property
    def plain(self) -> str:
        """What the screen shows, unwrapped."""
        return "\n".join(self.lead + str(line.render()) for line in self.query(Marked))

    def watch_lit(self, lit: int) -> None:
        """Light up the marks of the citation in focus."""
        if self.block.citations:
            self.query(Marked).last().update(self._with_marks(self._lines[-1], lit))

    def _with_marks(self, line: str, lit: int) -> Content:
        return Content.assemble(line, marks(self.block.citations, lit))
