"""Opening a note in the reader's editor at a line."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from index.errors import NotesTutorError

# How an editor is told the line; those not named take `+LINE FILE`, as vi does.
LINE_ARGUMENTS = {
    "code": ("--wait", "--goto", "{file}:{line}"),
    "codium": ("--wait", "--goto", "{file}:{line}"),
    "subl": ("--wait", "{file}:{line}"),
    "zed": ("--wait", "{file}:{line}"),
    "hx": ("{file}:{line}",),
    "helix": ("{file}:{line}",),
}
OTHERWISE = ("+{line}", "{file}")


class CannotEdit(NotesTutorError):
    """No editor is set, it does not start, or the note is not on this machine."""


def edit_command(
    source: str, line: int, folders: Sequence[Path], environment: Mapping[str, str] = os.environ
) -> list[str]:
    """The command that opens note `source` (below one of `folders`) at `line`. Raises CannotEdit."""
    editor = shlex.split(environment.get("VISUAL") or environment.get("EDITOR") or "")
    if not editor:
        raise CannotEdit("No editor is set. Set EDITOR, for example to 'nano', and start again")
    file = next((folder / source for folder in folders if (folder / source).is_file()), None)
    if file is None:
        raise CannotEdit(f"{source} is not in a notes folder of this machine, so it cannot be edited from here")
    arguments = LINE_ARGUMENTS.get(Path(editor[0]).stem, OTHERWISE)
    return [*editor, *(argument.format(file=file, line=line) for argument in arguments)]


def run_editor(command: Sequence[str]) -> None:
    """Wait until the editor is closed. Raises CannotEdit when it does not start."""
    try:
        subprocess.run(command, check=False)
    except OSError as error:
        raise CannotEdit(f"{command[0]} does not start ({error.strerror}). Correct EDITOR and try again") from error
