"""What Tab makes of a half-typed question."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tui.commands import COMMANDS

_BETWEEN = re.compile(r",|\s+(?:vs\.?|and|or)\s+", re.IGNORECASE)


def completions(text: str, names: Iterable[str], suggestions: Iterable[str] = ()) -> list[str]:
    """Lines that `text` may become: commands after '/', suggestions for an empty line, else a name at its end."""
    if not text.strip():
        return list(suggestions)
    if text.startswith("/") and " " not in text:
        return [f"/{command.name} " for command in COMMANDS if command.name.startswith(text[1:].lower())]
    return _named(text, list(names))


def _named(text: str, names: list[str]) -> list[str]:
    """`text` with its last words completed to a name; more words weigh more, so 'global t' is not just 't'."""
    starts = [0, *(at + 1 for at, char in enumerate(text) if char in " ,")]
    for start in starts:
        typed = text[start:].lower()
        found = [name for name in names if typed and name.lower().startswith(typed) and name.lower() != typed]
        if found:
            return [text[:start] + name for name in sorted(found, key=lambda name: (len(name), name))]
    return []


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """The names listed in `text`, each once: between commas or 'vs', else the known names in it, else its words."""
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    if len(parts) == 1:
        parts = _known(text, names) or text.split()
    return list(dict.fromkeys(parts))


def _known(text: str, names: Iterable[str]) -> list[str]:
    """Known names in the order they stand in `text`, if they are all that it holds."""
    found: list[tuple[int, str]] = []
    rest = text.lower()
    for name in sorted(names, key=len, reverse=True):
        match = re.search(rf"(?<!\w){re.escape(name.lower())}(?!\w)", rest)
        if match:
            found.append((match.start(), name))
            rest = rest[: match.start()] + " " * len(name) + rest[match.end() :]
    return [] if rest.strip() else [name for _, name in sorted(found)]
