"""The commands put together, and what becomes of every failure."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer import Typer
from typer.core import TyperGroup
from typer.main import get_group

from index.errors import NotesTutorError
from tutor.cli import chatting
from tutor.cli.options import Json, Notes
from tutor.errors import ANSWERED, FAILED, INTERRUPTED, exit_code_of
from tutor.version import VERSION

MODULES = ("asking", "deciding", "looking", "indexing", "keeping", "running", "checking")  # in the order of the help


class Commands(TyperGroup):
    """The chat is there from the start; other commands are loaded, one module after the other, until one is found."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Names in the order of the help."""
        self._load_until("")
        return super().list_commands(ctx)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of this name, or None."""
        self._load_until(cmd_name)
        return super().get_command(ctx, cmd_name)

    def _load_until(self, name: str) -> None:
        loaded = getattr(self, "_loaded", 0)
        while name not in self.commands and loaded < len(MODULES):
            more = Typer(rich_markup_mode=None)
            import_module(f"tutor.cli.{MODULES[loaded]}").register(more)
            more.callback()(_nothing)  # one command alone would be no group
            self.commands = {**self.commands, **get_group(more).commands}
            loaded += 1
        self._loaded = loaded


def _nothing() -> None:
    """Nothing is to be done for a group of commands."""


app = Typer(
    name="tutor",
    cls=Commands,
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
        chatting.chat(notes=notes, as_json=as_json)
    elif notes or as_json:
        option, command = "--notes" if notes else "--json", context.invoked_subcommand
        raise typer.BadParameter(f"{option} belongs behind the command: tutor {command} … {option}")


chatting.register(app)


def whole() -> TyperGroup:
    """The command line with every command loaded."""
    group = get_group(app)
    group.list_commands(typer.Context(group))
    return group


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end with its exit code."""
    code = run(arguments)
    gc.freeze()  # or the end takes a seventh of a second, in which all that was loaded is looked through
    sys.exit(code)


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
