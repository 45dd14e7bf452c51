"""`tutor index build` and `tutor index status`."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict
from typing import Annotated, Any

import typer

from index.build import Progress
from index.build import status as status_of_notes
from index.errors import NotesTutorError
from tutor.backend import open_backend
from tutor.cli.opening import progress_bar, run_build
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_json
from tutor.errors import exit_code_of
from tutor.notes_folder import find_folders
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
    for source, reason in done.failed.items():
        remark(f"not indexed: {source}: {reason}")
    if as_json:
        say_json(asdict(done))
    else:
        say(f"{_changes(asdict(done))}: {done.passages} passages, {done.statements} statements, {done.seconds:.1f} s")


@commands.command(epilog="Example: tutor index status --json")
def status(notes: Notes = None, as_json: Json = False) -> None:
    """Show what the index holds and what has changed since. Ends with 4 when there is none."""
    settings = settings_from(notes)
    state = _state_of_service(settings) if settings.url else _state_of_folders(settings)
    if as_json:
        say_json(state)
        return
    for name, value in state.items():
        if value is not None:
            say(f"{name.replace('_', ' ')}: {_readable(value)}")


def _state_of_service(settings: Settings) -> dict[str, Any]:
    from tutor.client import connect  # only here: the folders are looked at without HTTP

    with connect(settings) as client:
        return client.index()


def _state_of_folders(settings: Settings) -> dict[str, Any]:
    with closing(open_backend(settings)) as backend:
        changes = asdict(status_of_notes(find_folders(settings.notes), settings.home))
        del changes["unchanged"]
        return {**backend.index(), **changes}


def _readable(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items()) or "none"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)


def _changes(report: dict[str, Any]) -> str:
    counts = {name: len(report[name]) for name in ("new", "changed", "removed", "unchanged", "failed")}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no notes"


def _build_with_events(settings: Settings) -> None:
    try:
        done = run_build(settings, _say_progress)
    except NotesTutorError as error:
        say_json({"event": "error", "error": type(error).__name__, "detail": str(error)})
        raise typer.Exit(exit_code_of(error)) from error
    say_json({"event": "done", "report": asdict(done)})


def _say_progress(progress: Progress) -> None:
    say_json({"event": "progress", **asdict(progress)})
