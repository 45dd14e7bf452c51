"""Markup removed from a piece of a note: what a reader sees of it, word for word."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_INLINE = MarkdownIt("commonmark", {"html": True}).enable("strikethrough")
_OBSIDIAN = (
    (re.compile(r"%%.*?%%"), ""),  # comments
    (re.compile(r"!?\[\[(?:[^\]|]*\|)?([^\]]*)\]\]"), r"\1"),  # [[note|shown]]
    (re.compile(r"==([^=\n]+)=="), r"\1"),  # ==highlight==
    (re.compile(r"\s\^[\w-]+$"), ""),  # ^block-id
    (re.compile(r"\s*\{#[\w-]+\}\s*$"), ""),  # {#anchor}
    (re.compile(r"(?:(?<=\s)|^)#([A-Za-z][\w/-]*)"), r"\1"),  # #tag
)
_QUOTED = re.compile(r"(?<=\n)[ \t]*(?:>[ \t]?)+")  # of the later lines of a block quote
_BOLD = re.compile(r"\*\*(?! )([^*]+?)\*\*|^\*\*(?=\w)")  # with a space before its end, which Markdown leaves as it is
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]*>")
_LINK = re.compile(r"^\s*(?:!?\[(?:\\.|[^\]\\])*\]\([^)]*\)|!\[\[[^\]]*\]\]|<?https?://\S+)\s*$")
_DRAWING = re.compile(r"[\u2500-\u259f]+")
_SPACE = re.compile(r"\s+")
CHECKS = "✔✅✓☑"
CROSSES = "❌✗✘✖"
PINS = "📌💡🔑👉⭐❗⚠"
_LEADING_MARK = re.compile(rf"^[\s{CHECKS}{CROSSES}{PINS}\ufe0f]+")
_MARKED_UP = re.compile(r"[*_`\[\]<>&\\~=%#^{}!|]")


@lru_cache(maxsize=4096)
def plain(raw: str) -> str:
    """What a reader sees of a piece of Markdown: one line, markup, marks and box lines removed."""
    text = _QUOTED.sub("", raw)
    if _MARKED_UP.search(raw):
        for pattern, shown in _OBSIDIAN:
            text = pattern.sub(shown, text)
        text = _BOLD.sub(r"\1", "".join(_shown(token) for token in _INLINE.parseInline(text)))
    shown = _SPACE.sub(" ", _LEADING_MARK.sub("", _DRAWING.sub(" ", text))).strip()
    return shown or text.strip("\ufe0f ") * (len(text.strip()) <= 2)


def _shown(token: Token) -> str:
    if token.type in ("inline", "image"):
        return "".join(_shown(child) for child in token.children or [])
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "html_inline":
        return " " if token.content.lower().startswith("<br") else _TAG.sub("", token.content)
    return token.content


def is_link(raw: str) -> bool:
    """Whether a piece is nothing but a picture, a link or an address."""
    return bool(_LINK.match(raw))


def mark(raw: str) -> str:
    """'check', 'cross' or 'pin' when the piece starts with such a sign, else ''."""
    first = raw.strip()[:1]
    if not first:
        return ""
    return "check" if first in CHECKS else "cross" if first in CROSSES else "pin" if first in PINS else ""
