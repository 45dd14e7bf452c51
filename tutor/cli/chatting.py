"""`tutor` and `tutor chat`: the screen where there is a terminal, else one question a line from standard input.

The screen is to be up at once, so each way imports here what it alone needs.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.errors import NotesTutorError
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_answer, say_json
from tutor.cli.screen import can_show, show

if TYPE_CHECKING:
    from tutor.backend import Backend
    from tutor.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("chat", epilog="Example: echo 'What is DAX?' | tutor chat; tutor chat --serve")(chat)


def chat(
    browser: Annotated[bool, typer.Option("--serve", help="Show the screen in a browser, on this machine.")] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port for --serve; 0 picks a free one.")] = 8080,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Ask as long as you like. Without a terminal: questions from standard input, one a line."""
    if browser:
        show_in_browser(notes, port)
    elif not as_json and can_show():
        show(notes)
    else:
        answer_lines(settings_from(notes), as_json)


def show_in_browser(notes: list[Path] | None, port: int) -> None:
    """Serve the screen until interrupted. Its tabs share one service, unless the first of them is to choose notes."""
    from tui.app import is_welcomed
    from tui.serving import serve
    from tutor.client import LastingService

    settings = settings_from(notes)
    command = [sys.executable, "-m", "tutor"]
    if settings.url or not (settings.notes or is_welcomed()):
        serve(command, port, say)
        return
    with LastingService(settings) as service:
        os.environ["TUTOR_URL"] = service.url
        serve(command, port, say)


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
