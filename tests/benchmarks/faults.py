"""What breaks an index, and whether it is ever noticed: builds killed at random, files damaged at random.

    python tests/benchmarks/faults.py kills --count 500
    python tests/benchmarks/faults.py damage --count 2000

Both print what they tried and what failed, and end with 1 when anything did. The suite runs a few of each
(tests/test_faults.py).
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.build import build
from index.errors import NotesTutorError
from index.search import open_index
from index.store import Corpus, Journal, Library
from index.store.rows import embed_key
from tests.index.fakes import BagEncoder
from tutor.backend import open_backend
from tutor.settings import Settings, load_settings

CREATURES = ("heron", "otter", "newt", "beaver", "toad", "stoat")
QUESTIONS = tuple(f"How many eggs does the {creature} lay?" for creature in CREATURES)


@dataclass
class Report:
    """What was tried, and what should not have happened."""

    tried: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = ", ".join(f"{what} {count}" for what, count in sorted(self.tried.items()))
        return "\n".join([f"{self.tried.total()} tried ({counts}): {len(self.failures)} failures", *self.failures])


def write_notes(folder: Path, number: int) -> None:
    """Notes in which every figure is `number`, so that an answer tells which version of them it comes from."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, creature in enumerate(CREATURES):
        text = (
            f"# {creature.title()}\n\nThe {creature} lays {number} eggs.\n\n## Pond {number}\n\nIt has {place} ponds.\n"
        )
        (folder / f"{creature}.md").write_text(text, encoding="utf-8")


# -- killed builds


def kill_builds(count: int, seed: int = 0) -> Report:
    """Kill `count` builds at random moments; after each, a whole index must answer and the next build must finish."""
    chance, report = random.Random(seed), Report()
    with tempfile.TemporaryDirectory() as name:
        notes, home = Path(name) / "notes", Path(name) / "home"
        usual, number = _usual_seconds(notes, home), 1000
        while report.tried["killed"] < count:
            number += 1
            if chance.random() < 0.1:
                shutil.rmtree(home)
            before = _generation(home, notes)
            write_notes(notes, number)
            killed = _killed_build(notes, home, chance.uniform(0.0, usual))
            report.tried["killed" if killed else "done before"] += 1
            report.failures += [f"{number}: {fault}" for fault in _faults_after(home, notes, before, number)]
    return report


def _killed_build(notes: Path, home: Path, seconds: float) -> bool:
    """Build in a child process that is killed after some seconds; whether that came before its end."""
    child = os.fork()
    if not child:
        try:
            build([notes], home, encoder=BagEncoder())
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0


def _faults_after(home: Path, notes: Path, before: str, number: int) -> Iterator[str]:
    """What is wrong after a build was killed, and after the next one."""
    library = Library(home, Corpus.of([notes]))
    after = _generation(home, notes)
    if before and not after:
        yield "the last good generation is gone"
    encoder = BagEncoder()
    journal = Journal(library.folder, encoder.info)
    known = journal.keys()
    build([notes], home, encoder=encoder)
    if known & {embed_key(text) for text in encoder.seen}:
        yield "what the killed build had embedded was embedded again"
    index = open_index(home, [notes], encoder=BagEncoder())
    said = {hit.statement.text for hit in index.statements("eggs", limit=99) if "lays" in hit.statement.text}
    if said != {f"The {creature} lays {number} eggs." for creature in CREATURES}:
        yield f"the next build says {sorted(said)}"
    if fault := library.fault(library.current()):
        yield fault
    index.close()
    left = {path.name for path in library.folder.iterdir()} - {
        *library.generations(),
        "CURRENT",
        "build.lock",
        "build.pid",
    }
    if left or len(library.generations()) > 2:
        yield f"left behind: {sorted(left)}, {library.generations()}"


def _generation(home: Path, notes: Path) -> str:
    library = Library(home, Corpus.of([notes]))
    try:
        with closing(library.open()) as generation:
            return generation.manifest.generation
    except NotesTutorError:
        return ""


def _usual_seconds(notes: Path, home: Path) -> float:
    """How long a build takes; the first one, which loads libraries, does not count."""
    for number in range(5):
        write_notes(notes, number)
        started = time.perf_counter()
        build([notes], home, encoder=BagEncoder())
    return time.perf_counter() - started


# -- damaged files


def damage_files(count: int, seed: int = 0) -> Report:
    """Damage a file of a data folder, `count` times over; each time the last good build must answer, and rightly.

    The model is one that is small enough to be opened thousands of times.
    """
    chance, report = random.Random(seed), Report()
    with patch("index.search.open_encoder", lambda *_: BagEncoder()), tempfile.TemporaryDirectory() as name:
        whole = Path(name) / "whole"
        notes = Path(name) / "notes"
        for number in (4, 7):
            write_notes(notes, number)
            build([notes], whole, encoder=BagEncoder())
            settings = load_settings(home=whole, notes=(notes,))
            _answers(settings)
        right = {frozenset(_answers(settings)), frozenset(_answers(_rolled_back(settings, Path(name) / "back")))}
        files = sorted(path.relative_to(whole) for path in whole.rglob("*") if path.is_file())
        for trial in range(count):
            home = Path(name) / "damaged"
            shutil.copytree(whole, home)
            file = files[trial % len(files)]
            how = chance.choice(sorted(DAMAGES))
            DAMAGES[how](home / file, chance)
            report.tried[how] += 1
            fault = _fault_of(settings.model_copy(update={"home": home}), right)
            report.failures += [f"{trial}: {file} {how}: {fault}"] if fault else []
            shutil.rmtree(home)
    return report


def _rolled_back(settings: Settings, home: Path) -> Settings:
    shutil.copytree(settings.home, home)
    library = Library(home, Corpus.of(settings.notes))
    with library.writing():
        library.roll_back()
    return settings.model_copy(update={"home": home})


def _answers(settings: Settings) -> list[str]:
    """What every question is answered with, the last one as a turn of a conversation."""
    with closing(open_backend(settings)) as backend:
        replies = [backend.ask(question) for question in QUESTIONS]
        replies.append(backend.ask(QUESTIONS[0], replies[0]["conversation_id"]))
        return [f"{reply['question']} {reply['text']} {len(reply['conflicts'])}" for reply in replies]


def _fault_of(settings: Settings, right: set[frozenset[str]]) -> str:
    try:
        answers = frozenset(_answers(settings))
    except NotesTutorError as error:
        return f"no answer: {error}"
    except Exception:
        return traceback.format_exc()
    return "" if answers in right else f"a wrong answer: {sorted(answers)}"


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def _truncate(path: Path, chance: random.Random) -> None:
    data = path.read_bytes()
    path.write_bytes(data[: chance.randrange(len(data) + 1)])


def _blank(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    start = chance.randrange(len(data) + 1)
    data[start : start + 512] = bytes(len(data[start : start + 512]))
    path.write_bytes(data)


def _garble(path: Path, chance: random.Random) -> None:
    path.write_bytes(chance.randbytes(chance.randrange(5_000)))


def _lengthen(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes() + chance.randbytes(chance.randrange(1, 5_000)))


def _remove(path: Path, _: random.Random) -> None:
    path.unlink()


DAMAGES: dict[str, Callable[[Path, random.Random], Any]] = {
    "bit flipped": _flip,
    "cut off": _truncate,
    "512 bytes blank": _blank,
    "other content": _garble,
    "longer": _lengthen,
    "gone": _remove,
}


def main() -> int:
    """Run one of the two; 1 when anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kills", "damage"))
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    run = kill_builds if arguments.what == "kills" else damage_files
    report = run(arguments.count, arguments.seed)
    sys.stdout.write(f"{report}\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
