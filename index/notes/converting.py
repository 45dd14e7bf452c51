"""`python -m index.notes.converting FILE`: a PDF or Word file as Markdown on stdout, within limits."""

from __future__ import annotations

import sys
from contextlib import suppress

from index.notes.documents import MOST_MEMORY, MOST_SECONDS


def convert(path: str) -> str:
    """The document as Markdown. Raises whatever the parsers raise."""
    from markitdown import MarkItDown

    return str(MarkItDown(enable_plugins=False).convert_local(path).text_content)


def limit() -> None:
    """Take no more memory and time than a document may; where the system knows no limits, nothing."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


if __name__ == "__main__":
    limit()
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # it is a text stream
    sys.stdout.write(convert(sys.argv[1]))
