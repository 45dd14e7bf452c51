"""The marks `[1]` behind a quote."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static


class Marked(Static):
    """A widget with marks; a click on one opens its citation."""

    @dataclass
    class MarkClicked(Message):
        """A mark was clicked."""

        n: int

    def action_open(self, n: int) -> None:
        """Called by a click on a mark."""
        self.post_message(self.MarkClicked(n))


def marks(citations: Iterable[int], lit: int = 0) -> Content:
    """' [1] [2]', each to be clicked; the one that is `lit` stands out without colour, too."""
    return Content.assemble(*(part for n in citations for part in (" ", _mark(n, n == lit))))


def _mark(n: int, lit: bool) -> Content:
    label = Content.styled(f"[{n}]", "$text-accent bold reverse" if lit else "$text-accent")
    return label.stylize(Style.from_meta({"@click": f"open({n})"}))
