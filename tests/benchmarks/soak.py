"""Notes edited, questions asked, builds demanded and killed, all at once, for long: lost and wrong answers counted.

    python tests/benchmarks/soak.py --minutes 10 [--only-edits] [--home DATA_FOLDER]

An editor saves, renames, deletes and half-writes notes about made-up things, each with a figure that only grows. Askers
ask for the figures: an answer may be as old as the build that was current when it was asked for, never older, and never
of a note that was gone before. After each edit the time is taken until it is answered from; with --only-edits, while
nobody else asks, builds or kills.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from index.errors import NotesTutorError
from tutor.client import BackgroundService, TutorClient
from tutor.notes_folder import INCLUDED
from tutor.settings import load_settings

THINGS = ("zorblax", "quintle", "morvane", "plimsor")
SLOW = 60.0  # seconds after which an edit that is not answered from counts as lost
ASKERS = 3
KILLED = 0.1  # of the builds demanded: a builder that is killed has to load the model again


@dataclass
class Truth:
    """What the notes say, and what went wrong."""

    notes: Path
    figures: dict[str, int] = field(default_factory=lambda: dict.fromkeys(THINGS, 1000))
    settled: dict[str, int] = field(default_factory=lambda: dict.fromkeys(THINGS, 0))  # seen in an answer: never less
    counts: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)  # from the save to the first answer
    faults: list[str] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def path(self, thing: str) -> Path:
        """The note of a thing, whatever it is called at the moment."""
        return next(iter(self.notes.rglob(f"{thing}*.md")), self.notes / f"{thing}.md")

    def text(self, thing: str) -> str:
        """What the note says."""
        return f"# The {thing}\n\nThe {thing} weighs {self.figures[thing]} grams.\n\n{'Filler of the note. ' * 400}\n"


def figure(thing: str, reply: str) -> int | None:
    """The figure that an answer gives."""
    found = re.search(rf"{thing} weighs (\d+) grams", reply, re.IGNORECASE)
    return int(found[1]) if found else None


# -- those who edit


def edit(truth: Truth, chance: random.Random) -> str:
    """Change one note in one of the ways in which notes change; the thing that it is about."""
    thing = chance.choice(THINGS)
    truth.figures[thing] += 1
    path, text = truth.path(thing), truth.text(thing)
    how = chance.choice(("saved", "replaced", "renamed", "moved", "in halves", "emptied first"))
    truth.counts[how] += 1
    if how == "replaced":
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    elif how in ("renamed", "moved"):
        target = truth.notes / ("deeper" if how == "moved" else "") / f"{thing}-{chance.randrange(99)}.md"
        target.parent.mkdir(exist_ok=True)
        path.replace(target)
        target.write_text(text, encoding="utf-8")
    else:
        half = {"saved": len(text), "in halves": len(text) // 2, "emptied first": 0}[how]
        with path.open("w", encoding="utf-8") as stream:
            stream.write(text[:half])
            stream.flush()
            time.sleep(0 if half == len(text) else 0.05)
            stream.write(text[half:])
    return thing


def edit_and_wait(truth: Truth, client: TutorClient, chance: random.Random) -> None:
    """Edit over and over, each time until it is answered from."""
    while not truth.stop.is_set():
        thing, started = edit(truth, chance), time.perf_counter()
        while (now := figure(thing, _text(client, thing, truth))) != truth.figures[thing]:
            if time.perf_counter() - started > SLOW:
                truth.faults.append(f"lost: the {thing} weighs {truth.figures[thing]}, the answer says {now}")
                break
            truth.stop.wait(0.02)
        else:
            truth.seconds.append(time.perf_counter() - started)
        truth.stop.wait(chance.random())


# -- those who ask


def ask_on(truth: Truth, client: TutorClient, chance: random.Random) -> None:
    """Ask for figures; none may go back, or be one that never was."""
    while not truth.stop.is_set():
        thing = chance.choice(THINGS)
        least = truth.settled[thing]
        found = figure(thing, _text(client, thing, truth))
        truth.counts["asked"] += 1
        if found is None:
            truth.counts["between two names"] += 1  # a note that is being moved
        elif not least <= found <= truth.figures[thing]:
            truth.faults.append(f"wrong: the {thing} weighs {least} to {truth.figures[thing]}, the answer says {found}")
        else:
            truth.settled[thing] = max(truth.settled[thing], found)
        truth.stop.wait(0.05)


def _text(client: TutorClient, thing: str, truth: Truth) -> str:
    try:
        return str(client.ask(f"How many grams does the {thing} weigh?")["text"])
    except NotesTutorError as error:
        truth.faults.append(f"no answer: {error}")
        return ""


# -- those who disturb


def disturb(truth: Truth, client: TutorClient, pid: int, chance: random.Random) -> None:
    """Demand builds, and kill the process that builds."""
    while not truth.stop.wait(chance.uniform(0.5, 4)):
        with suppress(NotesTutorError):
            client.rebuild()
        truth.counts["builds demanded"] += 1
        if chance.random() < KILLED:
            children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
            for child in children.stdout.split():
                os.kill(int(child), signal.SIGKILL)
                truth.counts["builders killed"] += 1


def run(truth: Truth, service: BackgroundService, minutes: float, seed: int, only_edits: bool = False) -> None:
    """Let them all do what they do for some minutes."""
    with service.client() as client:
        work = [(edit_and_wait, (truth, client))] + [(ask_on, (truth, client))] * (0 if only_edits else ASKERS)
        threads = [
            threading.Thread(target=target, args=(*args, random.Random(seed + number)))
            for number, (target, args) in enumerate(work)
        ]
        disturber = (truth, client, service._process.pid, random.Random(seed + 99))
        if not only_edits:
            threads.append(threading.Thread(target=disturb, args=disturber))
        for thread in threads:
            thread.start()
        time.sleep(60 * minutes)
        truth.stop.set()
        for thread in threads:
            thread.join()


def main() -> int:
    """Soak a service; 1 when an answer was lost or wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--only-edits", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        notes = Path(shutil.copytree(INCLUDED, Path(name) / "notes"))
        truth = Truth(notes)
        for thing in THINGS:
            truth.path(thing).write_text(truth.text(thing), encoding="utf-8")
        settings = load_settings(home=arguments.home or Path(name) / "home", notes=(notes,), watch=True)
        with BackgroundService(settings) as service:
            service.wait_until_ready()
            run(truth, service, arguments.minutes, arguments.seed, arguments.only_edits)
    told = ", ".join(f"{count} {what}" for what, count in sorted(truth.counts.items()))
    edits = f"edit to answer: median {statistics.median(truth.seconds):.2f} s, worst {max(truth.seconds):.2f} s"
    faults = [f"{len(truth.faults)} lost or wrong answers", *truth.faults[:20]]
    sys.stdout.write("\n".join([f"{told}", f"{len(truth.seconds)} edits answered from, {edits}", *faults]) + "\n")
    return 1 if truth.faults else 0


if __name__ == "__main__":
    sys.exit(main())
