"""Reading notes: bytes to repaired text to blocks with line numbers."""

from index.notes.files import READABLE, closed_folders, find_notes, front_matter, read_note
from index.notes.reading import parse

__all__ = ["READABLE", "closed_folders", "find_notes", "front_matter", "parse", "read_note"]
