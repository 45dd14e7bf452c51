"""`tutor index build` and `tutor index status`."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from index.build import Progress
from index.errors import NotesTutorError
from tutor.cli.opening import opened, progress_bar, run_build
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import say, say_json
from tutor.errors import exit_code_of
from tutor.settings import Settings

commands = typer.Typer(help="Build the index, or look at it.", rich_markup_mode=None, no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(commands, name="index")


@commands.command(epilog="Example: tutor index build --notes ~/notes")
def build(
    notes: Notes = None,
    as_json: Json = False,
    events: Annotated[bool, typer.Option("--events", help="Print progress and outcome, one JSON a line.")] = False,
) -> None:
    """Bring the index up to date: embed what is new or changed, drop what is gone."""
    settings = settings_from(notes)
    if events:
        _build_with_events(settings)
        return
    with progress_bar() as report:
        done = run_build(settings, report)
    if as_json:
        say_json(asdict(done))
    else:
        say(done.summary)


@commands.command(epilog="Example: tutor index status --json")
def status(notes: Notes = None, as_json: Json = False) -> None:
    """Show what the index holds and whether the notes have changed since."""
    with opened(settings_from(notes)) as backend:
        state = backend.index()
    if as_json:
        say_json(state)
        return
    for name, value in state.items():
        say(f"{name.replace('_', ' ')}: {value}")


def _build_with_events(settings: Settings) -> None:
    try:
        done = run_build(settings, _say_progress)
    except NotesTutorError as error:
        say_json({"event": "error", "error": type(error).__name__, "detail": str(error)})
        raise typer.Exit(exit_code_of(error)) from error
    say_json({"event": "done", "report": asdict(done)})


def _say_progress(progress: Progress) -> None:
    say_json({"event": "progress", **asdict(progress)})
