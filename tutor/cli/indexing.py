"""`tutor index build`, `rebuild` and `status`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict
from functools import cache, partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from index.encoder import open_encoder
from index.errors import NotesTutorError
from tutor.cli.opening import open_backend, progress_bar, run_build
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_json
from tutor.errors import ANSWERED, exit_code_of
from tutor.notes_folder import find_folders

if TYPE_CHECKING:  # loaded while the encoder is opened
    from index.build import BuildReport, Progress
    from tutor.settings import Settings

FOREVER = -1.0  # seconds to wait for another build

commands = typer.Typer(help="Build the index, look at it, keep it well.", rich_markup_mode=None, no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(commands, name="index")


Scratch = Annotated[bool, typer.Option("--from-scratch", help="Read and embed everything again, whatever is known.")]
Wait = Annotated[bool, typer.Option("--wait", help="Wait for another build of these notes instead of failing.")]


@commands.command(epilog="Example: tutor index build --notes ~/notes")
def build(
    notes: Notes = None,
    as_json: Json = False,
    from_scratch: Scratch = False,
    wait: Wait = False,
    events: Annotated[bool, typer.Option("--events", help="Print progress and outcome, one JSON a line.")] = False,
    on_request: Annotated[bool, typer.Option("--on-request", hidden=True)] = False,
) -> None:
    """Bring the index up to date: embed what is new or changed, drop what is gone."""
    settings = settings_from(notes)
    if on_request:
        _build_on_request(settings)
    elif events:
        how = partial(run_build, settings, _say_progress, from_scratch=from_scratch, wait=_seconds(wait))
        raise typer.Exit(_say_events(how))
    else:
        _build_with_bar(settings, as_json, from_scratch=from_scratch, wait=_seconds(wait))


@commands.command(epilog="Example: tutor index rebuild --from-scratch")
def rebuild(notes: Notes = None, as_json: Json = False, from_scratch: Scratch = False, wait: Wait = False) -> None:
    """The same as `build`."""
    _build_with_bar(settings_from(notes), as_json, from_scratch=from_scratch, wait=_seconds(wait))


def _seconds(wait: bool) -> float:
    return FOREVER if wait else 0.0


def _build_with_bar(settings: Settings, as_json: bool, **how: Any) -> None:
    with progress_bar() as report:
        done = run_build(settings, report, **how)
    for source, reason in done.failed.items():
        remark(f"not indexed: {source}: {reason}")
    say_build(done, as_json)


def say_build(done: BuildReport, as_json: bool) -> None:
    """Print what a build did."""
    if as_json:
        say_json(asdict(done))
    else:
        say(f"{_changes(asdict(done))}: {done.passages} passages, {done.statements} statements, {done.seconds:.1f} s")


@commands.command(epilog="Example: tutor index status --json")
def status(notes: Notes = None, as_json: Json = False) -> None:
    """Show what the index holds and what has changed since. Ends with 4 when there is none."""
    settings = settings_from(notes)
    state = _state_of_service(settings) if settings.url else _state_of_folders(settings)
    state = {"state": _summary(state), **state}
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
    from index.build import status as status_of_notes

    with closing(open_backend(settings)) as backend:
        changes = asdict(status_of_notes(find_folders(settings.notes), settings.home))
        del changes["unchanged"]
        return {**backend.index(), **changes}


def _readable(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{name}: {part}" for name, part in value.items()) or "none"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list | tuple) else str(value)


def _summary(state: dict[str, Any]) -> str:
    """'complete' only when every note is in the index as it is now."""
    if state.get("state", "ready") != "ready":
        return str(state["state"])
    counts = {name: len(state[name]) for name in ("new", "changed", "removed", "failed") if state.get(name)}
    if state.get("stale_notes") and not counts:
        counts["changed"] = state["stale_notes"]
    parts = [f"{count} {name}" for name, count in counts.items()] + ["a damaged generation"] * bool(
        state.get("remarks")
    )
    return f"not complete: {', '.join(parts)}" if parts else "complete"


def _changes(report: dict[str, Any]) -> str:
    counts = {name: len(report[name]) for name in ("new", "changed", "removed", "unchanged", "failed")}
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "no notes"


def _build_on_request(settings: Settings) -> None:
    """Build with events for every line on standard input. The model stays loaded, so that a small change is quick."""
    encoder = cache(lambda: open_encoder(settings.model, settings.home))
    for _ in sys.stdin:
        _say_events(lambda: run_build(settings, _say_progress, wait=FOREVER, encoder=encoder()))


def _say_events(build: Callable[[], BuildReport]) -> int:
    """Print the outcome of a build; its exit code."""
    try:
        done = build()
    except NotesTutorError as error:
        say_json({"event": "error", "error": type(error).__name__, "detail": str(error)})
        return exit_code_of(error)
    say_json({"event": "done", "report": asdict(done)})
    return ANSWERED


def _say_progress(progress: Progress) -> None:
    say_json({"event": "progress", **asdict(progress)})
