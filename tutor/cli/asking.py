"""`tutor ask`."""

from __future__ import annotations

from typing import Annotated

import typer

from tutor.cli.opening import opened
from tutor.cli.options import Json, Notes, Only, settings_from
from tutor.cli.output import remark, say_answer, say_json
from tutor.errors import ABSTAINED


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: tutor ask 'When should I not use DAX?' --only '*dynamodb*'")(ask)


def ask(
    question: Annotated[str, typer.Argument(help="The question, in quotes.")],
    conversation: Annotated[
        str | None, typer.Option("--conversation", metavar="ID", help="Ask as a follow-up in this conversation.")
    ] = None,
    only: Only = None,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Answer one question. Ends with 0 when answered, 3 when the notes do not cover it."""
    with opened(settings_from(notes)) as backend:
        reply = backend.ask(question, conversation, only)
    if as_json:
        say_json(reply)
    else:
        say_answer(reply)
        remark(f"\nFollow up with --conversation {reply['conversation_id']}")
    if reply["abstained"]:
        raise typer.Exit(ABSTAINED)
