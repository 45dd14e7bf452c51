from __future__ import annotations

import pytest

from index.text import any_of, telling_words


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("How many GSIs can a table have?", '"many" OR "gsis" OR "table"'),
        ("the who", '"the" OR "who"'),
        ("read-only, READ only", '"read"'),
        ('" NEAR( * ) AND -', '"near"'),
        ("?!", ""),
        ("", ""),
        ("Größe 数据库", '"größe" OR "数据库"'),
    ],
)
def test_a_text_becomes_its_telling_words(text: str, query: str) -> None:
    assert any_of(telling_words(text)) == query


def test_a_very_long_text_becomes_a_query_of_bounded_length() -> None:
    assert len(telling_words(" ".join(map(str, range(10_000))))) == 64
