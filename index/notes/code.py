"""Fenced code to blocks: comments say things, shell commands are things; the rest is only sample data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.notes.pieces import Context, Line, Page, block
from index.values import Block, Kind

_COMMENT = re.compile(r"^\s*(?:#+|//|--)\s?(?P<text>.*\w.*)$")
_TRAILING = re.compile(r"\s(?:#|//|--)\s+(?P<text>[^'\"]*\w[^'\"]*)$")
_COMMAND = re.compile(
    r"^\s*(?:\$\s+)?(?:aws|pip|npm|docker|kubectl|git|curl|make|cargo|go|sudo|apt|brew|python3?|tutor)\s+\S"
)
_COMMENTED_OUT = re.compile(r"\\$|^[\w-]+\s*\||^--\w")
_SHELL = {"", "bash", "sh", "shell", "console", "zsh", "powershell", "ps1", "cmd"}


def parse_code(page: Page, lines: list[Line], language: str, context: Context) -> Iterator[Block]:
    """Comments and whole shell commands of one fence; a command has the comment above it as its lead-in."""
    above, at = context, 0
    while at < len(lines):
        line, last = lines[at], at
        comment = _COMMENT.match(line.text)
        if comment:
            if not _COMMENTED_OUT.search(comment["text"]):
                above = context.under(comment["text"].strip(), line.number)
                yield _code(page, context, line.start + comment.start("text"), line.end)
        elif language in _SHELL and _COMMAND.match(line.text):
            last = _command_end(lines, at)
            yield _code(page, above, line.start + _indent(line), lines[last].end)
            above = context
        elif trailing := _TRAILING.search(line.text):
            yield _code(page, context, line.start + trailing.start("text"), line.end)
        at = last + 1


def _code(page: Page, context: Context, start: int, end: int) -> Block:
    shown = "\n".join(line.strip() for line in page.text[start:end].split("\n"))
    return block(page, Kind.CODE, context, start, end, text=shown)


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())


def _command_end(lines: list[Line], first: int) -> int:
    last = first
    while lines[last].text.rstrip().endswith("\\") and last + 1 < len(lines):
        last += 1
    return last
