"""One screen to a file. Those that are not shown at first are imported when they are opened."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def import_all() -> None:
    """Import every screen, for who wants to know all of them."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
