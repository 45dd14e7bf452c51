"""A note to its blocks, by the kind of file it is."""

from __future__ import annotations

from index.notes.blocks import parse_blocks
from index.notes.files import WEB, front_matter
from index.notes.web import parse_web
from index.values import Block, Note


def parse(note: Note) -> list[Block]:
    """All blocks of a note in reading order; `note.text[block.start:block.end]` is each block as it stands."""
    if note.source.lower().endswith(WEB):
        return parse_web(note.text)
    return parse_blocks(note.text, first_line=front_matter(note.text).first_line)
