"""What rules make of the notes of one generation, each part once: subjects, claims, comparisons, advice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Protocol

from index.store import NoteInfo
from index.values import Statement
from tutor.advising import Advisor
from tutor.advising.actions import load_actions
from tutor.advising.requirements import load_requirements
from tutor.calculating import holds_figures
from tutor.claims import Aspects, Claim, extract, load_aspects, places
from tutor.comparing import Comparer
from tutor.disagreements import Disagreement, conflicts
from tutor.keeping import Kept
from tutor.subjects import Subjects, load_names
from tutor.synonyms import Synonyms, load_synonyms

WORKED_OVER = 200_000  # statements; of even more notes only the first are worked over


class Notes(Protocol):
    """What is needed of the open index; `index.search.Index` is one."""

    def each_statement(self) -> Iterator[Statement]:
        """Every statement, note by note, in order."""

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Source, section and heading path of every section."""

    def notes(self) -> list[NoteInfo]:
        """The notes."""


class Knowledge:
    """Each part is made when it is first asked for.

    :param rules: folders of a person's own rules.
    :param kept: where claims and disagreements are kept, if anywhere: those are what takes long.
    """

    def __init__(self, notes: Notes, rules: Sequence[Path] = (), kept: Kept | None = None) -> None:
        self._notes, self._rules, self._kept = notes, tuple(rules), kept

    def check_rules(self) -> None:
        """Read a person's own rules, those that are needed later too. Raises RulesInvalid."""
        for load in (load_names, load_aspects, load_requirements, load_actions, load_synonyms):
            load(self._rules)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement, note by note, in order."""
        return tuple(islice(self._notes.each_statement(), WORKED_OVER))

    @cached_property
    def figures(self) -> tuple[Statement, ...]:
        """The statements that sums may rest on."""
        return tuple(filter(holds_figures, self.statements))

    @cached_property
    def subjects(self) -> Subjects:
        """What the notes explain."""
        return Subjects.of((path for _, _, path in self._notes.headings()), self._rules)

    @cached_property
    def synonyms(self) -> Synonyms:
        """Words that mean the same."""
        return load_synonyms(self._rules)

    @cached_property
    def aspects(self) -> Aspects:
        """The sides on which things are compared."""
        return load_aspects(self._rules)

    @cached_property
    def claims(self) -> list[Claim]:
        """What the notes say of each side of each thing."""
        kept = self._kept.claims(self.statements) if self._kept else None
        return kept if kept is not None else self._worked_out[0]

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the notes contradict each other or themselves; views of newer notes first."""
        kept = self._kept.disagreements() if self._kept else None
        return kept if kept is not None else self._worked_out[1]

    @cached_property
    def _worked_out(self) -> tuple[list[Claim], tuple[Disagreement, ...]]:
        marks = self._marks()
        known = self._kept.of_notes(marks, self.statements) if self._kept else {}
        claims = extract(self.statements, self.subjects, self.aspects, known)
        dates = {note.source: note.date for note in self._notes.notes()}
        found = tuple(conflicts(claims, self.subjects, lambda source: dates.get(source, "")))
        if self._kept:
            self._kept.keep(claims, found, marks)
        return claims, found

    def _marks(self) -> dict[str, str]:
        """For each note what changes whenever its claims may: its content, the rules, the headings of all notes."""
        common = repr((sorted(places(self.statements)), list(self.subjects), self._kept and self._kept.made_by))
        shared = hashlib.sha256(common.encode("utf-8", "surrogatepass")).hexdigest()
        return {note.source: f"{note.sha256} {shared}" for note in self._notes.notes()}

    @cached_property
    def comparer(self) -> Comparer:
        """Sets things side by side."""
        return Comparer(self.statements, self.subjects, self.aspects, self.claims)

    @cached_property
    def advisor(self) -> Advisor:
        """Recommends what fits a scenario."""
        return Advisor(self.statements, self.subjects, self._rules)
