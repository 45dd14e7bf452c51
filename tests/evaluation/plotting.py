"""The curve of abstaining as a picture in SVG: what is rightly refused against what is wrongly refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Point = tuple[float, float]  # share of answerable refused, share of unanswerable refused

WIDTH, HEIGHT, MARGIN = 640, 420, 60
WIDEST = 0.4  # of answerable questions refused: beyond it nobody would go
COLOURS = ("#1b6ca8", "#c8553d", "#588157", "#8e5ea2")


def abstaining_svg(curves: Mapping[str, Sequence[Point]], chosen: Mapping[str, Point]) -> str:
    """One stepped line for each name, with a dot where the tutor stands today."""
    parts = [*_frame()]
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        x, y = _at(chosen[name])
        parts.append(f'<polyline points="{_steps(curve)}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<circle cx="{x}" cy="{y}" r="5" fill="{colour}"/>')
        parts.append(_text(name, WIDTH - MARGIN - 10, HEIGHT - MARGIN - 20 - 20 * number, "end", colour))
    body = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="13">\n  <rect width="100%" height="100%" fill="white"/>\n  {body}\n</svg>\n'
    )


def _at(point: Point) -> tuple[float, float]:
    x = MARGIN + min(point[0], WIDEST) / WIDEST * (WIDTH - 2 * MARGIN)
    return round(x, 1), round(HEIGHT - MARGIN - point[1] * (HEIGHT - 2 * MARGIN), 1)


def _steps(curve: Sequence[Point]) -> str:
    """Between two thresholds nothing changes, so the line goes up before it goes to the right."""
    points: list[Point] = [(0.0, 0.0)]
    for x, y in curve:
        points += [(points[-1][0], y), (x, y)] if points[-1][0] <= WIDEST else []
    return " ".join("{},{}".format(*_at(point)) for point in points)


def _frame() -> list[str]:
    (left, bottom), (right, top) = _at((0, 0)), _at((WIDEST, 1))
    parts = [f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="black"/>']
    for step in range(5):
        x, y = _at((WIDEST * step / 4, step / 4))
        parts.append(_text(f"{WIDEST * step * 25:.0f} %", x, bottom + 20))
        parts.append(_text(f"{step * 25} %", left - 8, y + 4, "end"))
        parts.append(f'<path d="M{left} {y}H{right}" stroke="#dddddd"/>')
    parts.append(_text("answerable questions refused", (left + right) / 2, HEIGHT - 18))
    parts.append(_text("unanswerable questions refused (dots: the threshold in use)", left, top - 20, "start"))
    return parts


def _text(words: str, x: float, y: float, anchor: str = "middle", colour: str = "black") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="{colour}">{escape(words)}</text>'
