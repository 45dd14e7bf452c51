"""A table of an answer."""

from __future__ import annotations

import re

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.widgets.answer_block import AnswerBlockView
from tutor.values import AnswerBlock, BlockKind

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


class AnswerTable(Vertical):
    """Cells wrap to the width there is; the marks stand below."""

    def __init__(self, block: AnswerBlock) -> None:
        super().__init__(classes=f"-{block.kind}")
        self.block = block

    def compose(self) -> ComposeResult:
        """Table above marks."""
        yield Static(table_of(self.block.text))
        yield AnswerBlockView(AnswerBlock(BlockKind.CONNECTIVE, "", self.block.citations))


def table_of(markdown: str) -> Table:
    """The table as rich draws it; cells are text, never markup."""
    head, *body = rows_of(markdown) or [[""]]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in head:
        table.add_column(Text(title), overflow="fold")
    for row in body:
        table.add_row(*(Text(cell) for cell in row[: len(head)]))
    return table


def rows_of(markdown: str) -> list[list[str]]:
    """The cells of a Markdown table, without its rule; an escaped bar belongs to its cell."""
    lines = (line.strip().removeprefix("|").removesuffix("|") for line in markdown.splitlines() if line.strip())
    rows = [[cell.strip().replace("\\|", "|") for cell in _BAR.split(line)] for line in lines]
    return [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]
