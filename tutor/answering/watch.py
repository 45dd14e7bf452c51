"""How long the stages of one answer take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Watch:
    """Starts when it is made."""

    def __init__(self) -> None:
        self._started = time.perf_counter()
        self._spent: dict[str, float] = {"encode": 0.0, "search": 0.0}

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count what happens within to a stage."""
        started = time.perf_counter()
        yield
        self._spent[stage] = self._spent.get(stage, 0.0) + time.perf_counter() - started

    def stages(self) -> dict[str, float]:
        """Milliseconds by stage; 'compose' is what no other stage took."""
        total = time.perf_counter() - self._started
        spent = {**self._spent, "compose": total - sum(self._spent.values()), "total": total}
        return {stage: seconds * 1e3 for stage, seconds in spent.items()}
