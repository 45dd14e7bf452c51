"""PDF and Word files, through the optional `markitdown`; line numbers are those of the converted text."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

from index.errors import NoteUnreadable

MOST_UNPACKED = 200_000_000  # bytes that a document may become when it is unpacked
MOST_SECONDS = 120  # that converting one may take
MOST_MEMORY = 4_000_000_000  # bytes, where the system can limit them


def to_markdown(path: Path, source: str) -> str:
    """The document as Markdown, converted in a process of its own that may not take more than its share.

    :raises NoteUnreadable: when markitdown is not installed, cannot read the file, or would have to unpack too much.
    """
    if find_spec("markitdown") is None:
        raise NoteUnreadable(f"{source} needs the document reader: pip install 'notes-tutor[documents]'.")
    _check_size(path, source)
    command = [sys.executable, "-P", "-m", "index.notes.converting", str(path)]
    code = os.pathsep.join(filter(None, (str(Path(__file__).resolve().parents[2]), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": code}
    try:
        ended = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False, env=environment)
    except subprocess.TimeoutExpired as error:
        raise NoteUnreadable(f"{source} takes over {MOST_SECONDS} seconds to convert. Export it as text.") from error
    if ended.returncode:
        reason = ended.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1] or f"code {ended.returncode}"
        raise NoteUnreadable(f"{source} cannot be converted: {reason}. Export it as text or Markdown.")
    return ended.stdout.decode(errors="replace")


def _check_size(path: Path, source: str) -> None:
    """What an archive says of its size is what may be read of it: `zipfile` reads no more of any part."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError):
        return  # not an archive, or one that the reader will refuse
    except OSError as error:
        raise NoteUnreadable(f"{source} cannot be read: {error.strerror}. Check the file.") from error
    if size > MOST_UNPACKED:
        raise NoteUnreadable(f"{source} unpacks to {size / 1e6:.0f} MB, more than {MOST_UNPACKED / 1e6:.0f}. Split it.")
