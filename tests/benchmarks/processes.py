"""Other programs, measured from outside: how long they take, how much memory they need."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[2]
PEERS = Path(__file__).parent / "peers.py"
MEGABYTE = 2**20 if sys.platform == "darwin" else 2**10  # of ru_maxrss


@dataclass(frozen=True, slots=True)
class Run:
    """A process from start to end."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def tutor(*arguments: str | Path) -> list[str]:
    """The command line of this project's code."""
    return [sys.executable, "-m", "tutor", *map(str, arguments)]


def environment(home: Path) -> dict[str, str]:
    """The environment with a data folder of its own, and nothing asked of a model hub.

    Bytecode is kept, as every installation keeps it: the peers have theirs.
    """
    own = {"TUTOR_HOME": str(home), "HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    return {**os.environ, **own, "PYTHONDONTWRITEBYTECODE": ""}


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """Run a command to its end. Raises `CalledProcessError` when it is refused; 3 is an answer too: nothing found."""
    started = time.perf_counter()
    with subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        output = process.stdout.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode not in (0, 3):
        raise subprocess.CalledProcessError(process.returncode, command, output)
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MEGABYTE, output)


class Child:
    """A peer that waits for requests."""

    def __init__(self, python: Path, name: str, model: Path, folder: Path) -> None:
        command = [str(python), str(PEERS), name, str(model), str(folder)]
        self._name = name
        self._process = subprocess.Popen(
            command,
            env=environment(folder),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        """Its reply to a request. Raises `ChildProcessError` when it has ended, as it does when it is not installed."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            raise ChildProcessError(f"{self._name} has ended")
        reply: dict[str, Any] = json.loads(line)
        return reply

    def close(self) -> None:
        """End it."""
        self._process.communicate()


class Service:
    """A running `tutor serve`, asked over one connection that stays open.

    A request is sent in one piece, and of the head of a reply no more is read than is needed: Python's own client takes
    a quarter of a millisecond more, which is not the service's.
    """

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self._process, self._address = process, urlsplit(url)
        self._socket, self._replies = self._connected()

    def _connected(self) -> tuple[socket.socket, BinaryIO]:
        connected = socket.create_connection((self._address.hostname, self._address.port), timeout=600)
        return connected, connected.makefile("rb")

    def ready(self) -> bool:
        """Whether it answers questions, over a new connection: the service closes one that nobody uses."""
        self._replies.close()
        self._socket.close()
        self._socket, self._replies = self._connected()
        return self._request("GET", "/ready")[0] == 200

    def ask(self, question: str) -> tuple[float, dict[str, Any]]:
        """Milliseconds that `POST /v1/ask` takes, and the answer."""
        taken, reply = self.post("/v1/ask", {"question": question})
        return taken, json.loads(reply)

    def post(self, path: str, body: dict[str, Any]) -> tuple[float, bytes]:
        """Milliseconds that a request takes, and what came back. Raises `ChildProcessError` for a failure of it."""
        sent = json.dumps(body)
        started = time.perf_counter()
        status, reply = self._request("POST", path, sent)
        taken = (time.perf_counter() - started) * 1000
        if status != 200:
            raise ChildProcessError(f"The service answers {status}: {reply.decode()}")
        return taken, reply

    def memory_mb(self) -> float:
        """Memory that it holds now."""
        shown = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._process.pid)], check=True, capture_output=True, text=True
        )
        return int(shown.stdout) / 1024

    def _request(self, method: str, path: str, body: str = "") -> tuple[int, bytes]:
        head = f"Host: {self._address.netloc}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n{body}".encode("ascii"))
        status, length = int(self._replies.readline().split()[1]), 0
        while (line := self._replies.readline()).strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return status, self._replies.read(length)


@contextmanager
def serving(notes: Path, home: Path) -> Iterator[Service]:
    """A service over some notes, ended afterwards. The index must be built."""
    command = tutor("serve", "--notes", notes, "--port", "0", "--with-parent")
    pipe = subprocess.PIPE  # when this process is killed, it closes, and the service ends
    with subprocess.Popen(command, env=environment(home), cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        try:
            service = Service(process, process.stdout.readline().strip())
            while not service.ready():
                time.sleep(0.2)
            yield service
        finally:
            process.terminate()
