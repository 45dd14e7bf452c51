"""From a thousand to a million vectors: what a search takes, and what it finds of what it should.

Vectors are made from real ones: each leans from one statement of the notes towards another, and a little anywhere, so
that they lie as unevenly as real ones do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import faiss
import numpy as np

from index.encoder import Vectors
from index.store.vectors import Slots, VectorDraft, read_vectors

CHUNK = 16_384
QUESTIONS = 200
FOUND = 10
NONE: Slots = np.empty(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Size:
    """So many vectors. Times in milliseconds for one question."""

    vectors: int
    layout: str
    build_seconds: float
    memory_mb: float  # the file, which is mapped, with everything in it touched
    p50: float
    p95: float
    exact_p50: float
    exact_p95: float
    recall: float  # of the ten nearest


def grow(real: Vectors, questions: Vectors, size: int, folder: Path) -> Size:
    """Measure one size. `real` and `questions` are unit vectors; more questions are made by moving them a little."""
    started = time.perf_counter()
    path, layout = _write(real, size, folder)
    seconds = time.perf_counter() - started
    asked = _like(questions, np.random.default_rng(1), QUESTIONS, lean=0.0)
    exact = faiss.IndexFlatIP(real.shape[1])
    for chunk in made(real, size):
        exact.add(chunk)
    index = read_vectors(path, NONE)
    one, all_of_them = _times(
        asked,
        lambda vector: index.search(vector, FOUND),
        lambda vector: exact.search(vector[np.newaxis], FOUND)[1][0],
    )
    recall = float(np.mean([len(np.intersect1d(*pair)) / FOUND for pair in zip(one[1], all_of_them[1], strict=True)]))
    return Size(
        size, layout, seconds, path.stat().st_size / 2**20, *_quantiles(one[0]), *_quantiles(all_of_them[0]), recall
    )


def made(real: Vectors, size: int) -> Iterator[Vectors]:
    """`size` unit vectors like the real ones, chunk by chunk, the same every time."""
    random = np.random.default_rng(0)
    for start in range(0, size, CHUNK):
        yield _like(real, random, min(CHUNK, size - start), lean=0.5)


def _like(real: Vectors, random: np.random.Generator, count: int, lean: float) -> Vectors:
    one, other = random.choice(len(real), (2, count))
    noise = random.standard_normal((count, real.shape[1]), dtype=np.float32) * (0.4 / real.shape[1] ** 0.5)
    vectors = real[one] + lean * random.random((count, 1), dtype=np.float32) * real[other] + noise
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


def _write(real: Vectors, size: int, folder: Path) -> tuple[Path, str]:
    draft = VectorDraft(real.shape[1], None, folder / f"{size}.new")
    draft.grow(size)
    slot = 0
    for chunk in made(real, size):
        draft.put(range(slot, slot + len(chunk)), chunk)
        slot += len(chunk)
    layout = draft.write(folder / f"{size}.faiss")
    (folder / f"{size}.new").unlink()
    return folder / f"{size}.faiss", layout


Found = tuple[list[float], list[Slots]]


def _times(questions: Vectors, *searches: Callable[[Vectors], Slots]) -> list[Found]:
    """Milliseconds and slots of each search, in turn for every question, the better of two times."""
    results: list[Found] = [([], []) for _ in searches]
    for vector in questions:
        taken = [[_timed(search, vector) for search in searches] for _ in range(2)]
        for number, (times, found) in enumerate(results):
            times.append(min(taken[0][number][0], taken[1][number][0]))
            found.append(taken[0][number][1])
    return results


def _timed(search: Callable[[Vectors], Slots], vector: Vectors) -> tuple[float, Slots]:
    started = time.perf_counter()
    found = search(vector)
    return (time.perf_counter() - started) * 1000, found


def _quantiles(times: list[float]) -> tuple[float, float]:
    return float(np.quantile(times, 0.5)), float(np.quantile(times, 0.95))
