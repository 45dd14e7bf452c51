"""Words that carry meaning."""

from __future__ import annotations

import pytest

from tutor.words import stem, stems


def test_the_halves_of_a_compound_name_are_words_too() -> None:
    assert {"max", "page"} <= stems("set maxPageSize")


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("recovery", "recover"),
        ("discovery", "discover"),
        ("delivery", "deliver"),
        ("invasions", "invaded"),
        ("extension", "extends"),
    ],
)
def test_the_noun_of_a_verb_has_its_stem(noun: str, verb: str) -> None:
    assert stem(noun) == stem(verb)


@pytest.mark.parametrize(
    ("form", "base"),
    [
        ("ran", "run"),
        ("kept", "keep"),
        ("written", "write"),
        ("children", "child"),
        ("froze", "freeze"),
        ("registration", "register"),
    ],
)
def test_an_irregular_form_has_the_stem_of_its_base(form: str, base: str) -> None:
    assert stem(form) == stem(base)


def test_a_word_that_names_something_is_no_filler() -> None:
    assert "sort" in stems("What sort key?")
