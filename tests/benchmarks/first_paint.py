"""How long the screen takes to come up: `python tests/benchmarks/first_paint.py [RUNS]`.

Starts the command in a terminal of its own, with a letter typed ahead, and waits until that letter stands in the
question's line: from then on the screen is up and takes typing. Prints one JSON object; times are seconds.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIZE = (24, 80)  # rows, columns
PATIENCE = 30.0  # seconds
TYPED = "zq"  # stands nowhere else on the screen
ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[@-Z\\-_])")


def seconds_to_first_paint(environment: dict[str, str]) -> tuple[float, float]:
    """Seconds from the command to the first drawing, and to what was typed ahead standing on the screen."""
    controller, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "tutor"], cwd=ROOT, env=environment, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    os.write(controller, TYPED.encode())
    try:
        until(controller, "notes-tutor", begin)  # by now the terminal itself no longer shows what is typed
        painted = time.perf_counter() - begin
        until(controller, f" {TYPED}", begin)
        return painted, time.perf_counter() - begin
    finally:
        process.kill()
        process.wait()
        os.close(controller)


def until(controller: int, text: str, begin: float) -> None:
    """Read until `text` is drawn. Raises TimeoutError after PATIENCE seconds since `begin`."""
    seen = b""
    while text.encode() not in ESCAPES.sub(b"", seen):
        if time.perf_counter() - begin > PATIENCE or not select.select([controller], [], [], PATIENCE)[0]:
            raise TimeoutError(f"{text!r} was not drawn within {PATIENCE:.0f} seconds")
        seen += os.read(controller, 65536)


def times_to_first_paint(runs: int) -> list[tuple[float, float]]:
    """So many runs, each as `seconds_to_first_paint` tells it."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "TERM": "xterm-256color",
            "TUTOR_HOME": folder,
            "TUTOR_NOTES": str(ROOT / "corpus"),
            "XDG_CONFIG_HOME": folder,
        }
        return [seconds_to_first_paint(environment) for _ in range(runs)]


def main(runs: int) -> None:
    """Print the median of the runs and each of them."""
    times = times_to_first_paint(runs)
    painted, typed = zip(*times, strict=True)
    result = {
        "first_paint_s": round(statistics.median(painted), 3),
        "takes_typing_s": round(statistics.median(typed), 3),
        "runs": [[round(one, 3) for one in run] for run in times],
    }
    print(json.dumps(result))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
