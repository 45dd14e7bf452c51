"""`tutor search` and `tutor sources`."""

from __future__ import annotations

from typing import Annotated

import typer

from tutor.cli.opening import opened
from tutor.cli.options import Json, Notes, Only, settings_from
from tutor.cli.output import place, say, say_json, table
from tutor.errors import ABSTAINED


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: tutor search 'read replicas' -k 3")(search)
    app.command(epilog="Example: tutor sources --json")(sources)


def search(
    query: Annotated[str, typer.Argument(help="What to look for, in quotes.")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many passages.")] = 5,
    only: Only = None,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """List the passages nearest to a query, best first."""
    with opened(settings_from(notes)) as backend:
        results = backend.search(query, k, only)
    if as_json:
        say_json(results)
    for result in () if as_json else results:
        say(f"{result['scores']['fused']:.2f}  {place(result)}")
        say(f"{result['text'].strip()}\n")
    if not results:
        raise typer.Exit(ABSTAINED)


def sources(notes: Notes = None, as_json: Json = False) -> None:
    """List the notes in the index."""
    with opened(settings_from(notes)) as backend:
        found = backend.sources()
    if as_json:
        say_json(found)
        return
    for line in table([(note["source"], note["title"], "changed" if note["stale"] else "") for note in found]):
        say(line)
