"""A table of an answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rich.box import SIMPLE_HEAD
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.marks import Marked
from tutor.values import AnswerBlock, BlockKind

MOST = 200  # rows; thousands take seconds to draw, and nobody reads them here

_MARK = re.compile(r"\[(\d+)\]")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


class AnswerTable(Vertical):
    """Cells wrap to the width there is; marks that stand in no cell stand below. Of a long table, the first rows."""

    def __init__(self, block: AnswerBlock) -> None:
        super().__init__(classes=f"-{block.kind}")
        self.block = block

    def compose(self) -> ComposeResult:
        """Table above marks."""
        rows = rows_of(self.block.text)
        placed = {int(n) for n in _MARK.findall(self.block.text)}
        yield Marked(table_of(rows[: MOST + 1], self.block.citations))
        if len(rows) > MOST + 1:
            yield Static(Content(f"… {len(rows) - MOST - 1} more rows in the note"), classes="remark")
        if left := tuple(n for n in self.block.citations if n not in placed):
            yield AnswerBlockView(AnswerBlock(BlockKind.CONNECTIVE, "", left))


def table_of(rows: Sequence[Sequence[str]], citations: Collection[int]) -> Table:
    """The rows, the head first, as rich draws them. Cells are text, never markup; marks can be clicked."""
    head, *body = rows or [[""]]
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for title in head:
        table.add_column(Text(title), overflow="fold")
    for row in body:
        table.add_row(*(_cell(cell, citations) for cell in row[: len(head)]))
    return table


def _cell(cell: str, citations: Collection[int]) -> Text:
    text = Text(cell)
    for mark in _MARK.finditer(cell):
        if (n := int(mark[1])) in citations:
            text.stylize(Style.from_meta({"@click": f"open({n})"}) + Style(dim=True), *mark.span())
    return text


def rows_of(markdown: str) -> list[list[str]]:
    """The cells of a Markdown table, without its rule; an escaped bar belongs to its cell."""
    lines = (line.strip().removeprefix("|").removesuffix("|") for line in markdown.splitlines() if line.strip())
    rows = [[cell.strip().replace("\\|", "|") for cell in _BAR.split(line)] for line in lines]
    return [row for row in rows if not all(_RULE.fullmatch(cell) for cell in row)]
