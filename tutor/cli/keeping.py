"""`tutor index watch`, `verify` and `rollback`."""

from __future__ import annotations

from threading import Event

import typer

from index.encoder import Encoder, open_encoder
from index.errors import NotesTutorError
from index.store import Corpus, Library
from tutor.cli.indexing import FOREVER, commands, say_build
from tutor.cli.opening import run_build
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import remark, say, say_json
from tutor.errors import FAILED, NO_INDEX
from tutor.notes_folder import find_folders
from tutor.settings import Settings


def register(_: typer.Typer) -> None:
    """The commands of this module are among those of `tutor index`."""


@commands.command(epilog="Example: tutor index watch --notes ~/notes")
def watch(notes: Notes = None, as_json: Json = False) -> None:
    """Follow the notes until interrupted: what is saved, moved or deleted is in the index within a second."""
    from index.watching import watch_notes  # only here: nothing else watches folders

    settings = settings_from(notes)
    folders = find_folders(settings.notes)
    encoder = open_encoder(settings.model, settings.home)
    said = ""
    for _ in watch_notes(folders, Event()):
        said = _bring_up_to_date(settings, encoder, said, as_json)


def _bring_up_to_date(settings: Settings, encoder: Encoder, said: str, as_json: bool) -> str:
    """Build; what failed, '' when nothing did. `said` is what failed the last time, which is not told again."""
    try:
        done = run_build(settings, lambda _: None, wait=FOREVER, encoder=encoder)
    except NotesTutorError as error:
        if str(error) != said:
            remark(f"tutor: {error}")
        return str(error)
    if done.new or done.changed or done.removed:
        say_build(done, as_json)
    failed = "; ".join(f"{source}: {reason}" for source, reason in done.failed.items())
    if failed and failed != said:
        remark(f"not indexed: {failed}")
    return failed


@commands.command(epilog="Example: tutor index verify")
def verify(notes: Notes = None, as_json: Json = False) -> None:
    """Check every file of every generation, and that all fits together. Ends with 1 when something is damaged."""
    library = _library(settings_from(notes))
    if not library.generations():
        library.open()  # raises that there is none
    faults = {name: library.fault(name) for name in library.generations()}
    if as_json:
        say_json({"current": library.current(), "generations": faults})
    for name, fault in {} if as_json else faults.items():
        current = ", the current one" if name == library.current() else ""
        say(f"damaged  {name}{current}: {fault}" if fault else f"ok       {name}{current}")
    if any(faults.values()):
        raise typer.Exit(NO_INDEX if all(faults.values()) else FAILED)


@commands.command(epilog="Example: tutor index rollback")
def rollback(notes: Notes = None, as_json: Json = False) -> None:
    """Answer from the generation before the current one again, until the next build."""
    library = _library(settings_from(notes))
    if not library.generations():
        library.open()  # raises that there is none
    with library.writing():
        name = library.roll_back()
    say_json({"current": name}) if as_json else say(f"Answers come from {name} again. `tutor index build` goes on.")


def _library(settings: Settings) -> Library:
    return Library(settings.home, Corpus.of(find_folders(settings.notes)))
