"""Blocks to passages (what is embedded and found) and statements (what can be quoted)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator

from index.notes import parse
from index.values import Block, Kind, Note, Passage, Statement

MAX_TOKENS = 256  # of a passage with its headings, as the embedding model counts them
_WORDS = re.compile(r"[^\W_]+")
_ANCHOR_LINK = re.compile(r"^\s*\[[^\]]*\]\(#[^)]*\)\s*$")
_PICTURE = re.compile(r"^\s*!\[\[?[^\]]*\](?:\]|\([^)]*\))\s*$")
_LEAD_WORDS = 5  # a lead-in of at least so many words says something by itself


def cut(note: Note, count_tokens: Callable[[str], int]) -> tuple[list[Passage], list[Statement]]:
    """Passages and statements of a note, in order.

    :param count_tokens: tokens of a text as the embedding model counts them.
    :returns: passages of at most MAX_TOKENS tokens (a single longer block stays whole), and the statements in them.
    """
    passages: list[Passage] = []
    statements: list[Statement] = []
    passage_ids, statement_ids = _Ids(note.source), _Ids(note.source)
    for blocks in _bundles(parse(note), count_tokens):
        passage = _passage(note, blocks, passage_ids)
        passages.append(passage)
        for block in filter(_is_quotable, blocks):
            if not _says_nothing(note.text[block.start : block.end], block):
                statement_id = statement_ids.next(block.text)
                statements.append(
                    Statement(statement_id, passage.id, len(statements), _in_context(block), note.source, block)
                )
    return passages, statements


class _Ids:
    """Ids from content: the n-th occurrence of the same text in the same note always gets the same one.

    What stands before the '-' is the same in any note, so that it outlives a note's name.
    """

    def __init__(self, source: str) -> None:
        self.note, self.seen = _digest(source)[:8], Counter[str]()

    def next(self, text: str) -> str:
        """The id of the next occurrence of a text: 16 hexadecimal digits for it, '-' and 8 for the note."""
        self.seen[text] += 1
        content = _digest(f"{text}\0{self.seen[text]}")
        return f"{content[:16]}-{self.note}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _bundles(blocks: list[Block], count_tokens: Callable[[str], int]) -> Iterator[list[Block]]:
    """Neighbouring blocks of one section, as many as fit into a passage."""
    bundle: list[Block] = []
    size = 0
    for block in sorted(blocks, key=lambda block: (block.start, block.end)):
        tokens = count_tokens(block.text)
        new_section = bundle and block.section != bundle[0].section
        if bundle and (new_section or size + tokens > MAX_TOKENS):
            yield bundle
            bundle, size = [], 0
        if not bundle:
            size = count_tokens(" ".join(block.heading[-2:]))
        bundle.append(block)
        size += tokens
    if bundle:
        yield bundle


def _passage(note: Note, blocks: list[Block], ids: _Ids) -> Passage:
    start, end = min(block.start for block in blocks), max(block.end for block in blocks)
    text = note.text[start:end]
    said = " ".join(block.text for block in blocks if block.kind is not Kind.HEADING)
    embed = f"{'. '.join(_near(blocks[0].heading))}. {said}" if blocks[0].heading else said
    lines = min(block.line_start for block in blocks), max(block.line_end for block in blocks)
    return Passage(ids.next(text), note.source, blocks[0].heading, text, embed, start, end, *lines)


def _near(heading: tuple[str, ...]) -> tuple[str, ...]:
    """The headings that tell what a piece is about: the last two, without the title of the whole note."""
    return heading[-2:] if len(heading) > 2 else heading[-1:]


def _in_context(block: Block) -> str:
    """A statement with what it means in front: heading, lead-in, side of the drawing, column titles."""
    parts = [*_near(block.heading), block.side, block.lead.rstrip(": -"), _labelled(block)]
    return ". ".join(part for part in parts if part)


def _labelled(block: Block) -> str:
    if block.kind is Kind.ROW and block.header:
        pairs = zip(block.header[-len(block.cells) :], block.cells, strict=False)
        return "; ".join(f"{name}: {cell}" if name else cell for name, cell in pairs)
    term = "" if block.text.startswith(block.term) else block.term
    return f"{term}: {block.text}" if term else block.text


def _says_nothing(raw: str, block: Block) -> bool:
    """A line of a table of contents, or a picture whose description is but a name."""
    return bool(_ANCHOR_LINK.match(raw) or (_PICTURE.match(raw) and len(_WORDS.findall(block.text)) < _LEAD_WORDS))


def _is_quotable(block: Block) -> bool:
    words = len(_WORDS.findall(block.text))
    if block.kind is Kind.HEADING or not words:
        return False
    if block.kind is Kind.LABEL:
        return words >= _LEAD_WORDS
    return block.kind is not Kind.PANEL or words > 1 or any(char.isdigit() for char in block.text)
