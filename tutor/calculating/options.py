"""Which of some options holds the result of the sum that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from index.values import Statement
from tutor.calculating.capacity import Capacity, work_out
from tutor.calculating.questions import CapacityQuestion, parse_calculation
from tutor.errors import InputUnfit, NotFound

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The option whose figures are those of a sum, the result in words, and a rule that it rests on."""

    option: int
    result: str
    rule: Statement | None


def option_by_sum(scenario: str, options: Sequence[str], statements: Sequence[Statement]) -> WorkedOut | None:
    """The only option that holds the units asked for; None without a sum, or when none or several hold them."""
    question = parse_calculation(scenario)
    if not isinstance(question, CapacityQuestion):
        return None
    with suppress(InputUnfit, NotFound):
        worked = work_out(question.reads, question.writes, statements, question.beside)
        fitting = [n for n, option in enumerate(options) if _figures(option) == _units(worked)]
        if len(fitting) == 1:
            rule = next((rule for step in worked.steps for rule in step.rules), None)
            return WorkedOut(fitting[0], worked.steps[-1].text, rule)
    return None


def _units(worked: Capacity) -> set[float]:
    return {float(units) for units in (worked.rcu, worked.wcu) if units is not None}


def _figures(option: str) -> set[float]:
    return {float(figure.replace(",", "")) for figure in _FIGURE.findall(option)}
