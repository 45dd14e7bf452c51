"""Claims that are numbers: sizes and times by an aspect's words, and counts by what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.values import Statement
from tutor.claims.aspects import Aspect, Aspects
from tutor.claims.owners import Owner, Owners
from tutor.claims.quantities import counts, quantities
from tutor.claims.values import Bound, Claim, Quantity
from tutor.words import stem, stems, tokens

_ASIDE = re.compile(r"(?i)\([^()]*\b(?:vs\.?|versus|compared|unlike|default)\b[^()]*\)")
_FROM_TO = re.compile(r"(?i)\bto\s+$|→\s*$")
_BASELINE = re.compile(
    r"(?i)^[\w\s,-]{0,40}?\b(?:than|over|of|against|baseline)\s+"
    r"(?:the )?(?:performance of |throughput of )?(?:standard |plain )?"
)
_WRITES = re.compile(r"(?i)^\W*(?:\w+\s)?writes?\b|\bwrites? (?:in|at|with)\s+$")
_WHOSE = re.compile(r"(?i)^\s+(?:latency )?of\s+")
_TWO_THINGS = re.compile(r"(?i)\b(?:while|whereas|unlike|instead of|where)\b")
_MAXIMUM = re.compile(r"(?i)\b(?:max(?:imum)?|most|limit)\b")
_BARE = re.compile(r"^\s*(?:up to |at most )?(\d+)\b(?!\s*[-–:%x]|\s+[a-z])")
_PER = re.compile(r"(?i)\bper\b")


def number_claims(
    statement: Statement, text: str, owner: Owner, aspects: Aspects, label: str, owners: Owners
) -> Iterator[Claim]:
    """Quantities with a unit that an aspect knows, in words or under a label of that aspect."""
    said = _ASIDE.sub(lambda found: " " * len(found[0]), text)
    found = quantities(said)
    if not found or (len(found) > 1 and _TWO_THINGS.search(said)):
        return
    for aspect in aspects:
        if aspect.kind != "number" or not aspect.unit:
            continue
        fitting = [quantity for quantity in found if quantity.unit == aspect.unit]
        called = bool(label) and aspects.of_label(label) == aspect.name
        if fitting and (called or (aspect.pattern and aspect.pattern.search(f"{label} {said}"))):
            for quantity in _chosen(fitting, aspect, said):
                scope = owner.scope | _limits(quantity, said, aspect, owners, several=len(fitting) > 1)
                yield Claim(owner.name, aspect.name, text, (statement,), quantity, scope=scope, label=label)


def _chosen(found: list[Quantity], aspect: Aspect, text: str) -> list[Quantity]:
    """Of sizes the largest, of 'from A to B' the latter, of times the first, else all."""
    if aspect.unit == "bytes":
        largest = max(found, key=lambda quantity: quantity.high)
        return [largest if largest.vague else replace(largest, bound=Bound.MOST)]
    after = [quantity for quantity in found if quantity.vague and _FROM_TO.search(text[: quantity.start])]
    if after and len(found) > 1:
        return after[-1:]
    return found if aspect.unit == "times" or aspect.name == "latency" else found[:1]


def _limits(quantity: Quantity, text: str, aspect: Aspect, owners: Owners, *, several: bool) -> frozenset[str]:
    """What a number holds for only: a baseline, or writes."""
    rest = text[quantity.end :]
    if aspect.unit == "times":
        baseline = _BASELINE.match(rest)
        name = owners.starting(rest[baseline.end() :])[0] if baseline else owners.titled(rest)[0] if several else ""
        return frozenset((f"than {name}",)) if name else frozenset()
    whose = _WHOSE.match(rest)
    if whose and owners.starting(rest[whose.end() :])[0]:
        return frozenset((f"of {owners.starting(rest[whose.end() :])[0]}",))
    writes = aspect.name == "latency" and (_WRITES.search(rest) or _WRITES.search(text[: quantity.start]))
    return frozenset(("writes",)) if writes else frozenset()


def count_claims(statement: Statement, text: str, owner: Owner, owners: Owners, label: str) -> Iterator[Claim]:
    """How many there are of something. A count of the owner's own parts is a claim about the part."""
    maximum = bool(label and _MAXIMUM.search(label))
    for quantity in counts(text):
        bound = Bound.MOST if maximum and quantity.bound is Bound.EXACT else quantity.bound
        entity, noun = _counted(quantity, owner, owners)
        aspect = f"number of {noun}" if noun else "number"
        limited = replace(quantity, bound=bound)
        yield Claim(entity, aspect, text, (statement,), limited, scope=owner.scope, label=label)
    bare = _BARE.match(text) if maximum else None
    if bare and label:
        words = [word for word in tokens(label) if not _MAXIMUM.search(word) and not _PER.search(word)]
        named = frozenset(stem(word) for word in words[:1])
        inner = "" if named and named <= stems(owner.name) else words[0] if words else ""
        number = float(bare[1])
        quantity = Quantity(
            number, number, "count", Bound.MOST, noun=named or stems(owner.name), counted=inner, text=bare[0].strip()
        )
        yield Claim(
            owner.name,
            f"number of {inner}" if inner else "number",
            text,
            (statement,),
            quantity,
            scope=owner.scope,
            label=label,
        )


def _counted(quantity: Quantity, owner: Owner, owners: Owners) -> tuple[str, str]:
    """Whose number a count is, and of what: of the owner itself, of a part of it, or of something else."""
    part = owners.resolve(quantity.counted)
    if part and (part == owner.name or owners.is_part(part, owner.name)):
        return part, ""
    if quantity.bound is not Bound.ALL and quantity.noun <= stems(owner.name):
        return owner.name, ""
    return owner.name, quantity.counted.lower()
