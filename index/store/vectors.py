"""Vectors on disk and the nearest of them: the only place that knows FAISS.

Few vectors are all compared. Of more than `EXACT_MOST`, one byte a number is kept, in lists of neighbours (FAISS calls
it an inverted file with a scalar quantiser), and a search looks into the nearest lists: as many as a measurement on the
vectors themselves asks for.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

import faiss
import numpy as np
from numpy.typing import NDArray

from index.encoder.base import Vectors

Slots = NDArray[np.int64]

EXACT_MOST = 5_000  # vectors; comparing more takes longer than a question may
LEAST_RECALL = 0.99  # of the ten nearest, those that have to be in the lists that a search looks into
PER_LIST = 40  # vectors that each list is trained with, as FAISS advises
ROUNDS = 10  # of the training
OUTGROWN = 2  # times as many lists would fit: they are made anew
SEED = 0  # of what is sampled: the same notes give the same index
TRIED = 256  # searches by which the number of lists to look into is chosen
CHUNK = 16_384  # vectors in memory at a time
EXACT = "exact"


class StoredVectors(Protocol):
    """Unit vectors by slot, 0 … size - 1. Safe between threads."""

    def search(self, vector: Vectors, count: int, within: Slots | None = None) -> Slots:
        """The `count` slots nearest to one vector, shape (dimension,), best first; only slots `within`, if given."""
        ...

    def cosines(self, vector: Vectors, slots: Slots) -> Vectors:
        """How near some slots are to one vector, shape (len(slots),)."""
        ...

    def at(self, slots: Slots) -> Vectors:
        """Their vectors, shape (len(slots), dimension), float32; of many vectors as near as one byte a number is."""
        ...


def read_vectors(path: Path, free: Slots) -> StoredVectors:
    """The vectors of the file `path`, whose `free` slots hold nothing. Raises `RuntimeError` when it is no such file.

    They are read, not mapped into memory: a file that is cut off while it is mapped ends the process that looks at it.
    """
    index = faiss.read_index(str(path))
    return _InLists(index, free) if isinstance(index, faiss.IndexIVF) else _Few(index, free)


class _Few:
    """Few vectors: one product gives all cosines, in a quarter of the time that FAISS needs for one question."""

    def __init__(self, index: Any, free: Slots) -> None:
        self._vectors: Vectors = index.reconstruct_n(0, index.ntotal)
        self._used = np.delete(np.arange(index.ntotal), free)
        # A vector, and its cosines to all: of one question several slots are looked at, one after the other.
        self._latest: tuple[Vectors | None, Vectors] = (None, np.empty(0, dtype=np.float32))

    def search(self, vector: Vectors, count: int, within: Slots | None = None) -> Slots:
        """As of `StoredVectors`."""
        slots = self._used if within is None else within
        far = -self.cosines(vector, slots)
        if count < len(slots):
            near = np.argpartition(far, count)[:count]
            slots, far = slots[near], far[near]
        return slots[np.argsort(far, kind="stable")]

    def cosines(self, vector: Vectors, slots: Slots) -> Vectors:
        """As of `StoredVectors`."""
        asked, found = self._latest
        if asked is not vector:
            found = self._vectors @ vector
            self._latest = vector, found
        return found[slots]

    def at(self, slots: Slots) -> Vectors:
        """As of `StoredVectors`."""
        return self._vectors[slots]


class _InLists:
    """Many vectors, in lists of neighbours."""

    def __init__(self, index: Any, free: Slots) -> None:
        self._index = index
        self._used = faiss.IDSelectorNot(faiss.IDSelectorBatch(free)) if len(free) else None
        self._free = free  # the selector refers to it

    def search(self, vector: Vectors, count: int, within: Slots | None = None) -> Slots:
        """As of `StoredVectors`."""
        selector = self._used if within is None else faiss.IDSelectorBatch(within)
        # Some slots may be in any list, so all are looked into.
        probes = self._index.nprobe if within is None else self._index.nlist
        parameters = faiss.SearchParametersIVF(sel=selector, nprobe=probes)  # type: ignore[call-arg]
        _, (slots,) = self._index.search(vector[np.newaxis], min(count, self._index.ntotal), params=parameters)
        found: Slots = slots[slots >= 0]
        return found

    def cosines(self, vector: Vectors, slots: Slots) -> Vectors:
        """As of `StoredVectors`."""
        found: Vectors = self.at(slots) @ vector
        return found

    def at(self, slots: Slots) -> Vectors:
        """As of `StoredVectors`."""
        if not len(slots):
            return np.empty((0, self._index.d), dtype=np.float32)
        found: Vectors = self._index.reconstruct_batch(slots)
        return found


class VectorDraft:
    """Vectors being gathered for a new file, starting from those of an older one. New ones wait on the disk."""

    def __init__(self, dimension: int, older: Path | None, scratch: Path) -> None:
        """:param scratch: a file to be made; it goes with its folder."""
        self._older: Any = faiss.read_index(str(older)) if older else faiss.IndexFlatIP(dimension)
        self._scratch = scratch
        self._is_new = np.zeros(self._older.ntotal, dtype=bool)
        self._new: Vectors = np.empty((0, dimension), dtype=np.float32)

    def grow(self, size: int) -> None:
        """Make room for slots 0 … size - 1; new ones hold zeros."""
        self._is_new = np.pad(self._is_new, (0, max(0, size - len(self._is_new))))

    def put(self, slots: Sequence[int], vectors: Vectors) -> None:
        """Set the vectors of some slots."""
        shape = (len(self._is_new), self._older.d)
        if len(self._new) < shape[0]:
            _reserve(self._scratch, 4 * shape[0] * shape[1])
            self._new = np.memmap(self._scratch, np.float32, "r+", shape=shape)
        self._new[list(slots)] = vectors
        self._is_new[list(slots)] = True

    def write(self, path: Path) -> str:
        """Write the file. Returns how it is searched, '' for as the older file was. Raises `OSError`."""
        size = len(self._is_new)
        if size <= EXACT_MOST:
            index, layout = faiss.IndexFlatIP(self._older.d), EXACT
            self._fill(index)
        elif isinstance(self._older, faiss.IndexIVF) and lists_for(size) < OUTGROWN * self._older.nlist:
            index, layout = self._changed(), ""
        else:
            index, layout = self._in_lists()
        try:
            faiss.write_index(index, str(path))
        except RuntimeError as error:  # FAISS has no other
            raise OSError(f"{path} cannot be written: {error}") from error
        return layout

    def _changed(self) -> Any:
        """The older file's lists with what is new in place of what was there."""
        index, older = self._older, self._older.ntotal
        new = np.flatnonzero(self._is_new | (np.arange(len(self._is_new)) >= older))
        index.make_direct_map(False)
        index.remove_ids(new[new < older])
        for slots in _chunks(new):
            index.add_with_ids(self._rows(slots), slots)
        index.make_direct_map(True)
        return index

    def _in_lists(self) -> tuple[Any, str]:
        """Everything in new lists, and how they are searched."""
        size = len(self._is_new)
        lists = lists_for(size)
        bytes_each = faiss.ScalarQuantizer.QT_8bit
        centres = faiss.IndexFlatIP(self._older.d)
        index = faiss.IndexIVFScalarQuantizer(centres, self._older.d, lists, bytes_each, faiss.METRIC_INNER_PRODUCT)
        index.cp.niter, index.cp.seed, index.cp.min_points_per_centroid = ROUNDS, SEED + 1, 1
        sample = np.random.default_rng(SEED).choice(size, min(size, PER_LIST * lists), replace=False)
        index.train(self._rows(np.sort(sample)))
        self._fill(index)
        index.make_direct_map(True)
        share = self._choose_probes(index)
        return (
            index,
            f"{lists} lists, {index.nprobe} of them searched, 8 bits a number, {share:.3f} of what is nearest in these",
        )

    def _choose_probes(self, index: Any) -> float:
        """Set how many lists a search looks into: as few as hold enough of what is nearest. Returns their share.

        Tried with vectors half way between two, as questions stand near what answers them, not on it.
        """
        one, other = np.random.default_rng(SEED).choice(len(self._is_new), (2, TRIED))
        questions = self._rows(one) + self._rows(other)
        exact = faiss.ResultHeap(TRIED, 10, keep_max=True)
        for slots in _chunks(np.arange(len(self._is_new))):
            cosines, rows = faiss.knn(questions, self._rows(slots), 10, faiss.METRIC_INNER_PRODUCT)
            exact.add_result(cosines, slots[rows])
        exact.finalize()
        home = index.quantizer.search(self._rows(exact.I.ravel()), 1)[1].reshape(TRIED, 10, 1)
        looked_into = index.quantizer.search(questions, index.nlist)[1][:, np.newaxis]
        turns = np.sort(np.argmax(home == looked_into, axis=2), axis=None)  # when the list of each has its turn
        index.nprobe = int(turns[int(LEAST_RECALL * len(turns))]) + 1
        return float(np.mean(turns < index.nprobe))

    def _fill(self, index: Any) -> None:
        for slots in _chunks(np.arange(len(self._is_new))):
            index.add(self._rows(slots))

    def _rows(self, slots: Slots) -> Vectors:
        """Vectors of some slots, shape (len(slots), dimension); zeros where none was put."""
        rows = np.zeros((len(slots), self._older.d), dtype=np.float32)
        new = self._is_new[slots]
        rows[new] = self._new[slots[new]]
        old = ~new & (slots < self._older.ntotal)
        if old.any():
            rows[old] = self._older.reconstruct_batch(slots[old])
        return rows


def _reserve(path: Path, size: int) -> None:
    """Have room (bytes) for a file that is written through memory, where a full disk would end the process."""
    with suppress(AttributeError), path.open("ab") as stream:  # macOS and Windows have no such call
        os.posix_fallocate(stream.fileno(), 0, size)


def lists_for(size: int) -> int:
    """How many lists so many vectors are kept in."""
    return int(2 * size**0.5)


def _chunks(slots: Slots) -> Iterator[Slots]:
    return (slots[start : start + CHUNK] for start in range(0, len(slots), CHUNK))
