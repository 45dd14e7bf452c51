"""Fenced code to blocks: short stretches whole; of longer ones what comments say and shell commands do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from index.notes.aligned import aligned_rows, find_aligned
from index.notes.pieces import Context, Line, Page, block
from index.values import Block, Kind

_COMMENT = re.compile(r"^\s*(?:#+|//|--)\s?(?P<text>.*\w.*)$")
_TRAILING = re.compile(r"\s(?:#|//|--)\s+(?P<text>[^'\"]*\w[^'\"]*)$")
_SETTING = re.compile(r"^\s*(?:- )?[\w.-]+\s*[:=]\s+[^\s({[#/][^({[#]*(?=\s(?:#|//)\s)")  # a plain value
_COMMAND = re.compile(
    r"^\s*(?:\$\s+)?(?:aws|pip|npm|docker|kubectl|git|curl|make|cargo|go|sudo|apt|brew|python3?|tutor)\s+\S"
)
_COMMENTED_OUT = re.compile(r"\\$|^[\w-]+\s*\||^--\w")
_WHOLE = 8  # lines; a stretch of so many is quoted as it stands
_TEXT = {"text", "txt", "plain", "plaintext"}
_REMARK = re.compile(r"\s(?:#|//|--)\s")
_PROSE = re.compile(r"^\s*(?:[-*•]\s+|\d+[.)]\s+)?[\"'(]?[A-Z0-9][\w,.:;'’/%-]*(?: [\w,.:;'’\"()/%-]+){2,}$")
_SHELL = {"", "bash", "sh", "shell", "console", "zsh", "powershell", "ps1", "cmd"}


def parse_code(page: Page, lines: list[Line], language: str, context: Context) -> Iterator[Block]:
    """One block for each short stretch without a blank line; of longer ones the comments and the shell commands."""
    for stretch in _stretches(lines):
        table = find_aligned(stretch, 0) if language in _TEXT | {""} else None
        if (
            table
            and table.rows
            and table.has_header
            and table.span == len(stretch)
            and not _REMARK.search(stretch[-1].text)
        ):
            yield from aligned_rows(page, table, context)
        elif language in _TEXT or (not language and _is_text(stretch)):
            yield from (_code(page, context, line.start + _indent(line), line.end) for line in stretch)
        elif len(stretch) <= _WHOLE:
            yield _code(page, context, stretch[0].start + _indent(stretch[0]), stretch[-1].end)
        else:
            yield from _remarks(page, stretch, language, context)


def _is_text(lines: list[Line]) -> bool:
    """Whether a fence was put around text: most of the lines are words, and there are too many to quote them whole."""
    return len(lines) > _WHOLE and sum(bool(_PROSE.match(line.text)) for line in lines) > len(lines) / 2


def _stretches(lines: list[Line]) -> Iterator[list[Line]]:
    for blank, stretch in groupby(lines, key=lambda line: not line.text.strip()):
        if not blank:
            yield list(stretch)


def _remarks(page: Page, lines: list[Line], language: str, context: Context) -> Iterator[Block]:
    """Comments, and commands with the comment above them as their lead-in."""
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
            start = _indent(line) if _SETTING.match(line.text) else trailing.start("text")
            yield _code(page, context, line.start + start, line.end)
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
