"""Several questions in one."""

from __future__ import annotations

import re

_BETWEEN = re.compile(
    r"\?\s+(?=\w)|,?\s+and\s+(?:also\s+)?"
    r"(?=(?:what|how|when|why|which|where|who|is|are|does|do|can|should"
    r"|(?:in|on|at|for|to|from|by|with|since|until|within|after|under)\s+(?:what|which|how|whom))\b)",
    re.IGNORECASE,
)
_LISTED = re.compile(r"(?i),\s+(?=(?:what|how|why(?! not)|which|where|who)\b)")
_BEGINS = re.compile(r"(?i)^\W*(?:what\w*|how|why|which|where|who|is|are|does|do|can)\b")
_ASKS = re.compile(
    r"(?i)\b(?:what\w*|how|when|why|which|where|who|is|are|does|do|can|should|list|name|define|explain|tell|show)\b"
)
_REMARK = re.compile(r"(?i)(?<=\?) +(?:i|i'm|im|we|my|our|thanks|thank|thx|please|pls|sorry|just)\b[^?]*$")
_ADDED = re.compile(r"(?i)\? +and\b")  # to what was a question, whatever its words are
_SHORTEST = 3  # words of a question that stands by itself
_LONGEST = 40  # words; what is longer tells a story
_MOST = 3


def parts_of(text: str) -> list[str]:
    """The questions that a text asks one after the other, without a remark behind them; often it is one."""
    text = _REMARK.sub("", text)
    between = _BETWEEN.split(text)
    listed = [one for part in between for one in (_LISTED.split(part) if _BEGINS.match(part) else [part])]
    parts = [part.strip(" ?,") for part in listed]
    several = 1 < len(parts) <= _MOST and len(text.split()) <= _LONGEST
    asked = all(len(part.split()) >= _SHORTEST for part in parts) and all(map(_ASKS.search, parts[1:]))
    return parts if several and asked and (_ASKS.search(parts[0]) or _ADDED.search(text)) else [text]
