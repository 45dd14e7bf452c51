from __future__ import annotations

import os
import re
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Vectors
from index.store import vectors
from index.store.vectors import VectorDraft, read_vectors

AXES: Vectors = np.eye(4, dtype=np.float32)
NONE = np.empty(0, dtype=np.int64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    draft = VectorDraft(4, None, tmp_path / "new")
    draft.grow(4)
    draft.put([2, 0, 1, 3], AXES)
    draft.write(tmp_path / "axes.faiss")
    return tmp_path / "axes.faiss"


def test_the_nearest_come_first(path: Path) -> None:
    slots = read_vectors(path, NONE).search(np.array([0.8, 0.6, 0, 0], dtype=np.float32), 2)

    assert slots.tolist() == [2, 0]


def test_how_near_slots_are_is_told_by_their_cosines(path: Path) -> None:
    cosines = read_vectors(path, NONE).cosines(np.array([0.8, 0.6, 0, 0], dtype=np.float32), np.array([0, 2, 1]))

    assert cosines.tolist() == pytest.approx([0.6, 0.8, 0.0])


def test_a_search_can_be_narrowed_to_some_slots(path: Path) -> None:
    slots = read_vectors(path, NONE).search(AXES[0], 4, np.array([1, 3]))

    assert sorted(slots.tolist()) == [1, 3]


def test_free_slots_are_never_found(path: Path) -> None:
    slots = read_vectors(path, np.array([2])).search(AXES[0], 4)

    assert sorted(slots.tolist()) == [0, 1, 3]


def test_vectors_are_handed_out_by_slot(path: Path) -> None:
    index = read_vectors(path, NONE)

    np.testing.assert_array_equal(index.at(np.array([3, 0])), AXES[[3, 1]])
    assert index.at(NONE).shape == (0, 4)


def test_a_file_that_is_cut_off_while_it_is_open_is_read_on_from(path: Path) -> None:
    index = read_vectors(path, NONE)
    os.truncate(path, 10)

    np.testing.assert_array_equal(index.at(np.array([3, 0])), AXES[[3, 1]])


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    VectorDraft(4, None, tmp_path / "new").write(tmp_path / "empty.faiss")

    slots = read_vectors(tmp_path / "empty.faiss", NONE).search(AXES[0], 3)

    assert slots.tolist() == []


def test_a_draft_starts_from_an_older_file(path: Path, tmp_path: Path) -> None:
    draft = VectorDraft(4, path, tmp_path / "newer")
    draft.grow(5)
    draft.put([0, 4], AXES[:2])
    draft.write(tmp_path / "new.faiss")

    found = read_vectors(tmp_path / "new.faiss", NONE).at(np.arange(5))

    np.testing.assert_array_equal(found, AXES[[0, 2, 0, 3, 1]])


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        VectorDraft(4, None, tmp_path / "new").write(tmp_path / "no such folder" / "x.faiss")


# -- so many that they are kept in lists


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two thousand directions around fifty, in lists."""
    monkeypatch.setattr(vectors, "EXACT_MOST", 1000)
    draft = VectorDraft(16, None, tmp_path / "new")
    draft.grow(2000)
    draft.put(range(2000), directions(2000))
    layout = draft.write(tmp_path / "many.faiss")
    assert re.fullmatch(r"89 lists, \d\d? of them searched, 8 bits a number, (0\.99\d|1\.000) of .* in these", layout)
    return tmp_path / "many.faiss"


def directions(count: int, seed: int = 0) -> Vectors:
    random = np.random.default_rng(seed)
    around = np.random.default_rng(9).standard_normal((50, 16))[random.integers(50, size=count)]
    raw = around + 0.5 * random.standard_normal((count, 16))
    unit: Vectors = (raw / np.linalg.norm(raw, axis=1, keepdims=True)).astype(np.float32)
    return unit


def test_most_of_the_nearest_of_many_are_found(many: Path) -> None:
    index, questions = read_vectors(many, NONE), directions(50, seed=1)

    found = [set(index.search(question, 10).tolist()) for question in questions]

    exact = np.argsort(-questions @ directions(2000).T, axis=1)[:, :10]
    assert np.mean([len(some & set(best.tolist())) for some, best in zip(found, exact, strict=True)]) >= 9.5


def test_of_many_those_asked_for_are_all_looked_at(many: Path) -> None:
    slots = read_vectors(many, NONE).search(directions(1)[0], 3, np.array([5, 700, 1999]))

    assert sorted(slots.tolist()) == [5, 700, 1999]


def test_how_near_some_of_many_are_is_told_nearly(many: Path) -> None:
    question, slots = directions(1, seed=1)[0], np.array([5, 700, 1999])

    cosines = read_vectors(many, NONE).cosines(question, slots)

    np.testing.assert_allclose(cosines, directions(2000)[slots] @ question, atol=0.02)


def test_some_of_many_can_be_replaced(many: Path, tmp_path: Path) -> None:
    new = directions(3, seed=2)
    draft = VectorDraft(16, many, tmp_path / "newer")
    draft.grow(2001)
    draft.put([0, 1999, 2000], new)

    layout = draft.write(tmp_path / "changed.faiss")

    index = read_vectors(tmp_path / "changed.faiss", NONE)
    assert layout == ""  # as before
    np.testing.assert_allclose(index.at(np.array([0, 1999, 2000])), new, atol=0.02)
    np.testing.assert_allclose(index.at(np.array([1, 1000])), directions(2000)[[1, 1000]], atol=0.02)
    assert [index.search(vector, 1).item() for vector in new] == [0, 1999, 2000]


def test_lists_that_were_outgrown_are_made_anew(many: Path, tmp_path: Path) -> None:
    draft = VectorDraft(16, many, tmp_path / "newer")
    draft.grow(8200)
    draft.put(range(2000, 8200), directions(6200, seed=3))

    assert draft.write(tmp_path / "grown.faiss").startswith("181 lists")
