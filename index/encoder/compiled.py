"""The model as OpenVINO runs it, from a compiled copy in the data folder, without torch or sentence-transformers."""

from __future__ import annotations

import json
import queue
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Encoding, Tokenizer

from index.encoder.base import ModelInfo, Vectors, printable
from index.encoder.locate import file_hash
from index.encoder.runtime import openvino
from index.errors import ModelUnusable

FORMAT = 1
GRAPH, WEIGHTS, TOKENIZER, MANIFEST = "model.xml", "model.bin", "tokenizer.json", "manifest.json"
BATCH = 8  # measured: larger batches pad more than they gain
STREAMS = 2  # batches of notes at once: while one is handed over, the processor has another
CONFIG = {
    "PERFORMANCE_HINT": "LATENCY",
    "INFERENCE_PRECISION_HINT": "f32",  # a processor with bfloat16 would silently use it
    "ENABLE_CPU_PINNING": False,  # pinned threads wait for whatever else runs on their processors
    "CACHE_MODE": "OPTIMIZE_SIZE",  # keeps the graph as it was fitted to this processor, without the weights
}
MANY = {"PERFORMANCE_HINT": "THROUGHPUT", "NUM_STREAMS": STREAMS}
HALF = {"INFERENCE_PRECISION_HINT": "bf16"}
FITTED = "fitted"  # folder of the copy for that; OpenVINO makes again what is damaged or of another version
FIELDS = {"input_ids": "ids", "attention_mask": "attention_mask", "token_type_ids": "type_ids"}


class CompiledEncoder:
    """Runs a compiled copy. Each call takes an inference request of its own, so threads do not wait for one another.

    Questions are encoded in full precision. Notes are encoded in bfloat16 where the processor has it and the copy was
    found to be near enough in it: half the bits, nearly twice as fast.
    """

    def __init__(self, folder: Path, *, for_notes: bool = False) -> None:
        """:param for_notes: what questions need is loaded with the first of them, not now."""
        manifest = read_manifest(folder)
        self._folder = folder
        self._info = ModelInfo(**manifest["model"])
        self._pad = int(manifest["pad"])
        self._half = bool(manifest.get("half"))
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        network = self._many if for_notes else self._network
        self._inputs = [FIELDS[port.any_name] for port in network.inputs]
        self._requests: queue.SimpleQueue[Any] = queue.SimpleQueue()

    @property
    def info(self) -> ModelInfo:
        """The model behind it."""
        return self._info

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), float32. Texts of like length run together."""
        vectors = np.empty((len(texts), self._info.dimension), dtype=np.float32)
        for rows, inputs in self._batches(texts):
            vectors[rows] = self._begun(inputs)()
        return vectors

    def start(self, text: str) -> Callable[[], Vectors]:
        """Begin to encode one text. What is returned waits for its vector, shape (dimension,), as `encode` gives it."""
        encoding = self._tokenizer.encode(printable(text))
        vectors = self._begun([self._padded([encoding], field) for field in self._inputs])
        return lambda: vectors()[0]

    def encode_notes(self, texts: Sequence[str]) -> Vectors:
        """As `encode`, for very many texts: several batches at once, in half the precision if that is near enough."""
        vectors = np.empty((len(texts), self._info.dimension), dtype=np.float32)
        requests = [self._many.create_infer_request() for _ in range(STREAMS + 1)]  # one waits for a stream
        running: deque[tuple[list[int], Any]] = deque()

        def finished() -> Any:
            rows, request = running.popleft()
            request.wait()
            vectors[rows] = request.get_output_tensor(0).data
            return request

        for rows, inputs in self._batches(texts):
            request = requests.pop() if requests else finished()
            request.start_async(inputs)
            running.append((rows, request))
        while running:
            finished()
        return vectors

    def count_tokens(self, text: str) -> int:
        """Model tokens of `text`, special ones included, nothing cut off."""
        found = self._tokenizer.encode(printable(text))
        special = self._tokenizer.num_special_tokens_to_add(is_pair=False)  # which each part that was cut off has too
        return len(found.ids) + sum(len(part.ids) - special for part in found.overflowing)

    @cached_property
    def _network(self) -> Any:
        return _loaded(self._folder, CONFIG)

    @cached_property
    def _many(self) -> Any:
        return _loaded(self._folder, CONFIG | MANY | (HALF if self._half and has_bfloat16() else {}))

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[int], list[Any]]]:
        """Rows of the texts that run together, the longest first, with what the network takes."""
        encodings = self._tokenizer.encode_batch([printable(text) for text in texts])
        order = sorted(range(len(texts)), key=lambda row: -len(encodings[row].ids))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            batch = [encodings[row] for row in rows]
            yield rows, [self._padded(batch, field) for field in self._inputs]

    def _begun(self, inputs: list[Any]) -> Callable[[], Vectors]:
        """Let the network run. What is returned waits for its vectors, one row for each text."""
        try:
            request = self._requests.get_nowait()
        except queue.Empty:
            request = self._network.create_infer_request()
        for number, values in enumerate(inputs):  # handed to `start_async`, they take longer
            request.set_input_tensor(number, openvino.Tensor(values))
        request.start_async()

        def vectors() -> Vectors:
            request.wait()
            found: Vectors = request.get_output_tensor(0).data.copy()
            self._requests.put(request)
            return found

        return vectors

    def _padded(self, encodings: list[Encoding], field: str) -> np.ndarray[Any, np.dtype[np.int64]]:
        """One row for each encoding, as wide as the longest."""
        rows = [getattr(encoding, field) for encoding in encodings]
        width = max(len(row) for row in rows)
        padded = np.full((len(rows), width), self._pad if field == "ids" else 0, dtype=np.int64)
        for number, row in enumerate(rows):
            padded[number, : len(row)] = row
        return padded


def has_bfloat16() -> bool:
    """Whether this processor computes with bfloat16."""
    return "BF16" in openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")


def _loaded(folder: Path, config: Mapping[str, Any]) -> Any:
    core, graph = openvino.Core(), str(folder / GRAPH)
    try:
        return core.compile_model(graph, "CPU", {**config, "CACHE_DIR": str(folder / FITTED)})
    except RuntimeError:  # nothing can be written there: it is fitted at every start
        return core.compile_model(graph, "CPU", dict(config))


def write_manifest(folder: Path, info: ModelInfo, pad: int, *, half: bool = False) -> None:
    """List the files of a new compiled copy with their hashes; `half`: notes may be encoded in bfloat16."""
    files = {name: file_hash(folder / name) for name in (GRAPH, WEIGHTS, TOKENIZER)}
    content = {"format": FORMAT, "model": asdict(info), "pad": pad, "half": half, "files": files}
    (folder / MANIFEST).write_text(json.dumps(content, indent=2), encoding="utf-8")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a compiled copy, after checking every file it lists. Raises `ModelUnusable`."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise ModelUnusable(f"The compiled model {folder} has format {manifest['format']}, expected {FORMAT}.")
        damaged = [name for name, digest in manifest["files"].items() if file_hash(folder / name) != digest]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnusable(f"The compiled model {folder} cannot be read ({error!r}): delete that folder.") from error
    if damaged:
        raise ModelUnusable(f"The compiled model {folder} is damaged ({', '.join(damaged)}): delete that folder.")
    return manifest
