"""Paragraphs to sentences, as offsets into the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""[.!?]["'”’)\]*_`]*(?:\[\^[^\]\s]+\])*(?=\s+["'“‘(\[*_`]*[A-Z0-9“])|(?<=[a-z])[.!?](?=[A-Z][A-Za-z]+\s)|(?<=[.!?])\s*\n"""
)
_ABBREVIATION = re.compile(r"(?i:\b(?:e\.g|i\.e|etc|vs|cf|ex|incl|Dr|Mr|Mrs|St|Inc|NB|Prof))\.$")
_BEFORE_NUMBER = re.compile(r"(?i)\b(?:approx|ca|no|fig|vol|ch|pp?)\.$")  # 'no. 5', but 'The answer is no. Then …'
_INITIAL = re.compile(r"(?<![\d°/%])(?<!\d\s)\b[A-Z]\.$")  # 'J. Smith', but not the unit of '25 °C. In summer …'
_NUMBER = re.compile(r"\s*(?:[A-Za-z]?\d{1,2}|[A-Za-z])\.")  # 'Q1. Why …'


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets (start, end) of the sentences in text[start:end], white space at their edges left out."""
    at = start
    for found in _END.finditer(text, start, end):
        stop = found.start() + 1
        if _is_abbreviation(text, max(at, stop - 12), stop) or _NUMBER.fullmatch(text, at, stop):
            continue
        yield from trimmed(text, at, found.end())
        at = found.end()
    yield from trimmed(text, at, end)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop at the end of text[start:end] belongs to its last word."""
    if _BEFORE_NUMBER.search(text, start, end):
        return text[end:].lstrip()[:1].isdigit()
    return bool(_ABBREVIATION.search(text, start, end) or _INITIAL.search(text, start, end))


def trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its edges; nothing when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
