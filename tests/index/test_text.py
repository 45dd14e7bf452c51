from __future__ import annotations

import pytest

from index.text import phrase, telling_words


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
