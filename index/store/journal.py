"""Vectors of a build that is not published yet: what the next build finds when this one is killed."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from index.encoder.base import ModelInfo, Vectors

KEY = 16  # bytes, as `rows.embed_key` makes them


class Journal:
    """A file of (key, vector, checksum), one record after the other. What has no right checksum is not believed."""

    def __init__(self, folder: Path, model: ModelInfo) -> None:
        """Open the journal of a model; a record that was being written when its writer died is cut off."""
        identity = json.dumps(asdict(replace(model, runtime="")), sort_keys=True)
        self._path = folder / f".embedded-{hashlib.sha256(identity.encode()).hexdigest()[:16]}"
        self._record = np.dtype([("key", "u1", KEY), ("vector", "<f4", model.dimension), ("sum", "<u4")])
        self._slots = self._read()

    def keys(self) -> set[bytes]:
        """Keys of the texts that were embedded when it was opened."""
        return set(self._slots)

    def find(self, key: bytes) -> Vectors | None:
        """The vector of a text that was embedded, shape (dimension,)."""
        slot = self._slots.get(key)
        if slot is None:
            return None
        with self._path.open("rb") as stream:
            stream.seek(slot * self._record.itemsize)
            record = np.frombuffer(stream.read(self._record.itemsize), self._record)
        return record["vector"][0] if len(record) and _sum(record[0]) == record["sum"][0] else None

    def add(self, keys: Sequence[bytes], vectors: Vectors) -> None:
        """Append vectors, shape (len(keys), dimension). Raises `OSError`."""
        records = np.zeros(len(keys), self._record)
        records["key"] = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), KEY)
        records["vector"] = vectors
        records["sum"] = [_sum(record) for record in records]
        with self._path.open("ab") as stream:
            stream.write(records.tobytes())

    def _read(self) -> dict[bytes, int]:
        try:
            with self._path.open("r+b") as stream:
                size = stream.seek(0, 2)
                stream.truncate(size - size % self._record.itemsize)
            keys = np.memmap(self._path, self._record, "r")["key"] if size >= self._record.itemsize else ()
        except OSError:
            return {}
        return {key.tobytes(): slot for slot, key in enumerate(keys)}


def clear_journals(folder: Path) -> None:
    """Forget every journal: what they hold is published."""
    for path in folder.glob(".embedded-*"):
        path.unlink(missing_ok=True)


def _sum(record: Any) -> int:
    return zlib.crc32(record["vector"].tobytes(), zlib.crc32(record["key"].tobytes()))
