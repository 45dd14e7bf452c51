"""What people type instead of Markdown, turned into Markdown of the same length, line by line.

`as_markdown` gives the parser a view in which a round bullet is a '-' and an emoji title is a '#'. Each line
keeps its length, so that offsets into the view are offsets into the note; texts are always cut from the note.
"""

from __future__ import annotations

import re
import unicodedata

from index.notes.markup import CHECKS, CROSSES, PINS

_LETTERED = re.compile(
    r"^(\s*)(\(?(?:[a-zA-Z]|\d{1,2}|[ivx]{1,4})\)|[a-z]\.|[xXo])(?=\s+\S)"
)  # where several follow each other
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
_BULLET = re.compile(r"^(\s*)([•●▪▫◦‣⁃∙·○■□◆◇➤►▸▹→➜»–—*+])(?=\s)")
_MARKED = re.compile(rf"^(\s*)([{CHECKS}{CROSSES}{PINS}]\ufe0f?)(?=\s)")
_TREE = re.compile(r"^(\s*)([├└│][─│├└ ]*)(?=\S)")
_RULE = re.compile(r"^\s*[─═━_*-]{3,}\s*$")
_COLUMN_RULE = re.compile(r"^\s*-{2,}(?:\s+-{2,})+\s*$")  # below the titles of columns; Markdown ends the text with it
_CHAPTER = re.compile(r"(?i)\b(?:part|chapter|day|module|week|lesson|unit|phase)\s+\d+")
_TITLE_LENGTH = 90


def as_markdown(text: str) -> str:
    """The structure view of a note: same length, same lines, only Markdown's own signs at line starts."""
    lines, fence = [], ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        lines.append(line if fence or found else _line(line))
    return "\n".join(_lettered(lines))


def _lettered(lines: list[str]) -> list[str]:
    """Items that are marked with a letter, 'a)' or 'x', as items; one line alone is none."""
    found = [_LETTERED.match(line) for line in lines]
    for at, item in enumerate(found):
        if item and (found[at - 1 : at] not in ([], [None]) or found[at + 1 : at + 2] not in ([], [None])):
            lines[at] = item[1] + "-".rjust(len(item[2])) + lines[at][item.end() :]
    return lines


def _line(line: str) -> str:
    if _COLUMN_RULE.match(line):
        return line.replace("-", "=")
    if line.isascii():
        return line
    for pattern in (_BULLET, _MARKED, _TREE):
        found = pattern.match(line)
        if found:
            sign = "-".rjust(len(found[2])) if pattern is not _TREE else "-".ljust(len(found[2]) - 1) + " "
            return found[1] + sign[: len(found[2])] + line[found.end() :]
    lead = emoji_prefix(line)
    if lead and len(line) <= _TITLE_LENGTH and not line.rstrip().endswith((".", ";", ",")):
        return "#".ljust(lead) + line[lead:]
    return " " * len(line) if _RULE.match(line) else line


def emoji_prefix(line: str) -> int:
    """Length of the emoji (with the space behind it) that a line starts with; 0 when it starts otherwise."""
    at = 0
    while at < len(line) and _is_emoji(line[at]):
        at += 1
    if at == 0 or at >= len(line) or not line[at].isspace():
        return 0
    return at + 1


def _is_emoji(char: str) -> bool:
    if char in "\ufe0f\u200d":
        return True
    return (
        unicodedata.category(char) == "So" and not 0x2500 <= ord(char) <= 0x25FF and char not in CHECKS + CROSSES + PINS
    )


def emoji_level(title: str) -> int:
    """Heading level of an emoji title: numbered parts stand above the rest."""
    return 2 if _CHAPTER.search(title) else 3
