"""Dates, as notes write them: '18 May 1848', 'Sept 1814', '2024-03-01', '4 Aug', 'Tuesday'."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from tutor.claims.values import Quantity

DATES = frozenset(("date", "day", "weekday"))  # the units
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:1\d|20)\d\d\b"
_DATE = re.compile(
    rf"(?<![\w-])(?:(?P<year>{_YEAR})-(?P<number>\d\d)-(?P<day>\d\d)(?!\d)"
    rf"|(?:(?P<before>{_DAY})\.? (?:of )?)?(?P<month>{_MONTH})(?:\s(?P<behind>{_DAY})(?![\w:.%]|,\d))?"
    rf"(?:,? (?P<in>{_YEAR}))?)"
)
_WEEKDAY = re.compile(r"\b(?P<name>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)s?\b")


def dates(text: str) -> Iterator[Quantity]:
    """Days ('date', in days since year 1), days of no year ('day', month and day as 1208), days of the week, in order.

    A month of a year is all its days; a month alone is none.
    """
    for match in _DATE.finditer(text):
        span = _span(match)
        if span:
            unit, low, high = span
            yield Quantity(low, high, unit, text=match[0].strip(), start=match.start(), end=match.end())
    for match in _WEEKDAY.finditer(text):
        number = float(_DAYS.index(match["name"][:3]) + 1)
        yield Quantity(number, number, "weekday", text=match[0], start=match.start(), end=match.end())


def _span(match: re.Match[str]) -> tuple[str, float, float] | None:
    year = match["year"] or match["in"]
    month = int(match["number"]) if match["number"] else _MONTHS.index(match["month"][:3]) + 1
    digits = re.match(r"\d+", match["day"] or match["before"] or match["behind"] or "")
    if not 1 <= month <= len(_MONTHS):
        return None
    if year is None:
        return ("day", float(code), float(code)) if digits and (code := 100 * month + int(digits[0])) else None
    last = monthrange(int(year), month)[1]
    first, last = (int(digits[0]), int(digits[0])) if digits else (1, last)
    if not 1 <= first <= monthrange(int(year), month)[1]:
        return None
    return "date", float(date(int(year), month, first).toordinal()), float(date(int(year), month, last).toordinal())
