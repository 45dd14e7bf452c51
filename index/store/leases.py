"""Who reads a generation: one that is read is not deleted, whichever process reads it."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import BinaryIO

try:
    import fcntl
except ImportError:  # Windows: a folder with an open file in it cannot be moved, which is how deleting begins
    fcntl = None  # type: ignore[assignment]


class InUse(Exception):
    """The file is held in a way that excludes this one."""


def hold_shared(path: Path) -> BinaryIO:
    """Hold a file, as others may, until what is returned is closed or the process ends.

    Raises `InUse` when somebody holds it alone, and `OSError` when it cannot be opened.
    """
    return _hold(path, alone=False)


def hold_alone(path: Path) -> BinaryIO:
    """Hold a file that nobody else holds. Raises `InUse` and `OSError`."""
    return _hold(path, alone=True)


def _hold(path: Path, alone: bool) -> BinaryIO:
    stream = path.open("rb")
    if fcntl is None:
        return stream
    try:
        fcntl.flock(stream, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EWOULDBLOCK, errno.EACCES):
            stream.close()
            raise InUse(str(path)) from error
        # A file system without locks: readers are not seen there, and keep one older generation all the same.
    return stream
