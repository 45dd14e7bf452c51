"""Words that ask for, or state, the same thing: the rows of rules/synonyms.toml."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from tutor.words import stem, tokens

_PATH = Path(__file__).parent / "rules" / "synonyms.toml"


@lru_cache(maxsize=1)
def _rows() -> list[list[str]]:
    rows: list[list[str]] = tomllib.loads(_PATH.read_text(encoding="utf-8"))["groups"]
    return rows


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """For each stem the stems, and the phrases, that mean the same."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    for row in _rows():
        single = {stem(word) for word in row if word.isalpha()}
        phrases = {word for word in row if not word.isalpha()}
        for word in single:
            known = found.setdefault(word, (set(), set()))
            known[0].update(single)
            known[1].update(phrases)
    return {word: (frozenset(single), tuple(phrases)) for word, (single, phrases) in found.items()}


def synonym_words() -> frozenset[str]:
    """Every word of the rows."""
    return frozenset(word for row in _rows() for phrase in row for word in tokens(phrase))
