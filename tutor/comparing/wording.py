"""A comparison in an answer: what tells the difference, the table, when to choose what."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from index.values import Statement
from tutor.citing import Citations, quoted
from tutor.comparing.comparison import NOT_IN_NOTES, Comparison, cite
from tutor.comparing.contrasts import Cell, Row
from tutor.comparing.rows import UNNAMED, differs
from tutor.values import AnswerBlock, BlockKind
from tutor.words import stems

WORDS = 250  # of a comparison in an answer: a learner reads the first lines
_MOST_ROWS = 12
_FEW_ROWS = 3  # ready-made; with fewer, rows by aspect are added
_BY_ASPECT = 6
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_MOST_REASONS = 4


def comparison_blocks(
    comparison: Comparison, citations: Citations, words: int = WORDS, asked: Container[str] = ()
) -> tuple[AnswerBlock, ...]:
    """An answer's blocks: a quote that tells the main difference, the table, reasons to choose each.

    :param words: about how many words the blocks may have.
    :param asked: stems of a question; rows about them lead.
    """
    blocks: list[AnswerBlock] = []
    if comparison.note:
        blocks.append(AnswerBlock(BlockKind.CONNECTIVE, _without_figures(comparison.note)))
    for statement in comparison.said[:1]:
        blocks.append(AnswerBlock(BlockKind.QUOTE, statement.text, (citations.cite(statement),)))
    rows = _chosen(comparison, words - _length(blocks), asked)
    if rows:
        blocks.append(_table(comparison.names, rows, citations))
    if comparison.settled:
        return tuple(blocks)
    for block in _reasons(comparison, citations):
        if _length([*blocks, *block]) <= words:
            blocks.extend(block)
    return tuple(blocks)


def comparison_text(comparison: Comparison, citations: Citations, words: int = WORDS) -> str:
    """The same as Markdown with [n] marks."""
    return "\n\n".join(_marked(block) for block in comparison_blocks(comparison, citations, words))


def _marked(block: AnswerBlock) -> str:
    marks = "".join(f"[{n}]" for n in block.citations) if block.kind is BlockKind.QUOTE else ""
    return f"{block.text} {marks}".strip()


def _chosen(comparison: Comparison, words: int, asked: Container[str]) -> list[Row]:
    """Rows that were asked about, ready-made ones, those that differ first; where there are few, rows by aspect."""
    ready, others = comparison.rows[: comparison.ready], comparison.rows[comparison.ready :]
    rows = sorted(ready, key=lambda row: not differs(row))
    if len(rows) < _FEW_ROWS:
        few = 1 if comparison.settled else _BY_ASPECT
        rows += sorted(others, key=lambda row: sum(not cell.text for cell in row.cells))[:few]
    wanted = [row for row in comparison.rows if any(word in asked for word in stems(row.label))]
    rows = [*wanted, *(row for row in rows if row not in wanted)]
    chosen: list[Row] = []
    for row in rows[:_MOST_ROWS]:
        words -= sum(len(text.split()) for text in (row.label, *(cell.text for cell in row.cells)))
        if chosen and words < 0:
            break
        chosen.append(row)
    return chosen


def _table(names: Sequence[str], rows: Sequence[Row], citations: Citations) -> AnswerBlock:
    lines = [["", *names], ["---"] * (len(names) + 1)]
    numbers: list[int] = []
    for row in rows:
        cells = [_cell(cell, citations, numbers) for cell in row.cells]
        lines.append(["" if row.label == UNNAMED else _one_line(row.label), *cells])
    text = "\n".join(f"| {' | '.join(line)} |" for line in lines)
    return AnswerBlock(BlockKind.TABLE, text, tuple(dict.fromkeys(numbers)))


def _cell(cell: Cell, citations: Citations, numbers: list[int]) -> str:
    if not cell.text:
        return NOT_IN_NOTES
    found = cite(cell.statements, citations)
    numbers.extend(found)
    return f"{_one_line(cell.text)} {''.join(f'[{n}]' for n in found)}"


def _one_line(text: str) -> str:
    return " ".join(text.replace("|", "/").split())


def _reasons(comparison: Comparison, citations: Citations) -> Iterator[list[AnswerBlock]]:
    for index, reasons in enumerate(comparison.choose):
        when = _one_list(reasons.when)[:_MOST_REASONS]
        if when:
            name = comparison.names[index]
            shown = name if not any(char.isdigit() for char in name) else f"the {_ORDINALS[index]}"
            yield [
                AnswerBlock(BlockKind.CONNECTIVE, f"Choose {shown} when:"),
                AnswerBlock(BlockKind.QUOTE, quoted(when), (citations.cite(*when),)),
            ]


def _one_list(statements: Sequence[Statement]) -> list[Statement]:
    """The items that stand with the first, in one section of one note."""
    first = statements[0] if statements else None
    return [s for s in statements if first and (s.source, s.block.section) == (first.source, first.block.section)]


def _without_figures(text: str) -> str:
    return "" if any(char.isdigit() for char in text) else text


def _length(blocks: Sequence[AnswerBlock]) -> int:
    return sum(len(block.text.replace("|", " ").split()) for block in blocks)
