"""What stands in front of a piece and names it: 'Retention:', '**Retention.**', 'retention ::', 'Q:' and 'A:'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.notes.markup import plain

_LEAD_END = re.compile(r"(?::|\s[-–—])\s*(?:\*\*|__)?\s*$")
_SPEAKING = (
    "what it is",
    "what is it",
    "why it exists",
    "definition",
    "problem",
    "solution",
    "answer",
    "note",
    "how it works",
    "what it does",
    "purpose",
)
_BOLD_LABEL = re.compile(
    r"^\s*(?P<bold>\*\*|__)(?P<label>[^*_:\n]{2,60}?(?:\([^)]*\))?)(?:(?P=bold)\s*:|:\s*(?P=bold))\s*(?P<text>.*)$"
)
_PATTERNS = (
    re.compile(r"^\s*(?P<label>[^\s:`][^:`]{1,118}?)\s*:{2,3}\s*(?P<text>[^\s:][^:]*\s[^:]*)$"),  # a flash card
    _BOLD_LABEL,
    re.compile(r"^\s*(?P<bold>\*\*|__|\*|_)(?P<label>[^*_\n]{2,120}?\?)(?P=bold)\s+(?P<text>\S.*)$"),
    re.compile(r"^\s*(?P<bold>\*\*|__)(?P<label>[^*_\n.]{2,60}?)(?:\\?\.(?P=bold)|(?P=bold)\.)\s+(?P<text>\S.*)$"),
    re.compile(r"^\s*(?P<bold>\*\*|__)(?P<label>[^*_\n]{2,60}?)(?P=bold)\s+[-–—]\s+(?P<text>\S.*)$"),
    re.compile(r"^\s*(?P<label>[A-Z][\w/&'’ ()-]{1,40}):\s+(?P<text>\S.*)$"),
    re.compile(r"^\s*(?P<label>[A-Z][\w/() -]{1,30}?)\s+[-–—]\s+(?P<text>\S.*)$"),
)
_QUESTION = re.compile(
    r"^\s*(?:\*\*|__)?Q(?:uestion)?\s*\d*\s*(?:[:.)]|(?<=\d)\s)\s*(?:\*\*|__)?\s*(?P<text>\S.*?)(?:\*\*|__)?\s*$"
)
_ANSWER = re.compile(r"^\s*(?:\*\*|__)?A(?:ns(?:wer)?)?\s*\d*\s*[:.)]\s*(?:\*\*|__)?\s*(?P<text>\S.*)$")
_DEFINITION = re.compile(r"^\s*[:~]\s+(?P<text>\S.*)$")
_FOOTNOTE = re.compile(r"^\s*\[\^[^\]\s]+\]:\s+(?=\S)")
_TURN = re.compile(r"^\s*\?{1,2}\s*$")
_REMARK = re.compile(
    r"(?i)^\W*(?:note|important|tip|hint|warning|caution|attention|danger|remember|example|info|remark|topic|content)s?\W*$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """What names a piece, and where what it names starts."""

    text: str
    at: int  # offset in the piece
    leads: bool  # says nothing by itself, or asks: what follows is quoted without it


def find_label(raw: str) -> Label | None:
    """The label that a piece starts with."""
    line = raw.partition("\n")[0]
    for pattern in _PATTERNS:
        if found := pattern.match(line):
            text = plain(found["label"])
            return Label(text, found.start("text"), text.lower().startswith(_SPEAKING) or text.endswith("?"))
    return None


def starts_label(raw: str) -> bool:
    """Whether a line starts something of its own: a bold label, a question, an answer, a definition."""
    return any(pattern.match(raw) for pattern in (_BOLD_LABEL, _QUESTION, _ANSWER, _DEFINITION, _FOOTNOTE))


def is_lead_in(text: str) -> bool:
    """Whether a piece only introduces what follows it."""
    return bool(_LEAD_END.search(text))


def is_remark(text: str) -> bool:
    """Whether a line only says what kind of thing follows: 'Note', 'Example'."""
    return bool(_REMARK.match(text))


def question_at(raw: str) -> tuple[int, int] | None:
    """Where the question behind 'Q:' starts and ends."""
    found = _QUESTION.match(raw.replace("\n", " "))
    return found.span("text") if found else None


def answer_at(raw: str) -> int:
    """Where the answer behind 'A:' starts, 0 when there is none."""
    found = _ANSWER.match(raw.partition("\n")[0])
    return found.start("text") if found else 0


def is_turn(line: str) -> bool:
    """Whether a line stands between the two sides of a flash card: a lone question mark."""
    return bool(_TURN.match(line))


def footnote_at(raw: str) -> int:
    """Where the text behind '[^1]:' starts, 0 when there is none."""
    found = _FOOTNOTE.match(raw)
    return found.end() if found else 0


def definition_at(raw: str) -> int:
    """Where the meaning behind ':' starts, in the line below a term; 0 when there is none."""
    found = _DEFINITION.match(raw.partition("\n")[0])
    return found.start("text") if found else 0
