"""Any text a person may type → words, and a full-text query for each."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"\w+")
TOKEN = re.compile(r"[^\W\d_][^\W_]*(?:'[^\W\d_]+)?|\d+(?:[.,]\d+)*")  # of a plain text: a word or a number
_ACCENTS = re.compile("[\u0300-\u036f]+")
MOST_WORDS = 64

COMMON = """
a about above after again all also am an and any are as at be because been before being below between both but
by can could did do does doing down during each few for from further had has have having he her here hers him his
how i if in into is it its just me more most my no nor not now of off on once only or other our out over own s same
she should so some such t than that the their them then there these they this those through to too under until up
very was we were what when where which while who whom why will with would you your
"""
STOP_WORDS = frozenset(COMMON.split())


def plain(text: str) -> str:
    """A text in lower case and without accents, as the full-text index has its words."""
    lower = text.lower()
    if lower.isascii():
        return lower
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", lower)))


def telling_words(text: str) -> list[str]:
    """The words of `text` to search for, lower case, each once. Stop words count only where there is nothing else."""
    words = list(dict.fromkeys(WORD.findall(text.lower())))
    return ([word for word in words if word not in STOP_WORDS] or words)[:MOST_WORDS]


def phrase(word: str) -> str:
    """An FTS5 query for rows that hold a word. It is quoted, so that none is a syntax error."""
    return f'"{word}"'
