"""The command line."""

from __future__ import annotations

import gc
import sys

__all__ = ["main"]

OBJECTS = 50_000  # made before any are looked through for what can go; what is loaded at the start all stays


def main() -> None:
    """Run what was typed and end with its exit code. `tutor` alone has nothing to be read, and opens the screen."""
    gc.set_threshold(OBJECTS)
    if not sys.argv[1:]:
        from tutor.cli.screen import can_show, show

        if can_show():
            show()
            return
    from tutor.cli.app import main as run

    run()
