"""Whether a line runs on in the next: lines wrapped at a width, or broken in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_HARD_BREAK = re.compile(r"(?: {2,}|\\)$")
_OPEN_END = re.compile(
    r"(?:,|\b(?:a|about|an|and|are|as|at|between|by|for|from|in|is|its|nearly|of|on|or|roughly|than|that|the|their|to"
    r"|which|with))$"
)
_STRUCTURE = re.compile(r"^\s*(?:[-*+•#>|`~:]|\d+[.)]\s|\W*$)")
_WIDE = 60  # where nothing tells the width: a line at least this long may run on, unless it is a whole long line
_WHOLE = 130
_FEW = 3  # pairs of lines that say nothing about the width
_NARROW = 30  # characters; nobody wraps at less
_NEARLY = 0.75  # of the width, where a sentence goes on
_MOSTLY = 0.7


class Wrapping:
    """Knows the width at which a note is wrapped, if it is."""

    def __init__(self, lines: Sequence[str]) -> None:
        found = _width(lines)  # characters; 0 when each line stands for itself, None when nothing tells
        self.width = found or _broken_at(lines) or found

    def runs_on(self, this: str, following: str) -> bool:
        """Whether a line goes on in the following one."""
        text = this.rstrip()
        if _HARD_BREAK.search(this) or text.endswith(":"):
            return False
        if _OPEN_END.search(text):
            return True
        if self.width is None:
            return len(this) >= _WIDE and (len(this) < _WHOLE or not text.endswith((".", "!", "?")))
        if not self.width:
            return False
        return _with_next_word(text, following) > self.width * (_NEARLY if _is_broken(text, following) else 1)


def _is_broken(text: str, following: str) -> bool:
    """Whether a line ends, as far as it shows, in the middle of a sentence."""
    return not text.endswith((".", "!", "?", ";")) and following.lstrip()[:1].islower()


def _with_next_word(text: str, following: str) -> int:
    return len(text) + 1 + len(following.split(maxsplit=1)[0])


def _width(lines: Sequence[str]) -> int | None:
    """The length that most lines reach with the first word of the next: where they were wrapped."""
    pairs = [(len(this), _with_next_word(this, following)) for this, following in _pairs(lines)]
    if len(pairs) < _FEW:  # nobody who wraps lines writes longer ones, but for tables and addresses
        return 0 if any(len(line) > _WHOLE and not re.search(r"\||://", line) for line in lines) else None
    longest = sorted(length for length, _ in pairs)[-1 - len(pairs) // 20]
    wrapped = sum(reached > longest for _, reached in pairs)
    return longest if longest >= _NARROW and wrapped >= _MOSTLY * len(pairs) else 0


def _broken_at(lines: Sequence[str]) -> int:
    """The length of most of the wide lines that end in the middle of a sentence, in characters; 0 when they differ."""
    wide = sorted(len(this) for this, following in _pairs(lines) if len(this) >= _WIDE and _is_broken(this, following))
    if len(wide) < _FEW:
        return 0
    usual = wide[int(_MOSTLY * len(wide))]
    return usual if sum(length >= usual * _NEARLY for length in wide) >= _MOSTLY * len(wide) else 0


def _pairs(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Lines of text with the line below."""
    for this, following in pairwise(map(str.rstrip, lines)):
        if not _STRUCTURE.match(this) and not _STRUCTURE.match(following) and not this.endswith(":"):
            yield this, following
