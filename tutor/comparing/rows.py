"""Rows of a comparison: aligned lists, their names, and whether their cells differ."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from index.values import Statement
from tutor.claims import Aspect, Aspects
from tutor.comparing.contrasts import Cell, Row
from tutor.words import STOP_WORDS, stem, stems, tokens

_SHARED = 0.15  # share of words that makes two items speak of the same
UNNAMED = "also"
_SHORT = 4  # letters; shorter words that cells share name no row
_CALLED = re.compile(r"^([^:(]{2,30}):\s")


def row_label(row: Row, aspects: Aspects, taken: Container[str] = ()) -> str:
    """What a row is about: the notes' own label, else the aspect or the word that its cells share.

    :param taken: labels of other rows, used again only where there is no better one.
    """
    if row.label:
        return row.label
    names = list(_candidates([cell.text for cell in row.cells if cell.text], aspects))
    return next((name for name in names if name not in taken), names[0] if names else UNNAMED)


def _candidates(texts: Sequence[str], aspects: Aspects) -> Iterator[str]:
    """Names for a row, best first: only what every cell speaks of."""
    called = {found[1].strip() if (found := _CALLED.match(text)) else "" for text in texts}
    if len(called) == 1 and "" not in called:
        yield called.pop()
    spoken = [aspects.of_text(text) for text in texts]
    every = [aspect for aspect in (spoken[0] if spoken else ()) if all(aspect in found for found in spoken)]
    yield from (aspect.name for aspect in every if aspect.kind != "number")
    yield from (aspect.name for aspect in every if aspect.kind == "number" and _is_said_alike(aspect, texts))
    shared = _shared_word(texts)
    if shared:
        yield shared
    yield from (aspect.name for aspect in every if aspect.kind == "number")


def _is_said_alike(aspect: Aspect, texts: Sequence[str]) -> bool:
    """Whether all texts speak of an aspect in the same words ('Microsec latency', 'latency of 5 ms')."""
    found = [aspect.pattern.search(text) if aspect.pattern else None for text in texts]
    return len({match[0].lower() if match else "" for match in found}) == 1


def _shared_word(texts: Sequence[str]) -> str:
    common = frozenset.intersection(*map(stems, texts)) if len(texts) > 1 else frozenset()
    words = (
        [word for word in tokens(texts[0]) if stem(word) in common and word.isalpha() and len(word) > _SHORT]
        if texts
        else []
    )
    return max(words, key=len, default="")


def differs(row: Row) -> bool:
    """Whether every cell says something and not all say the same."""
    said = [" ".join(tokens(cell.text)) or cell.text.strip() for cell in row.cells]
    return all(said) and len(set(said)) > 1


def aligned(columns: Sequence[Sequence[Statement]], aspects: Aspects) -> Iterator[Row]:
    """Items of parallel lists: those that speak of the same side by side, then all others in one row."""
    first, *others = columns
    partners = [_partners(first, other, aspects) for other in others]
    whole = [index for index in range(len(first)) if all(index in found for found in partners)]
    for index in whole:
        yield _row([first[index]], *([other[found[index]]] for other, found in zip(others, partners, strict=True)))
    left = [[item for index, item in enumerate(first) if index not in whole]]
    for other, found in zip(others, partners, strict=True):
        left.append([item for index, item in enumerate(other) if index not in {found[w] for w in whole}])
    if any(left):
        yield _row(*left, label=UNNAMED)


def _row(*cells: Sequence[Statement], label: str = "") -> Row:
    return Row(label, tuple(Cell("; ".join(item.text for item in items), tuple(items)) for items in cells))


def _partners(first: Sequence[Statement], other: Sequence[Statement], aspects: Aspects) -> dict[int, int]:
    """For items of one list the item of another that speaks of the same, best pairs first."""
    pairs = sorted(
        (
            (_likeness(a.text, b.text, aspects), -abs(i - j), i, j)
            for i, a in enumerate(first)
            for j, b in enumerate(other)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for likeness, _, i, j in pairs:
        if likeness >= _SHARED and i not in found and j not in found.values():
            found[i] = j
    return found


def _likeness(one: str, other: str, aspects: Aspects) -> float:
    """Share of the words of two items, and of the aspects that they speak of."""
    a, b = _words(one), _words(other)
    words = len(a & b) / len(a | b) if a | b else 0.0
    ones, others = ({aspect.name for aspect in aspects.of_text(text)} for text in (one, other))
    return words + (0.3 * len(ones & others) / len(ones | others) if ones | others else 0.0)


def _words(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in re.findall(r"[a-z]+", text.lower()) if word not in STOP_WORDS)
