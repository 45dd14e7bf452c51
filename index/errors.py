"""Every error the index raises. Each message says what failed, with which value, and what to do next.

NotesTutorError
├── NoteUnreadable        one note cannot be read (binary, too large, no permission)
├── NoNotes               the corpus folder is missing or holds nothing to read
├── ModelUnusable         the embedding model is missing or is not the one expected
└── IndexUnusable         there is no index, or it cannot be used
    ├── IndexMissing
    ├── IndexDamaged      a file is missing, truncated or altered
    ├── IndexMismatch     built with another model or by a newer version
    │   └── IndexOlder    built by an older version, can be carried forward
    └── IndexBusy         another build holds the lock
"""


class NotesTutorError(Exception):
    """Base of all errors meant for a person to read."""


class NoteUnreadable(NotesTutorError):
    """One note cannot be read; the others are not affected."""


class NoNotes(NotesTutorError):
    """There is nothing to index."""


class ModelUnusable(NotesTutorError):
    """The embedding model cannot be loaded, or is not the one that was expected."""


class IndexUnusable(NotesTutorError):
    """There is no index that can answer."""


class IndexMissing(IndexUnusable):
    """Nothing has been built yet."""


class IndexDamaged(IndexUnusable):
    """A file of the generation is missing, truncated or altered."""


class IndexMismatch(IndexUnusable):
    """The generation was built with another model or by a newer version."""


class IndexOlder(IndexMismatch):
    """An older version built the generation; `Library.open` carries it forward."""


class IndexBusy(IndexUnusable):
    """Another build holds the lock."""
