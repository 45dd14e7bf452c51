"""Answers on stdout, remarks on stderr. What is printed holds no terminal escapes, wherever it came from."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from typing import Any

import typer

Json = dict[str, Any]

KEPT = "\n\t"  # the only controls that reach the terminal


def say(text: str = "") -> None:
    """Print a line of the answer."""
    typer.echo(harmless(text))


def remark(text: str) -> None:
    """Print a line beside the answer."""
    typer.echo(harmless(text), err=True)


def say_json(value: Any) -> None:
    """Print one JSON value on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False))


def harmless(text: str) -> str:
    """`text` without control characters, direction marks and lone surrogates."""
    return "".join(char for char in text if char in KEPT or unicodedata.category(char) not in ("Cc", "Cf", "Cs"))


def say_answer(reply: Json) -> None:
    """Print an answer as of `POST /v1/ask`: its text, then its sources."""
    say(reply["text"])
    say_sources(reply["citations"])


def say_sources(citations: list[Json]) -> None:
    """Print the numbered sources below what they belong to."""
    if citations:
        say()
    for citation in citations:
        say(citation_line(citation))


def marked(quote: Json) -> str:
    """A quote's text with the numbers of its sources: 'For 4 minutes [1][2]'."""
    return f"{quote['text']} {''.join(f'[{n}]' for n in quote['citations'])}".rstrip()


def citation_line(citation: Json) -> str:
    """`[1] aws/dynamodb.md:12-14  DynamoDB › Limits`, and whether the note has changed since."""
    changed = "  (changed since it was indexed)" if citation["stale"] else ""
    return f"[{citation['n']}] {place(citation)}{changed}"


def place(piece: Json) -> str:
    """Where a citation or a passage stands."""
    first, last = piece["line_start"], piece["line_end"]
    lines = str(first) if first == last else f"{first}-{last}"
    return f"{piece['source']}:{lines}  {' › '.join(piece['heading'])}".rstrip()


def table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows as lines with aligned columns."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
