"""'N units of X' times what one costs or holds, where notes say so: '$5.00 per TB scanned', '1 ACU ≈ 2GB RAM'."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from index.values import Polarity, Statement
from tutor.calculating.capacity import Load, Step, find_rules, units_per_item
from tutor.calculating.quantities import BYTES, NUMBER, Quantity, show, show_bytes, show_money
from tutor.calculating.questions import RateQuestion
from tutor.errors import InputUnfit

_PRICE = re.compile(
    rf"(?i)\$\s?(?P<price>{NUMBER})\s*(?:/|per|for (?:each|every)|an?|each)\s*"
    rf"(?:(?P<many>{NUMBER})\s*)?(?P<unit>[a-z][\w-]*)"
)
_HOLDS = re.compile(
    r"(?i)\b(?:1|one|each|an?)\s+(?P<unit>[A-Za-z][\w-]*)(?:\s*\([^)]*\))?\s*"
    r"(?:≈|=|~|is(?: worth)?|gives?|has|holds|equals|provides)\s*(?:about|roughly|approximately|around|~)?\s*"
    rf"(?P<amount>{NUMBER})\s*(?P<size>KB|MB|GB|TB)\s*(?:of\s+)?(?P<what>[A-Za-z]+)"
)
_MAY_STATE_ONE = re.compile(r"\$\s?\d|[≈=~]|\b(?:is|gives?|has|holds)\s")
_WORD = re.compile(r"[a-z]{3,}")
_COMMON = re.compile(
    r"the|and|for|per|with|what|how|much|many|does|will|about|you|use|total|month|sample|amazon|aws|data|database"
    r"|costs?|pay|pric(?:es?|ing)|million|billion|units?"
)
_UNITS = re.compile(r"(\S+) [RW]CU\b")
_TIMES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class UnitRate:
    """What one unit costs or holds, as a statement has it."""

    figure: Fraction  # dollars, or bytes of `what`
    per: Fraction  # how many units (bytes, for sizes) the figure is for
    unit: str  # 'bytes', '' for plain counts, or the unit's name as written
    what: str  # what a unit holds, as written; '' for a price
    words: frozenset[str]  # what the rate is about
    statement: Statement


@dataclass(frozen=True, slots=True)
class RateResult:
    """A price or size, ready to be said."""

    text: str
    steps: tuple[Step, ...]


def work_out_rate(question: RateQuestion, statements: Iterable[Statement]) -> RateResult | None:
    """The price or size asked for, None when the notes state no rate that fits. Raises InputUnfit below zero."""
    known = tuple(statements)
    rates = [rate for statement in known if (rate := _read(statement))]
    held = None if question.money else _held(question, [rate for rate in rates if rate.what])
    if held or not (question.money or "how much" in question.question.lower()):
        return held
    prices = [rate for rate in rates if not rate.what]
    return _priced_loads(question, prices, known) or _priced(question, prices)


def states_rate(statement: Statement) -> bool:
    """Whether a statement says what one unit costs or holds."""
    return _read(statement) is not None


def _read(statement: Statement) -> UnitRate | None:
    text = statement.text.replace(" | ", " ")
    if statement.block.polarity is not Polarity.ASSERTED or not _MAY_STATE_ONE.search(text):
        return None
    if price := _PRICE.search(text):
        per, unit = _per(price)
        return UnitRate(_number(price["price"]), per, unit, "", _about(statement), statement)
    if holds := _HOLDS.search(text):
        size = _number(holds["amount"]) * BYTES[holds["size"].lower()]
        return UnitRate(size, Fraction(1), holds["unit"], holds["what"], _about(statement), statement)
    return None


def _about(statement: Statement) -> frozenset[str]:
    block = statement.block
    return _words(f"{block.heading[-1] if block.heading else ''} {block.term} {block.text}")


def _per(price: re.Match[str]) -> tuple[Fraction, str]:
    many, unit = _number(price["many"] or "1"), _singular(price["unit"])
    if unit in BYTES:
        return many * _billing_bytes(unit), "bytes"
    return (many * _TIMES[unit], "") if unit in _TIMES else (many, unit)


def _priced(question: RateQuestion, rates: Sequence[UnitRate]) -> RateResult | None:
    asked = _words(question.question)
    for amount, name in question.amounts:
        fits = [rate for rate in rates if _fits(rate, amount, name) and rate.words & asked]
        if fits:
            rate = max(fits, key=lambda rate: len(rate.words & asked))
            cost, step = _bill(_billed(amount), rate, _shown(amount, name))
            return RateResult(show_money(cost), (step,))
    return None


def _fits(rate: UnitRate, amount: Quantity, name: str) -> bool:
    if rate.unit == "bytes" or amount.size:
        return rate.unit == "bytes" and bool(amount.size)
    return rate.unit in ("", _singular(name))


def _bill(units: Fraction, rate: UnitRate, shown: str) -> tuple[Fraction, Step]:
    if units < 0:
        raise InputUnfit(f"A bill for {shown} cannot be worked out. Give a number of zero or more")
    cost = units * rate.figure / rate.per
    per = _size_name(rate.per) if rate.unit == "bytes" else f"{_in_words(rate.per)} {rate.unit}".strip()
    text = f"{shown} × {show_money(rate.figure)} per {per.removeprefix('1 ')} = {show_money(cost)}"
    return cost, Step(text, (rate.statement,))


def _priced_loads(
    question: RateQuestion, rates: Sequence[UnitRate], statements: Sequence[Statement]
) -> RateResult | None:
    """The price of reads and writes that are charged by request units, as many of them as their size takes."""
    loads = question.loads
    asked = {"read": loads.reads, "write": loads.writes} if loads else {}
    found = [(kind, load, _request_rate(kind, rates, question)) for kind, load in asked.items() if load]
    priced = [(kind, load, rate) for kind, load, rate in found if rate]
    if not priced or len(priced) < len(found):
        return None
    steps: list[Step] = []
    costs = [_load_cost(kind, load, rate, statements, steps) for kind, load, rate in priced]
    total = sum(costs, Fraction())
    if len(costs) > 1:
        steps.append(Step(f"{' + '.join(map(show_money, costs))} = {show_money(total)}", steps[-1].rules))
    return RateResult(show_money(total), tuple(steps))


def _request_rate(kind: str, rates: Sequence[UnitRate], question: RateQuestion) -> UnitRate | None:
    """The rate for request units of a kind of operation; a sample in the notes names reads, but no units."""
    says = re.compile(rf"(?i)\b{kind}s?\b.*\bunits?\b|\bunits?\b.*\b{kind}s?\b")
    fits = [rate for rate in rates if not rate.unit and says.search(rate.statement.text)]
    return max(fits, key=lambda rate: len(rate.words & _words(question.question)), default=None)


def _load_cost(kind: str, load: Load, rate: UnitRate, statements: Sequence[Statement], steps: list[Step]) -> Fraction:
    shown = f"{show(load.per_second)} {kind}s"
    units: Fraction = Fraction(1)
    used: tuple[Statement, ...] = ()
    if load.size:
        sized: list[Step] = []
        units, used = units_per_item(load, kind, find_rules(statements), sized)
        steps += [replace(step, text=_as_requests(step.text)) for step in sized]
    cost, step = _bill(load.per_second * units, rate, f"{shown} × {show(units)} request units" if units != 1 else shown)
    steps.append(replace(step, rules=(*step.rules, *used)))
    return cost


def _as_requests(text: str) -> str:
    return _UNITS.sub(lambda found: f"{found[1]} request unit{'' if found[1] == '1' else 's'}", text)


def _held(question: RateQuestion, rates: Sequence[UnitRate]) -> RateResult | None:
    for amount, name in question.amounts:
        for rate in rates:
            if (
                not amount.size
                and _singular(name) == _singular(rate.unit)
                and re.search(rf"(?i)\bhow much\b|\b{re.escape(rate.what)}\b", question.question)
            ):
                total = f"{show_bytes(amount.value * rate.figure)} {rate.what}"
                return _held_result(amount, f"{show(amount.value)} × {show_bytes(rate.figure)}", total, rate)
            if amount.size and _singular(question.unit_wanted) == _singular(rate.unit):
                total = f"{show(amount.bytes / rate.figure)} {rate.unit}"
                return _held_result(amount, f"{show_bytes(amount.bytes)} ÷ {show_bytes(rate.figure)}", total, rate)
    return None


def _held_result(amount: Quantity, left: str, total: str, rate: UnitRate) -> RateResult:
    if amount.value < 0:
        raise InputUnfit(f"{left} cannot be: the amount is negative. Give a number of zero or more")
    return RateResult(total, (Step(f"{left} = {total}", (rate.statement,)),))


def _billing_bytes(unit: str) -> int:
    """Bytes of a unit as bills count: a TB is 1,000 GB."""
    return int(1000 ** round(math.log(BYTES[unit], 1024)))


def _billed(amount: Quantity) -> Fraction:
    return amount.value * _billing_bytes(amount.size) if amount.size else amount.value


def _size_name(size: Fraction) -> str:
    names = ((4, "TB"), (3, "GB"), (2, "MB"), (1, "KB"), (0, "bytes"))
    return next(f"{show(size / 1000**power)} {name}" for power, name in names if size >= 1000**power or not power)


def _shown(amount: Quantity, name: str) -> str:
    return show_bytes(amount.bytes) if amount.size else f"{show(amount.value)} {name}".strip()


def _in_words(number: Fraction) -> str:
    return next((name for name, times in _TIMES.items() if times == number), show(number))


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _words(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in _WORD.findall(text.lower()) if not _COMMON.fullmatch(word))


def _stem(word: str) -> str:
    return re.sub(r"(?:ned|ning|s)$", "", word)
