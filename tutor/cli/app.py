"""The commands put together, and what becomes of every failure."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer
from typer import Typer

from index.errors import NotesTutorError
from tutor.cli import asking, chatting, checking, deciding, indexing, looking, running
from tutor.cli.options import Json, Notes
from tutor.errors import ANSWERED, FAILED, INTERRUPTED, exit_code_of
from tutor.version import VERSION

app = Typer(
    name="tutor",
    help="Answers from your own notes, with the file and line of every sentence.",
    epilog="Example: tutor ask 'How many GSIs can a table have?'",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"notes-tutor {VERSION}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def tutor(
    context: typer.Context,
    notes: Notes = None,
    as_json: Json = False,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and end.")
    ] = False,
) -> None:
    """Answers from your own notes, with the file and line of every sentence. Without a command: chat."""
    if context.invoked_subcommand is None:
        chatting.chat(notes, as_json)


for module in (chatting, asking, deciding, looking, indexing, running, checking):
    module.register(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end with its exit code."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; its exit code. Failures are one line on stderr."""
    try:
        code = app(args=arguments, standalone_mode=False)
        sys.stdout.flush()
    except NotesTutorError as error:
        typer.echo(f"tutor: {error}", err=True)
        return exit_code_of(error)
    except typer.TyperException as error:  # wrong use
        typer.echo(f"tutor: {error.format_message().rstrip('.')}. `tutor --help` shows what there is", err=True)
        return error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except BrokenPipeError:  # the reader has what it wanted, as in `tutor sources | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    return code if isinstance(code, int) else ANSWERED
