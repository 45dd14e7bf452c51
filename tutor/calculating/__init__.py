"""Sums by the rules that the notes state: capacity units, prices per unit, sizes per unit."""

from tutor.calculating.blocks import answer_calculation, calculation_blocks, figures_in
from tutor.calculating.capacity import capacity
from tutor.calculating.options import option_by_sum
from tutor.calculating.questions import Calculation, parse_calculation

__all__ = [
    "Calculation",
    "answer_calculation",
    "calculation_blocks",
    "capacity",
    "figures_in",
    "option_by_sum",
    "parse_calculation",
]
