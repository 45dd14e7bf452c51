"""Making the compiled copy of a model, once, and trusting it only after a comparison with the original."""

from __future__ import annotations

import logging
import shutil
import tempfile
import timeit
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from index.encoder.base import MAX_TOKENS, Vectors
from index.encoder.compiled import FITTED, GRAPH, TOKENIZER, CompiledEncoder, has_bfloat16, write_manifest
from index.encoder.original import OriginalEncoder, quiet
from index.encoder.runtime import openvino

log = logging.getLogger(__name__)

LEAST_COSINE = 0.9999
WORTH_IT = 0.8  # of the time in full precision; a processor that only imitates bfloat16 takes longer
TIMES = 3
SHAPES = ("Transformer", "Pooling"), ("Transformer", "Pooling", "Normalize")
POOLINGS = ("mean", "cls")
PROBES = (
    "",
    "a",
    "Hello, world!",
    "How many read replicas can one primary have?",
    "Writes cost 1 unit per KB, rounded up; reads cost half of that when they may be stale.",
    "| engine | limit | note |\n| --- | --- | --- |\n| small | 400 KB | hard |",
    "SELECT name, count(*) FROM sightings WHERE year >= 1999 GROUP BY name HAVING count(*) > 3;",
    "Größe, façade, señor, İstanbul, naïve",
    "数据库 有 多少 个 索引? データベース",
    "✅ do this ❌ not that → 🚀",
    "one two three four five six seven eight nine ten. " * 12,
    "a very long text that does not fit the window of the model, so that its end is cut off " * 40,
)


class NotCompilable(Exception):
    """The model has a shape that the compiled path does not know, or its copy is not exact enough."""


def compile_copy(original: OriginalEncoder, target: Path) -> CompiledEncoder:
    """Write a compiled copy of `original` to the folder `target` in one step and open it.

    Raises `NotCompilable` when the model is not a transformer with mean or CLS pooling, or when the copy differs from
    the original by more than 1 - `LEAST_COSINE` on any probe.
    """
    _check_shape(original)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-", ignore_cleanup_errors=True) as name:
        made = Path(name) / "copy"
        made.mkdir()
        _write(original, made)
        _check_vectors(original, CompiledEncoder(made))
        _try_half(original, made)
        shutil.rmtree(made / FITTED, ignore_errors=True)  # it is found by the folder's name, which changes
        if target.exists():
            shutil.rmtree(target)
        made.replace(target)
    return CompiledEncoder(target)


def _check_shape(original: OriginalEncoder) -> None:
    if original.modules not in SHAPES:
        raise NotCompilable(f"its stages are {', '.join(original.modules)}")
    if original.pooling not in POOLINGS:
        raise NotCompilable(f"its pooling is {original.pooling}, not {' or '.join(POOLINGS)}")
    if original.model.default_prompt_name:
        raise NotCompilable(f"it puts the prompt {original.model.default_prompt_name!r} in front of a text")
    if not hasattr(original.tokenizer, "backend_tokenizer"):
        raise NotCompilable("it has no fast tokenizer")


def _write(original: OriginalEncoder, folder: Path) -> None:
    tokenizer = original.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.enable_truncation(min(original.model.max_seq_length or MAX_TOKENS, MAX_TOKENS))
    tokenizer.save(str(folder / TOKENIZER))
    openvino.save_model(_converted(original), folder / GRAPH, compress_to_fp16=False)
    _write_manifest(original, folder)


def _write_manifest(original: OriginalEncoder, folder: Path, *, half: bool = False) -> None:
    info = replace(original.info, runtime=f"openvino {openvino.__version__.split('-')[0]}")
    write_manifest(folder, info, pad=original.tokenizer.pad_token_id or 0, half=half)


def _converted(original: OriginalEncoder) -> Any:
    ids = torch.ones((2, 8), dtype=torch.int64)
    mask = torch.ones((2, 8), dtype=torch.int64)
    mask[1, 5:] = 0
    example = {"input_ids": ids, "attention_mask": mask, "token_type_ids": torch.zeros_like(ids)}
    names = [name for name in example if name in original.tokenizer.model_input_names]
    from openvino.tools.ovc import convert_model  # type: ignore[import-untyped]  # only here: see `runtime`

    # Tracing warns about itself; the probes decide whether its result is right.
    with torch.no_grad(), quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        graph = _Graph(original.model[0].auto_model, original.pooling, names).eval()
        return convert_model(graph, example_input={name: example[name] for name in names})


class _Graph(torch.nn.Module):
    """Transformer, pooling and normalisation as one network."""

    def __init__(self, transformer: Any, pooling: str, names: list[str]) -> None:
        super().__init__()
        self.transformer, self.pooling, self.names = transformer, pooling, names

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor | None = None
    ) -> torch.Tensor:
        given = {"input_ids": input_ids, "attention_mask": attention_mask, "token_type_ids": token_type_ids}
        tokens = self.transformer(**{name: given[name] for name in self.names}, return_dict=False)[0]
        return torch.nn.functional.normalize(self._pooled(tokens, attention_mask), p=2.0, dim=1)

    def _pooled(self, tokens: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        if self.pooling == "cls":
            return tokens[:, 0]
        weights = attention_mask.unsqueeze(-1).to(tokens.dtype)
        return (tokens * weights).sum(1) / weights.sum(1).clamp(min=1e-9)


def _check_vectors(original: OriginalEncoder, copy: CompiledEncoder) -> None:
    cosine = _least_cosine(original.encode(PROBES), copy.encode(PROBES))
    if not cosine >= LEAST_COSINE:  # also when it is not a number
        raise NotCompilable(f"its compiled copy has cosine {cosine:.6f} to it on a probe, below {LEAST_COSINE}")
    log.info("compiled copy of %s: cosine to the original at least %.7f", original.info.name, cosine)


def _try_half(original: OriginalEncoder, folder: Path) -> None:
    """Let notes be encoded in bfloat16 if that is near enough to the original, and faster than in full precision."""
    if not has_bfloat16():
        return
    full = CompiledEncoder(folder)
    _write_manifest(original, folder, half=True)
    half = CompiledEncoder(folder)
    cosine = _least_cosine(original.encode(PROBES), half.encode_notes(PROBES))
    full.encode_notes(PROBES)  # once, so that it is loaded
    pays = _seconds(half) < WORTH_IT * _seconds(full)
    log.info("in bfloat16: cosine at least %.7f, %s", cosine, "faster" if pays else "no faster")
    _write_manifest(original, folder, half=cosine >= LEAST_COSINE and pays)


def _least_cosine(one: Vectors, other: Vectors) -> float:
    return float((one * other).sum(axis=1).min())


def _seconds(encoder: CompiledEncoder) -> float:
    """What it takes to encode the probes, the shortest of a few times."""
    return min(timeit.repeat(lambda: encoder.encode_notes(PROBES), number=1, repeat=TIMES))
