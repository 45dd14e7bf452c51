"""Many clients at once: errors, mixed-up answers, latencies, memory.

    python tests/benchmarks/load.py [--clients 200] [--seconds 60] [--at-once N] [--rebuild] [--home DATA_FOLDER]

Starts a service over the included notes. Every client asks in conversations of its own, a few questions each, and the
answers have to be those that the same conversation got alone. The service takes --at-once of them (by default as many
as its setting says) and tells the others to come back, which they do. A process of its own asks beside them and tells
how long that takes: the clients, which share one, are slow to notice. With --rebuild a note is edited over and over
while clients ask, and what that costs them is told.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import httpx

from tutor.client import BackgroundService, TutorClient
from tutor.notes_folder import INCLUDED
from tutor.settings import Settings, load_settings

QUESTIONS = (
    "How many GSIs can a table have?",
    "What is DAX?",
    "When should I use Aurora Serverless?",
    "Can I add an LSI to a table later?",
    "How long are automated backups kept in RDS?",
    "What is the difference between Redis and Memcached?",
    "What is the maximum item size in DynamoDB?",
    "Who won the world cup?",
)
TURNS = 4  # of a conversation
REFUSED = (429, 503)

Right = dict[tuple[int, int], str]  # (first question, turn) → the answer


@dataclass
class Tally:
    """What came back."""

    seconds: list[float] = field(default_factory=list)  # of answers
    refused: list[float] = field(default_factory=list)  # seconds until a client was told to come back
    faults: Counter[str] = field(default_factory=Counter)

    def told(self) -> str:
        """One line for a person."""
        ranks = statistics.quantiles(self.seconds, n=100) if len(self.seconds) > 1 else [0.0] * 99
        line = f"{len(self.seconds)} answers, p50 {ranks[49]:.3f} s, p95 {ranks[94]:.3f} s, p99 {ranks[98]:.3f} s"
        if self.refused:
            line += f"; {len(self.refused)} told to come back, the slowest after {max(self.refused):.3f} s"
        return f"{line}; faults: {dict(self.faults) or 'none'}"


async def ask_all(url: str, clients: int, seconds: float, right: Right) -> Tally:
    """Have so many clients ask one question after the other."""
    tally, end = Tally(), time.perf_counter() + seconds
    async with AsyncExitStack() as stack:  # a connection each: one pool of them all takes longer than the service
        each = [httpx.AsyncClient(base_url=url, timeout=120, trust_env=False, verify=False) for _ in range(clients)]
        for client in each:
            await stack.enter_async_context(client)
        tasks = (_client(client, number, end, right, tally) for number, client in enumerate(each))
        await asyncio.gather(*tasks)
    return tally


async def _client(client: httpx.AsyncClient, number: int, end: float, right: Right, tally: Tally) -> None:
    first = number
    while time.perf_counter() < end:
        first += 1
        conversation = None
        for turn in range(TURNS):
            reply = await _ask(client, QUESTIONS[(first + turn) % len(QUESTIONS)], conversation, tally)
            if reply is None:
                break
            if right and reply["text"] != right[first % len(QUESTIONS), turn]:
                tally.faults["another answer"] += 1
            conversation = reply["conversation_id"]
        else:
            try:
                kept = await client.get(f"/v1/conversations/{conversation}")
            except httpx.HTTPError as error:
                tally.faults[type(error).__name__] += 1
                continue
            turns = kept.json().get("turns", ())
            if kept.status_code not in REFUSED and [one["question"] for one in turns] != [
                QUESTIONS[(first + turn) % len(QUESTIONS)] for turn in range(TURNS)
            ]:
                tally.faults["a conversation holds other turns"] += 1


async def _ask(client: httpx.AsyncClient, question: str, conversation: str | None, tally: Tally) -> Any:
    """The answer, or None when there was none."""
    started = time.perf_counter()
    try:
        response = await client.post("/v1/ask", json={"question": question, "conversation_id": conversation})
    except httpx.HTTPError as error:
        tally.faults[type(error).__name__] += 1
        return None
    took = time.perf_counter() - started
    if response.status_code in REFUSED and "retry-after" in response.headers:
        tally.refused.append(took)
        await asyncio.sleep(float(response.headers["retry-after"]))
        return None
    reply = response.json()
    if not response.is_success:
        tally.faults[f"status {response.status_code}"] += 1
        return None
    tally.seconds.append(took)
    if reply["question"] != question or conversation not in (None, reply["conversation_id"]):
        tally.faults["an answer to somebody else"] += 1
    return reply


def witness(url: str, seconds: float) -> Tally:
    """Ask now and then, from a process that does nothing else."""
    tally, end = Tally(), time.perf_counter() + seconds
    with httpx.Client(base_url=url, timeout=120, trust_env=False) as client:
        while time.perf_counter() < end:
            started = time.perf_counter()
            response = client.post("/v1/ask", json={"question": QUESTIONS[0]})
            took = time.perf_counter() - started
            (tally.refused if response.status_code in REFUSED else tally.seconds).append(took)
            time.sleep(0.1)
    return tally


def answers_alone(client: TutorClient) -> Right:
    """What every conversation is answered when nobody else asks."""
    right: Right = {}
    for first in range(len(QUESTIONS)):
        conversation = None
        for turn in range(TURNS):
            reply = client.ask(QUESTIONS[(first + turn) % len(QUESTIONS)], conversation)
            right[first, turn], conversation = reply["text"], reply["conversation_id"]
    return right


def megabytes(pid: int) -> float:
    """Memory of a process, as Linux tells it; 0 elsewhere."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        return int(status.split("VmRSS:")[1].split()[0]) / 1024
    return 0.0


async def _edit(note: Path, until: asyncio.Future[Any] | asyncio.Task[Any]) -> int:
    """Edit a note every half second; how often."""
    edits = 0
    while not until.done():
        edits += 1
        with note.open("a", encoding="utf-8") as stream:
            stream.write(f"\nThe flux capacitor {edits} takes {edits} gigawatts.\n")
        await asyncio.sleep(0.5)
    return edits


async def _run(arguments: argparse.Namespace, settings: Settings, notes: Path) -> bool:
    with BackgroundService(settings) as service, service.client() as client:
        service.wait_until_ready()
        right = answers_alone(client)
        pid = service._process.pid
        await ask_all(service.url, min(arguments.clients, 20), 5, right)  # caches are full afterwards
        before = megabytes(pid)
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            beside = pool.submit(witness, service.url, arguments.seconds)
            tally = await ask_all(service.url, arguments.clients, arguments.seconds, right)
        sys.stdout.write(f"{arguments.clients} clients, {arguments.seconds:.0f} s: {tally.told()}\n")
        sys.stdout.write(f"beside them: {beside.result().told()}\n")
        faults = tally.faults
        sys.stdout.write(f"memory before {before:.0f} MB, after {megabytes(pid):.0f} MB\n")
        if arguments.rebuild:
            again = asyncio.create_task(ask_all(service.url, arguments.clients, arguments.seconds, {}))
            edits = await _edit(next(notes.rglob("personal-notes.md")), again)
            tally = await again
            faults += tally.faults
            sys.stdout.write(f"while the index was rebuilt after each of {edits} edits: {tally.told()}\n")
        return not faults


def main() -> int:
    """Put a service under load; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--at-once", type=int)
    parser.add_argument("--rebuild", action="store_true")
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        notes = Path(shutil.copytree(INCLUDED, Path(name) / "notes"))
        home = arguments.home or Path(name) / "home"
        os.environ["TUTOR_REQUESTS_PER_MINUTE"] = "10000000"
        if arguments.at_once:
            os.environ["TUTOR_REQUESTS_AT_ONCE"] = str(arguments.at_once)
        settings = load_settings(home=home, notes=(notes,), watch=arguments.rebuild)
        return 0 if asyncio.run(_run(arguments, settings, notes)) else 1


if __name__ == "__main__":
    sys.exit(main())
