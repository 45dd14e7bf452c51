"""`tutor doctor`: what works, what does not, and what to do about it."""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass

import typer

from index.encoder import open_encoder
from index.errors import IndexMissing, NotesTutorError
from tutor.backend import open_backend
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import say, say_json
from tutor.errors import FAILED
from tutor.notes_folder import find_folders
from tutor.settings import Settings, config_file

OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor; `detail` of a problem ends with the next step."""

    about: str
    ok: bool
    detail: str


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: tutor doctor --notes ~/notes")(doctor)


def doctor(notes: Notes = None, as_json: Json = False) -> None:
    """Check this installation: each line is ok or a problem with the next step. Ends with 1 when there is a problem."""
    settings = settings_from(notes)
    findings = [examine(about, check, settings) for about, check in CHECKS.items()]
    if as_json:
        say_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        say(f"{'ok     ' if finding.ok else 'problem'}  {finding.about}: {finding.detail}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(FAILED)


def examine(about: str, check: Callable[[Settings], str], settings: Settings) -> Finding:
    """Run one check; a failure is a problem in its own words."""
    try:
        return Finding(about, True, check(settings))
    except NotesTutorError as error:
        return Finding(about, False, str(error))


def _python(_: Settings) -> str:
    if sys.version_info < OLDEST_PYTHON:
        raise NotesTutorError(f"{platform.python_version()} is too old. Install Python 3.11 or newer")
    return platform.python_version()


def _config(_: Settings) -> str:
    return f"{config_file()}" if config_file().is_file() else f"none at {config_file()}, the defaults apply"


def _home(settings: Settings) -> str:
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.home):
            return str(settings.home)
    except OSError as error:
        raise NotesTutorError(f"{settings.home} is not writable ({error.strerror}). Set TUTOR_HOME") from error


def _notes(settings: Settings) -> str:
    from index.notes import find_notes  # only here: other commands read no notes

    counts = {folder: len(find_notes(folder)) for folder in find_folders(settings.notes)}
    return ", ".join(f"{count} in {folder}" for folder, count in counts.items())


def _model(settings: Settings) -> str:
    return str(open_encoder(settings.model, settings.home).info)


def _index(settings: Settings) -> str:
    try:
        backend = open_backend(settings)
    except IndexMissing:
        return "none yet; the first question builds it"
    try:
        state = backend.index()
    finally:
        backend.close()
    if state["stale_notes"]:
        raise NotesTutorError(f"{state['stale_notes']} notes have changed since. Run `tutor index build`")
    return f"{state['notes']} notes, built {state['built_at']}"


def _service(settings: Settings) -> str:
    if not settings.url:
        return "none named by TUTOR_URL, commands answer by themselves"
    from tutor.client import TutorClient

    with TutorClient(settings.url) as client:
        return f"{settings.url} is {'ready' if client.ready() else 'building its index'}"


CHECKS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "settings": _config,
    "data folder": _home,
    "notes": _notes,
    "model": _model,
    "index": _index,
    "service": _service,
}
