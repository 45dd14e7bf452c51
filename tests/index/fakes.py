"""An encoder and a reader of notes that are small enough to see through."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.build import Reader
from index.encoder import ModelInfo, Vectors
from index.errors import NoteUnreadable
from index.values import Block, Kind, Note, Passage, Statement

WORD = re.compile(r"[a-z0-9]+")


class BagEncoder:
    """A text is the sum of its words, and each word one of 64 directions: texts are near that share words."""

    def __init__(self, name: str = "bag", dimension: int = 64) -> None:
        self._info = ModelInfo(name, "0" * 64, dimension, "sum", True, "fake")
        self.seen: list[str] = []  # every text encoded so far

    @property
    def info(self) -> ModelInfo:
        return self._info

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen.extend(texts)
        vectors = np.zeros((len(texts), self._info.dimension), dtype=np.float32)
        vectors[:, 0] = 0.01  # so that a text without words has a length, too
        for row, text in enumerate(texts):
            for word in WORD.findall(text.lower()):
                vectors[row, hashlib.sha256(word.encode()).digest()[0] % self._info.dimension] += 1
        lengths: Vectors = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / lengths

    def start(self, text: str) -> Callable[[], Vectors]:
        vector: Vectors = self.encode([text])[0]
        return lambda: vector

    def encode_notes(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts)

    def count_tokens(self, text: str) -> int:
        return len(WORD.findall(text.lower())) + 2


class PlainReader(Reader):
    """Notes are UTF-8 files: '# ' starts a section, which is one passage; every other line is a statement."""

    def __init__(self, version: str = "1") -> None:
        self._version = version

    def find(self, root: Path) -> list[Path]:
        return sorted(root.rglob("*.md"))

    def closed(self, root: Path) -> list[Path]:
        return []

    def read(self, path: Path, root: Path) -> Note:
        data = path.read_bytes()
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise NoteUnreadable(f"{path.name} is not text: {error.reason}.") from error
        return Note(path.relative_to(root).as_posix(), path.stem, text, hashlib.sha256(data).hexdigest())

    def cut(self, note: Note, count_tokens: Callable[[str], int]) -> tuple[list[Passage], list[Statement]]:
        passages: list[Passage] = []
        statements: list[Statement] = []
        for number, section in enumerate(re.finditer(r"^# (.*)\n((?:(?!# ).*\n?)*)", note.text, re.MULTILINE)):
            heading, first = (section[1],), note.text.count("\n", 0, section.start()) + 1
            lines = section[2].splitlines()
            embed = f"{section[1]}. {' '.join(lines)}"
            identifier = f"{note.source}#{number}"
            span = (section.start(), section.end(), first, first + len(lines))
            passages.append(Passage(identifier, note.source, heading, section[0], embed, *span))
            for offset, line in enumerate(lines, 1):
                block = Block(Kind.SENTENCE, line, 0, 0, first + offset, first + offset, heading, number)
                position = len(statements)
                statements.append(
                    Statement(
                        f"{identifier}.{offset}", identifier, position, f"{section[1]}. {line}", note.source, block
                    )
                )
        return passages, statements

    def extensions(self) -> tuple[str, ...]:
        return (".md",)

    def version(self) -> str:
        return self._version
