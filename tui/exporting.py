"""A conversation as Markdown, its citations as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tutor.values import Answer, BlockKind, Citation

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def conversation_to_markdown(title: str, answers: Iterable[Answer]) -> str:
    """A heading for each question, quotes as block quotes, `[^q-n]` for citation n of question q."""
    parts = [f"# {_escaped(title)}"]
    for number, answer in enumerate(answers, start=1):
        parts += _exchange(number, answer)
    return "\n\n".join(parts) + "\n"


def _exchange(number: int, answer: Answer) -> list[str]:
    blocks = [_block(number, block.kind, block.text, block.citations) for block in answer.answer]
    notes = [_footnote(number, citation) for citation in answer.citations]
    return [f"## {_escaped(answer.question)}", *blocks, *(["\n".join(notes)] if notes else [])]


def _block(number: int, kind: BlockKind, text: str, citations: Iterable[int]) -> str:
    marks = "".join(f"[^{number}-{n}]" for n in citations)
    if kind is BlockKind.TABLE:
        return f"{text}\n\n{marks}".rstrip()
    lead = "> " if kind is BlockKind.QUOTE else ""
    return f"{lead}{_escaped(' '.join(text.split()))}{marks}"


def _footnote(number: int, citation: Citation) -> str:
    heading = " › ".join(citation.heading)
    return f"[^{number}-{citation.n}]: `{citation.source}`, line {citation.line_start}, {_escaped(heading)}: “{_escaped(' '.join(citation.quote.split()))}”"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
