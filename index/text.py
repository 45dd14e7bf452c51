"""Any text a person may type → words, and a full-text query for each."""

from __future__ import annotations

import re

WORD = re.compile(r"\w+")
MOST_WORDS = 64

COMMON = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could did do does doing down during each few for from further had has have having he her here hers him his
how i if in into is it its just me more most my no nor not now of off on once only or other our out over own s same
she should so some such t than that the their them then there these they this those through to too under until up
very was we were what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(COMMON.split())


def telling_words(text: str) -> list[str]:
    """The words of `text` to search for, lower case, each once. Stop words count only where there is nothing else."""
    words = list(dict.fromkeys(WORD.findall(text.lower())))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]


def phrase(word: str) -> str:
    """An FTS5 query for rows that hold a word. It is quoted, so that none is a syntax error."""
    return f'"{word}"'
