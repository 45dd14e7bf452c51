"""PDF and Word files, with a converter that does as its document says."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from index.errors import NoteUnreadable
from index.notes import documents, read_note

CONVERTER = """
from pathlib import Path
from types import SimpleNamespace

class MarkItDown:
    def __init__(self, enable_plugins): pass

    def convert_local(self, path):
        text = Path(path).read_bytes()
        if text == b"much":
            bytearray(10**13)
        if text == b"odd":
            raise ValueError("no such font")
        while text == b"long": pass
        return SimpleNamespace(text_content=text.decode())
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for notes, and markitdown as it could be."""
    (tmp_path / "code").mkdir()
    (tmp_path / "code/markitdown.py").write_text(CONVERTER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "code"))
    monkeypatch.syspath_prepend(tmp_path / "code")
    return tmp_path


def write(folder: Path, content: bytes) -> Path:
    (folder / "a.pdf").write_bytes(content)
    return folder / "a.pdf"


def test_a_document_is_read_as_markdown(folder: Path) -> None:
    note = read_note(write(folder, "# Très bien\n\nText.\n".encode()), folder)

    assert (note.title, note.text) == ("Très bien", "# Très bien\n\nText.\n")


@pytest.mark.parametrize(("content", "reason"), [(b"odd", "ValueError: no such font"), (b"much", "MemoryError")])
def test_what_cannot_be_converted_is_told(folder: Path, content: bytes, reason: str) -> None:
    with pytest.raises(NoteUnreadable, match=f"a.pdf cannot be converted: {reason}. Export it as text"):
        read_note(write(folder, content), folder)


def test_a_document_may_take_only_so_long(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_SECONDS", 1)

    with pytest.raises(NoteUnreadable, match="takes over 1 seconds to convert"):
        read_note(write(folder, b"long"), folder)


def test_a_small_file_that_unpacks_to_a_large_one_is_refused(folder: Path) -> None:
    with (
        zipfile.ZipFile(folder / "a.docx", "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word.xml", "w") as part,
    ):
        for _ in range(250):
            part.write(bytes(1_000_000))

    assert (folder / "a.docx").stat().st_size < 1_000_000
    with pytest.raises(NoteUnreadable, match=r"a\.docx unpacks to 250 MB, more than 200"):
        read_note(folder / "a.docx", folder)
