"""Statements to claims. Each shape in which notes state things is one small extractor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.values import Kind, Polarity, Statement
from tutor.claims.aspects import Aspect, Aspects
from tutor.claims.members import LISTED, members_in, members_of
from tutor.claims.numbers import count_claims, number_claims
from tutor.claims.owners import Owner, Owners
from tutor.claims.values import Claim, Members, Verdict
from tutor.subjects import Subjects

USE, AVOID, DEFINITION = "use when", "avoid when", "what it is"
_EXAMPLE = re.compile(r"(?i)\b(?:example|scenario|sample|usage pattern|timeline|serverless response|exercise)\b")
_YES = re.compile(r"(?i)^\W*(?:✅|✓|✔|yes)\W*$")
_NO = re.compile(r"(?i)^\W*(?:❌|✗|✘|no)\W*$")
_DEFINES = re.compile(r"(?i)^\s*(?:\([^)]*\)\s*)?(?:is|are|=|stands for|means)\s")
_ONLY = re.compile(r"(?i)\bonly\b")


@dataclass(frozen=True, slots=True)
class _Context:
    subjects: Subjects
    aspects: Aspects
    owners: Owners


def extract(statements: Iterable[Statement], subjects: Subjects, aspects: Aspects) -> list[Claim]:
    """Claims of some notes, in reading order.

    :param statements: those of one note in order, one note after the other.
    """
    ordered = [s for s in statements if s.block.polarity is not Polarity.REJECTED and s.block.kind is not Kind.CODE]
    context = _Context(subjects, aspects, Owners(subjects))
    owned = context.owners.all(ordered)
    claims: list[Claim] = []
    for statement in ordered:
        owner = owned[statement.id]
        claims.extend(_of_row(statement, context) if statement.block.kind is Kind.ROW else ())
        if owner.name:
            claims.extend(_of_statement(statement, owner, context))
    claims.extend(_definitions(ordered, owned))
    claims.extend(_of_lists(ordered, owned, context))
    return claims


# -- tables ------------------------------------------------------------------------------------------------------


def _of_row(row: Statement, context: _Context) -> Iterator[Claim]:
    """Cells below a header that names a subject, and cells beside a subject in the first column."""
    header, cells = row.block.header, row.block.cells
    if len(header) != len(cells) or len(cells) < 2:
        return
    beside = context.owners.resolve(cells[0])
    for title, cell in zip(header[1:], cells[1:], strict=True):
        below, before = context.owners.titled(title) if title else ("", "")
        if below:
            yield from _of_cell(row, Owner(below, frozenset(filter(None, (before,)))), cells[0], cell, context)
        elif beside:
            yield from _of_cell(row, Owner(beside), title, cell, context)


def _of_cell(row: Statement, owner: Owner, label: str, cell: str, context: _Context) -> Iterator[Claim]:
    name = context.aspects.of_label(label) or label.strip().lower()
    value = Verdict(True) if _YES.match(cell) else Verdict(False) if _NO.match(cell) else None
    yield Claim(owner.name, name, cell, (row,), value, scope=owner.scope, label=label)
    yield from number_claims(row, f"{label} {cell}", owner, context.aspects, label)
    yield from count_claims(row, cell, owner, context.subjects, label)


# -- sentences, items, lines ----------------------------------------------------------------------------------------


def _of_statement(statement: Statement, owner: Owner, context: _Context) -> Iterator[Claim]:
    block = statement.block
    labels = (block.term, block.lead, block.heading[-1] if block.heading else "")
    label = next((text for text in labels if context.aspects.of_label(text)), "")
    name = context.aspects.of_label(label)
    if name == USE and block.polarity is Polarity.NEGATED:
        name = AVOID
    if name:
        yield Claim(owner.name, name, statement.text, (statement,), polarity=block.polarity, scope=owner.scope, label=label)
    if block.kind is Kind.ROW:
        return
    for aspect in context.aspects.of_text(statement.text):
        if aspect.name != name:
            yield Claim(owner.name, aspect.name, statement.text, (statement,), polarity=block.polarity, scope=owner.scope)
    yield from _verdicts(statement, owner, name, context.aspects)
    if not _EXAMPLE.search(f"{block.lead} {block.side} {' '.join(block.heading[-1:])}"):
        yield from number_claims(statement, statement.text, owner, context.aspects, label, context.subjects)
        yield from count_claims(statement, statement.text, owner, context.subjects, block.term)
    yield from _in_words(statement, owner, context)


def _verdicts(statement: Statement, owner: Owner, name: str, aspects: Aspects) -> Iterator[Claim]:
    """A yes or a no to an aspect: said outright, or by listing it among what a thing is for or not for."""
    for aspect in aspects:
        if aspect.kind != "yes_no" or not aspect.yes or not aspect.no:
            continue
        verdict = _verdict(statement, aspect, name)
        if verdict is not None:
            yield Claim(owner.name, aspect.name, statement.text, (statement,), Verdict(verdict), scope=owner.scope, label=name)


def _verdict(statement: Statement, aspect: Aspect, name: str) -> bool | None:
    assert aspect.yes and aspect.no
    text, negated = statement.text, statement.block.polarity is Polarity.NEGATED
    if aspect.name in (USE, AVOID) or aspect.yes.pattern in aspect.no.pattern:  # its words alone do not tell yes from no
        if name not in (USE, AVOID) and not (negated or re.search(aspect.no.pattern.split("|")[0], text, re.IGNORECASE)):
            return None
        return (name == USE and not negated) if aspect.yes.search(text) else None
    if aspect.yes.search(text):
        return not negated
    return False if aspect.no.search(text) and not negated else None


def _in_words(statement: Statement, owner: Owner, context: _Context) -> Iterator[Claim]:
    """Lists within a sentence: 'supports two engines: A and B', 'A or B drivers', 'A only'."""
    for aspect in context.aspects:
        if aspect.kind == "list":
            found = members_in(statement.text, aspect, context.subjects)
            if found:
                yield Claim(owner.name, aspect.name, statement.text, (statement,), found, scope=owner.scope)


def _definitions(statements: Sequence[Statement], owned: dict[str, Owner]) -> Iterator[Claim]:
    """What a thing is: said by 'X is …', or by the first words below its heading."""
    seen: set[tuple[str, int]] = set()
    for statement in statements:
        block, owner = statement.block, owned[statement.id]
        place = statement.source, block.section
        first = place not in seen and block.kind in (Kind.SENTENCE, Kind.ITEM)
        seen.add(place)
        if not owner.name or block.kind not in (Kind.SENTENCE, Kind.ITEM) or block.lead and not _ONLY.search(block.text):
            continue
        yield Claim(owner.name, DEFINITION, statement.text, (statement,), scope=owner.scope) if first else None  # type: ignore[misc]


# -- lists ---------------------------------------------------------------------------------------------------------


def _of_lists(statements: Sequence[Statement], owned: dict[str, Owner], context: _Context) -> Iterator[Claim]:
    """A whole list as a set, under a label or of members of one kind."""
    groups: dict[tuple[str, int, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        if statement.block.kind in LISTED and statement.block.group:
            block = statement.block
            groups[statement.source, block.section, block.lead, block.side].append(statement)
    for group in groups.values():
        owner = owned[group[0].id]
        if len(group) > 1 and owner.name:
            for aspect, found in members_of(group, context.aspects, context.subjects):
                yield Claim(owner.name, aspect.name, "; ".join(s.text for s in group), tuple(group), found, scope=owner.scope)


__all__ = ["AVOID", "DEFINITION", "USE", "Members", "extract"]
