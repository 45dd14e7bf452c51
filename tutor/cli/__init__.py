"""The command line."""

from __future__ import annotations

import gc
import os
import sys

__all__ = ["main"]

OBJECTS = 50_000  # made before any are looked through for what can go; what is loaded at the start all stays


def main() -> None:
    """Run what was typed and end with its exit code. `tutor` alone has nothing to be read, and opens the screen."""
    gc.set_threshold(OBJECTS)
    # numpy would start a thread for each processor, and each would spin for 50 ms: of no use for products so small.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if not sys.argv[1:]:
        from tutor.cli.screen import can_show, show

        if can_show():
            show()
            return
    from tutor.cli.app import main as run

    run()
