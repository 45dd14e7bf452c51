"""The index on disk: generations of SQLite (notes, passages, statements, full text) and FAISS (vectors)."""

from index.store.corpus import Corpus
from index.store.draft import Draft, known_vectors
from index.store.generation import Generation, Scores
from index.store.journal import Journal, clear_journals
from index.store.library import Library
from index.store.manifest import Failure, Manifest
from index.store.rows import NoteInfo, Table
from index.store.vectors import Slots, StoredVectors

__all__ = [
    "Corpus",
    "Draft",
    "Failure",
    "Generation",
    "Journal",
    "Library",
    "Manifest",
    "NoteInfo",
    "Scores",
    "Slots",
    "StoredVectors",
    "Table",
    "clear_journals",
    "known_vectors",
]
