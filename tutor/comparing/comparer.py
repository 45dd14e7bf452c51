"""Two to five things side by side, from what the notes say of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from index.values import Kind, Polarity, Statement
from tutor.citing import Citations
from tutor.claims import AVOID, USE, Aspects, Bound, Claim, Quantity, extract
from tutor.claims.owners import Owners
from tutor.comparing.cells import best_cell
from tutor.comparing.comparison import DIFFERENCE, Comparison, Reasons
from tutor.comparing.contrasts import Row, find_contrasts, says_not
from tutor.comparing.matching import Match, Operand, match, sides_of
from tutor.comparing.operands import Operands
from tutor.comparing.rows import aligned, row_label
from tutor.errors import InputUnfit
from tutor.subjects import Subjects
from tutor.words import stems, tokens

FEWEST, MOST = 2, 5
_MOST_REASONS = 8  # for one thing
_SURE = 2.0  # a contrast that names its sides less surely counts only where there is no other
_CONTRASTING = re.compile(r"(?i)\b(?:in contrast|unlike|whereas|while)\b")
_SUMMARY = re.compile(r"(?i)^(?:summary|key difference|main difference|in short|difference with)\b")
_FLOW = re.compile(r"→|\n")
_LONGEST = 45  # words of a statement that tells the difference


class Comparer:
    """Compares what some notes explain.

    :param statements: those of one note in order, one note after the other.
    :param claims: what `extract` found in them; found here when left out.
    """

    def __init__(
        self,
        statements: Sequence[Statement],
        subjects: Subjects,
        aspects: Aspects,
        claims: Iterable[Claim] | None = None,
    ) -> None:
        self._subjects, self._aspects = subjects, aspects
        self._owners = Owners(subjects, aspects.of_label)
        standing = [s for s in statements if s.block.polarity is not Polarity.REJECTED]
        self._owners.learn({(statement.source, *statement.block.heading) for statement in standing})
        self._owned = self._owners.all(standing)
        self._contrasts = [sides_of(contrast, self._owners) for contrast in find_contrasts(standing, aspects)]
        self._operands = Operands(subjects, self._owners, self._contrasts)
        self._claims: dict[tuple[str, str], list[Claim]] = defaultdict(list)
        for claim in extract(statements, subjects, aspects) if claims is None else claims:
            if not (
                isinstance(claim.value, Quantity)
                and claim.value.unit == "count"
                and claim.value.bound is not Bound.MOST
            ):
                self._claims[claim.entity, claim.aspect].append(claim)
        self._naming: dict[str, list[Statement]] = defaultdict(list)
        self._lists: dict[str, dict[frozenset[str], list[Statement]]] = defaultdict(lambda: defaultdict(list))
        for statement in standing:
            self._learn(statement)

    def _learn(self, statement: Statement) -> None:
        """Who is named where a difference is told, and the lists of each thing by what their lead-ins call them."""
        block, owner = statement.block, self._owned[statement.id].name
        if block.kind in (Kind.SENTENCE, Kind.ITEM, Kind.PANEL) and _tells(statement):
            for name in {owner, *self._owners.named(f"{block.term} {block.text}")}:
                self._naming[name].append(statement)
        label = stems(block.lead) - stems(owner) if owner and block.lead else frozenset()
        if label and block.kind is Kind.ITEM and not block.side and not says_not(block.lead):
            self._lists[owner][label].append(statement)

    def in_question(self, question: str) -> tuple[str, ...]:
        """What a question compares, as names that `compare` takes; () when it does not name two things."""
        return self._operands.in_question(question)

    def compare(self, names: Sequence[str], aspects: Sequence[str] | None = None) -> Comparison:
        """The things named, side by side.

        :param aspects: only rows about these, if given.
        :raises InputUnfit: fewer than two things, more than five, or one of them twice.
        :raises NotFound: a name that the notes do not explain; says the nearest ones.
        """
        if not FEWEST <= len(names) <= MOST:
            raise InputUnfit(f"{len(names)} given to compare. Name {FEWEST} to {MOST} different things.")
        asked = self._operands.of(names)
        order = sorted(range(len(asked)), key=lambda i: (asked[i].name, asked[i].asked.lower()))
        found = self._compare([asked[i] for i in order], aspects)
        back = [order.index(i) for i in range(len(asked))]
        return replace(
            found,
            names=tuple(found.names[i] for i in back),
            kinds=tuple(found.kinds[i] for i in back),
            rows=tuple(Row(row.label, tuple(row.cells[i] for i in back)) for row in found.rows),
            choose=tuple(found.choose[i] for i in back),
        )

    def as_dict(
        self, names: Sequence[str], aspects: Sequence[str] | None = None, citations: Citations | None = None
    ) -> dict[str, Any]:
        """The reply of `POST /v1/compare`. Raises as `compare` does."""
        return self.compare(names, aspects).as_dict(citations or Citations())

    def _compare(self, operands: Sequence[Operand], aspects: Sequence[str] | None) -> Comparison:
        matches = self._matches(operands)
        leading = self._labelled(self._ready(matches[:1], matches) or self._parallel(operands))
        others = self._labelled(self._ready(matches, matches), leading)
        rows = [*leading, *others]
        rows += self._by_aspect(operands, rows)
        wanted = [row for row in rows if aspects is None or _is_about(row, aspects)]
        titles = matches[0].titles() if matches else ()
        said = self._said(operands, ready=bool(leading))
        names = self._operands.shown(operands, titles)
        reasons = (self._reasons(i, operand, matches) for i, operand in enumerate(operands))
        return Comparison(
            names=names,
            kinds=tuple(self._subjects.get(o.name).kind if o.name in self._subjects else "topic" for o in operands),
            note=self._note(operands),
            rows=tuple(wanted),
            ready=sum(row in wanted for row in leading),
            choose=tuple(map(Reasons, names, reasons)),
            said=said,
            settled=not leading and bool(said) and bool(_SUMMARY.match(said[0].text)),
        )

    # -- ready-made ------------------------------------------------------------------------------------------------

    def _matches(self, operands: Sequence[Operand]) -> list[Match]:
        """Contrasts of exactly these things, the surest and fullest first."""
        found = [m for m in (match(operands, contrast, self._owners) for contrast in self._contrasts) if m]
        best = max((m.score for m in found), default=0.0)
        sure = [m for m in found if m.score >= min(best, _SURE)]
        return sorted(sure, key=lambda m: (-_fullness(m), -m.score, m.contrast.first.source, m.contrast.first.position))

    def _ready(self, leading: Sequence[Match], matches: Sequence[Match]) -> list[Row]:
        """Rows of the contrasts that stand in the sections of the leading ones."""
        places = {_place(found) for found in leading}
        rows = _distinct(
            row for m in matches if _place(m) in places and not m.contrast.choice for row in self._rows_of(m)
        )
        return [row for row in rows if self._aspects.of_label(row.label) not in (USE, AVOID) or _is_of_table(row)]

    def _labelled(self, rows: Iterable[Row], before: Sequence[Row] = ()) -> list[Row]:
        """Rows with a label each, without those that came before."""
        cells, found = {row.cells for row in before}, list[Row]()
        for row in rows:
            if row.cells not in cells:
                taken = {known.label for known in (*before, *found)}
                found.append(replace(row, label=row_label(row, self._aspects, taken)))
        return found

    def _rows_of(self, found: Match) -> Iterator[Row]:
        rows = [Row(row.label, tuple(row.cells[place] for place in found.places)) for row in found.contrast.rows]
        if found.contrast.shape == "lists":
            columns = [[s for row in rows for s in row.cells[i].statements] for i in range(len(found.places))]
            yield from aligned(columns, self._aspects)
        else:
            yield from (row for row in rows if any(cell.text for cell in row.cells))

    def _parallel(self, operands: Sequence[Operand]) -> list[Row]:
        """Lists that each of the things has under the same label: 'LSI characteristics' and 'GSI characteristics'."""
        shared = set.intersection(*(set(self._lists.get(operand.name, {})) for operand in operands))
        rows: list[Row] = []
        for label in sorted(shared, key=sorted):
            columns = [self._lists[operand.name][label] for operand in operands]
            if not self._aspects.of_label(columns[0][0].block.lead):
                rows.extend(aligned(columns, self._aspects))
        return rows

    # -- by aspect -------------------------------------------------------------------------------------------------

    def _by_aspect(self, operands: Sequence[Operand], known: Sequence[Row]) -> Iterator[Row]:
        """A row for every aspect of which the notes say something of at least one of the things."""
        labels = {row.label.lower() for row in known}
        named = {aspect for name, aspect in self._claims if any(name == operand.name for operand in operands)}
        used = {statement.id for row in known for cell in row.cells for statement in cell.statements}
        for aspect in sorted(named - {USE, AVOID} - labels, key=lambda name: (self._aspects.rank(name), name)):
            cells = tuple(best_cell(self._claims.get((o.name, aspect), ()), aspect, used) for o in operands)
            rare = self._aspects.get(aspect) is None and not all(cell.text for cell in cells)
            if any(cell.text for cell in cells) and not rare:
                used.update(statement.id for cell in cells for statement in cell.statements)
                yield Row(aspect, cells)

    def _reasons(self, index: int, operand: Operand, matches: Sequence[Match]) -> tuple[Statement, ...]:
        """When to choose a thing: by what stands in the contrasts themselves, then by its lists of uses."""
        found: dict[str, Statement] = {}
        for one in matches:
            for row in one.contrast.rows:
                if (one.contrast.choice or self._aspects.of_label(row.label) == USE) and not _is_of_table(row):
                    found.update((s.id, s) for s in row.cells[one.places[index]].statements)
        for claim in self._claims.get((operand.name, USE), ()):
            found.update((s.id, s) for s in claim.statements)
        return tuple(s for s in found.values() if _is_reason(s))[:_MOST_REASONS]

    def _said(self, operands: Sequence[Operand], *, ready: bool) -> tuple[Statement, ...]:
        """Statements that name all of the things and tell how they differ, summaries first."""
        common = [s for s in self._naming.get(operands[0].name, ()) if operands[0].name]
        for operand in operands[1:]:
            ids = {s.id for s in self._naming.get(operand.name, ())}
            common = [s for s in common if s.id in ids]
        owners = {"", *(operand.name for operand in operands)}
        telling = [s for s in common if self._owned[s.id].name in owners]
        if ready:  # beside a ready-made comparison only what is as clear as that
            telling = [s for s in telling if _CONTRASTING.search(s.text) or _SUMMARY.match(s.text)]
        short = [s for s in telling if len(tokens(s.text)) <= _LONGEST]
        return tuple(sorted(short, key=lambda s: not _SUMMARY.match(s.text)))[:2]

    def _note(self, operands: Sequence[Operand]) -> str:
        """What one thing is to another when it is a part of it."""
        for part in operands:
            whole = next((o.name for o in operands if o.name and self._owners.is_part(part.name, o.name)), "")
            if part.name and whole:
                kind = self._subjects.get(part.name).kind
                what = "part" if kind == "topic" else kind
                return f"{part.name} is a {what} of {whole}: the comparison is between a part and its whole."
        return ""


def _tells(statement: Statement) -> bool:
    """Whether a statement may tell how things differ."""
    return bool(DIFFERENCE.search(statement.text) or _SUMMARY.match(statement.text))


def _is_reason(statement: Statement) -> bool:
    """Whether a statement can stand in a list of reasons: no heading of others, no steps of a flow."""
    return statement.block.kind not in (Kind.LABEL, Kind.ROW) and not _FLOW.search(statement.text)


def _fullness(found: Match) -> int:
    """How many of a contrast's rows have every cell."""
    return sum(all(row.cells[place].text for place in found.places) for row in found.contrast.rows)


def _is_of_table(row: Row) -> bool:
    return any(statement.block.kind is Kind.ROW for cell in row.cells for statement in cell.statements)


def _place(found: Match) -> tuple[str, int]:
    return found.contrast.first.source, found.contrast.first.block.section


def _distinct(rows: Iterable[Row]) -> list[Row]:
    """Rows without those that repeat another's cells."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        seen.setdefault((row.label, *(" ".join(tokens(cell.text)) or cell.text for cell in row.cells)), row)
    return list(seen.values())


def _is_about(row: Row, aspects: Sequence[str]) -> bool:
    return any(stems(aspect) & stems(row.label) or aspect.lower() == row.label.lower() for aspect in aspects)
