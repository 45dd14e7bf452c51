"""Advice: what a scenario asks for, what the notes recommend for it, and why."""

from tutor.advising.advisor import Advisor, Recommendation
from tutor.advising.blocks import advise, recommendation_blocks, recommendation_to_json
from tutor.advising.likeness import Likeness
from tutor.advising.parsing import parse_options
from tutor.advising.scenarios import is_scenario

__all__ = [
    "Advisor",
    "Likeness",
    "Recommendation",
    "advise",
    "is_scenario",
    "parse_options",
    "recommendation_blocks",
    "recommendation_to_json",
]
