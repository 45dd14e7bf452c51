"""What a run of the benchmarks measured."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.benchmarks.processes import Run
from tests.benchmarks.scale import Size


@dataclass(slots=True)
class Contender:
    """What was measured of one way to find, or to answer."""

    per_second: float | None = None  # passages embedded
    ms: list[float] = field(default_factory=list)  # for each question
    start_seconds: float | None = None  # until the first answer, from what was kept
    peak_mb: float | None = None


@dataclass(slots=True)
class Results:
    """Everything measured."""

    contenders: dict[str, Contender] = field(default_factory=dict)
    http_ms: list[float] = field(default_factory=list)  # of `POST /v1/ask`, for each question
    stages: dict[str, list[float]] = field(default_factory=dict)
    cold: list[Run] = field(default_factory=list)
    screen: list[float] = field(default_factory=list)  # seconds from `tutor` until its screen takes typing
    memory_mb: dict[int, float] = field(default_factory=dict)  # of the service, after so many questions
    build: dict[str, float] = field(default_factory=dict)  # stage → seconds
    built: int = 0  # texts
    many: dict[str, float] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)  # step → why
    sizes: list[Size] = field(default_factory=list)


def p50(values: Sequence[float]) -> float:
    """The median."""
    return statistics.median(values)


def p95(values: Sequence[float]) -> float:
    """What 95 of a hundred stay below."""
    return statistics.quantiles(values, n=20)[-1]
