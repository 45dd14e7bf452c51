"""Text to unit vectors: the only place that knows the embedding model."""

from index.encoder.base import MAX_TOKENS, Encoder, ModelInfo, Vectors
from index.encoder.locate import DEFAULT_MODEL
from index.encoder.opening import open_copy, open_encoder

__all__ = ["DEFAULT_MODEL", "MAX_TOKENS", "Encoder", "ModelInfo", "Vectors", "open_copy", "open_encoder"]
