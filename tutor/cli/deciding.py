"""`tutor compare`, `tutor advise`, `tutor calculate` and `tutor conflicts`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tutor.cli.opening import opened
from tutor.cli.options import Json, Notes, settings_from
from tutor.cli.output import marked, say, say_json, say_sources
from tutor.errors import ABSTAINED


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command(epilog="Example: tutor compare RDS DynamoDB --aspect consistency")(compare)
    app.command(epilog="Example: tutor advise 'A shop needs joins and transactions, with little administration.'")(
        advise
    )
    app.command(epilog="Example: tutor calculate --reads 80 --writes 10 --bytes 6000 --consistency eventual")(calculate)
    app.command(epilog="Example: tutor conflicts --json")(conflicts)


def compare(
    entities: Annotated[list[str], typer.Argument(help="Two to five names.")],
    aspect: Annotated[
        list[str] | None, typer.Option("--aspect", help="Only rows about this; may be given more than once.")
    ] = None,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Set two to five things side by side; rows that differ are marked with a star."""
    with opened(settings_from(notes)) as backend:
        found = backend.compare(entities, aspect)
    if as_json:
        say_json(found)
        return
    for text in filter(None, (found["note"], *map(marked, found["difference"]))):
        say(f"{text}\n")
    for row in found["rows"]:
        _say_row(row, [entity["name"] for entity in found["entities"]])
    for choice in found["choose"]:
        _say_list(f"Choose {choice['entity']} when:", choice["when"])
    say_sources(found["citations"])


def _say_row(row: dict[str, Any], names: list[str]) -> None:
    say(f"{row['aspect']}{' *' if row['differs'] else ''}")
    for name, cell in zip(names, row["cells"], strict=True):
        say(f"  {name}: {marked(cell)}")


def _say_list(title: str, quotes: list[dict[str, Any]]) -> None:
    if quotes:
        say(f"\n{title}")
    for quote in quotes:
        say(f"- {marked(quote)}")


def advise(
    scenario: Annotated[str, typer.Argument(help="What is needed, in quotes.")],
    option: Annotated[
        list[str] | None, typer.Option("--option", help="One of the choices; may be given more than once.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", help="A requirement to leave out; may be given more than once.")
    ] = None,
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Rank what fits a scenario, with the notes' own reasons. Ends with 3 when nothing is recognised."""
    with opened(settings_from(notes)) as backend:
        found = backend.recommend(scenario, option, without or ())
    if as_json:
        say_json(found)
    else:
        _say_advice(found, option or [])
    if found["abstained"]:
        raise typer.Exit(ABSTAINED)


def _say_advice(found: dict[str, Any], options: list[str]) -> None:
    if found["abstained"]:
        say("Your notes link nothing to this scenario. Say what it needs: joins, latency, scale, cost …")
    for one in found["requirements"]:
        say(f"{'needs' if one['wanted'] else 'does not need'} {one['name']}: {', '.join(one['evidence_in_scenario'])}")
    if found["option"] is not None:
        say(f"\nBest option: {options[found['option']]}")
    for service in found["services"]:
        _say_list(f"{service['name']} ({service['score']:.2f})", service["reasons"])
        _say_list("But:", service["against"])
    say_sources(found["citations"])


def calculate(
    reads: Annotated[float, typer.Option(help="Reads in a second.")] = 0,
    writes: Annotated[float, typer.Option(help="Writes in a second.")] = 0,
    item_bytes: Annotated[float, typer.Option("--bytes", help="Size of an item in bytes.")] = 1024,
    consistency: Annotated[str, typer.Option(help="strong, eventual or transactional.")] = "strong",
    notes: Notes = None,
    as_json: Json = False,
) -> None:
    """Work out the capacity units of a DynamoDB table by the rules in the notes, each step shown."""
    from tutor.backend import CAPACITY  # only here: other commands are there sooner without

    with opened(settings_from(notes)) as backend:
        found = backend.calculate(
            CAPACITY, reads_per_second=reads, writes_per_second=writes, item_bytes=item_bytes, consistency=consistency
        )
    if as_json:
        say_json(found)
        return
    for step in found["steps"]:
        say(marked(step))
    say(f"= {found['result']}")
    say_sources(found["citations"])


def conflicts(notes: Notes = None, as_json: Json = False) -> None:
    """List where the notes disagree, each side with its sources."""
    with opened(settings_from(notes)) as backend:
        found = backend.conflicts()
    if as_json:
        say_json(found)
        return
    for conflict in found["conflicts"]:
        readings = [{"text": reading["value"], "citations": reading["citations"]} for reading in conflict["readings"]]
        say(f"{conflict['topic']}: {' — '.join(map(marked, readings))}")
    say_sources(found["citations"])
