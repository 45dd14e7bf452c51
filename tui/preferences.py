"""What the screen remembers: theme, questions, names of conversations. One small JSON file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, field
from pathlib import Path

from index.errors import NotesTutorError

QUESTIONS_KEPT = 500


@dataclass(slots=True)
class Talk:
    """A conversation that was held here."""

    id: str
    title: str
    used_at: str  # ISO 8601


@dataclass(slots=True)
class Preferences:
    """Loaded at the start, saved on each change."""

    theme: str = ""
    welcomed: bool = False  # whether the first-run screen was seen
    questions: list[str] = field(default_factory=list)  # oldest first
    talks: list[Talk] = field(default_factory=list)  # most recently used first


class KeymapUnusable(NotesTutorError):
    """keymap.toml is not a table of binding names and keys."""


def load_preferences(file: Path) -> Preferences:
    """What was saved; the defaults when there is nothing that can be read."""
    try:
        body = json.loads(file.read_text(encoding="utf-8"))
        talks = [Talk(**talk) for talk in body.pop("talks", [])]
        return Preferences(**body, talks=talks)
    except (OSError, ValueError, TypeError, AttributeError):
        return Preferences()


def save_preferences(preferences: Preferences, file: Path) -> None:
    """Write the file in one step. A folder that cannot be written to stops nobody: nothing is remembered then."""
    preferences.questions = preferences.questions[-QUESTIONS_KEPT:]
    draft = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(preferences), ensure_ascii=False, indent=1), encoding="utf-8")
        draft.replace(file)
    except OSError:
        return


def load_keymap(file: Path, known: Callable[[], Collection[str]]) -> dict[str, str]:
    """Binding names, out of those `known`, to keys, as `"source.copy" = "c,ctrl+y"`; empty without a file.

    Raises KeymapUnusable.
    """
    if not file.exists():
        return {}
    try:
        keymap = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KeymapUnusable(f"{file} cannot be read: {error}. Correct or remove it") from error
    faults = [name for name, keys in keymap.items() if not isinstance(keys, str)]
    if faults:
        raise KeymapUnusable(f'{file}: {faults[0]} needs keys in quotes, as in "{faults[0]}" = "ctrl+y"')
    unknown = [name for name in keymap if name not in known()]
    if unknown:
        raise KeymapUnusable(f"{file}: no binding is called {unknown[0]!r}. The help (F1) shows the names on the right")
    return keymap
