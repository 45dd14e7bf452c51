"""A table of an answer."""

from __future__ import annotations

import re
from collections.abc import Collection

from rich.box import SIMPLE_HEAD
from rich.style import Style
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.widgets.answer_block import AnswerBlockView
from tui.widgets.marks import Marked
from tutor.values import AnswerBlock, BlockKind

_MARK = re.compile(r"\[(\d+)\]")
_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")


class AnswerTable(Vertical):
    """Cells wrap to the width there is; marks that stand in no cell stand below."""

    def __init__(self, block: AnswerBlock) -> None:
        super().__init__(classes=f"-{block.kind}")
        self.block = block

    def compose(self) -> ComposeResult:
        """Table above marks."""
        placed = {int(n) for n in _MARK.findall(self.block.text)}
        yield Marked(table_of(self.block.text, self.block.citations))
        if left := tuple(n for n in self.block.citations if n not in placed):
            yield AnswerBlockView(AnswerBlock(BlockKind.CONNECTIVE, "", left))


def table_of(markdown: str, citations: Collection[int]) -> Table:
    """The table as rich draws it; cells are text, never markup. Marks of the citations can be clicked."""
    head, *body = rows_of(markdown) or [[""]]
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
