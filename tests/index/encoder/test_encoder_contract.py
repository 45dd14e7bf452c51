"""What every encoder promises, the fake one included."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from index.encoder import DEFAULT_MODEL, Encoder, open_copy
from tests.index.fakes import BagEncoder

TEXTS = ["", "a", "word " * 400, "数据库 😀", "a lone \ud800 surrogate", "How many indexes can one table have?"]


@pytest.fixture(params=["fake", "real", "real, for notes"], scope="module")
def any_encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "fake":
        return BagEncoder()
    if request.param == "real, for notes":
        copy = open_copy(DEFAULT_MODEL, request.getfixturevalue("model_home"), for_notes=True)
        assert copy
        return copy
    real: Encoder = request.getfixturevalue("real_encoder")
    return real


def test_vectors_have_unit_length_and_one_row_for_each_text(any_encoder: Encoder) -> None:
    vectors = any_encoder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), any_encoder.info.dimension)
    assert vectors.dtype == np.dtype(np.float32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(any_encoder: Encoder) -> None:
    assert any_encoder.encode([]).shape == (0, any_encoder.info.dimension)


def test_notes_get_the_vectors_that_questions_get(any_encoder: Encoder) -> None:
    cosines = (any_encoder.encode_notes(TEXTS * 5) * any_encoder.encode(TEXTS * 5)).sum(axis=1)

    assert cosines.min() >= 0.9999
    assert any_encoder.encode_notes([]).shape == (0, any_encoder.info.dimension)


def test_a_vector_does_not_depend_on_its_neighbours(any_encoder: Encoder) -> None:
    alone = np.vstack([any_encoder.encode([text]) for text in TEXTS])

    np.testing.assert_allclose(any_encoder.encode(TEXTS), alone, atol=1e-5)


def test_a_text_that_was_started_gets_the_vector_that_it_gets_otherwise(any_encoder: Encoder) -> None:
    started = [any_encoder.start(text) for text in TEXTS]

    np.testing.assert_allclose(np.vstack([vector() for vector in started]), any_encoder.encode(TEXTS), atol=1e-5)


def test_threads_get_the_vectors_of_their_own_texts(any_encoder: Encoder) -> None:
    alone = any_encoder.encode(TEXTS)

    with ThreadPoolExecutor(8) as pool:
        found = np.vstack(list(pool.map(lambda text: any_encoder.encode([text]), TEXTS * 8)))

    np.testing.assert_allclose(found, np.vstack([alone] * 8), atol=1e-5)


def test_tokens_are_counted_without_cutting_anything_off(any_encoder: Encoder) -> None:
    assert any_encoder.count_tokens("word " * 400) == 402
    assert any_encoder.count_tokens("") == 2


REPORTING = """
import sys
import index.encoder.compiled
print(sys.modules.get("openvino_telemetry"))
"""


def test_loading_the_model_reports_nothing_to_anybody(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path)}
    environment.pop("CI", None)  # in which OpenVINO reports nothing anyway

    loaded = subprocess.run(
        [sys.executable, "-c", REPORTING], capture_output=True, text=True, check=True, env=environment
    )

    assert loaded.stdout == "None\n"
    assert list(tmp_path.iterdir()) == []
