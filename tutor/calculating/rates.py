"""'N units of X' times what one unit costs or holds, where the notes say so: '$5.00 per TB of data scanned', '1 ACU ≈ 2GB RAM'."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from index.values import Polarity, Statement
from tutor.calculating.capacity import Load, Step, find_rules, units_per_item
from tutor.calculating.quantities import BYTES, NUMBER, Quantity, quantities, show, show_bytes, show_money
from tutor.calculating.questions import RateQuestion
from tutor.errors import InputUnfit, NotFound

_UNIT = r"(?P<unit>TB|GB|MB|KB|terabytes?|gigabytes?|million|billion|thousand|[a-z][\w-]*)"
_PRICE = re.compile(rf"(?i)\$\s?(?P<price>{NUMBER})\s*(?:/|per|for (?:each|every)|an?|each)\s*(?:(?P<many>{NUMBER})\s*)?{_UNIT}\b(?P<rest>[^.;|(]*)")
_HOLDS = re.compile(
    rf"(?i)\b(?:1|one|each|an?)\s+(?P<unit>[A-Za-z][\w-]*)(?:\s*\([^)]*\))?\s*(?:≈|=|~|is(?: worth)?|gives?|has|holds|equals|provides|comes with)"
    rf"\s*(?:about|roughly|approximately|around|~)?\s*(?P<amount>{NUMBER})\s*(?P<size>KB|MB|GB|TB)\s*(?:of\s+)?(?P<what>[A-Za-z]+)"
)
_MAY_HOLD_ONE = re.compile(r"\$\s?\d|[≈=~]|\b(?:is|gives?|has|holds)\s")
_WORD = re.compile(r"[a-z]{3,}")
_COMMON = frozenset("the and for per with what how much many does cost costs pay price prices pricing million billion data units unit about will".split())
_TIMES = {"thousand": 10**3, "million": 10**6, "billion": 10**9}


@dataclass(frozen=True, slots=True)
class UnitRate:
    """What one unit costs (`what` is '') or holds, as a statement has it."""

    figure: Fraction  # dollars, or bytes of `what`
    per: Fraction  # how many units (bytes for sizes) the figure is for
    unit: str  # 'bytes', '' for plain counts, or the unit's name in lower case
    what: str
    words: frozenset[str]  # what the price is for
    statement: Statement


@dataclass(frozen=True, slots=True)
class RateResult:
    """A worked-out price or size, ready to be said."""

    text: str
    steps: tuple[Step, ...]


def work_out_rate(question: RateQuestion, statements: Iterable[Statement]) -> RateResult | None:
    """The price or size asked for, None when the notes state no rate that fits. Raises InputUnfit for a negative number."""
    known = tuple(statements)
    rates = [rate for statement in known if (rate := _read(statement))]
    if question.money:
        return _priced_loads(question, rates, known) or _priced(question, rates)
    return _held(question, rates)


def _read(statement: Statement) -> UnitRate | None:
    text = statement.text.replace(" | ", " ")
    if statement.block.polarity is not Polarity.ASSERTED or not _MAY_HOLD_ONE.search(text):
        return None
    context = f"{statement.embed} {text}"
    if price := _PRICE.search(text):
        per, unit = _per(price)
        return UnitRate(_number(price["price"]), per, unit, "", _words(context), statement)
    if holds := _HOLDS.search(text):
        size = _number(holds["amount"]) * BYTES[holds["size"].lower()]
        return UnitRate(size, Fraction(1), _singular(holds["unit"]), holds["what"].lower(), _words(context), statement)
    return None


def _per(price: re.Match[str]) -> tuple[Fraction, str]:
    many, unit = _number(price["many"] or "1"), price["unit"].lower()
    size = BYTES.get(unit) or BYTES.get(unit.removesuffix("s"))
    if size:
        return many * size, "bytes"
    if unit in _TIMES:
        return many * _TIMES[unit], ""
    return many, _singular(unit)


def _priced(question: RateQuestion, rates: list[UnitRate]) -> RateResult | None:
    asked = _words(question.question)
    for amount, name in question.amounts:
        fits = [rate for rate in rates if not rate.what and _fits(rate, amount, name) and rate.words & asked]
        if fits:
            rate = max(fits, key=lambda rate: len(rate.words & asked))
            return _bill(amount.bytes, rate, f"{_shown(amount)}{'' if amount.size else f' {name}'}")
    return None


def _bill(units: Fraction, rate: UnitRate, shown: str) -> RateResult:
    if units < 0:
        raise InputUnfit(f"{shown} cannot be billed. Give a number of zero or more")
    cost = units * rate.figure / rate.per
    per = show_bytes(rate.per) if rate.unit == "bytes" else f"{show(rate.per)} {rate.unit}".strip()
    step = f"{shown} × {show_money(rate.figure)} per {per.removeprefix('1 ')} = {show_money(cost)}"
    return RateResult(show_money(cost), (Step(step, (rate.statement,)),))


def _priced_loads(question: RateQuestion, rates: list[UnitRate], statements: tuple[Statement, ...]) -> RateResult | None:
    """The price of reads and writes that are charged by request units, as many for each as their size takes."""
    loads = {"read": question.loads.reads, "write": question.loads.writes} if question.loads else {}
    priced = {kind: _request_rate(kind, rates, question) for kind, load in loads.items() if load}
    if not priced or not all(priced.values()):
        return None
    steps: list[Step] = []
    costs = [_load_cost(kind, loads[kind], rate, statements, steps) for kind, rate in priced.items() if rate]
    if len(costs) > 1:
        steps.append(Step(f"{' + '.join(map(show_money, costs))} = {show_money(sum(costs, Fraction()))}"))
    return RateResult(show_money(sum(costs, Fraction())), tuple(steps))


def _request_rate(kind: str, rates: list[UnitRate], question: RateQuestion) -> UnitRate | None:
    fits = [rate for rate in rates if not rate.what and not rate.unit and re.search(rf"(?i)\b{kind}s?\b", rate.statement.text)
            and re.search(r"(?i)\bunits?\b", rate.statement.text)]  # fmt: skip
    return max(fits, key=lambda rate: len(rate.words & _words(question.question)), default=None)


def _load_cost(kind: str, load: Load | None, rate: UnitRate, statements: tuple[Statement, ...], steps: list[Step]) -> Fraction:
    assert load is not None
    count, shown = load.per_second, f"{show(load.per_second)} {kind}s"
    if count < 0:
        raise InputUnfit(f"{shown} cannot be. Give a number of zero or more")
    units, used = Fraction(1), ()
    if load.size:
        unit_steps: list[Step] = []
        units, used = units_per_item(load, kind, find_rules(statements), unit_steps)
        steps += [replace(step, text=re.sub(r"\b[RW]CU\b", "request units", step.text)) for step in unit_steps]
    bill = _bill(count * units, rate, f"{shown} × {show(units)} request units" if units != 1 else shown)
    steps += [replace(step, rules=(*step.rules, *used)) for step in bill.steps]
    return count * units * rate.figure / rate.per


def _held(question: RateQuestion, rates: list[UnitRate]) -> RateResult | None:
    for amount, name in question.amounts:
        for rate in (rate for rate in rates if rate.what):
            if not amount.size and _singular(name) == rate.unit and rate.what in question.question.lower():
                total = amount.value * rate.figure
                return _sum(f"{show(amount.value)} × {show_bytes(rate.figure)} = {show_bytes(total)} {rate.statement.text and _what(rate)}", rate)
            if amount.size and _singular(question.unit_wanted) == rate.unit:
                return _sum(f"{show_bytes(amount.bytes)} ÷ {show_bytes(rate.figure)} = {show(amount.bytes / rate.figure)} {_name(rate)}s", rate)
    return None


def _sum(text: str, rate: UnitRate) -> RateResult:
    if "-" in text:
        raise InputUnfit(f"A negative amount cannot be worked out: {text.split(' = ')[0]}. Give a number of zero or more")
    return RateResult(text.split(" = ")[1], (Step(text, (rate.statement,)),))


def _what(rate: UnitRate) -> str:
    return _as_written(rate.what, rate.statement)


def _name(rate: UnitRate) -> str:
    return _as_written(rate.unit, rate.statement)


def _as_written(word: str, statement: Statement) -> str:
    found = re.search(rf"(?i)\b{re.escape(word)}", statement.text)
    return found[0] if found else word


def _fits(rate: UnitRate, amount: Quantity, name: str) -> bool:
    if rate.unit == "bytes":
        return bool(amount.size)
    return not amount.size and rate.unit in ("", _singular(name))


def _shown(amount: Quantity) -> str:
    return show_bytes(amount.bytes) if amount.size else show(amount.value)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def _singular(word: str) -> str:
    return word.lower().removesuffix("s")


def _words(text: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s").removesuffix("ned").removesuffix("ning") for word in _WORD.findall(text.lower()) if word not in _COMMON)


__all__ = ["NotFound", "RateResult", "UnitRate", "quantities", "work_out_rate"]
