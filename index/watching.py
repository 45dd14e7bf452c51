"""Notes being edited: waits for a change, and until the writing has come to rest."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Event

log = logging.getLogger(__name__)

QUIET = 80  # ms without a change after which a burst is over
LONGEST = 2_000  # ms after which a burst that goes on is looked at all the same
TICK = 200  # ms between looks at whether to stop
EMPTY = 1.0  # seconds that an empty note is waited for: many programs empty a file before they fill it
ANYWAY = 60.0  # seconds after which notes are looked at though nothing was reported: some network folders never do
AGAIN = 1.0  # seconds before a folder that cannot be watched is tried again


def watch_notes(roots: Sequence[Path], stop: Event) -> Iterator[None]:
    """One item as soon as the folders are watched, and one whenever notes in them may have changed; ends with `stop`.

    The changes of a burst are one item. A folder that is missing or replaced is watched as soon as it is there.
    """
    polling, gone = None, False  # None: where the system reports no changes
    while not stop.is_set():
        try:
            yield from _reported(roots, stop, polling)
            gone = False
        except FileNotFoundError:  # a folder of notes is gone
            if not gone:
                yield
            gone = not stop.wait(AGAIN)
        except OSError as error:  # the system watches no more folders
            log.warning("The notes are looked at now and then: changes are not reported (%s).", error)
            polling = True


def _reported(roots: Sequence[Path], stop: Event, polling: bool | None) -> Iterator[None]:
    """What `watch_notes` yields, until one of the folders is another one."""
    from watchfiles import watch

    watched, looked = _identities(roots), -ANYWAY
    for changes in watch(
        *roots,
        watch_filter=lambda _, path: not _hidden(path, roots),
        debounce=LONGEST,
        step=QUIET,
        rust_timeout=TICK,
        yield_on_timeout=True,
        stop_event=stop,
        force_polling=polling,
        ignore_permission_denied=True,
    ):
        if changes:
            _wait_for_text([Path(path) for _, path in changes], stop)
        if changes or time.monotonic() - looked > ANYWAY:
            looked = time.monotonic()
            yield
        if _identities(roots) != watched or any(Path(path) in roots for _, path in changes):
            return


def _wait_for_text(paths: Iterable[Path], stop: Event) -> None:
    """Wait while one of the files is empty, but not for long."""
    deadline = time.monotonic() + EMPTY
    empty = [path for path in paths if _is_empty(path)]
    while empty and time.monotonic() < deadline and not stop.wait(QUIET / 1000):
        empty = [path for path in empty if _is_empty(path)]


def _is_empty(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size == 0
    except OSError:
        return False


def _hidden(path: str, roots: Iterable[Path]) -> bool:
    """Whether a file or a folder above it, below the notes' folder, has a name that starts with a dot."""
    return any(part.startswith(".") for root in roots if Path(path).is_relative_to(root) for part in _below(path, root))


def _below(path: str, root: Path) -> tuple[str, ...]:
    return Path(path).relative_to(root).parts


def _identities(roots: Iterable[Path]) -> list[tuple[int, int]]:
    """Which folders these are, whatever their names. Raises FileNotFoundError."""
    stats = [root.stat() for root in roots]
    return [(stat.st_dev, stat.st_ino) for stat in stats]
