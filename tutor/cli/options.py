"""Options that every command takes."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from tutor.settings import Settings

Notes = Annotated[
    list[Path] | None,
    typer.Option("--notes", metavar="FOLDER", help="A folder of notes; may be given more than once."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="GLOB", help="Only notes whose path matches; may be given more than once."),
]


def settings_from(notes: list[Path] | None, **flags: Any) -> Settings:
    """The settings with these flags; the log goes to stderr at their level."""
    from tutor.settings import load_settings  # only here: the screen is up before the settings are read

    settings = load_settings(notes=tuple(notes or ()), **flags)
    logging.basicConfig(stream=sys.stderr, level=settings.log.upper(), format="%(levelname)s %(name)s: %(message)s")
    return settings
