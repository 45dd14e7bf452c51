"""`tutor chat` in a terminal: the screen, and how it comes to a service.

It is to be up at once, so that what reads a command line, settings or notes is loaded behind it.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import NoNotes

if TYPE_CHECKING:
    from tui.service import Start
    from tutor.settings import Settings

DRIVER = "TEXTUAL_DRIVER"  # set for a screen that is shown elsewhere than in a terminal, as by --serve


def can_show() -> bool:
    """Whether somebody sits at both ends."""
    return DRIVER in os.environ or (sys.stdin.isatty() and sys.stdout.isatty())


def show(notes: list[Path] | None = None) -> None:
    """Show the screen until the reader leaves."""
    from tui.app import run

    run(partial(begin, notes))


def begin(notes: list[Path] | None) -> Start:
    """How the screen comes to a service on these notes. Unless some are named, the first run asks for a folder."""
    from tutor.cli.options import settings_from

    settings = settings_from(notes)
    start = start_on(settings)
    return start if settings.notes or settings.url else replace(start, choose=partial(choose, settings))


def start_on(settings: Settings) -> Start:
    """The service that is named, or one of its own on the notes."""
    from tui.service import Start
    from tutor.client import connect
    from tutor.notes_folder import find_folders

    return Start(partial(connect, settings), () if settings.url else find_folders(settings.notes))


def choose(settings: Settings, folder: Path) -> Start:
    """Keep `folder` as the notes from now on. Raises NoNotes when it holds none."""
    from index.notes import find_notes
    from tutor.settings import keep_notes

    if not find_notes(folder):
        raise NoNotes(f"{folder} holds no notes (Markdown, text or HTML). Name another folder")
    keep_notes(folder)
    return start_on(settings.model_copy(update={"notes": (folder,)}))
