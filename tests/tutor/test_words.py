"""Words that carry meaning."""

from __future__ import annotations

from tutor.words import stems


def test_the_halves_of_a_compound_name_are_words_too() -> None:
    assert {"max", "page"} <= stems("set maxPageSize")
