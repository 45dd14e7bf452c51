"""Which lines are titles although no '#' says so: short bare lines, numbered ones, underlined ones, bold ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

from index.notes.labels import is_remark, question_at
from index.notes.markup import plain

_ATX = re.compile(r"^\s{0,3}#+\s+")
_UNDERLINE = re.compile(r"^\s{0,3}(?:(?P<double>={2,})|-{2,})\s*$")
_BOLD = re.compile(r"^\s*(?:\*\*|__)(?P<title>[^*_]{2,120})(?:\*\*|__)\s*$")
_CHAPTER = re.compile(
    r"(?i)^\s*(?:part|chapter|day|module|week|lesson|unit|phase|section|lecture|session|topic|evening)\s+\d+\s*[:.—–-]\s*\S"
)
_DOTTED = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2})+)\.?\s+[^\W\d].*$")
_NAMED = re.compile(r"^(?P<name>[^:]*\s[^:]*):\s+(?P<rest>[^:\d]+)$")
_ENDED = re.compile(r"[a-z]{3}[.!]\S*\s")  # a sentence in it is over
_WIDTH = 80  # of a title
_WORDS = 10
_BOLD_WORDS = 5  # of a bold line that is no question
_LIST = 3  # so many lines that could be titles, without text between, are a list
_SPREAD_LIST = 4  # and so many with blank lines between


class Titles:
    """Finds the titles of one note. Lines count from 0."""

    def __init__(self, view: Sequence[str]) -> None:
        self.view = view
        self.marked = sum(bool(_ATX.match(line)) for line in view)
        self.bare = self.marked < 2  # titles of this note are marked only by being short bare lines

    def level(self, at: int) -> int:
        """The heading level of a line of a paragraph, 0 when it is no title."""
        text = self.view[at].strip()
        if bold := _BOLD.match(text):
            return 6 if _is_bold_title(bold["title"]) else 0
        if underlined := self._underlined(at):
            return underlined
        if self._is_numbered(at):
            return self._top + _depth(text)
        if self.bare and self._is_bare(at):
            return self._top + 1 + max(self._depths, default=0)
        return 0

    def is_underline(self, at: int) -> bool:
        """Whether a line only underlines the title above it."""
        return at > 0 and bool(_UNDERLINE.match(self.view[at])) and bool(self._underlined(at - 1))

    def is_list(self, at: int) -> bool:
        """Whether a line is one of several short ones which would all be titles without anything below them."""
        return self.bare and at in self._lists

    # -- by number -----------------------------------------------------------------------------------------------

    @cached_property
    def _top(self) -> int:
        return 1 if self.bare or not any(line.lstrip().startswith("##") for line in self.view) else 4

    @cached_property
    def _numbered(self) -> dict[int, int]:
        """Lines that start with a number of their own, and how deep it is."""
        return {
            at: depth
            for at, line in enumerate(self.view)
            if (depth := _depth(line)) and _may_be_title(line) and not self._goes_on(at)
        }

    def _goes_on(self, at: int) -> bool:
        """Whether a numbered line is the first of a paragraph: a sentence ends in it, or goes on in the next line."""
        return bool(_ENDED.search(self.view[at])) or (self._is_text(at + 1) and self.view[at + 1].lstrip()[0].islower())

    @cached_property
    def _depths(self) -> set[int]:
        return {depth for at, depth in self._numbered.items() if self._is_numbered(at)}

    def _is_numbered(self, at: int) -> bool:
        depth = self._numbered.get(at, 0)
        if not depth or (depth == 1 and at > 0 and self.view[at - 1].strip()):
            return False
        after = self._after(at)
        return after is not None and self._numbered.get(after) != depth and (depth == 1 or self._is_counted(at))

    def _is_counted(self, at: int) -> bool:
        """Whether '2.3' comes with '2.2' or '2.4': a number at the start of a line may be just a number."""
        found = _DOTTED.match(self.view[at])
        chapter, _, last = found["number"].rpartition(".") if found else ("", "", "0")
        return any(f"{chapter}.{int(last) + step}" in self._numbers for step in (-1, 1))

    @cached_property
    def _numbers(self) -> set[str]:
        return {found["number"] for line in self._numbered if (found := _DOTTED.match(self.view[line]))}

    # -- by look -------------------------------------------------------------------------------------------------

    def _underlined(self, at: int) -> int:
        """1 or 2 when the line below is '====' or '----' and belongs to this one, else 0."""
        below = _UNDERLINE.match(self.view[at + 1]) if at + 1 < len(self.view) else None
        alone = at == 0 or not self.view[at - 1].strip()
        text = self.view[at].strip()
        if not below or not alone or not text or "|" in text:
            return 0
        if below["double"]:
            return 1
        return 2 if _may_be_title(text) and len(below[0].strip()) > len(text) / 2 else 0

    def _is_bare(self, at: int) -> bool:
        text = self.view[at].strip()
        if not _looks_bare(text) or at in self._lists:
            return False
        before, after = self._is_text(at - 1), self._is_text(at + 1)
        if self._after(at) is None or (before and not after and not _looks_bare(self.view[at - 1].strip())):
            return False  # nothing stands below it: a last line
        return ": " not in text or (not before and not after and _is_named_part(text))

    def _is_text(self, at: int) -> bool:
        return 0 <= at < len(self.view) and bool(self.view[at].strip())

    def _after(self, at: int) -> int | None:
        return next((line for line in range(at + 1, len(self.view)) if self.view[line].strip()), None)

    @cached_property
    def _lists(self) -> set[int]:
        """Lines that would be titles but for their neighbours, which would be titles as well."""
        found: set[int] = set()
        run: list[int] = []
        filled = [at for at, line in enumerate(self.view) if line.strip()]
        for at in [*filled, len(self.view)]:
            if at < len(self.view) and _looks_bare(self.view[at].strip()) and not self._underlined(at):
                run.append(at)
                continue
            if run[:1] != filled[:1] or run == filled:  # titles may follow each other at the start of a note
                found.update(_listed(run))
            run = []
        return found


def _listed(run: list[int]) -> list[int]:
    """The part of a run of short lines that is a list: all but the first when that one heads the others."""
    lines = set(run)
    close = [at for at in run if at - 1 in lines or at + 1 in lines]
    if len(close) >= _LIST:
        return close if close[0] != run[0] else close[1:]
    return run[1:] if len(run) >= _SPREAD_LIST and not close else []


def _depth(text: str) -> int:
    """1 for 'Part 2: …', 2 for '2.1 …', 3 for '2.1.4 …', else 0."""
    if found := _DOTTED.match(text):
        return found["number"].count(".") + 1
    return 1 if _CHAPTER.match(text) else 0


def _may_be_title(text: str) -> bool:
    text = text.strip()
    return len(text) <= _WIDTH and not text.endswith((".", ":", ";", ",")) and "|" not in text


def _is_bold_title(title: str) -> bool:
    if is_remark(title) or question_at(title):
        return False
    if title.endswith("?"):
        return True
    return not title.endswith((".", ":", "!")) and (len(title.split()) <= _BOLD_WORDS or title[0].isdigit())


def _looks_bare(text: str) -> bool:
    if len(text) > _WIDTH or len(text.split()) > _WORDS or text.endswith((".", ":", ";", ",", "!", "-")):
        return False
    if not _starts_title(text) or any(sign in text for sign in "→=|{}<>;") or "::" in text or _ENDED.search(text):
        return False
    return bool(plain(text))


def _starts_title(text: str) -> bool:
    if _CHAPTER.match(text):
        return True
    first, _, rest = text.lstrip("\"'“‘(").partition(" ")
    if first[:1].isdigit():  # '3 eggs' is none
        return bool(re.match(r"\d+(?:\.\d+)*[.)]?$", first)) and rest[:1].isupper()
    return first[:1] != "`" and any(char.isupper() for char in first)


def _is_named_part(text: str) -> bool:
    """'Notes on tea: Green and White' names a part of something; 'Price: 3 euros' and 'Tea: three minutes' tell."""
    found = _NAMED.match(text)
    return bool(_CHAPTER.match(text)) or bool(
        found and all(word[0].isupper() for word in found["rest"].split() if len(word) > 3)
    )
