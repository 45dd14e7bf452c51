"""Statements that speak of a scenario and of an option at once, by the rarer words that they share with each."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from index.values import Statement
from tutor.advising.likeness import Likeness
from tutor.words import stems

_NEAR_SCENARIO, _NEAR_OPTION = 30, 10
_MOST = 12.0  # of what the words on one side of a bridge count
_DAMPING = 10.0  # words; a long statement shares words by chance
_BEST, _FADE = 4, 0.5  # bridges that count, each half of the one before


def bridges(scenario: str, options: Sequence[str], likeness: Likeness) -> list[tuple[float, Statement | None]]:
    """For each option how much the notes say of it and the scenario together, 0 for nothing, and what says most."""
    pool = _pool(scenario, options, likeness)
    own = {one.id: stems(one.text) for one in pool}
    around = {one.id: own[one.id] | stems(_context(one)) for one in pool}
    seen = Counter(word for words in around.values() for word in words)
    rarity = {word: math.log(1 + len(pool) / (1 + count)) for word, count in seen.items()}
    asked = stems(scenario)

    def bridge(option: frozenset[str], one: Statement) -> float:
        near, far = (around[one.id] & option) - asked, (own[one.id] & asked) - option
        sides = (min(_MOST, sum(rarity[word] for word in side)) for side in (near, far))
        return math.prod(sides) / (_DAMPING + len(own[one.id]))

    return [_strongest([(bridge(stems(option), one), one) for one in pool]) for option in options]


def _pool(scenario: str, options: Sequence[str], likeness: Likeness) -> list[Statement]:
    found = likeness.nearest(scenario)[:_NEAR_SCENARIO]
    found += (hit for option in options for hit in likeness.nearest(option)[:_NEAR_OPTION])
    return list({hit.statement.id: hit.statement for hit in found}.values())


def _context(statement: Statement) -> str:
    block = statement.block
    return " ".join((block.term, block.lead, *block.heading[-2:]))


def _strongest(found: Sequence[tuple[float, Statement]]) -> tuple[float, Statement | None]:
    best = sorted(found, key=lambda one: -one[0])[:_BEST]
    total = sum(value * _FADE**n for n, (value, _) in enumerate(best))
    return math.log1p(total), best[0][1] if total else None
