"""What people type instead of Markdown, turned into Markdown of the same length, line by line.

`as_markdown` gives the parser a view in which a round bullet is a '-' and an emoji title is a '#'. Each line
keeps its length, so that offsets into the view are offsets into the note; texts are always cut from the note.
"""

from __future__ import annotations

import re
import unicodedata

from index.notes.markup import CHECKS, CROSSES, PINS

_LETTERED = re.compile(  # where several follow each other
    r"^(\s*)(\((?:[a-zA-Z]|\d{1,2}|[ivx]{1,4})\)|[a-zA-Z]\)|[ivx]{1,4}\)|[a-z]\.|[xXo])(?=\s+[^\s=<>+*/-])"
)
_GLUED = re.compile(r"^(\s*)([-–*])(?=[^\W\d_]{2}[^*]*$)")  # '-item', where several follow each other
_STARS = re.compile(r"^(\*{1,6})(?=\s+\S)")
_WIKI_TITLE = re.compile(r"^(={2,6})(?=.*[^=]={2,6}\s*$)")
_HASHES = re.compile(r"^(#{2,6})(?=[^\W\d_])")
_FENCE = re.compile(r"^\s{0,3}(```+|~~~+)")
_BULLET = re.compile(r"^(\s*)([•●▪▫◦‣⁃∙·○■□☐★☆◆◇➤►▸▹→➜»–—])(?=\s)")
_ROUND = re.compile(r"^(\s*)([•●▪◦‣∙])(?=[^\s])")
_MARKED = re.compile(rf"^(\s*)([{CHECKS}{CROSSES}{PINS}]\ufe0f?)(?=\s)")
_PIN_TITLE = re.compile(rf"^[{PINS}]\ufe0f?\s+\S+(?:\s+\S+){{0,5}}(?<![.!?:;,])\s*$")
_BOX = re.compile(r"^(\s*)(\[[ xX]\])(?=\s+\S)")  # of a check list without bullets
_TREE = re.compile(r"^(\s*)([├└│][─│├└ ]*)(?=\S)")
_RULE = re.compile(r"^\s*[─═━_*-]{3,}\s*$")
_FOOTNOTE = re.compile(r"^(\s*)\[(?=\^[^\]\s]+\]:\s)")
_ITEM = re.compile(r"^(\s*)([-*+]|\d{1,9}[.)])(?=\s)")
_CODE_INDENT = 4
_COLUMN_RULE = re.compile(r"^\s*-{2,}(?:\s+-{2,})+\s*$")  # below the titles of columns; Markdown ends the text with it
_CHAPTER = re.compile(r"(?i)\b(?:part|chapter|day|module|week|lesson|unit|phase)\s+\d+")
_TITLE_LENGTH = 90


def as_markdown(text: str) -> str:
    """The structure view of a note: same length, same lines, only Markdown's own signs at line starts."""
    raw = text.split("\n")
    code = _in_fences(raw)
    lines = [line if fenced else _line(line) for line, fenced in zip(raw, code, strict=True)]
    lines = _outdented(_pinned(raw, _unlisted(raw, _lettered(_starred(lines)))))
    return "\n".join(old if fenced else new for old, new, fenced in zip(raw, lines, code, strict=True))


def _in_fences(lines: list[str]) -> list[bool]:
    """Which lines belong to a fence, its own two included."""
    found, fence = [], ""
    for line in lines:
        sign = _FENCE.match(line)
        if sign and (not fence or sign[1].startswith(fence)):
            found.append(True)
            fence = "" if fence else sign[1]
        else:
            found.append(bool(fence))
    return found


def _unlisted(raw: list[str], lines: list[str]) -> list[str]:
    """Lines behind one emoji each, one below the other, are items and not titles with nothing below them."""
    leads = [old[: emoji_prefix(old)] if new[:1] == "#" != old[:1] else "" for old, new in zip(raw, lines, strict=True)]
    for at, lead in enumerate(leads):
        same = lead in (*leads[max(at - 1, 0) : at], *leads[at + 1 : at + 2])
        below = at > 0 and bool(raw[at - 1].strip())
        if lead and (same or (below and _has_run(leads[max(at - 2, 0) : at + 3]))):
            lines[at] = "-".ljust(len(lead)) + lines[at][len(lead) :]
    return lines


def _pinned(raw: list[str], lines: list[str]) -> list[str]:
    """Short lines behind a pin that stand alone above text are titles, where a note has several."""
    found = [at for at, line in enumerate(raw) if _PIN_TITLE.match(line) and _heads(raw, at)]
    for at in found if len(found) > 1 else ():
        lines[at] = "#".ljust(lines[at].index("-") + 1) + lines[at][lines[at].index("-") + 1 :]
    return lines


def _heads(raw: list[str], at: int) -> bool:
    """Whether a line stands alone, and text follows behind a blank line."""
    alone = not any(line.strip() for line in (*raw[max(at - 1, 0) : at], *raw[at + 1 : at + 2]))
    return alone and any(line[:1].isalnum() or line[:1] in "-*•" for line in raw[at + 2 : at + 3])


def _has_run(leads: list[str]) -> bool:
    """Whether three of five lines that follow each other are titles, so that the middle one belongs to them."""
    return any(all(leads[at : at + 3]) for at in range(len(leads) - 2))


def _outdented(lines: list[str]) -> list[str]:
    """Lists that are indented as a whole, which Markdown takes for code: their indent goes behind the sign."""
    in_list, indent = False, ""
    for at, line in enumerate(lines):
        item = _ITEM.match(line)
        if not line.strip():
            continue
        if indent and not line.startswith(indent):
            indent = ""
        if item and not in_list and not indent and len(item[1].expandtabs(4)) >= _CODE_INDENT:
            indent = item[1]
        if item and indent:
            lines[at] = item[1].removeprefix(indent) + item[2] + indent + line[item.end() :]
        in_list = not indent and (bool(item) or (in_list and line[0].isspace()))
    return lines


def _starred(lines: list[str]) -> list[str]:
    """'** title' as a title where text stands below such lines, else as an item below '* item'."""
    stars = [_STARS.match(line) for line in lines]
    deep = [at for at, found in enumerate(stars) if found and len(found[1]) > 1]
    if not deep or not any(found and len(found[1]) == 1 for found in stars):
        return lines
    titles = sum(not any(stars[at + 1 : at + 2]) for at in deep) > len(deep) / 2 and len(deep) > 1
    for at, found in enumerate(stars):
        if found:
            lines[at] = (found[1].replace("*", "#") if titles else "-".rjust(len(found[1]))) + lines[at][found.end() :]
    return lines


def _lettered(lines: list[str]) -> list[str]:
    """Items that are marked with a letter, 'a)' or 'x', or with a sign that sticks to them; one line alone is none."""
    for pattern in (_LETTERED, _GLUED):
        found = [pattern.match(line) for line in lines]
        for at, item in enumerate(found):
            if item and (any(found[max(at - 1, 0) : at]) or any(found[at + 1 : at + 2])):
                lines[at] = _glued(item, lines[at]) if pattern is _GLUED else _as_item(item, lines[at])
    return lines


def _as_item(found: re.Match[str], line: str) -> str:
    return found[1] + "-".rjust(len(found[2])) + line[found.end() :]


def _glued(found: re.Match[str], line: str) -> str:
    """A sign and the letter that sticks to it as a sign and a space: only the structure is read from the view."""
    return f"{found[1]}- {line[found.end() + 1 :]}"


def _line(line: str) -> str:
    if _COLUMN_RULE.match(line):
        return line.replace("-", "=")
    if footnote := _FOOTNOTE.match(line):  # Markdown would take it for the target of a link
        return footnote[1] + "(" + line[footnote.end() :]
    if title := _WIKI_TITLE.match(line) or _HASHES.match(line):
        return "#" * len(title[1]) + " " + line[title.end() + 1 :]
    if box := _BOX.match(line):
        return _as_item(box, line)
    if line.isascii():
        return line
    if found := _ROUND.match(line):
        return _glued(found, line)
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
