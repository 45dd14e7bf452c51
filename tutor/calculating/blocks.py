"""A sum as blocks of an answer: the result first, then each step, each citing its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.values import Statement
from tutor.calculating.capacity import Step, as_json, find_rules, in_words, work_out
from tutor.calculating.questions import Calculation, CapacityQuestion
from tutor.calculating.rates import states_rate, work_out_rate
from tutor.citing import Citations
from tutor.values import AnswerBlock, BlockKind


@dataclass(frozen=True, slots=True)
class CalculationAnswer:
    """A worked-out sum: its blocks, and the body of `Answer.calculation`."""

    blocks: tuple[AnswerBlock, ...]
    body: dict[str, Any]


def answer_calculation(
    calculation: Calculation, statements: Sequence[Statement], citations: Citations
) -> CalculationAnswer | None:
    """Work a sum out by the notes' rules; None when they state no rate that fits.

    :raises InputUnfit: a figure that cannot be; the message is fit to be shown.
    :raises NotFound: the notes do not state a capacity rule that the sum needs.
    """
    if isinstance(calculation, CapacityQuestion):
        result = work_out(calculation.reads, calculation.writes, statements, calculation.beside)
        blocks = _blocks(in_words(result), result.steps, citations)
        return CalculationAnswer(blocks, as_json(result, citations))
    rate = work_out_rate(calculation, statements)
    if rate is None:
        return None
    blocks = _blocks(rate.text, rate.steps, citations)
    steps = [{"text": block.text, "citations": list(block.citations)} for block in blocks[1:]]
    return CalculationAnswer(blocks, {"result": rate.text, "steps": steps})


def figures_in(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """The statements that sums rest on: with these alone, each sum is worked out as with all of them."""
    rules = {rule.statement.id for rule in find_rules(statements).values()}
    return tuple(statement for statement in statements if statement.id in rules or states_rate(statement))


def calculation_blocks(
    calculation: Calculation, statements: Sequence[Statement], citations: Citations
) -> list[AnswerBlock]:
    """The blocks of `answer_calculation`; empty when the notes state no rate that fits."""
    answer = answer_calculation(calculation, statements, citations)
    return list(answer.blocks) if answer else []


def _blocks(result: str, steps: Sequence[Step], citations: Citations) -> tuple[AnswerBlock, ...]:
    numbers = [tuple(citations.cite(rule) for rule in step.rules) for step in steps]
    cited = tuple(dict.fromkeys(number for step in numbers for number in step))
    first = AnswerBlock(BlockKind.COMPUTED, result, cited)
    return first, *(AnswerBlock(BlockKind.COMPUTED, step.text, own) for step, own in zip(steps, numbers, strict=True))
