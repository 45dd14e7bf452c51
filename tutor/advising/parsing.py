"""A question taken apart: the scenario, the options to choose from, and how many of them are to be chosen."""

from __future__ import annotations

import re
from collections.abc import Sequence

LETTERS = "ABCDEFGHIJ"
_DIGITS = "123456789"
_FEWEST_OPTIONS, _FEWEST_LINES = 2, 3
_LETTERED = re.compile(
    r"(?:^|(?<=[\s.?!:;,)]))(?:[-*•]\s+)?(?:\*\*)?(?:[Oo]ption\s+)?[(\[]?(?P<letter>[A-Ja-j]|[1-9])"
    r"(?:[.):\]]+(?:\*\*)?(?:\s+|(?=[A-Z]))|\s+[–—-]\s+)"
)
_BULLET = re.compile(r"(?:(?m:^)[ \t]*(?:(?:[-*•‣◦○●▪–—+]|\[ ?\]|\( ?\)|☐)[ \t]+)+|(?<=\s)[•●▪○]\s+)(?=\S)")
_ASKING_LINE = re.compile(
    r"(?i)(?:\?|\b(?:choose|select|pick)\b[^.?]{0,20}\.?\)?|meets? th\w+ requirements\.?|\b(?:options"
    r"|choices|answers):)\s*$"
)
_COUNTS = {"two": 2, "2": 2, "three": 3, "3": 3, "four": 4, "4": 4}
_HOW_MANY = re.compile(
    r"(?i)\b(?:choose|select|pick|which|what|name|identify|the)\s+(?:any\s+|the\s+)?(?:best\s+|correct\s+)?"
    r"(two|three|four|2|3|4)\b(?=[^?]*$|[^?]*\?|\.)"
)
_TRAILING_QUESTION = re.compile(r"\n\s*\n?((?:which|what|how)\b[^\n]*\?[^\n]*)$", re.IGNORECASE)
_ANSWER = re.compile(r"(?i)\n\s*(?:correct )?answers?:.*$", re.DOTALL)


def parse_options(text: str) -> tuple[str, list[str]]:
    """A question without its options, and the options; no options: the text as it is.

    Options are lettered or numbered ('A. … B. …', 'a) …', '(1) …'), or stand on lines of their own after the question.
    """
    for start, marks in ((marks[0].start(), marks) for marks in (_run(text), _bullets(text)) if marks):
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        options = [_tidy(text[mark.end() : end]) for mark, end in zip(marks, ends, strict=True)]
        return _asked_last(text[:start].strip(), options)
    return _lines(text)


def without_letter(option: str) -> str:
    """An option without the letter or number in front of it."""
    mark = _LETTERED.match(option.strip())
    return option.strip()[mark.end() :] if mark and len(option.strip()) > mark.end() else option.strip()


def how_many(scenario: str) -> int:
    """How many options a scenario asks for: '(Choose two.)' is 2; one where it does not say."""
    found = [_COUNTS[match[1].lower()] for match in _HOW_MANY.finditer(scenario) if _asks(scenario, match)]
    return found[-1] if found else 1


def _asks(scenario: str, match: re.Match[str]) -> bool:
    """'the two tables' tells of something; 'choose two', 'which two actions' and 'the TWO' ask."""
    word = match[0].split()[0].lower()
    return word != "the" or match[1].isupper()


def _run(text: str) -> list[re.Match[str]]:
    """The marks of the first run A, B, C … or 1, 2, 3 …, or none."""
    found = list(_LETTERED.finditer(text))
    for first, mark in enumerate(found):
        if mark["letter"] not in "Aa1":
            continue
        expected = _DIGITS if mark["letter"] == "1" else LETTERS if mark["letter"] == "A" else LETTERS.lower()
        run = [mark]
        for later in found[first + 1 :]:
            if later["letter"] == expected[len(run) : len(run) + 1]:
                run.append(later)
        if len(run) >= _FEWEST_OPTIONS:
            return run
    return []


def _bullets(text: str) -> list[re.Match[str]]:
    """The marks of bullets after the line that asks."""
    marks = list(_BULLET.finditer(text))
    asked = [mark for mark in marks if _ASKING_LINE.search(text[: mark.start()].rstrip().rpartition("\n")[2])]
    marks = marks[marks.index(asked[-1]) :] if asked else []
    return marks if len(marks) >= _FEWEST_OPTIONS else []


def _lines(text: str) -> tuple[str, list[str]]:
    """Bare lines after a line that asks."""
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    asking = [n for n, line in enumerate(lines) if _ASKING_LINE.search(line)]
    options = lines[asking[-1] + 1 :] if asking else []
    if _FEWEST_LINES <= len(options) <= len(LETTERS):
        return "\n".join(lines[: asking[-1] + 1]), options
    return text, []


def _asked_last(scenario: str, options: Sequence[str]) -> tuple[str, list[str]]:
    """A question that follows the last option belongs to the scenario."""
    trailing = _TRAILING_QUESTION.search(options[-1])
    if trailing:
        last = options[-1][: trailing.start()].strip()
        return f"{scenario} {trailing[1].strip()}", [*options[:-1], last]
    return scenario, list(options)


def _tidy(option: str) -> str:
    return " ".join(_ANSWER.sub("", option).split()) if not _TRAILING_QUESTION.search(option) else option.strip()
