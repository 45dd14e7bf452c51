"""Read and write capacity: the shape of the rule is here, every figure of it is read from the notes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from index.values import Polarity, Statement
from tutor.calculating.quantities import NUMBER, parse_size, show, show_bytes
from tutor.citing import Citations
from tutor.errors import InputUnfit, NotFound

STRONG, EVENTUAL, TRANSACTIONAL = "strong", "eventual", "transactional"
CONSISTENCIES = (STRONG, EVENTUAL, TRANSACTIONAL)
_MOST_PER_SECOND = 10**12
_UNIT = {"read": "RCU", "write": "WCU"}
_SIZE = rf"(?P<size>{NUMBER}\s*(?:KB|KiB|MB|bytes|B)\b)"
_READ_UNIT, _WRITE_UNIT = r"(?:\bread capacity units?\b|\bRCUs?\b)", r"(?:\bwrite capacity units?\b|\bWCUs?\b)"

_MAY_HOLD_ONE = re.compile(r"(?i)capacity unit|\b[RW]CU|\d\s?[x×]\s|\bitem|\btwice\b|\bdouble\b")


@dataclass(frozen=True, slots=True)
class RulePattern:
    """How notes state one figure of the rule: the text, and what text or headings must and must not speak of."""

    name: str
    says: re.Pattern[str]
    figure: str  # the group of `says` that holds it
    asks: str  # what is missing when no note says so
    about: re.Pattern[str] = re.compile("")
    not_about: re.Pattern[str] = re.compile(r"(?!)")


_COVERS = rf"[^.;]*?\b(?:up to|at most|of|≤)\s*(?:an item )?{_SIZE}"
_TIMES_AS_MUCH = r"\s?[x×]\s+(?:the\s+)?(?:(?:cost|capacity|units?|price)\b|as much)"
_AT_MOST = r"\b(?:max(?:imum)?(?: item)?(?: size)?(?: of)?|at most|up to|limited to)"

PATTERNS = (
    RulePattern(
        "read unit",
        re.compile(rf"(?i){_READ_UNIT}.*?\breads?\b{_COVERS}"),
        "size",
        "how large a read one read capacity unit covers",
    ),
    RulePattern(
        "write unit",
        re.compile(rf"(?i){_WRITE_UNIT}.*?\bwrites?\b{_COVERS}"),
        "size",
        "how large a write one write capacity unit covers",
    ),
    RulePattern(
        "eventual reads",
        re.compile(rf"(?i){_READ_UNIT}.*?(?P<times>{NUMBER})\s+eventual(?:ly consistent)?\s+reads?"),
        "times",
        "how many eventually consistent reads one read capacity unit covers",
    ),
    RulePattern(
        "transactions",
        re.compile(rf"(?i)(?P<times>{NUMBER}){_TIMES_AS_MUCH}|\b(?P<twice>twice|double)\b"),
        "times",
        "how many times the capacity a transaction takes",
        about=re.compile(r"(?i)\btransaction(?:s|al)?\b"),
        not_about=re.compile(r"(?i)\bprovisioned?\b|\bAZ\b"),
    ),
    RulePattern(
        "largest item",
        re.compile(rf"(?i)\bitems?\b.*?{_AT_MOST}\W*{_SIZE}"),
        "size",
        "how large an item may be",
        not_about=re.compile(r"(?i)\breads?\b|\bwrites?\b|\bdocument size\b"),
    ),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One figure of the rule, with the statement that says it."""

    figure: Fraction
    statement: Statement


@dataclass(frozen=True, slots=True)
class Load:
    """Operations of one kind. `size` is bytes per item, None when not said."""

    per_second: Fraction
    size: Fraction | None = None
    consistency: str = STRONG


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a sum, and the statements that it rests on."""

    text: str
    rules: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class Capacity:
    """A worked-out capacity; a unit is None when that kind of operation was not asked about."""

    rcu: int | None
    wcu: int | None
    steps: tuple[Step, ...]


def capacity(
    reads_per_second: float,
    writes_per_second: float,
    item_bytes: float,
    consistency: str,
    statements: Sequence[Statement],
    citations: Citations | None = None,
) -> dict[str, Any]:
    """The body of `/v1/calculate/dynamodb-capacity`: `rcu`, `wcu`, `steps` (text, citations), `citations`.

    :param item_bytes: size of one item in bytes; KB in the notes are 1,024.
    :param citations: where to number the rules; a fresh list when None.
    :raises InputUnfit: a figure that cannot be.
    :raises NotFound: the notes do not state a rule that the sum needs.
    """
    if consistency not in CONSISTENCIES:
        raise InputUnfit(f"The consistency {consistency!r} is not known. Use one of {', '.join(CONSISTENCIES)}")
    size = _exact(item_bytes, "item size in bytes")
    if size <= 0:
        raise InputUnfit(f"An item of {show(size)} bytes cannot be stored. Give a size above zero")
    reads = Load(_exact(reads_per_second, "number of reads per second"), size, consistency)
    writes = Load(_exact(writes_per_second, "number of writes per second"), size, consistency)
    return as_json(work_out(reads, writes, statements), citations or Citations())


def as_json(result: Capacity, citations: Citations) -> dict[str, Any]:
    """A worked-out capacity as the HTTP API gives it."""
    steps = [{"text": step.text, "citations": [citations.cite(rule) for rule in step.rules]} for step in result.steps]
    body = {"rcu": result.rcu, "wcu": result.wcu, "result": in_words(result), "steps": steps}
    return {**body, "citations": [asdict(citation) for citation in citations.all()]}


def in_words(result: Capacity) -> str:
    """The result in one line: '120 RCU (read capacity units) and 60 WCU (write capacity units)'."""
    parts = ((result.rcu, "RCU (read capacity units)"), (result.wcu, "WCU (write capacity units)"))
    return " and ".join(f"{units:,} {name}" for units, name in parts if units is not None)


def work_out(
    reads: Load | None,
    writes: Load | None,
    statements: Iterable[Statement],
    beside: Iterable[tuple[str, Load]] = (),
) -> Capacity:
    """The capacity that loads need, step by step. Raises InputUnfit and NotFound like `capacity`.

    :param beside: further loads, each with 'read' or 'write'.
    """
    rules = find_rules(statements)
    steps: list[Step] = []
    units: dict[str, list[int]] = {"read": [], "write": []}
    for kind, load in (("read", reads), ("write", writes), *beside):
        if load:
            units[kind].append(_units(load, kind, rules, steps))
    for kind, several in units.items():
        if len(several) > 1:
            total = f"{' + '.join(f'{one:,}' for one in several)} = {sum(several):,} {_UNIT[kind]}"
            steps.append(Step(total, (rules[f"{kind} unit"].statement,)))
    rcu, wcu = (sum(several) if several else None for several in units.values())
    return Capacity(rcu, wcu, tuple(steps))


def _units(load: Load, kind: str, rules: dict[str, Rule], steps: list[Step]) -> int:
    _check(load, kind, rules)
    per_item, used = units_per_item(load, kind, rules, steps)
    total = load.per_second * per_item
    name = _UNIT[kind]
    rounded = math.ceil(total)
    shown = show(total) if total == rounded else f"{show(total)}, rounded up to {rounded:,}"
    steps.append(Step(f"{show(load.per_second)} × {show(per_item)} = {shown} {name}", used))
    return rounded


def units_per_item(
    load: Load, kind: str, rules: dict[str, Rule], steps: list[Step]
) -> tuple[Fraction, tuple[Statement, ...]]:
    """Capacity units that one operation takes, adding its steps; with the statements used. Raises NotFound."""
    unit, name = _needed(rules, f"{kind} unit"), f"{_UNIT[kind]} per {kind}"
    blocks = Fraction(math.ceil(load.size / unit.figure)) if load.size is not None else Fraction(1)
    steps.append(Step(f"{_size_step(load.size, unit.figure)}: {show(blocks)} {name}", (unit.statement,)))
    if kind == "read" and load.consistency == EVENTUAL:
        rule = _needed(rules, "eventual reads")
        each, sign, word = blocks / rule.figure, "÷", "Eventually consistent"
    elif load.consistency == TRANSACTIONAL:
        rule = _needed(rules, "transactions")
        each, sign, word = blocks * rule.figure, "×", "Transactional"
    else:
        return blocks, (unit.statement,)
    text = f"{word}: {show(blocks)} {sign} {show(rule.figure)} = {show(each)} {name}"
    steps.append(Step(text, (rule.statement,)))
    return each, tuple(dict.fromkeys((unit.statement, rule.statement)))


def _size_step(size: Fraction | None, unit: Fraction) -> str:
    if size is None:
        return f"An item of up to {show_bytes(unit)}"
    return f"{show_bytes(size)} ÷ {show_bytes(unit)} = {show(size / unit)}{', rounded up' if size % unit else ''}"


def _check(load: Load, kind: str, rules: dict[str, Rule]) -> None:
    if not 0 <= load.per_second <= _MOST_PER_SECOND:
        raise InputUnfit(
            f"{show(load.per_second)} {kind}s per second cannot be. Give a number from 0 to {_MOST_PER_SECOND:,}"
        )
    if load.size is not None and load.size <= 0:
        raise InputUnfit(f"An item of {show(load.size)} bytes cannot be stored. Give a size above zero")
    largest = rules.get("largest item")
    if largest and load.size and load.size > largest.figure:
        raise InputUnfit(
            f"An item of {show_bytes(load.size)} is larger than the {show_bytes(largest.figure)} that the notes allow. "
            "Give a smaller size, or split the item"
        )


def _needed(rules: dict[str, Rule], name: str) -> Rule:
    if name not in rules:
        asks = next(pattern.asks for pattern in PATTERNS if pattern.name == name)
        raise NotFound(f"The notes do not say {asks}, so this cannot be worked out. Add the rule to a note and rebuild")
    return rules[name]


def _exact(value: float, name: str) -> Fraction:
    if not math.isfinite(value):
        raise InputUnfit(f"The {name} is {value}, which is no number to work with. Give a plain number")
    return Fraction(str(value))


def find_rules(statements: Iterable[Statement]) -> dict[str, Rule]:
    """The figures that the notes state, by the name of their pattern; the first statement of each counts."""
    found: dict[str, Rule] = {}
    for statement in statements:
        if statement.block.polarity is Polarity.ASSERTED and _MAY_HOLD_ONE.search(statement.text):
            for pattern in PATTERNS:
                rule = None if pattern.name in found else _read(pattern, statement)
                if rule:
                    found[pattern.name] = rule
    return found


def _read(pattern: RulePattern, statement: Statement) -> Rule | None:
    context = statement.embed
    said = pattern.says.search(statement.text) or pattern.says.search(context)
    if not said or not pattern.about.search(context) or pattern.not_about.search(statement.text):
        return None
    if pattern.figure == "size":
        size = parse_size(said["size"])
        return Rule(size, statement) if size else None
    times = said.groupdict().get("times")
    figure = Fraction(times.replace(",", "")) if times else Fraction(2)
    return Rule(figure, statement) if figure > 0 else None
