"""Building the index in a process of its own, so that asking goes on undisturbed."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from typing import Any, Protocol

from index.errors import NotesTutorError
from tutor.children import child_command, child_environment
from tutor.errors import error_named
from tutor.settings import Settings

Json = dict[str, Any]
Report = Callable[[Json], None]  # takes {"stage", "done", "total"}


class Builder(Protocol):
    """Brings the index up to date."""

    def build(self, report: Report) -> Json:
        """Build, reporting progress; what was done. Raises what made it fail."""

    def stop(self) -> None:
        """End a running build soon; the last good generation stays."""


class ChildBuilder:
    """Runs `tutor index build --events` and reads its events."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._child: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._stopped = False

    def build(self, report: Report) -> Json:
        """Build, reporting progress; what was done. Raises what made it fail."""
        command = child_command(self._settings, "index", "build", "--events")
        with self._lock:
            if self._stopped:
                raise NotesTutorError("The service is stopping; the index was not built. Start it again")
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
                env=child_environment(self._settings),
            )
        with self._child as child:
            assert child.stdout is not None
            return _last_event(child, report)

    def stop(self) -> None:
        """End a running build soon; the last good generation stays."""
        with self._lock:
            self._stopped = True
            if self._child and self._child.poll() is None:
                self._child.terminate()


def _last_event(child: subprocess.Popen[str], report: Report) -> Json:
    for line in child.stdout or ():
        event = json.loads(line)
        match event.pop("event"):
            case "progress":
                report(event)
            case "done":
                return dict(event["report"])
            case "error":
                raise error_named(event["error"], event["detail"])
    raise NotesTutorError(f"The build ended with code {child.wait()} before it was done. Start it again")
