"""Building the index in a process of its own, so that asking goes on undisturbed."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from index.errors import NotesTutorError
from tutor.children import child_command, child_environment
from tutor.errors import error_named
from tutor.settings import Settings

Json = dict[str, Any]
Report = Callable[[Json], None]  # takes {"stage", "done", "total"}

YIELDING = 10  # steps of priority by which a build stands back behind those who ask


class Builder(Protocol):
    """Brings the index up to date."""

    def build(self, report: Report, yielding: bool = False) -> Json:
        """Build, reporting progress; what was done. `yielding` behind who asks meanwhile. Raises what made it fail."""

    def stop(self) -> None:
        """End a running build soon; the last good generation stays."""

    def close(self) -> None:
        """Let go of what is kept between builds. Only when no build runs."""


class ChildBuilder:
    """Has `tutor index build` do it. A child that stays keeps the model loaded, so that a small change is quick."""

    def __init__(self, settings: Settings, stays: bool = False) -> None:
        self._settings = settings
        self._stays = stays
        self._child: subprocess.Popen[str] | None = None
        self._yielding = False
        self._lock = threading.Lock()
        self._stopped = False

    def build(self, report: Report, yielding: bool = False) -> Json:
        """Build, reporting progress; what was done. `yielding` behind who asks meanwhile. Raises what made it fail."""
        child = self._ask(yielding)
        try:
            return _last_event(child, report)
        finally:
            if not self._stays or child.poll() is not None:
                self._let_go(child)

    def stop(self) -> None:
        """End a running build soon; the last good generation stays."""
        with self._lock:
            self._stopped = True
            if self._child:
                self._child.terminate()

    def close(self) -> None:
        """End the child. Only when no build runs."""
        if self._child:
            self._let_go(self._child)

    def _ask(self, yielding: bool) -> subprocess.Popen[str]:
        """A child that has been asked to build."""
        with self._lock:
            if self._stopped:
                raise NotesTutorError("The service is stopping; the index was not built. Start it again")
            if self._child and (self._yielding != yielding or self._child.poll() is not None):
                self._let_go(self._child)
            self._child, self._yielding = self._child or self._start(yielding), yielding
            assert self._child.stdin is not None
            with suppress(BrokenPipeError):  # it has just ended, which reading from it will tell
                self._child.stdin.write("build\n")
                self._child.stdin.flush()
            return self._child

    def _start(self, yielding: bool) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            child_command(self._settings, "index", "build", "--on-request"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=child_environment(self._settings) | {"PYTHONIOENCODING": "utf-8"},
            creationflags=getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0) if yielding else 0,
        )
        with suppress(AttributeError, OSError):  # Windows knows no such steps
            os.setpriority(os.PRIO_PROCESS, child.pid, os.getpriority(os.PRIO_PROCESS, 0) + YIELDING * yielding)
        return child

    def _let_go(self, child: subprocess.Popen[str]) -> None:
        with suppress(BrokenPipeError), child:  # the end of its input is the end of the child
            pass
        self._child = None


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
