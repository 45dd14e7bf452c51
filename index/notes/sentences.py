"""Paragraphs to sentences, as offsets into the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""[.!?]["'”’)\]*_`]*(?=\s+["'“‘(\[*_`]*[A-Z0-9“])|(?<=[a-z])[.!?](?=[A-Z][A-Za-z]+\s)|(?<=[.!?])\s*\n"""
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|vs|cf|approx|ca|no|fig|ex|incl|Dr|Mr|Mrs|St|Inc)|\b[A-Z])\.$", re.IGNORECASE
)


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets (start, end) of the sentences in text[start:end], white space at their edges left out."""
    at = start
    for found in _END.finditer(text, start, end):
        if _ABBREVIATION.search(text, max(at, found.end() - 12), found.start() + 1):
            continue
        yield from trimmed(text, at, found.end())
        at = found.end()
    yield from trimmed(text, at, end)


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its edges; nothing when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
