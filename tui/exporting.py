"""A conversation as Markdown, its citations as footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from itertools import count
from pathlib import Path

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
    if kind is BlockKind.TABLE:
        return _table(number, text, citations)
    marks = "".join(f"[^{number}-{n}]" for n in citations)
    lead = "> " if kind is BlockKind.QUOTE else ""
    return f"{lead}{_escaped(' '.join(text.split()))}{marks}"


def _table(number: int, text: str, citations: Iterable[int]) -> str:
    """The marks in its cells become footnotes; those of no cell stand below."""
    below = ""
    for n in citations:
        if f"[{n}]" in text:
            text = text.replace(f"[{n}]", f"[^{number}-{n}]")
        else:
            below += f"[^{number}-{n}]"
    return f"{text}\n\n{below}".rstrip()


def _footnote(number: int, citation: Citation) -> str:
    heading = " › ".join(citation.heading)
    quote = " ".join(citation.quote.split())
    where = f"`{citation.source}`, line {citation.line_start}, {_escaped(heading)}"
    return f"[^{number}-{citation.n}]: {where}: “{_escaped(quote)}”"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def file_name(title: str) -> str:
    """A name for the file that any system takes."""
    words = re.findall(r"\w+", title.lower())
    return "-".join(words)[:60].strip("-") or "conversation"


def write_new(folder: Path, name: str, text: str) -> Path:
    """Write `text` to `name`.md in `folder`, or to `name`-2.md and so on: no file is overwritten. Raises OSError."""
    for number in count(1):
        file = folder / (f"{name}.md" if number == 1 else f"{name}-{number}.md")
        with suppress(FileExistsError):
            with file.open("x", encoding="utf-8") as target:
                target.write(text)
            return file
    raise AssertionError("count() does not end")
