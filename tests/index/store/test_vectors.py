from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.encoder import Vectors
from index.store.vectors import ExactVectors, VectorDraft

AXES: Vectors = np.eye(4, dtype=np.float32)
NONE = np.empty(0, dtype=np.int64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    draft = VectorDraft(4, None)
    draft.grow(4)
    draft.put([2, 0, 1, 3], AXES)
    draft.write(tmp_path / "axes.faiss")
    return tmp_path / "axes.faiss"


def test_the_nearest_come_first_with_their_cosines(path: Path) -> None:
    slots, cosines = ExactVectors(path, NONE).search(np.array([0.8, 0.6, 0, 0], dtype=np.float32), 2)

    assert slots.tolist() == [2, 0]
    assert cosines.tolist() == pytest.approx([0.8, 0.6])


def test_a_search_can_be_narrowed_to_some_slots(path: Path) -> None:
    slots, _ = ExactVectors(path, NONE).search(AXES[0], 4, np.array([1, 3]))

    assert sorted(slots.tolist()) == [1, 3]


def test_free_slots_are_never_found(path: Path) -> None:
    slots, _ = ExactVectors(path, np.array([2])).search(AXES[0], 4)

    assert sorted(slots.tolist()) == [0, 1, 3]


def test_vectors_are_handed_out_by_slot(path: Path) -> None:
    vectors = ExactVectors(path, NONE)

    np.testing.assert_array_equal(vectors.at(np.array([3, 0])), AXES[[3, 1]])
    assert vectors.at(NONE).shape == (0, 4)


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    VectorDraft(4, None).write(tmp_path / "empty.faiss")

    slots, cosines = ExactVectors(tmp_path / "empty.faiss", NONE).search(AXES[0], 3)

    assert (slots.tolist(), cosines.tolist()) == ([], [])


def test_a_draft_starts_from_an_older_file(path: Path, tmp_path: Path) -> None:
    draft = VectorDraft(4, path)
    draft.grow(5)
    draft.put([0, 4], AXES[:2])
    draft.write(tmp_path / "new.faiss")

    found = ExactVectors(tmp_path / "new.faiss", NONE).at(np.arange(5))

    np.testing.assert_array_equal(found, AXES[[0, 2, 0, 3, 1]])


def test_a_file_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="cannot be written"):
        VectorDraft(4, None).write(tmp_path / "no such folder" / "x.faiss")
