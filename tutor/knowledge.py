"""What rules make of the notes of one generation, each part once: subjects, claims, comparisons, advice."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from index.encoder import Encoder
from index.search import Index, open_index
from index.store import Corpus, NoteInfo
from index.values import Statement
from tutor.claims import Aspects, Claim, Owners, extract, load_aspects
from tutor.disagreements import Disagreement, disagreement, topics_of
from tutor.keeping import Kept, Ledger
from tutor.notes_folder import find_folders
from tutor.rule_files import rule_folders
from tutor.settings import Settings
from tutor.subjects import Subjects, load_names
from tutor.synonyms import Synonyms, load_synonyms
from tutor.words import tokens

if TYPE_CHECKING:  # loaded where they are made: a build needs neither
    from tutor.advising import Advisor
    from tutor.comparing import Comparer

WORKED_OVER = 200_000  # statements; of even more only the first notes are worked over


class Notes(Protocol):
    """What is needed of the open index; `index.search.Index` is one."""

    def each_statement(self, sources: Iterable[str] | None = None) -> Iterator[Statement]:
        """Every statement, note by note, in order; of some notes, or of all."""

    def statements_by_id(self, ids: Iterable[str]) -> Mapping[str, Statement]:
        """Statements by their ids."""

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Source, section and heading path of every section."""

    def notes(self) -> list[NoteInfo]:
        """The notes."""

    def is_common(self, word: str) -> bool:
        """Whether the embedding model knows a lower-case word as a whole."""


class Knowledge:
    """Each part is made when it is first asked for.

    :param rules: folders of a person's own rules.
    :param kept: where claims and disagreements are kept, if anywhere: those are what takes long.
    """

    def __init__(self, notes: Notes, rules: Sequence[Path] = (), kept: Kept | None = None) -> None:
        self._notes, self._rules, self._kept = notes, tuple(rules), kept or Kept()

    def check_rules(self) -> None:
        """Read a person's own rules, those that are needed later too. Raises RulesInvalid."""
        from tutor.advising.actions import load_actions
        from tutor.advising.requirements import load_requirements

        for load in (load_names, load_aspects, load_requirements, load_actions, load_synonyms):
            load(self._rules)

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements worked over, note by note, in order."""
        return tuple(self._notes.each_statement(note.source for note in self._worked_over()))

    def _worked_over(self) -> Iterator[NoteInfo]:
        statements = 0
        for note in self._notes.notes():
            statements += note.statements
            if statements > WORKED_OVER:
                return
            yield note

    @cached_property
    def figures(self) -> tuple[Statement, ...]:
        """The statements that sums rest on."""
        from tutor.calculating import figures_in

        return figures_in(self.statements)

    @cached_property
    def subjects(self) -> Subjects:
        """What the notes explain."""
        return Subjects.of((path[1:] for path in self._paths), self._rules, self._is_plain)

    def _is_plain(self, title: str) -> bool:
        """Whether a title is words of any text alone."""
        return all(self._notes.is_common(word) for word in tokens(title))

    @cached_property
    def _paths(self) -> tuple[tuple[str, ...], ...]:
        """Source and heading path of every section."""
        return tuple((source, *path) for source, _, path in self._notes.headings())

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
        return self.work_out().claims({statement.id: statement for statement in self.statements})

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the notes contradict each other or themselves; views of newer notes first."""
        return self.work_out().disagreements()

    def work_out(self) -> Ledger:
        """Claims and disagreements as they are kept; what is not is worked out, of changed notes only, and kept."""
        kept = self._kept.ledger()
        if kept:
            return kept
        subjects, owners = self.subjects, Owners(self.subjects, self.aspects.of_label)
        owners.learn(self._paths)
        shared = hashlib.sha256(repr((list(subjects), owners.learned)).encode("utf-8", "surrogatepass")).hexdigest()
        notes = {note.source: note for note in self._worked_over()}
        ledger = self._kept.latest()
        changed = ledger.bring_up_to({source: f"{note.sha256} {shared}" for source, note in notes.items()})
        statements = self._notes.each_statement(changed)
        ledger.add(extract(statements, subjects, self.aspects, owners), partial(topics_of, subjects=subjects))
        dates = {source: note.date for source, note in notes.items()}
        ledger.settle(self._notes.statements_by_id, partial(disagreement, subjects=subjects, dates=dates.__getitem__))
        self._kept.keep(ledger)
        return ledger

    @cached_property
    def comparer(self) -> Comparer:
        """Sets things side by side."""
        from tutor.comparing import Comparer

        return Comparer(self.statements, self.subjects, self.aspects, self.claims)

    @cached_property
    def advisor(self) -> Advisor:
        """Recommends what fits a scenario."""
        from tutor.advising import Advisor

        return Advisor(self.statements, self.subjects, self._rules)


def knowledge_of(index: Index, settings: Settings) -> Knowledge:
    """What is known of an open index, kept in the data folder. Raises RulesInvalid."""
    folders = find_folders(settings.notes)
    rules = rule_folders(folders)
    manifest = index.manifest
    kept = Kept(settings.home / "claims" / Corpus.of(folders).key, manifest.generation, manifest.reader, rules)
    knowledge = Knowledge(index, rules, kept)
    if rules:
        knowledge.check_rules()  # now, rather than at the first question that needs them
    return knowledge


def work_out(settings: Settings, encoder: Encoder | None = None, built: str = "") -> None:
    """Work out beforehand, after a build, what takes long, so that nobody who asks has to wait for it.

    :param built: the generation that this process has built.
    """
    folders = find_folders(settings.notes)
    with closing(open_index(settings.home, folders, settings.model, encoder=encoder, checked=built)) as index:
        knowledge_of(index, settings).work_out()
