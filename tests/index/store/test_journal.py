"""Vectors that outlive the build that made them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from index.build import BuildReport, Progress, build
from index.encoder import ModelInfo, Vectors
from index.store import Journal, clear_journals
from tests.index.fakes import BagEncoder, PlainReader

MODEL = ModelInfo("bag", "0" * 64, 4, "sum", True, "fake")
AXES: Vectors = np.eye(4, dtype=np.float32)
KEYS = [hashlib.sha256(bytes([number])).digest()[:16] for number in range(4)]


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    journal = Journal(tmp_path, MODEL)
    journal.add(KEYS[:2], AXES[:2])
    journal.add(KEYS[2:3], AXES[2:3])
    return journal


@pytest.fixture
def path(tmp_path: Path, journal: Journal) -> Path:
    (path,) = tmp_path.iterdir()
    return path


def found(folder: Path, model: ModelInfo = MODEL) -> list[int]:
    """Which of the keys have their vector."""
    journal = Journal(folder, model)
    vectors = [journal.find(key) for key in KEYS]
    assert all(vector is None or vector.tolist() == axis.tolist() for vector, axis in zip(vectors, AXES, strict=True))
    return [number for number, vector in enumerate(vectors) if vector is not None]


def test_vectors_are_found_again(journal: Journal, tmp_path: Path) -> None:
    assert found(tmp_path) == [0, 1, 2]


def test_another_model_finds_nothing(journal: Journal, tmp_path: Path) -> None:
    assert found(tmp_path, ModelInfo("other", "1" * 64, 4, "sum", True, "fake")) == []


def test_a_record_cut_off_is_not_believed_and_the_next_ones_are_whole(path: Path, tmp_path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-5])

    assert found(tmp_path) == [0, 1]
    Journal(tmp_path, MODEL).add(KEYS[3:], AXES[3:])
    assert found(tmp_path) == [0, 1, 3]


@pytest.mark.parametrize("offset", range(0, 36, 5))
def test_a_flipped_bit_costs_one_vector(path: Path, tmp_path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[36 + offset] ^= 4
    path.write_bytes(data)

    assert found(tmp_path) == [0, 2]


def test_an_empty_journal_is_none(path: Path, tmp_path: Path) -> None:
    path.write_bytes(b"")

    assert found(tmp_path) == []


def test_what_is_cleared_is_forgotten(journal: Journal, tmp_path: Path) -> None:
    clear_journals(tmp_path)

    assert list(tmp_path.iterdir()) == []


# -- builds that are broken off


class Stubborn(BagEncoder):
    """Breaks off at the second chunk."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        if self.seen:
            raise KeyboardInterrupt
        return super().encode(texts)


def broken_off(notes: Path, home: Path) -> list[str]:
    """Start a build that ends while it embeds; what it had embedded."""
    encoder = Stubborn()
    with pytest.raises(KeyboardInterrupt):
        build([notes], home, encoder=encoder, reader=PlainReader())
    return encoder.seen


def test_the_next_build_embeds_only_what_the_last_one_had_not(
    notes: Path, home: Path, rebuild: Callable[[], BuildReport], encoder: BagEncoder
) -> None:
    done = broken_off(notes, home)

    report = rebuild()

    assert (len(done), report.embedded) == (4, 6)  # one of the seven statements is all that its passage says
    assert not set(done) & set(encoder.seen)
    assert list(home.glob("index/*/.embedded-*")) == []


def test_from_scratch_nothing_is_taken_over(notes: Path, home: Path, rebuild: Callable[[], BuildReport]) -> None:
    rebuild()
    (notes / "more.md").write_text("# More\nLines.\n", encoding="utf-8")
    broken_off(notes, home)
    encoder = BagEncoder()

    report = build([notes], home, encoder=encoder, reader=PlainReader(), from_scratch=True)

    assert (report.embedded, len(encoder.seen)) == (13, 13)


def test_a_build_killed_before_publishing_costs_no_embedding_twice(
    notes: Path, home: Path, rebuild: Callable[[], BuildReport]
) -> None:
    def stop(progress: Progress) -> None:
        if progress.note == "written":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([notes], home, progress=stop, encoder=BagEncoder(), reader=PlainReader())

    assert rebuild().embedded == 0
