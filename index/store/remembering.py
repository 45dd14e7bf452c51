"""Values that are read from the database once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by key. Safe between threads; when there are more than `most`, those of the latest call stay."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}

    def get(self, keys: Iterable[Key], read: Callable[[list[Key]], dict[Key, Value]]) -> dict[Key, Value]:
        """The values of some keys; `read` gets those that are not known yet, and may leave some out."""
        kept, wanted = self._kept, list(keys)
        found = {key: kept[key] for key in wanted if key in kept}
        if len(found) < len(wanted) and (missing := [key for key in dict.fromkeys(wanted) if key not in found]):
            new = read(missing)
            found |= new
            if len(kept) + len(new) > self._most:
                self._kept = dict(found)
            else:
                kept.update(new)
        return found
