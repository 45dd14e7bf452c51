"""Words that ask for, or state, the same thing: the rows of rules/synonyms.toml."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from pydantic import Field

from tutor.rule_files import Row, read_rows
from tutor.words import stem, tokens


class _Row(Row):
    """A row of synonyms.toml."""

    words: tuple[str, ...] = Field(min_length=2)


class Synonyms:
    """What means the same as a word.

    :param rows: words and phrases of one meaning each.
    """

    def __init__(self, rows: Iterable[Sequence[str]]) -> None:
        found: dict[str, tuple[set[str], set[str]]] = {}
        words: set[str] = set()
        for row in rows:
            words.update(word for phrase in row for word in tokens(phrase))
            single = {stem(word) for word in row if word.isalpha()}
            for word in single:
                known = found.setdefault(word, (set(), set()))
                known[0].update(single)
                known[1].update(phrase for phrase in row if not phrase.isalpha())
        self._alike = {word: (frozenset(single), tuple(phrases)) for word, (single, phrases) in found.items()}
        self.words = frozenset(words)

    def of(self, word: str) -> tuple[frozenset[str], tuple[str, ...]]:
        """For a stem the stems, itself included, and the phrases that mean the same; nothing for an unknown one."""
        return self._alike.get(word, (frozenset(), ()))


@lru_cache(maxsize=8)
def load_synonyms(folders: tuple[Path, ...] = ()) -> Synonyms:
    """Our synonyms, and those of `synonyms.toml` in further rule folders. Raises RulesInvalid."""
    return Synonyms(row.words for row in read_rows("synonyms", _Row, folders))
