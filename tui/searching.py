"""How a passage that a search found is shown."""

from __future__ import annotations

import re

from textual.content import Content

BEFORE, LENGTH = 30, 150  # characters shown before the first word that was looked for, and in all

# Line drawing, and the markup that says nothing on one line: '**', '```', '####', '|'.
_NOISE = re.compile(r"[\u2500-\u259f]+|\*\*|`+|\|+|(?<!\S)#+(?!\S)|(?<!\S)[-=]{2,}(?!\S)")


def around(words: str, text: str) -> Content:
    """The part of `text` where the most of `words` stand, on one line, with them in bold."""
    line = " ".join(_NOISE.sub(" ", text).split())
    sought = _sought(words)
    at = [match.start() for match in sought.finditer(line)] if sought else []
    best = max(at, key=lambda start: sum(start <= other < start + LENGTH - BEFORE for other in at), default=0)
    begin = line.rfind(" ", 0, best - BEFORE) + 1 if best > BEFORE else 0
    shown = Content(("…" if begin else "") + line[begin : begin + LENGTH] + ("…" if len(line) > begin + LENGTH else ""))
    return shown.highlight_regex(sought, style="$text-accent bold") if sought else shown


def _sought(words: str) -> re.Pattern[str] | None:
    """Words that begin as one of `words` does, without its last letters: 'replicas' finds 'Replica'."""
    stems = {re.escape(word[: max(3, len(word) - 2)]) for word in re.findall(r"\w{3,}", words)}
    return re.compile(rf"(?i)\b(?:{'|'.join(sorted(stems, key=len, reverse=True))})\w*") if stems else None
