"""What Prometheus can scrape, in its text format (version 0.0.4)."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)  # seconds


class Histogram:
    """Counts durations (seconds) by upper bound."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BUCKETS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Count one duration."""
        self._counts[bisect_left(BUCKETS, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str, labels: str) -> Iterator[str]:
        """The samples, cumulative as the format wants them."""
        total = 0
        for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._counts, strict=True):
            total += count
            yield f'{name}_bucket{{{labels},le="{bound}"}} {total}'
        yield f"{name}_sum{{{labels}}} {self._sum:.6f}"
        yield f"{name}_count{{{labels}}} {total}"


class Metrics:
    """Questions by intent and outcome, and how long each stage of an answer took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._questions: Counter[tuple[str, str]] = Counter()
        self._stages: defaultdict[str, Histogram] = defaultdict(Histogram)

    def answered(self, reply: dict[str, Any]) -> None:
        """Count one answer."""
        outcome = "abstained" if reply["abstained"] else "answered"
        with self._lock:
            self._questions[str(reply["intent"]), outcome] += 1
            for stage, milliseconds in reply["timings_ms"].items():
                self._stages[stage].add(milliseconds / 1000)

    def failed(self) -> None:
        """Count a question that could not be answered."""
        with self._lock:
            self._questions["unknown", "failed"] += 1

    def text(self, gauges: Mapping[str, float], rebuilds: Mapping[str, int]) -> str:
        """All samples; `gauges` are further ones by name, `rebuilds` the number of rebuilds by how they ended."""
        with self._lock:
            own = [*self._question_lines(), *self._stage_lines()]
        return "\n".join([*own, *_rebuild_lines(rebuilds), *_gauge_lines(gauges)]) + "\n"

    def _question_lines(self) -> Iterator[str]:
        yield "# TYPE tutor_questions_total counter"
        for (intent, outcome), count in sorted(self._questions.items()):
            yield f'tutor_questions_total{{intent="{intent}",outcome="{outcome}"}} {count}'

    def _stage_lines(self) -> Iterator[str]:
        yield "# TYPE tutor_stage_seconds histogram"
        for stage, histogram in sorted(self._stages.items()):
            yield from histogram.lines("tutor_stage_seconds", f'stage="{stage}"')


def _rebuild_lines(rebuilds: Mapping[str, int]) -> Iterator[str]:
    yield "# TYPE tutor_rebuilds_total counter"
    for outcome, count in rebuilds.items():
        yield f'tutor_rebuilds_total{{outcome="{outcome}"}} {count}'


def _gauge_lines(gauges: Mapping[str, float]) -> Iterator[str]:
    for name, value in gauges.items():
        yield f"# TYPE tutor_{name} gauge"
        yield f"tutor_{name} {value:.12g}"
