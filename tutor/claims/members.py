"""Lists as sets: what a thing supports or consists of, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.values import Kind, Statement
from tutor.claims.aspects import Aspect, Aspects
from tutor.claims.quantities import counts
from tutor.claims.values import Members
from tutor.subjects import Subjects

LISTED = frozenset({Kind.ITEM, Kind.PANEL, Kind.ROW})
_OPEN = re.compile(r"(?i)\b(?:like|such as|including|includes?|e\.g\.|etc|among|for example)\b|…|\.\.\.$")
_EACH = re.compile(r"(?i)^(?:each|every|why)\b|\bfor each\b")  # what follows tells of some of them, one by one
_CUT = re.compile(r"\s*[(:→—–]|\s+-\s+|,\s+(?:which|each)\b")
_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b|\bor\b)\s*")
_JOINED = r"\s*(?:,|/|&|\bor\b|\band\b)\s*"
_MOST_WORDS = 4  # of a member


def members_of(group: Sequence[Statement], aspects: Aspects, subjects: Subjects) -> Iterator[tuple[Aspect, Members]]:
    """What a whole list is a list of, and its members."""
    first = group[0].block
    if first.kind is Kind.ROW:
        yield from _of_column(group, aspects, subjects)
        return
    names = [_member(statement.text, subjects) for statement in group]
    if (
        any(statement.block.term for statement in group)
        or _EACH.search(first.lead)
        or sum(map(bool, names)) * 2 <= len(names)
    ):
        return
    for aspect in aspects:
        if aspect.kind == "list" and (
            _is_called(first.lead or first.side, aspect, aspects) or _are_of_kind(names, aspect, subjects)
        ):
            known = frozenset(filter(None, names))
            yield aspect, Members(known, not _OPEN.search(first.lead) and len(known) >= _announced(first.lead))


def _announced(lead: str) -> float:
    """How many members a lead-in promises ('supports six engines'); a list that shows fewer is not complete."""
    return next((quantity.low for quantity in counts(lead)), 0.0)


def _of_column(rows: Sequence[Statement], aspects: Aspects, subjects: Subjects) -> Iterator[tuple[Aspect, Members]]:
    header, lead = rows[0].block.header, rows[0].block.lead
    if _EACH.search(lead):
        return
    for index, title in enumerate(header):
        aspect = aspects.get(aspects.of_label(title))
        if aspect and aspect.kind == "list":
            cells = [row.block.cells[index] for row in rows if len(row.block.cells) == len(header)]
            names = {_member(item, subjects) for cell in cells for item in _SPLIT.split(cell)}
            yield aspect, Members(frozenset(filter(None, names)), not _OPEN.search(lead))


def _is_called(lead: str, aspect: Aspect, aspects: Aspects) -> bool:
    return bool(lead) and (
        aspects.of_label(lead) == aspect.name or any(re.search(rf"(?i)\b{noun}s\b", lead) for noun in aspect.nouns)
    )


def _are_of_kind(names: Sequence[str], aspect: Aspect, subjects: Subjects) -> bool:
    kinds = sum(name in subjects and subjects.get(name).kind == aspect.members for name in names)
    return bool(aspect.members) and kinds > 1 and kinds * 2 > len(names)


def members_in(text: str, aspect: Aspect, subjects: Subjects) -> Members | None:
    """A list within a sentence: 'engines: A and B', 'A or B', 'A only'."""
    may_name = aspect.members and subjects.of_kind(aspect.members).find(text)  # spares most texts the longer search
    of_kind = [name for name in subjects.find(text) if subjects.get(name).kind == aspect.members] if may_name else []
    for name in of_kind:
        spelled = "|".join(map(re.escape, (name, *subjects.get(name).aliases)))
        if re.search(rf"(?i)\b(?:{spelled}) only\b|\bonly (?:for )?(?:{spelled})\b", text):
            return Members(frozenset((name,)))
    for noun in aspect.nouns:
        found = re.search(
            rf"\b(?i:{noun})s?\b(?P<open>\s+(?:like|such as|including|as))?"
            r"(?:\s*[:(,]\s*|\s+)[“\"]?(?P<items>[^).;:“”\"]+)",
            text,
        )
        if found and (
            found["open"] or re.search(r"[:(]\s*$", text[: found.start("items")]) or found["items"][0].isupper()
        ):
            names = frozenset(filter(None, (_member(item, subjects) for item in _SPLIT.split(found["items"]))))
            if len(names) > 1:
                return Members(names, not found["open"] and not _OPEN.search(text))
    joined = len(of_kind) > 1 and re.search(_joined(of_kind, subjects), text)
    return Members(frozenset(of_kind), closed=False) if joined else None


def _joined(names: Sequence[str], subjects: Subjects) -> str:
    spelled = "|".join(re.escape(spelling) for name in names for spelling in (name, *subjects.get(name).aliases))
    return rf"(?i)\b(?:{spelled})\b{_JOINED}(?:{spelled})\b"


def _member(text: str, subjects: Subjects) -> str:
    """The name of a list's item: a subject's own, or its first words in small letters; '' for a whole sentence."""
    bare = _CUT.split(text.strip(' .,;"“”'), maxsplit=1)[0].strip()
    words = bare.split()
    if len(words) > _MOST_WORDS:
        return ""
    for count in range(len(words), 0, -1):
        name = subjects.resolve(" ".join(words[:count]).rstrip(",;."))
        if name:
            return name
    return bare.lower()
