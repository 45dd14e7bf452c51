"""`tutor` and `tutor chat`: the screen where there is a terminal, else one question a line from standard input.

The screen is to be up at once, so each way imports here what it alone needs.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from index.errors import NoNotes, NotesTutorError
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_answer, say_json

if TYPE_CHECKING:
    from tui.service import Start
    from tutor.backend import Backend
    from tutor.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("chat", epilog="Example: echo 'What is DAX?' | tutor chat")(chat)


def chat(notes: Notes = None, as_json: Json = False) -> None:
    """Ask as long as you like. Without a terminal: questions from standard input, one a line."""
    if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        from tui.app import run

        run(partial(begin, notes))
    else:
        answer_lines(settings_from(notes), as_json)


def begin(notes: list[Path] | None) -> Start:
    """How the screen comes to a service on these notes. Unless some are named, the first run asks for a folder."""
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


def answer_lines(settings: Settings, as_json: bool) -> None:
    """Answer every line of standard input in one conversation. A question that does not fit stops nothing."""
    from tutor.cli.opening import opened

    conversation: str | None = None
    with opened(settings) as backend:
        for line in filter(str.strip, sys.stdin):
            conversation = answer_line(backend, line, conversation, as_json)


def answer_line(backend: Backend, question: str, conversation: str | None, as_json: bool) -> str | None:
    """Answer one line; the conversation's id."""
    try:
        reply = backend.ask(question, conversation)
    except NotesTutorError as error:
        remark(f"tutor: {error}")
        return conversation
    if as_json:
        say_json(reply)
    else:
        say_answer(reply)
        say()
    sys.stdout.flush()
    return str(reply["conversation_id"])
