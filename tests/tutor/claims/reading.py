"""Notes to statements without an index: what claims and comparisons are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from index.notes import find_notes, parse, read_note
from index.passages import cut
from index.values import Statement
from tutor.claims import Aspects, Claim, extract, load_aspects
from tutor.comparing import Comparer
from tutor.disagreements import Disagreement, conflicts
from tutor.subjects import Subjects

HOUSEPLANTS = Path(__file__).parents[2] / "data" / "houseplants"
RULES = HOUSEPLANTS / "rules"
CORPUS = Path(__file__).parents[3] / "corpus"


@dataclass(frozen=True)
class Notes:
    """Some notes, read."""

    statements: list[Statement]
    subjects: Subjects
    aspects: Aspects

    @property
    def claims(self) -> list[Claim]:
        return list(extract(self.statements, self.subjects, self.aspects))

    @property
    def comparer(self) -> Comparer:
        return Comparer(self.statements, self.subjects, self.aspects)

    @property
    def disagreements(self) -> list[Disagreement]:
        return conflicts(self.claims, self.subjects)


def read(folder: Path, *rules: Path) -> Notes:
    """Every note below a folder."""
    statements: list[Statement] = []
    headings: list[tuple[str, ...]] = []
    for path in find_notes(folder):
        note = read_note(path, folder)
        headings += [block.heading for block in parse(note) if block.heading]
        statements += cut(note, lambda text: len(re.findall(r"\w+", text)))[1]
    return Notes(statements, Subjects.of(headings, rules), load_aspects(rules))


def write(folder: Path, **notes: str) -> Path:
    """A folder with these notes, by their names without '.md'."""
    folder.mkdir(exist_ok=True)
    for name, text in notes.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder
