"""Requests made up from the service's own OpenAPI document, every answer checked against it.

    python tests/benchmarks/openapi.py [--examples 520] [--seed 1] [--notes FOLDER] [--home DATA_FOLDER]

Starts a service over the notes (by default the included ones) and has schemathesis try it with all of its checks. Ends
with 1 when one of them failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tutor.client import BackgroundService
from tutor.notes_folder import INCLUDED
from tutor.settings import load_settings

CONFIG = Path(__file__).with_name("schemathesis.toml")


def command(url: str, examples: int, seed: int = 1) -> list[str]:
    """The command line of schemathesis: all checks, every kind of request, the same ones for a seed."""
    options = ["--checks", "all", "--mode", "all", "--max-examples", str(examples), "--seed", str(seed)]
    return [
        str(Path(sys.executable).with_name("schemathesis")),
        "--config-file",
        str(CONFIG),
        "run",
        f"{url}/openapi.json",
        *options,
        "--continue-on-failure",
        "--no-color",
    ]


def main() -> int:
    """Try the service; 1 when a check failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=520)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--notes", type=Path, default=INCLUDED)
    parser.add_argument("--home", type=Path)
    arguments = parser.parse_args()
    os.environ["TUTOR_REQUESTS_PER_MINUTE"] = "10000000"
    settings = load_settings(home=arguments.home, notes=(arguments.notes,), watch=False)
    with BackgroundService(settings) as service:
        service.wait_until_ready()
        return subprocess.run(command(service.url, arguments.examples, arguments.seed), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
