"""Several questions in one."""

from __future__ import annotations

import re

_BETWEEN = re.compile(
    r"\?\s+(?=\w)|,?\s+and\s+(?:also\s+)?(?=(?:what|how|when|why|which|where|who|is|are|does|do|can|should)\b)",
    re.IGNORECASE,
)
_SHORTEST = 3  # words of a question that stands by itself
_LONGEST = 40  # words; what is longer tells a story
_MOST = 3


def parts_of(text: str) -> list[str]:
    """The questions that a text asks one after the other; the text itself when it asks one."""
    parts = [part.strip(" ?,") for part in _BETWEEN.split(text)]
    several = 1 < len(parts) <= _MOST and len(text.split()) <= _LONGEST
    return parts if several and all(len(part.split()) >= _SHORTEST for part in parts) else [text]
