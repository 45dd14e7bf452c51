"""How fast, how small, how large: everything of docs/benchmarks.md, made afresh in one run.

    python tests/benchmarks/bench.py [--quick] [--peers PYTHON] [--many FOLDER] [--docs]

--peers is the Python of an environment with `requirements-peers.txt`; a peer that is not in it is left out. --many is a
folder of a thousand notes and more, for what grows. Times are compared within the run only: what is compared takes
turns, and of several times for one question the shortest counts, because other work on the machine only adds to it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.encoder import DEFAULT_MODEL, open_encoder
from index.encoder.locate import locate
from index.notes import find_notes, read_note
from index.passages import cut
from index.store import Corpus, Library, Table
from tests.benchmarks.first_paint import times_to_first_paint
from tests.benchmarks.peers import PEERS
from tests.benchmarks.processes import ROOT, Child, environment, run, serving, tutor
from tests.benchmarks.reporting import write_report
from tests.benchmarks.results import Contender, Results, p50, p95
from tests.benchmarks.scale import grow
from tests.evaluation.questions import read_questions

NOTES = ROOT / "corpus" / "aws-databases"
QUESTIONS = ROOT / "tests" / "evaluation" / "aws-databases.jsonl"
ENCODER, MODEL, LANGCHAIN = list(PEERS)[:3]
ASKED = 80
MANY_ASKED = 1_000  # questions after which memory is looked at
SETTLED = 200  # and from which on it may not grow
EDITS = 3  # of one note, each followed by a build
EMBEDDED_AGAIN = 3  # times that the encoder and the model embed the texts again


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured."""

    rounds: int
    starts: int
    texts: int
    sizes: tuple[int, ...]


FULL = Effort(rounds=9, starts=7, texts=640, sizes=(1_000, 10_000, 100_000, 1_000_000))
QUICK = Effort(rounds=2, starts=3, texts=64, sizes=(1_000, 10_000, 100_000))


class Bench:
    """One run."""

    def __init__(self, effort: Effort, peers: Path | None, many: Path | None, folder: Path) -> None:
        self.effort, self.peers, self.many, self.folder = effort, peers, many, folder
        self.home, self.results = folder / "home", Results()
        # In another process: what a process has ever held is counted as its children's, too.
        making = "import sys, pathlib, index.encoder as e; e.open_encoder(e.DEFAULT_MODEL, pathlib.Path(sys.argv[1]))"
        run([sys.executable, "-c", making, str(self.home)], environment(self.home))
        self.encoder = open_encoder(DEFAULT_MODEL, self.home)
        self.questions = [row.question for row in read_questions(QUESTIONS) if not row.earlier][:ASKED]

    def run(self) -> Results:
        """Measure all there is to measure; a step that fails is told, and the others go on."""
        steps: Sequence[Callable[[], None]] = (self.builds, self.peers_and_questions, self.starts, self.screen)
        for step in (*steps, self.memory, self.growth, *((self.many_notes,) if self.many else ())):
            started = time.perf_counter()
            try:
                step()
            except Exception as error:
                self.results.failed[step.__name__] = f"{type(error).__name__}: {error}"
                traceback.print_exc()
            sys.stderr.write(f"{step.__name__}: {time.perf_counter() - started:.0f} s\n")
        return self.results

    def builds(self) -> None:
        """The index of the notes, by stages."""
        self.results.build, self.results.built = build(NOTES, self.home)

    def peers_and_questions(self) -> None:
        """Texts embedded in a second, and the time of a question, one contender after the other, several times."""
        texts = self._texts()
        with ExitStack() as stack:
            service = stack.enter_context(serving(NOTES, self.home))
            children = {name: child for name in PEERS if (child := self._child(name, texts))}
            for child in children.values():
                stack.callback(child.close)
            rounds: dict[str, list[list[float]]] = {name: [] for name in children}
            http, replies = [], []
            for number in range(self.effort.rounds):
                if number < EMBEDDED_AGAIN:
                    for name in (ENCODER, MODEL):  # in turn: these two are held against each other
                        self._embed_again(name, children.get(name), texts)
                for name, child in children.items():
                    rounds[name].append(child.ask(do="ask", questions=self.questions)["ms"])
                service.ready()
                asked = [service.ask(question) for question in self.questions]
                http.append([taken for taken, _ in asked])
                replies.append([reply["timings_ms"] for _, reply in asked])
            for name, child in children.items():
                self.results.contenders[name].ms = _shortest(rounds[name])
                self.results.contenders[name].peak_mb = child.ask(do="ask", questions=[])["peak_mb"]
        self.results.http_ms = _shortest(http)
        for stage in ("encode", "search", "compose", "total"):
            self.results.stages[stage] = _shortest([[reply[stage] for reply in row] for row in replies])

    def starts(self) -> None:
        """From nothing to the first answer, ours and LangChain's in turn; the other peers' once."""
        for _ in range(self.effort.starts):
            command = tutor("ask", self.questions[0], "--notes", NOTES)
            self.results.cold.append(run(command, environment(self.home)))
            self._start(LANGCHAIN)
        for name in self.results.contenders:
            if name != LANGCHAIN:
                self._start(name)

    def screen(self) -> None:
        """From the command to a screen that takes typing."""
        self.results.screen = [typed for _, typed in times_to_first_paint(self.effort.starts)]

    def memory(self) -> None:
        """What the service holds, question by question."""
        with serving(NOTES, self.home) as service:
            for asked in range(1, MANY_ASKED + 1):
                service.ask(f"{self.questions[asked % len(self.questions)]} {asked // len(self.questions) or ''}")
                if asked in (1, SETTLED, MANY_ASKED // 2, MANY_ASKED):
                    self.results.memory_mb[asked] = service.memory_mb()

    def growth(self) -> None:
        """Ever more vectors."""
        generation = Library(self.home, Corpus.of([NOTES])).open()
        real = generation.vectors[Table.STATEMENTS].at(np.arange(generation.manifest.statements))
        questions = self.encoder.encode(self.questions)
        for size in self.effort.sizes:
            self.results.sizes.append(grow(real, questions, size, self.folder))

    def many_notes(self) -> None:
        """A thousand notes: the full build, builds after one has changed, and what a question takes."""
        assert self.many
        notes = self.folder / "many"
        shutil.copytree(self.many, notes, copy_function=shutil.copyfile)
        stages, texts = build(notes, self.home)
        files = sorted(notes.rglob("*.md"), key=lambda path: path.stat().st_size)
        again, largest = (_rebuilt(changed, notes, self.home) for changed in (files[len(files) // 2], files[-1]))
        figures = {"notes": len(files), "texts": texts, "build": sum(stages.values())}
        self.results.many = figures | {"rebuild": again, "rebuild_largest": largest} | self._ask_many(notes)

    def _ask_many(self, notes: Path) -> dict[str, float]:
        """Milliseconds of a question over very many notes and over five, in turn."""
        times: tuple[list[list[float]], list[list[float]]] = ([], [])
        with serving(NOTES, self.home) as few, serving(notes, self.home) as many:
            for _ in range(self.effort.rounds):
                for service, rows in zip((few, many), times, strict=True):
                    service.ready()
                    rows.append([service.ask(question)[0] for question in self.questions])
            compared = many.post("/v1/compare", {"entities": ["RDS", "DynamoDB"]})[0] / 1000
            memory = many.memory_mb()
        of_few, of_many = map(_shortest, times)
        asked = {"few_p95": p95(of_few), "many_p50": p50(of_many), "many_p95": p95(of_many)}
        return asked | {"first_compare": compared, "memory_mb": memory}

    # -- parts

    def _texts(self) -> list[str]:
        """What is embedded: the passages of the notes, again and again where there are not enough."""
        notes = [read_note(path, NOTES) for path in find_notes(NOTES)]
        passages = [passage.embed for note in notes for passage in cut(note, self.encoder.count_tokens)[0]]
        return (passages * (self.effort.texts // len(passages) + 1))[: self.effort.texts]

    def _child(self, name: str, texts: Sequence[str]) -> Child | None:
        """A contender that has embedded the texts and waits for questions; None when it is not there."""
        child = self._open(name)
        if child is None:
            return None
        try:
            taken = child.ask(do="build", texts=texts)["seconds"]
            child.ask(do="open")
            child.ask(do="ask", questions=self.questions[:5])
        except ChildProcessError:
            child.close()
            return None
        self.results.contenders[name] = Contender(per_second=len(texts) / taken)
        return child

    def _embed_again(self, name: str, child: Child | None, texts: Sequence[str]) -> None:
        if child:
            contender = self.results.contenders[name]
            again = len(texts) / child.ask(do="build", texts=texts)["seconds"]
            contender.per_second = max(again, contender.per_second or 0.0)

    def _open(self, name: str) -> Child | None:
        if name == ENCODER:
            return Child(Path(sys.executable), name, self.home, self.folder)
        return Child(self.peers, name, locate(DEFAULT_MODEL).folder, self.folder) if self.peers else None

    def _start(self, name: str) -> None:
        """From the start of its process to its first answer."""
        started = time.perf_counter()
        child = self._open(name)
        contender = self.results.contenders.get(name)
        if child is None or contender is None:
            return
        child.ask(do="open")
        child.ask(do="ask", questions=self.questions[:1])
        taken = time.perf_counter() - started
        child.close()
        contender.start_seconds = min(taken, contender.start_seconds or taken)


def build(notes: Path, home: Path) -> tuple[dict[str, float], int]:
    """Build an index in a process of its own: seconds of each stage, and how many texts were embedded."""
    command = tutor("index", "build", "--events", "--notes", notes)
    stages: dict[str, float] = {}
    report = {"embedded": 0}
    stage, since = "starting", time.perf_counter()
    with subprocess.Popen(command, env=environment(home), cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            event = json.loads(line)
            now = time.perf_counter()
            stages[stage] = stages.get(stage, 0.0) + now - since
            stage, since = event.get("stage", "ending"), now
            report = event.get("report", report)
    return stages, report["embedded"]


def _rebuilt(changed: Path, notes: Path, home: Path) -> float:
    """Seconds of a build after a note has changed, the shortest of several."""
    taken = []
    for number in range(1, EDITS + 1):
        new = f"\n\nThis is number {number} of the sentences that {changed.stem} did not hold before.\n"
        changed.write_text(changed.read_text(encoding="utf-8") + new, "utf-8")
        taken.append(sum(build(notes, home)[0].values()))
    return min(taken)


def _shortest(rounds: Sequence[Sequence[float]]) -> list[float]:
    """Of several times for each question the shortest."""
    return [min(times) for times in zip(*rounds, strict=True)]


def main() -> None:
    """Run it from the command line."""
    parser = argparse.ArgumentParser(description="Speed, memory and growth, for docs/benchmarks.md.")
    parser.add_argument("--quick", action="store_true", help="less of everything: a few minutes")
    parser.add_argument("--peers", type=Path, help="Python of the environment that the peers are in")
    parser.add_argument("--many", type=Path, help="a folder of very many notes")
    parser.add_argument("--docs", action="store_true", help="write docs/benchmarks.md and its picture")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        many = given.many if given.many and given.many.is_dir() else None
        peers = given.peers if given.peers and given.peers.exists() else None
        bench = Bench(QUICK if given.quick else FULL, peers, many, Path(temporary))
        results = bench.run()
    sys.stdout.write(write_report(results, ROOT / "docs" if given.docs else None, quick=given.quick))


if __name__ == "__main__":
    main()
