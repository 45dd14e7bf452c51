"""What the index needs from an embedding model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:  # who only wants the model's name does without
    import numpy as np
    from numpy.typing import NDArray

Vectors: TypeAlias = "NDArray[np.float32]"

MAX_TOKENS = 256  # a text is cut after this many model tokens, the special ones included


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """Which model made a vector. Vectors are comparable when all but `runtime` agree."""

    name: str  # as in the settings
    weights: str  # SHA-256 of what was loaded
    dimension: int
    pooling: str
    normalised: bool  # whether the model itself ends in a normalisation; what is handed out has unit length anyway
    runtime: str

    def same_vectors(self, other: ModelInfo) -> bool:
        """Whether both produce the same vectors, whatever runs them."""
        return asdict(self) | {"runtime": ""} == asdict(other) | {"runtime": ""}

    def __str__(self) -> str:
        return f"{self.name} ({self.dimension} dimensions, {self.pooling} pooling, weights {self.weights[:12]})"


class Encoder(Protocol):
    """Text to vectors. Safe to share between threads."""

    @property
    def info(self) -> ModelInfo:
        """The model behind it."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One float32 row of unit length for each text, shape (len(texts), dimension), in the order given."""
        ...

    def start(self, text: str) -> Callable[[], Vectors]:
        """Begin to encode one text. What is returned waits for its vector, shape (dimension,), as `encode` gives it."""
        ...

    def encode_notes(self, texts: Sequence[str]) -> Vectors:
        """The same for texts of notes, as fast as can be: with a cosine of at least 0.9999 to what `encode` gives."""
        ...

    def count_tokens(self, text: str) -> int:
        """Length in model tokens, special ones included and nothing cut off: up to `MAX_TOKENS` is seen whole."""
        ...


def printable(text: str) -> str:
    """`text` without lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
