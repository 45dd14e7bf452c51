"""How this program starts itself as a child process."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tutor.settings import Settings


def child_command(settings: Settings, *arguments: str) -> list[str]:
    """The command line of `tutor ARGUMENTS` on the same notes. `-P`: the current folder holds no code of ours."""
    folders = [part for folder in settings.notes for part in ("--notes", str(folder))]
    return [sys.executable, "-P", "-m", "tutor", *arguments, *folders]


def child_environment(settings: Settings) -> dict[str, str]:
    """The environment of a child that runs this very program with the same data folder and model."""
    package_root = str(Path(__file__).resolve().parent.parent)
    inherited = {name: value for name, value in os.environ.items() if name not in ("TUTOR_URL", "TUTOR_NOTES")}
    path = os.pathsep.join(filter(None, (package_root, inherited.get("PYTHONPATH"))))
    return inherited | {"TUTOR_HOME": str(settings.home), "TUTOR_MODEL": settings.model, "PYTHONPATH": path}
