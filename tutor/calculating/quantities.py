"""Numbers, sizes and spans of time as people write them: '2.5kb', '3 million', '1,200 per minute'."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

BYTES = {"b": 1, "byte": 1, "kb": 1024, "kib": 1024, "mb": 1024**2, "mib": 1024**2, "gb": 1024**3, "gib": 1024**3}
BYTES |= {"tb": 1024**4, "tib": 1024**4, "pb": 1024**5, "pib": 1024**5}
BYTES |= {"kilobyte": 1024, "megabyte": 1024**2, "gigabyte": 1024**3, "terabyte": 1024**4, "petabyte": 1024**5}
_TIMES = {"k": 10**3, "thousand": 10**3, "hundred": 100, "m": 10**6, "mn": 10**6, "mil": 10**6, "million": 10**6}
_TIMES |= {"billion": 10**9, "bn": 10**9}
_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_WORDS |= {"nine": 9, "ten": 10, "twenty": 20, "fifty": 50}
_SECONDS = (
    (re.compile(r"(?i)(?:/|\bper|\ba|\ban|\bevery|\beach)\s*(?:sec(?:ond)?s?|s)\b|\bp\.?s\b|(?<=\d)ps\b"), 1),
    (re.compile(r"(?i)(?:/|\bper|\ba|\bevery|\beach)\s*min(?:ute)?s?\b"), 60),
    (re.compile(r"(?i)(?:/|\bper|\ban|\bevery|\beach)\s*(?:hour|hr|h)s?\b"), 3600),
    (re.compile(r"(?i)(?:/|\bper|\ba|\bevery|\beach)\s*day\b"), 86400),
)
NUMBER = r"(?:\d[\d,]*(?:\.\d+)?(?:e\+?\d{1,4}\b)?|\.\d+)"
_SIZES = "|".join(sorted((unit for unit in BYTES if unit != "b"), key=len, reverse=True))
_QUANTITY = re.compile(
    rf"(?i)(?<![\w.$-])(?P<sign>-\s?)?(?:(?P<number>{NUMBER})|(?P<word>{'|'.join(_WORDS)})(?=\s+(?:hundred|thousand|million|billion)\b))"
    rf"(?:\s*-?\s*(?P<size>(?:{_SIZES})s?|b)\b|\s*(?P<times>{'|'.join(sorted(_TIMES, key=len, reverse=True))})\b)?"
)

_TOO_LARGE = 10**18


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a text; `size` is its unit of bytes in lower case, or ''."""

    value: Fraction
    size: str
    start: int
    end: int

    @property
    def bytes(self) -> Fraction:
        """The size in bytes; the bare value when it is none."""
        return self.value * BYTES.get(self.size, 1)


def quantities(text: str) -> list[Quantity]:
    """Every number of a text, with the unit of bytes or the 'thousand' behind it."""
    return [_quantity(found) for found in _QUANTITY.finditer(text)]


def _quantity(found: re.Match[str]) -> Quantity:
    value = Fraction(found["number"].replace(",", "")) if found["number"] else Fraction(_WORDS[found["word"].lower()])
    value *= _TIMES.get((found["times"] or "").lower(), 1)
    size = (found["size"] or "").lower()
    size = size.removesuffix("s") if size not in BYTES else size
    return Quantity(-value if found["sign"] else value, size, found.start(), found.end())


def parse_size(text: str) -> Fraction | None:
    """Bytes of the first size in a text, None without one."""
    return next((quantity.bytes for quantity in quantities(text) if quantity.size), None)


def seconds_of(text: str) -> int | None:
    """Length of the span of time that a text counts by ('per minute' is 60), None when it does not say."""
    found = [(match.start(), seconds) for pattern, seconds in _SECONDS if (match := pattern.search(text))]
    return min(found)[1] if found else None


def show(value: Fraction | int, decimals: int = 4) -> str:
    """A number as people write it: '1.5', '1,200', never '1.50'; of what is too large to read, only its magnitude."""
    whole = abs(Fraction(value)) // 1
    if whole >= _TOO_LARGE:
        return f"10^{len(str(whole)) - 1}"
    rounded = f"{float(value):,.{decimals}f}"
    return rounded.rstrip("0").rstrip(".") if "." in rounded else rounded


def show_bytes(size: Fraction | int) -> str:
    """A size in its own largest unit: '10 KB', '900 bytes'."""
    for unit in ("TB", "GB", "MB", "KB"):
        if size >= BYTES[unit.lower()]:
            return f"{show(Fraction(size) / BYTES[unit.lower()])} {unit}"
    if size * 10 % BYTES["kb"] == 0:
        return f"{show(Fraction(size) / BYTES['kb'])} KB"
    return f"{show(size)} bytes"


def show_money(amount: Fraction) -> str:
    """Dollars, with cents when there are any: '$15', '$3.75'; below a cent all that matters."""
    if amount == int(amount):
        return f"${int(amount):,}"
    return f"${show(amount)}" if abs(amount) < Fraction(1, 100) else f"${float(amount):,.2f}"
