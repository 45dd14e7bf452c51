from __future__ import annotations

import pytest

from index.text import TOKEN, phrase, plain, telling_words


@pytest.mark.parametrize(
    ("text", "queries"),
    [
        ("How many GSIs can a table have?", ['"many"', '"gsis"', '"table"']),
        ("the who", ['"the"', '"who"']),
        ("read-only, READ only", ['"read"']),
        ('" NEAR( * ) AND -', ['"near"']),
        ("?!", []),
        ("", []),
        ("Größe 数据库", ['"größe"', '"数据库"']),
    ],
)
def test_a_text_becomes_its_telling_words(text: str, queries: list[str]) -> None:
    assert [phrase(word) for word in telling_words(text)] == queries


def test_a_very_long_text_becomes_a_query_of_bounded_length() -> None:
    assert len(telling_words(" ".join(map(str, range(10_000))))) == 64


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Levée EN Masse", ["levee", "en", "masse"]),
        ("1,5 Größen 2x", ["1,5", "großen", "2", "x"]),
        ("Глубина 3м 数据", ["глубина", "3", "м", "数据"]),
        ("don't_stop", ["don't", "stop"]),
    ],
)
def test_words_are_plain_whatever_their_script(text: str, words: list[str]) -> None:
    assert TOKEN.findall(plain(text)) == words
