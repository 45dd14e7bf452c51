"""Any text a person may type → a full-text query."""

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


def full_text_query(text: str) -> str:
    """An FTS5 query for rows that hold any of the words of `text`, '' when it has none.

    Stop words count only where there is nothing else. Each word is quoted, so no text is a syntax error.
    """
    words = list(dict.fromkeys(WORD.findall(text.lower())))
    telling = [word for word in words if word not in STOP_WORDS] or words
    return " OR ".join(f'"{word}"' for word in telling[:MOST_WORDS])
