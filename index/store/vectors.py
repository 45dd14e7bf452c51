"""Vectors on disk and the nearest of them: the only place that knows FAISS."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder.base import Vectors

Slots = NDArray[np.int64]


class VectorIndex(Protocol):
    """Unit vectors by slot, 0 … size - 1."""

    def search(self, vector: Vectors, count: int, within: Slots | None = None) -> tuple[Slots, Vectors]:
        """The `count` slots nearest to one vector, shape (dimension,), with their cosines, best first."""
        ...

    def at(self, slots: Slots) -> Vectors:
        """Their vectors, shape (len(slots), dimension), float32."""
        ...


class ExactVectors:
    """Every vector is compared: exact, and quick up to some hundred thousand. Memory-mapped, safe between threads."""

    def __init__(self, path: Path, free: Slots) -> None:
        """Open the file `path`, whose `free` slots hold nothing. Raises `RuntimeError` when it is no such file."""
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self._used = faiss.IDSelectorNot(faiss.IDSelectorBatch(free)) if len(free) else None
        self._free = free  # the selector refers to it

    def search(self, vector: Vectors, count: int, within: Slots | None = None) -> tuple[Slots, Vectors]:
        """The `count` slots nearest to one vector, shape (dimension,), with their cosines, best first."""
        selector = self._used if within is None else faiss.IDSelectorBatch(within)
        parameters = faiss.SearchParameters(sel=selector) if selector else None  # type: ignore[call-arg]
        count = min(count, self._index.ntotal)
        if not count:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        cosines, slots = self._index.search(vector[np.newaxis], count, params=parameters)
        found = slots[0] >= 0
        return slots[0][found], cosines[0][found]

    def at(self, slots: Slots) -> Vectors:
        """Their vectors, shape (len(slots), dimension), float32."""
        if not len(slots):
            return np.empty((0, self._index.d), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(slots)
        return found


class VectorDraft:
    """Vectors being gathered for a new file, starting from those of an older one."""

    def __init__(self, dimension: int, older: Path | None) -> None:
        self._index: Any = faiss.read_index(str(older)) if older else faiss.IndexFlatIP(dimension)

    def grow(self, size: int) -> None:
        """Make room for slots 0 … size - 1; new ones hold zeros."""
        missing = size - self._index.ntotal
        if missing > 0:
            self._index.add(np.zeros((missing, self._index.d), dtype=np.float32))

    def put(self, slots: Sequence[int], vectors: Vectors) -> None:
        """Set the vectors of some slots."""
        view = faiss.rev_swig_ptr(self._index.get_xb(), self._index.ntotal * self._index.d)
        view.reshape(self._index.ntotal, self._index.d)[list(slots)] = vectors

    def write(self, path: Path) -> None:
        """Write the file. Raises `OSError`."""
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:  # FAISS has no other
            raise OSError(f"{path} cannot be written: {error}") from error
