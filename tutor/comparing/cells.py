"""The best claim for a cell of a comparison."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from index.values import Kind, Polarity
from tutor.claims import DEFINITION, Claim, Gist
from tutor.comparing.contrasts import Cell
from tutor.words import tokens

_LONG = 30  # words; longer claims come last
_MOST_ITEMS = 4  # of a list in one cell
_DEFINES = re.compile(
    r"(?i)^(?:it|they|\S+(?: \S+){0,5}?) (?:is|are) (?:an?|the|fully|managed|serverless|amazon|aws)\b"
)
_WITHOUT_IT = re.compile(r"(?i)\b(?:problems?|traditional|without)\b")
_WORTH = {Kind.ROW: 3, Kind.SENTENCE: 2, Kind.ITEM: 2, Kind.PANEL: 1, Kind.LABEL: 0, Kind.CODE: 0}


def best_cell(claims: Sequence[Claim], aspect: str, used: Container[str] = ()) -> Cell:
    """The cell for one thing and one aspect: what the notes label so, then what has a value, then the shortest.

    :param used: ids of statements that other rows show already.
    """
    fitting = [claim for claim in claims if _is_sound(claim) and not any(s.id in used for s in claim.statements)]
    if not fitting:
        return Cell()
    if aspect == DEFINITION:
        fitting = _first_of_each(fitting)
    best = max(fitting, key=lambda claim: _worth(claim, aspect))
    together = [c for c in fitting if _in_one_list(c, best)] or [best]
    if len(best.statements) > 1 or len(together) == 1:
        return Cell(best.text, best.statements)
    chosen = together[:_MOST_ITEMS]
    return Cell("; ".join(c.text for c in chosen), tuple(s for c in chosen for s in c.statements))


def _first_of_each(claims: Sequence[Claim]) -> list[Claim]:
    """The first definition of every section: what comes after it goes into detail."""
    found: dict[tuple[str, int], Claim] = {}
    for claim in sorted(claims, key=lambda claim: -_is_definition(claim)):
        found.setdefault((claim.source, claim.statements[0].block.section), claim)
    return list(found.values())


def _is_definition(claim: Claim) -> int:
    """How well a claim tells what a thing is: 2 outright, 1 perhaps, 0 by what it is only."""
    if isinstance(claim.value, Gist) and claim.value.only:
        return 0
    return 2 if _DEFINES.match(claim.text) or claim.label else 1


def _is_sound(claim: Claim) -> bool:
    """Whether a claim stands by itself: not turned around, not torn, not what is so without the thing."""
    whole = claim.text.count("(") == claim.text.count(")")
    block = claim.statements[0].block
    return claim.polarity is Polarity.ASSERTED and whole and not _WITHOUT_IT.search(f"{block.lead} {block.side}")


def _worth(claim: Claim, aspect: str) -> tuple[float, ...]:
    block, words = claim.statements[0].block, len(tokens(claim.text))
    return (
        _is_definition(claim) if aspect == DEFINITION else 0,
        bool(claim.label),
        claim.value is not None,
        _WORTH[block.kind],
        words <= _LONG,
        not claim.scope,
        -words,
    )


def _in_one_list(one: Claim, other: Claim) -> bool:
    a, b = one.statements[0], other.statements[0]
    same = (a.source, a.block.section, a.block.lead) == (b.source, b.block.section, b.block.lead)
    return same and bool(a.block.lead) and one.label == other.label == a.block.lead
