"""The report: what was asked for against what was measured, tables, and a picture of how a search grows."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from index.encoder.compiled import has_bfloat16
from tests.benchmarks.peers import PEERS
from tests.benchmarks.results import Results, p50, p95
from tests.benchmarks.scale import Size

ENCODER, MODEL, LANGCHAIN = list(PEERS)[:3]
WIDTH, HEIGHT, MARGIN = 640, 360, 60

INTRODUCTION = """\
# Benchmarks

`make bench` writes this page: everything in one run on one machine, so read the ratios, not the times. What is
compared takes turns; of several times for one question the shortest counts. The peers have the same model and the same
passages.
"""

NOTES = """\
## Why the encoder is not faster

Measured once, on two cores of an AMD EPYC of the fourth generation, and true of such processors: 106 passages of 73
tokens in a second are 165 thousand million operations, six sevenths of what the processor can do in full precision;
torch reaches three sevenths. Nothing but fewer bits makes that three times as much. In bfloat16, which this processor
has, 1.75 times as many passages are embedded, and the cosine to full precision is at least 0.99997 over 1,300 passages
and statements; so notes are embedded in it. Of 437 questions of our own the same are answered right, and five answers
put near ties in another order. A processor of the third generation has no bfloat16: 97 passages in a second there are
five sixths of what a product of large matrices reaches, half to three quarters more than torch, and all there is.
Weights of 16 bits alone bring no time, those of 8 bits a cosine of 0.991. A question of ten tokens waits for memory,
not for the processor: all 42 MB of the weights are read for each. Questions are encoded in full precision.
"""


def write_report(results: Results, folder: Path | None, quick: bool) -> str:
    """The report in Markdown; also written to `folder`, with its picture, unless that is None."""
    machine = f"{platform.machine()} {'with' if has_bfloat16() else 'without'} bfloat16"
    made = f"Made {'quickly ' if quick else ''}with Python {platform.python_version()} on {machine}.\n"
    parts = [INTRODUCTION, made, *_goals(results), *_failures(results), *_contenders(results), *_question(results)]
    parts += [*_building(results), *_many_notes(results.many), *_growth(results.sizes), NOTES]
    text = "\n".join(parts)
    if folder:
        folder.mkdir(exist_ok=True)
        (folder / "benchmarks.md").write_text(text, encoding="utf-8")
        if results.sizes:
            (folder / "growth.svg").write_text(growth_svg(results.sizes), encoding="utf-8")
    return text


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, numbers to the right."""
    lines = ["| " + " | ".join(header) + " |", "| --- |" + " ---: |" * (len(header) - 1)]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)]) + "\n"


# -- against what was asked for


def _goals(results: Results) -> list[str]:
    rows = [
        (what, f"{value:.3g}", f"{sign} {bound:g}", "yes" if (value <= bound) == (sign == "≤") else "**no**")
        for what, value, sign, bound in figures(results)
    ]
    return ["## What was asked for\n", table(("figure", "measured", "wanted", "reached"), rows)]


def figures(results: Results) -> Iterator[tuple[str, float, str, float]]:
    """Each figure that was asked for and could be measured: name, value, '≤' or '≥', bound."""
    yield from _questions(results)
    yield from _starts(results)
    yield from _memory(results)
    yield from _many(results.many)
    if results.sizes:
        largest = results.sizes[-1]
        yield f"{largest.vectors:,} vectors: search p95 ÷ exact", largest.p95 / largest.exact_p95, "≤", 0.05
        yield f"{largest.vectors:,} vectors: recall@10", largest.recall, "≥", 0.97
        yield f"{largest.vectors:,} vectors: memory, MB", largest.memory_mb, "≤", 700


def _questions(results: Results) -> Iterator[tuple[str, float, str, float]]:
    encoder, model = results.contenders.get(ENCODER), results.contenders.get(MODEL)
    langchain = results.contenders.get(LANGCHAIN)
    if results.http_ms and encoder:
        yield "`POST /v1/ask` p50 ÷ the compiled encoder's own", p50(results.http_ms) / p50(encoder.ms), "≤", 3
    if results.http_ms and langchain:
        ratio = p50(results.http_ms) / p50(langchain.ms)
        yield f"`POST /v1/ask` p50 ÷ {LANGCHAIN}, which composes nothing", ratio, "≤", 0.7
    if model and model.per_second and encoder and encoder.per_second:
        yield "passages embedded in a second ÷ the model alone on torch", encoder.per_second / model.per_second, "≥", 3


def _starts(results: Results) -> Iterator[tuple[str, float, str, float]]:
    if results.cold:
        cold = p50([run.seconds for run in results.cold])
        yield "`tutor ask` without a service, s", cold, "≤", 1.5
        langchain = results.contenders.get(LANGCHAIN)
        if langchain and langchain.start_seconds:
            ratio = cold / langchain.start_seconds
            yield f"`tutor ask` ÷ {LANGCHAIN} from its start to its first answer", ratio, "≤", 0.2
        yield "peak memory of `tutor ask`, MB", max(run.peak_mb for run in results.cold), "≤", 400
    if results.screen:
        yield "`tutor`, until the screen is up and takes typing, s", p50(results.screen), "≤", 0.7


def _many(many: Mapping[str, float]) -> Iterator[tuple[str, float, str, float]]:
    if many:
        yield "one of very many notes changed: build ÷ full build", many["rebuild"] / many["build"], "≤", 0.01
        yield "one of very many notes changed: build, s", many["rebuild"], "≤", 2
        yield "`POST /v1/ask` p95, very many notes ÷ five", many["many_p95"] / many["few_p95"], "≤", 4


def _memory(results: Results) -> Iterator[tuple[str, float, str, float]]:
    if not results.memory_mb:
        return
    *_, settled, _, last = sorted(results.memory_mb)
    yield f"memory of the service after {last:,} questions, MB", results.memory_mb[last], "≤", 400
    grown = results.memory_mb[last] / results.memory_mb[settled]
    yield f"the same ÷ after {settled} questions", grown, "≤", 1.02


# -- tables


def _contenders(results: Results) -> list[str]:
    rows = [
        (name, *map(_shown, (one.per_second, _median(one.ms), one.start_seconds, one.peak_mb)))
        for name, one in results.contenders.items()
    ]
    asked = _shown(_median(results.http_ms)), _shown(max(results.memory_mb.values(), default=None))
    rows.append(("`POST /v1/ask`, answers composed and cited", "", asked[0], "", asked[1]))
    seconds, peak = (
        _median([run.seconds for run in results.cold]),
        max((run.peak_mb for run in results.cold), default=None),
    )
    rows.append(("`tutor ask`, whole process", "", "", _shown(seconds), _shown(peak)))
    header = ("", "passages/s", "question p50 ms", "start → first answer s", "peak MB")
    return ["## Beside others\n", table(header, rows)]


def _median(values: Sequence[float]) -> float | None:
    return p50(values) if values else None


def _question(results: Results) -> list[str]:
    stages = results.stages
    if not stages:
        return []
    http = [whole - inside for whole, inside in zip(results.http_ms, stages["total"], strict=True)]
    rows = [(name, _shown(p50(times)), _shown(p95(times))) for name, times in stages.items() if name != "total"]
    rows += [("HTTP", _shown(p50(http)), _shown(p95(http)))]
    rows += [("all", _shown(p50(results.http_ms)), _shown(p95(results.http_ms)))]
    return ["## One question\n", table(("stage", "p50 ms", "p95 ms"), rows)]


def _building(results: Results) -> list[str]:
    rows = [(stage, f"{seconds:.2f}") for stage, seconds in results.build.items()]
    return [f"## Building: five notes, {results.built:,} texts\n", table(("stage", "s"), rows)]


def _many_notes(many: Mapping[str, float]) -> list[str]:
    if not many:
        return []
    shown = {
        "full build, s": many["build"],
        "build after a note of the usual size changed, s": many["rebuild"],
        "build after the largest note changed, s": many["rebuild_largest"],
        "`POST /v1/ask` p50, ms": many["many_p50"],
        "`POST /v1/ask` p95, ms": many["many_p95"],
        "the same over five notes, ms": many["few_p95"],
        "first comparison, s": many["first_compare"],
        "memory of the service, MB": many["memory_mb"],
    }
    rows = [(what, _shown(value)) for what, value in shown.items()]
    return [f"## Very many notes: {many['notes']:,.0f}, {many['texts']:,.0f} texts\n", table(("", ""), rows)]


def _failures(results: Results) -> list[str]:
    """What could not be measured."""
    rows = list(results.failed.items())
    return ["## What failed\n", table(("step", "why"), rows)] if rows else []


def _growth(sizes: Sequence[Size]) -> list[str]:
    rows = [
        (
            f"{size.vectors:,}",
            size.layout,
            *map(_shown, (size.p50, size.p95, size.exact_p95)),
            f"{size.recall:.3f}",
            *map(_shown, (size.memory_mb, size.build_seconds)),
        )
        for size in sizes
    ]
    header = ("vectors", "layout", "p50 ms", "p95 ms", "exact p95 ms", "recall@10", "memory MB", "built in s")
    picture = "![Time of a search, by vectors](growth.svg)\n"
    return ["## Growing\n", table(header, rows), picture] if sizes else []


def _shown(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


# -- the picture


def growth_svg(sizes: Sequence[Size]) -> str:
    """Milliseconds of a search (p95) by vectors, both in powers of ten: as it is done, and all compared."""
    series = {"as searched": [size.p95 for size in sizes], "all compared": [size.exact_p95 for size in sizes]}
    low = math.floor(math.log10(min(map(min, series.values()))))
    high = math.ceil(math.log10(max(map(max, series.values()))))
    first, last = math.log10(sizes[0].vectors), math.log10(sizes[-1].vectors)

    def at(vectors: float, ms: float) -> str:
        x = MARGIN + (math.log10(vectors) - first) / (last - first) * (WIDTH - 2 * MARGIN)
        y = HEIGHT - MARGIN - (math.log10(ms) - low) / (high - low) * (HEIGHT - 2 * MARGIN)
        return f"{x:.1f},{y:.1f}"

    parts = []
    for power in range(low, high + 1):
        y = float(at(sizes[0].vectors, 10.0**power).split(",")[1])
        parts.append(f'<path d="M{MARGIN} {y}H{WIDTH - MARGIN}" stroke="#dddddd"/>')
        parts.append(_text(f"{10.0**power:g} ms", MARGIN - 8, y + 4, "end"))
    for size in sizes:
        x = float(at(size.vectors, 1).split(",")[0])
        parts.append(_text(f"{size.vectors:,}", x, HEIGHT - MARGIN + 20))
    for (name, times), colour in zip(series.items(), ("#1b6ca8", "#c8553d"), strict=True):
        points = [at(size.vectors, ms) for size, ms in zip(sizes, times, strict=True)]
        parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = map(float, points[-1].split(","))
        parts.append(_text(name, x, y - 8, "end", colour))
    body = "\n  ".join([*parts, _text("vectors", WIDTH / 2, HEIGHT - 14)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13">\n  <rect width="100%" height="100%" fill="white"/>\n  {body}\n</svg>\n'
    )


def _text(words: str, x: float, y: float, anchor: str = "middle", colour: str = "black") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
