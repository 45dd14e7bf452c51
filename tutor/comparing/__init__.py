"""Comparisons: two to five things side by side, every cell from the notes."""

from tutor.comparing.comparer import FEWEST, MOST, Comparer
from tutor.comparing.comparison import NOT_IN_NOTES, Comparison, Reasons
from tutor.comparing.contrasts import Cell, Row
from tutor.comparing.phrases import asks_to_compare, compare_phrases, names_a_stranger, phrases_in
from tutor.comparing.wording import comparison_blocks, comparison_text

__all__ = [
    "FEWEST", "MOST", "NOT_IN_NOTES", "Cell", "Comparer", "Comparison", "Reasons", "Row",
    "asks_to_compare", "compare_phrases", "comparison_blocks", "comparison_text", "names_a_stranger", "phrases_in",
]  # fmt: skip
