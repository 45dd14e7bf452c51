"""From settings to something that can be asked: a service when one is named, else the index in this process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.encoder import Encoder, open_copy
from index.errors import IndexMissing

if TYPE_CHECKING:  # loaded while the encoder is opened
    from index.build import BuildReport
    from index.build import Progress as BuildProgress
    from tutor.backend import Backend
    from tutor.settings import Settings

    Report = Callable[[BuildProgress], None]


@contextmanager
def opened(settings: Settings) -> Iterator[Backend]:
    """The backend for these settings, closed at the end. An index that is missing is built first."""
    backend = _open(settings)
    try:
        yield backend
    finally:
        backend.close()


def _open(settings: Settings) -> Backend:
    if settings.url:
        from tutor.client import TutorClient  # only here: an answer in this process needs no HTTP

        key = settings.api_key.get_secret_value() if settings.api_key else None
        return TutorClient(settings.url, key)
    with suppress(IndexMissing):
        return open_backend(settings)
    with progress_bar() as report:
        run_build(settings, report)
    return open_backend(settings)


def open_backend(settings: Settings) -> Backend:
    """The index of the notes that the settings name, in this process. Raises IndexUnusable when there is none."""
    with ThreadPoolExecutor(1) as beside:
        encoder = beside.submit(open_copy, settings.model, settings.home)
        from tutor import backend  # takes as long as the encoder

        return backend.open_backend(settings, encoder.result())


def run_build(settings: Settings, report: Report, encoder: Encoder | None = None, **how: Any) -> BuildReport:
    """Bring the index of these notes up to date; `how` is for `index.build.build`."""
    with ThreadPoolExecutor(2) as beside:
        opening = encoder or beside.submit(open_copy, settings.model, settings.home, for_notes=True)
        beside.submit(import_module, "tutor.knowledge")  # which is not needed before the end
        from index.build import Progress, build
        from tutor.notes_folder import find_folders

        done = build(find_folders(settings.notes), settings.home, settings.model, report, encoder=opening, **how)
    from tutor.knowledge import work_out

    report(Progress("working out", 0, 0))
    work_out(settings, opening.result() if isinstance(opening, Future) else opening, done.generation)
    return done


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A progress bar on stderr that follows a build; it is gone when the build is done."""
    from rich.console import Console  # only here: an index that is there is opened without
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("building the index", total=None)

        def report(progress: BuildProgress) -> None:
            bar.update(task, description=progress.stage, completed=progress.done, total=progress.total or None)

        yield report
