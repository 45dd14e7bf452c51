"""`tutor serve`."""

from __future__ import annotations

from typing import Annotated

import typer

from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import say, say_json


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: tutor serve --port 0")(serve)


def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind to; others than loopback need an API key.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 picks a free one.")] = None,
    allow_host: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A further name the service may be called by.")
    ] = None,
    watch: Annotated[
        bool | None, typer.Option("--watch/--no-watch", help="Follow the notes: what is saved is soon answered from.")
    ] = None,
    with_parent: Annotated[bool, typer.Option("--with-parent", hidden=True)] = False,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Serve over HTTP; the URL is the first line printed. The index is built when there is none."""
    from tutor.service import serve as serve_http  # only here: every other command starts without the web libraries

    settings = settings_from(notes, host=host, port=port, allowed_hosts=tuple(allow_host or ()), watch=watch)
    serve_http(settings, lambda url: say_json({"url": url}) if as_json else say(url), with_parent)
