"""Reading a sum out of a question: how many of what, how large, how often."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tutor.calculating.capacity import EVENTUAL, STRONG, TRANSACTIONAL, Load
from tutor.calculating.quantities import Quantity, quantities, seconds_of

_OPERATIONS = (
    ("read", re.compile(r"(?i)\b(?:read|reads|reading|rps|lookups?|getitems?|fetch(?:es)?|quer(?:y|ies))\b")),
    ("write", re.compile(r"(?i)\b(?:write|writes|writing|written|wps|inserts?|putitems?|updates?|stores?)\b")),
)
_CONSISTENCY = (
    (TRANSACTIONAL, re.compile(r"(?i)\btransact(?:ional(?:ly)?|ions?|ed)?\b")),
    (EVENTUAL, re.compile(r"(?i)\beventual(?:ly)?\b")),
    (STRONG, re.compile(r"(?i)\bstrong(?:ly)?\b")),
)
_CAPACITY = re.compile(r"(?i)\b[RW]CU'?s?\b|\bcapacity\b|\bthroughput\b|\b(?:read|write) units?\b|\bprovision\w*")
_MONEY = re.compile(
    r"(?i)\bcosts?\b|\bpay(?:ing)?\b|\bprice[ds]?\b|\bbill(?:ed)?\b|\bcharged?s?\b|\bexpensive\b|\bspend\b|\$|\bdollars?\b"
)
_LABEL = re.compile(r"(?i)\s*(?:item|record|row|document|object)s?\s+(?:is|are|has|have)\b")
_UNIT_NAME = re.compile(r"(?i)\s*(?:x\s+)?(?P<name>[a-z][\w-]*)")
_ASKS = re.compile(
    r"(?i)\b(?:how (?:much|many)|what(?:'?s)?)\b|\b(?:calculate|work out|compute|costs?|pay)\b|\?\s*$|=\s*\?"
)
_NEAR = 4  # words
_BACKWARDS = re.compile(r"(?i)\bhow many (?P<unit>[A-Za-z][\w-]*)\b")


@dataclass(frozen=True, slots=True)
class CapacityQuestion:
    """Loads whose capacity units are asked for; a kind that was not named is None."""

    reads: Load | None
    writes: Load | None
    beside: tuple[tuple[str, Load], ...] = ()  # further loads, each with 'read' or 'write'


@dataclass(frozen=True, slots=True)
class RateQuestion:
    """So many units of something, whose price or size is asked for."""

    question: str
    amounts: tuple[tuple[Quantity, str], ...]  # each with the word behind it ('writes', 'acus'), or ''
    money: bool
    loads: CapacityQuestion | None = None  # reads and writes among the amounts; `per_second` holds their plain number
    unit_wanted: str = ""  # 'acus' of 'how many ACUs for 64 GB of RAM'


Calculation = CapacityQuestion | RateQuestion


def parse_calculation(question: str) -> Calculation | None:
    """The sum that a question asks for; None when it holds no figures to work with."""
    numbers = quantities(question)
    if not numbers:
        return None
    loads = _loads(question, numbers)
    if loads and _is_capacity(question, numbers):
        return loads
    if not _ASKS.search(question):
        return None
    amounts = tuple((number, _unit_after(question, number)) for number in numbers)
    wanted = _BACKWARDS.search(question)
    return RateQuestion(
        question, amounts, bool(_MONEY.search(question)), loads, wanted["unit"].lower() if wanted else ""
    )


def _is_capacity(question: str, numbers: list[Quantity]) -> bool:
    if _MONEY.search(question) and not re.search(r"(?i)\b[RW]CU'?s?\b|\bcapacity units?\b", question):
        return False
    sized = any(number.size for number in numbers)
    return bool(_CAPACITY.search(question)) or (sized and seconds_of(question) is not None)


def _unit_after(question: str, number: Quantity) -> str:
    found = _UNIT_NAME.match(question, number.end)
    return found["name"].lower() if found else ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of the question with one count, the operation that it counts, and the sizes in it."""

    count: Quantity
    kind: str
    text: str
    size: Fraction | None
    named: bool  # whether the operation stands right behind the count


def _loads(question: str, numbers: list[Quantity]) -> CapacityQuestion | None:
    counts = [number for number in numbers if not number.size and not _is_label(question, number)]
    parts = _parts(question, counts, [number for number in numbers if number.size])
    if not parts:
        return None
    whole_size = _shared_size(parts, numbers, counts)
    outside = question[: counts[0].start] + (question[counts[-1].start :] if len(parts) == 1 else "")
    span = seconds_of(question) or 1
    found: dict[str, Load] = {}
    beside: list[tuple[str, Load]] = []
    for part in parts:
        consistency = _consistency(part.text) or _consistency(outside) or STRONG
        if part.kind == "write" and consistency == EVENTUAL:
            consistency = STRONG
        per_second = part.count.value / (seconds_of(part.text) or span)
        load = Load(per_second, whole_size if part.size is None else part.size, consistency)
        if part.kind not in found:
            found[part.kind] = load
        elif part.named:
            beside.append((part.kind, load))
    return CapacityQuestion(found.get("read"), found.get("write"), tuple(beside))


def _is_label(question: str, number: Quantity) -> bool:
    """Whether a number only introduces a size ('1 item is 6 KB')."""
    return bool(
        re.match(r"(?i)\s*(?:item|record|row|document|object)s?\s+(?:is|are|has|have)\b", question[number.end :])
    )


def _parts(question: str, counts: list[Quantity], sizes: list[Quantity]) -> list[_Part]:
    parts: list[_Part] = []
    for n, count in enumerate(counts):
        end = counts[n + 1].start if n + 1 < len(counts) else len(question)
        begin = counts[n - 1].end if n else 0
        after, before = question[count.end : end], question[begin : count.start]
        kind = _operation(after) or _operation(before, last=True)
        if kind:
            own = [size.bytes for size in sizes if count.end <= size.start < end]
            named = bool(_operation(" ".join(after.split()[:_NEAR])))
            parts.append(_Part(count, kind, question[count.start : end], own[0] if own else None, named))
    return parts


def _operation(text: str, last: bool = False) -> str:
    """'read' or 'write', whichever the text names first (or last); '' for neither."""
    found = [(match.start(), kind) for kind, pattern in _OPERATIONS for match in pattern.finditer(text)]
    return (max(found) if last else min(found))[1] if found else ""


def _shared_size(parts: list[_Part], numbers: list[Quantity], counts: list[Quantity]) -> Fraction | None:
    """The size for operations that name none of their own: one said before all of them, else the only one there is."""
    before = [number.bytes for number in numbers if number.size and number.start < counts[0].start]
    own = [part.size for part in parts if part.size is not None]
    return before[0] if before else own[0] if own else None


def _consistency(text: str) -> str:
    return next((name for name, pattern in _CONSISTENCY if pattern.search(text)), "")
