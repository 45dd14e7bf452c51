"""Choosing what runs the model."""

from __future__ import annotations

import logging
from pathlib import Path

from index.encoder.base import Encoder
from index.encoder.locate import identity, locate
from index.errors import ModelUnusable

log = logging.getLogger(__name__)


def open_encoder(model: str, home: Path) -> Encoder:
    """The encoder for `model`: its compiled copy below `home`, made on first use where the model allows it.

    `model` is the default's name, a sentence-transformers folder or a name on the Hugging Face hub. torch is imported
    only while there is no compiled copy. Raises `ModelUnusable`.
    """
    return open_copy(model, home) or _make(model, copy_folder(model, home))


def open_copy(model: str, home: Path, *, for_notes: bool = False) -> Encoder | None:
    """The compiled copy of `model` below `home`, None where there is none that can be used.

    :param for_notes: made ready for very many texts, not for questions; it takes both.
    """
    folder = copy_folder(model, home)
    if not folder.is_dir():
        return None
    from index.encoder.compiled import CompiledEncoder

    try:
        return CompiledEncoder(folder, for_notes=for_notes)
    except (ModelUnusable, RuntimeError) as error:  # OpenVINO raises RuntimeError for a graph it cannot read
        log.warning("%s It is made again.", error)
        return None


def copy_folder(model: str, home: Path) -> Path:
    """Where the compiled copy of `model` is, or would be."""
    return home / "models" / identity(model)[:16]


def _make(model: str, folder: Path) -> Encoder:
    files = locate(model)
    from index.encoder.original import OriginalEncoder

    original = OriginalEncoder(files)
    try:
        from index.encoder.compiling import NotCompilable, compile_copy
    except ImportError as error:
        log.warning("%s runs on torch, which is slow to start: OpenVINO is missing (%s).", model, error)
        return original
    try:
        return compile_copy(original, folder)
    except (NotCompilable, RuntimeError, OSError) as error:
        log.warning("%s runs on torch, which is slow to start: no compiled copy (%s).", model, error)
        return original
