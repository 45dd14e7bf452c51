"""Statements to claims. Each shape in which notes state things is one small extractor."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from index.values import Kind, Polarity, Statement
from tutor.claims.aspects import Aspect, Aspects
from tutor.claims.members import LISTED, members_in, members_of
from tutor.claims.numbers import count_claims, number_claims
from tutor.claims.owners import Owner, Owners
from tutor.claims.values import Claim, Gist, Verdict
from tutor.subjects import Subjects
from tutor.words import stems, tokens

USE, AVOID, DEFINITION = "use when", "avoid when", "what it is"
_EXAMPLE = re.compile(
    r"(?i)\b(?:example|scenario|sample|usage pattern|timeline|serverless response|exercise|settings)\b"
)
_YES = re.compile(r"(?i)^\W*(?:✅|✓|✔|yes)\W*$")
_NO = re.compile(r"(?i)^\W*(?:❌|✗|✘|no)\W*$")
_DEFINES = re.compile(
    r"(?i)^\s*(?:\([^)]*\)\s*)?(?:is|are)\s+(?:an?|the|fully|managed|serverless|amazon|aws)\b|^\s*-\s+\w"
)
_ONLY = re.compile(r"(?i)\bonly\b")
_ONLY_WORDS = 7  # a longer statement with 'only' in it says more than what a thing is
_FLOW = re.compile(r"(?i)→|\b(?:through|via)\b")
_QUALITY = re.compile(r"(?i)\b\w+ly\b")  # 'eventually consistent only' tells how a thing is, not what
_FEWEST_WORDS = 3  # of a definition


@dataclass(frozen=True, slots=True)
class _Context:
    subjects: Subjects
    aspects: Aspects
    owners: Owners


def extract(
    statements: Iterable[Statement], subjects: Subjects, aspects: Aspects, owners: Owners | None = None
) -> Iterator[Claim]:
    """Claims of some notes, note by note, in reading order.

    :param statements: those of one note in order, one note after the other.
    :param owners: has learned from the headings of all notes; from those of these statements when left out.
    """
    if owners is None:
        statements = list(statements)
        owners = Owners(subjects, aspects.of_label)
        owners.learn((statement.source, *statement.block.heading) for statement in statements)
    context = _Context(subjects, aspects, owners)
    for _, group in groupby(filter(_speaks, statements), key=lambda statement: statement.source):
        yield from _of_note(list(group), context)


def _speaks(statement: Statement) -> bool:
    return statement.block.polarity is not Polarity.REJECTED and statement.block.kind is not Kind.CODE


def _of_note(ordered: Sequence[Statement], context: _Context) -> list[Claim]:
    owned = context.owners.all(ordered)
    claims: list[Claim] = []
    for statement in ordered:
        if statement.block.kind is Kind.ROW:
            claims.extend(_of_row(statement, context))
        elif owned[statement.id].name:
            claims.extend(_of_statement(statement, owned[statement.id], context))
    claims.extend(_definitions(ordered, owned, context))
    claims.extend(_of_lists(ordered, owned, context))
    return claims


# -- tables ------------------------------------------------------------------------------------------------------


def _of_row(row: Statement, context: _Context) -> Iterator[Claim]:
    """Cells below a header that names a subject, and cells beside a subject in the first column."""
    header, cells = row.block.header, row.block.cells
    if len(header) != len(cells) or len(cells) < 2:
        return
    if all(context.owners.of_side(title)[0] for title in header):  # no column that names the rows
        for title, cell in zip(header, cells, strict=True):
            yield from _of_cell(row, Owner(context.owners.of_side(title)[0]), "", cell, context)
        return
    beside = context.owners.resolve(cells[0])
    title_owner = context.owners.titled(row.block.heading[-1])[0] if row.block.heading else ""
    for title, cell in zip(header[1:], cells[1:], strict=True):
        below = context.owners.of_side(title)[0]
        if below:
            yield from _of_cell(row, Owner(below), cells[0], cell, context)
        elif beside:
            yield from _of_cell(row, Owner(beside), title, cell, context)
        elif title_owner and len(cells) == 2:
            yield from _of_cell(row, Owner(title_owner), cells[0], cell, context)


def _of_cell(row: Statement, owner: Owner, label: str, cell: str, context: _Context) -> Iterator[Claim]:
    spoken = [aspect.name for aspect in context.aspects.of_text(cell) if aspect.kind == "text"]
    value = Verdict(True) if _YES.match(cell) else Verdict(False) if _NO.match(cell) else None
    for name in [context.aspects.of_label(label) or label.strip().lower()] if label else spoken:
        yield Claim(owner.name, name, cell, (row,), value, scope=owner.scope, label=label)
    yield from number_claims(row, cell, owner, context.aspects, label, context.owners)
    yield from count_claims(row, cell, owner, context.owners, label)


# -- sentences, items, lines ----------------------------------------------------------------------------------------


def _of_statement(statement: Statement, owner: Owner, context: _Context) -> Iterator[Claim]:
    block = statement.block
    labels = (block.term, block.lead, block.heading[-1] if block.heading else "")
    label = next((text for text in labels if context.aspects.of_label(text)), "")
    name = context.aspects.of_label(label)
    if name == USE and block.polarity is Polarity.NEGATED:
        name = AVOID
    if name == DEFINITION and block.heading and not _is_about(block.heading[-1], owner, context):
        name = ""
    if name:
        yield Claim(
            owner.name, name, statement.text, (statement,), polarity=block.polarity, scope=owner.scope, label=label
        )
    sample = bool(_EXAMPLE.search(f"{block.lead} {block.side} {' '.join(block.heading[-1:])}"))
    for aspect in context.aspects.of_text(statement.text):
        if aspect.name != name and aspect.kind == "text" and not sample:
            yield Claim(
                owner.name, aspect.name, statement.text, (statement,), polarity=block.polarity, scope=owner.scope
            )
    yield from _verdicts(statement, owner, name, context.aspects)
    yield from _in_words(statement, owner, context)
    if not sample and block.polarity is Polarity.ASSERTED:
        yield from number_claims(statement, statement.text, owner, context.aspects, label, context.owners)
        yield from count_claims(statement, statement.text, owner, context.owners, block.term)


def _is_about(title: str, owner: Owner, context: _Context) -> bool:
    """Whether a title names a thing itself, not something else with its name in it ('Export of X to Y')."""
    return context.owners.titled(title)[0] == owner.name == (context.owners.resolve(title) or owner.name)


def _verdicts(statement: Statement, owner: Owner, name: str, aspects: Aspects) -> Iterator[Claim]:
    """A yes or a no: said outright, or by listing a topic among what a thing is for or not for."""
    for aspect in aspects:
        verdict = _verdict(statement, aspect, name) if aspect.kind == "yes_no" else None
        if verdict is not None:
            yield Claim(
                owner.name, aspect.name, statement.text, (statement,), Verdict(verdict), scope=owner.scope, label=name
            )


def _verdict(statement: Statement, aspect: Aspect, name: str) -> bool | None:
    text, negated = statement.text, statement.block.polarity is Polarity.NEGATED
    if _FLOW.search(text):  # what happens further along a flow is not its own doing
        return None
    if aspect.no and aspect.no.search(text):
        return False
    if aspect.yes and aspect.yes.search(text):
        return not negated
    if aspect.topic and aspect.topic.search(text):
        return False if negated or name == AVOID else True if name == USE else None
    return None


def _in_words(statement: Statement, owner: Owner, context: _Context) -> Iterator[Claim]:
    """Lists within a sentence: 'supports two engines: A and B', 'A or B drivers', 'A only'."""
    for aspect in context.aspects:
        found = members_in(statement.text, aspect, context.subjects) if aspect.kind == "list" else None
        if found:
            yield Claim(owner.name, aspect.name, statement.text, (statement,), found, scope=owner.scope)


def _definitions(statements: Sequence[Statement], owned: dict[str, Owner], context: _Context) -> Iterator[Claim]:
    """What a thing is: said by 'X is …', or by the first words below its heading."""
    seen: set[tuple[str, int]] = set()
    for statement in statements:
        block, owner = statement.block, owned[statement.id]
        place = statement.source, block.section
        first = place not in seen and len(tokens(block.text)) >= _FEWEST_WORDS and block.kind is not Kind.ROW
        only = bool(_ONLY.search(block.text)) and len(tokens(block.text)) <= _ONLY_WORDS
        only = only and not _QUALITY.search(_ONLY.sub("", block.text))
        if first:
            seen.add(place)
        if not owner.name or (block.kind not in (Kind.SENTENCE, Kind.ITEM) and not only):
            continue
        name, rest = context.owners.starting(block.text)
        if (only and name == owner.name) or (first and not block.lead) or (name == owner.name and _DEFINES.match(rest)):
            gist = Gist(stems(block.text) - stems(owner.name), only and name == owner.name)
            yield Claim(owner.name, DEFINITION, statement.text, (statement,), gist, scope=owner.scope)


# -- lists ---------------------------------------------------------------------------------------------------------


def _of_lists(statements: Sequence[Statement], owned: dict[str, Owner], context: _Context) -> Iterator[Claim]:
    """A whole list as a set, under a label or of members of one kind."""
    groups: dict[tuple[str, int, str, str], list[Statement]] = defaultdict(list)
    for statement in statements:
        block = statement.block
        if block.kind in LISTED and block.group:
            groups[statement.source, block.section, block.lead or str(block.group), block.side].append(statement)
    for group in groups.values():
        owner = _owner_of_list(group, owned, context)
        if len(group) > 1 and owner.name:
            for aspect, found in members_of(group, context.aspects, context.subjects):
                yield Claim(
                    owner.name, aspect.name, "; ".join(s.text for s in group), tuple(group), found, scope=owner.scope
                )


def _owner_of_list(group: Sequence[Statement], owned: dict[str, Owner], context: _Context) -> Owner:
    """Items that are names are not about themselves: their list is about its lead-in's or heading's subject."""
    block = group[0].block
    name = context.owners.starting(block.lead)[0] if block.lead else ""
    name = name or (context.owners.titled(block.side)[0] if block.side else "")
    name = name or next((n for n in (context.owners.titled(title)[0] for title in reversed(block.heading)) if n), "")
    return Owner(name) if name else owned[group[0].id]
