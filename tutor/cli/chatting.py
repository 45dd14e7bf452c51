"""`tutor` and `tutor chat`: the screen where there is a terminal, else one question a line from standard input."""

from __future__ import annotations

import sys

import typer

from index.errors import NotesTutorError
from tutor.backend import Backend
from tutor.cli.opening import opened
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_answer, say_json
from tutor.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("chat", epilog="Example: echo 'What is DAX?' | tutor chat")(chat)


def chat(notes: Notes = None, as_json: Json = False) -> None:
    """Ask as long as you like. Without a terminal: questions from standard input, one a line."""
    settings = settings_from(notes)
    if sys.stdin.isatty() and sys.stdout.isatty() and not as_json:
        show_screen(settings)
    else:
        answer_lines(settings, as_json)


def show_screen(settings: Settings) -> None:
    """Open the terminal screen."""
    from tui.app import run  # only here: every other command starts without the screen's libraries
    from tutor.client import connect

    run(lambda: connect(settings))


def answer_lines(settings: Settings, as_json: bool) -> None:
    """Answer every line of standard input in one conversation. A question that does not fit stops nothing."""
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
