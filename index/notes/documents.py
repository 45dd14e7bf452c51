"""PDF and Word files, through the optional `markitdown`; line numbers are those of the converted text."""

from __future__ import annotations

from pathlib import Path

from index.errors import NoteUnreadable


def to_markdown(path: Path, source: str) -> str:
    """The document as Markdown.

    :raises NoteUnreadable: when markitdown is not installed, or cannot read the file.
    """
    try:
        from markitdown import MarkItDown
    except ImportError as error:
        raise NoteUnreadable(f"{source} needs the document reader: pip install 'notes-tutor[documents]'.") from error
    try:
        return str(MarkItDown(enable_plugins=False).convert_local(path).text_content)
    except Exception as error:  # markitdown wraps many parsers and lets their errors through
        raise NoteUnreadable(f"{source} cannot be converted: {error}. Export it as text or Markdown.") from error
