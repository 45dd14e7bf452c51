"""How alike texts are to each other and to the notes, each text encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from index.encoder import Vectors
from index.values import StatementHit

_NEAR = 60  # statements like a text that are looked at


class Findable(Protocol):
    """What is needed of the open index."""

    def encode_question(self, question: str) -> Vectors:
        """The unit vector of a text, shape (dimension,)."""

    def statements(
        self, question: str, limit: int = 200, sources: Sequence[str] | None = None, vector: Vectors | None = None
    ) -> list[StatementHit]:
        """The nearest statements, best first; `vector` is that of the question."""


class Likeness:
    """For one question; not to be shared between threads."""

    def __init__(self, notes: Findable) -> None:
        self._notes = notes
        self._vectors: dict[str, Vectors] = {}

    def to(self, text: str, others: Sequence[str]) -> list[float]:
        """Cosine of a text with each of some others."""
        return [float(alike) for alike in np.stack(list(map(self._vector, others))) @ self._vector(text)]

    def nearest(self, text: str) -> list[StatementHit]:
        """The statements most like a text, best first."""
        return self._notes.statements(text, _NEAR, None, self._vector(text))

    def _vector(self, text: str) -> Vectors:
        if text not in self._vectors:
            self._vectors[text] = self._notes.encode_question(text)
        return self._vectors[text]
