"""The model as sentence-transformers runs it: what a compiled copy is made from, and the way out without one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import sentence_transformers
import torch
from transformers.utils import logging

from index.encoder.base import MAX_TOKENS, ModelInfo, Vectors, printable
from index.encoder.locate import ModelFiles
from index.errors import ModelUnusable

BATCH = 32


class OriginalEncoder:
    """Runs a model on torch. Calls from several threads take turns."""

    def __init__(self, files: ModelFiles) -> None:
        self.model = _load(files)
        self.model.max_seq_length = min(self.model.max_seq_length or MAX_TOKENS, MAX_TOKENS)
        self._lock = threading.Lock()
        self._info = ModelInfo(
            name=files.name,
            weights=files.weights,
            dimension=int(self.model.get_embedding_dimension() or 0),
            pooling=self.pooling,
            normalised=self.normalised,
            runtime=f"torch {torch.__version__}",
        )

    @property
    def info(self) -> ModelInfo:
        """The model behind it."""
        return self._info

    @property
    def pooling(self) -> str:
        """How token vectors become one: 'mean', 'cls', …, or 'other'."""
        return str(getattr(self.model[1], "pooling_mode", "other")) if len(self.model) > 1 else "other"

    @property
    def normalised(self) -> bool:
        """Whether the model ends in a normalisation."""
        return type(self.model[-1]).__name__ == "Normalize"

    @property
    def modules(self) -> tuple[str, ...]:
        """Class names of the model's stages, in order."""
        return tuple(type(module).__name__ for module in self.model)

    @property
    def tokenizer(self) -> Any:
        """The tokenizer of the model's transformer."""
        return self.model.tokenizer

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), float32."""
        if not texts:
            return np.empty((0, self._info.dimension), dtype=np.float32)
        with self._lock:
            vectors = self.model.encode(
                [printable(text) for text in texts],
                batch_size=BATCH,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)

    def start(self, text: str) -> Callable[[], Vectors]:
        """The vector of one text, which is there at once."""
        vector: Vectors = self.encode([text])[0]
        return lambda: vector

    def encode_notes(self, texts: Sequence[str]) -> Vectors:
        """As `encode`."""
        return self.encode(texts)

    def count_tokens(self, text: str) -> int:
        """Model tokens of `text`, special ones included, nothing cut off."""
        with self._lock:
            return len(self.tokenizer(printable(text), truncation=False, verbose=False)["input_ids"])


def _load(files: ModelFiles) -> sentence_transformers.SentenceTransformer:
    try:
        with quiet():
            return sentence_transformers.SentenceTransformer(
                str(files.folder),
                device="cpu",
                local_files_only=True,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True, "attn_implementation": "eager"},
            )
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as error:
        raise ModelUnusable(
            f"{files.folder} cannot be loaded as a sentence-transformers model ({error}): set TUTOR_MODEL to another."
        ) from error


@contextmanager
def quiet() -> Iterator[None]:
    """Without the progress bar and the remarks of transformers, which say nothing to a reader of notes."""
    shown, level = logging.is_progress_bar_enabled(), logging.get_verbosity()
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        logging.set_verbosity(level)
        if shown:
            logging.enable_progress_bar()  # type: ignore[no-untyped-call]
