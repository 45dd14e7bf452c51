"""Question → ranked passages and statements."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.encoder import DEFAULT_MODEL, Encoder, Vectors, open_encoder
from index.encoder.locate import file_hash
from index.errors import IndexMismatch, IndexUnusable
from index.store import Corpus, Generation, Library, Manifest, NoteInfo, Scores, Slots, Table
from index.text import telling_words
from index.values import Note, PassageHit, Statement, StatementHit

CANDIDATES = {Table.PASSAGES: 100, Table.STATEMENTS: 150}  # taken from each of the two searches
WHOLE_PASSAGES = 12  # of so many best passages, all statements are candidates
DENSE_WEIGHT = 0.6  # the rest is the full text's
LOOKING = 50  # times as long as looking for stale notes took, their number is believed
PASSAGE_WEIGHT = 0.5  # of its passage in a statement's score


@dataclass(frozen=True, slots=True)
class Ranking:
    """Candidates of one table, with their scores."""

    slots: Slots
    dense: Scores
    text: Scores

    @property
    def fused(self) -> Scores:
        """Each score scaled to 0 … 1 over the candidates, then weighed."""
        return DENSE_WEIGHT * scaled(self.dense) + (1 - DENSE_WEIGHT) * scaled(self.text)


def scaled(scores: Scores) -> Scores:
    """`scores` with the least at 0 and the greatest at 1; where all are alike, 1 if above nothing, else 0."""
    if not len(scores):
        return scores
    least, most = scores.min(), scores.max()
    if most > least:
        between: Scores = (scores - least) / (most - least)
        return between
    return np.full_like(scores, float(most > 0))


class Index:
    """One generation and the model to question it with. Safe to share between threads."""

    def __init__(self, library: Library, encoder: Encoder, generation: Generation) -> None:
        self._library = library
        self._encoder = encoder
        self._generation = _fitting(generation, encoder)
        self._pointed = _stamp(library.pointer)
        self._paths: dict[str, Path] = {}  # source → file
        self._hashes: dict[str, tuple[int, int, str]] = {}  # source → size, time and hash of a note that was touched
        self._remarks = tuple(library.remarks)
        self._stale_notes, self._count_again = 0, 0.0  # the number, and when it is too old

    # -- what is in it

    @property
    def manifest(self) -> Manifest:
        """Of the generation."""
        return self._generation.manifest

    @property
    def remarks(self) -> tuple[str, ...]:
        """What was wrong with the generations that had to be passed over, in sentences."""
        return self._remarks

    @property
    def size(self) -> int:
        """Bytes of it on disk."""
        return self._generation.size

    def notes(self) -> list[NoteInfo]:
        """All notes, by source."""
        return list(self._generation.notes.values())

    def note(self, source: str) -> Note:
        """One note with its text. Raises `KeyError`."""
        found = self._generation.note(source)
        if found is None:
            raise KeyError(source)
        return found

    def section(self, source: str, section: int) -> list[Statement]:
        """All statements of one section of a note, in order; none for a section that is not there."""
        return self.sections([(source, section)])[source, section]

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """The statements of some (source, section), read in one pass."""
        return self._generation.sections(wanted)

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """(source, section, heading path) of every section that holds a statement, in reading order."""
        return self._generation.headings()

    def title(self, source: str) -> str:
        """Title of a note, its path where it has none."""
        known = self._generation.notes.get(source)
        return known.title if known else source

    def vocabulary(self) -> dict[str, int]:
        """In how many statements each lower-case word stands, headings and lead-ins included."""
        return self._generation.vocabulary()

    def each_statement(self, sources: Iterable[str] | None = None) -> Iterator[Statement]:
        """Every statement, note by note, in order; of some notes, or of all."""
        return self._generation.each_statement(sources)

    def statements_by_id(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Statements by their ids; those that are not there are left out."""
        return self._generation.statements_by_id(ids)

    # -- searching

    def encode_question(self, question: str) -> Vectors:
        """The question's unit vector, shape (dimension,), for `statements`."""
        vector: Vectors = self._encoder.encode([question])[0]
        return vector

    def is_common(self, word: str) -> bool:
        """Whether the embedding model knows a lower-case word as a whole, which it does of the frequent ones."""
        return self._encoder.count_tokens(word) == self._encoder.count_tokens("a")

    def passages(self, question: str, k: int = 10, sources: Sequence[str] | None = None) -> list[PassageHit]:
        """The `k` best passages, best first. `sources` are globs of notes to search in, None for all."""
        return self.search(question, sources).passage_hits(k)

    def statements(
        self, question: str, limit: int = 200, sources: Sequence[str] | None = None, vector: Vectors | None = None
    ) -> list[StatementHit]:
        """The `limit` best statements, best first. `sources` are globs of notes to search in, None for all."""
        return self.search(question, sources, vector).statement_hits(limit)

    def search(self, question: str, sources: Sequence[str] | None = None, vector: Vectors | None = None) -> Search:
        """A question, encoded, with its words looked up meanwhile; `vector` is its own, where it is known."""
        encoded = self._encoder.start(question) if vector is None else lambda: vector
        return Search(self._generation, telling_words(question), sources, encoded)

    # -- keeping up

    def stale(self, source: str) -> bool:
        """Whether the note's file is another one than when it was indexed, or gone."""
        info = self._generation.notes.get(source)
        if info is None:
            return True
        path = self._paths.get(source)
        if path is None:  # making a path takes longer than asking the system about it
            path = self._paths[source] = self._library.corpus.path_of(source)
        try:
            stat = path.stat()
            if (stat.st_size, stat.st_mtime_ns) == (info.size, info.mtime_ns):
                return False
            known = self._hashes.get(source)
            if known is None or known[:2] != (stat.st_size, stat.st_mtime_ns):
                known = self._hashes[source] = (stat.st_size, stat.st_mtime_ns, file_hash(path))
        except OSError:
            return True
        return known[2] != info.sha256

    def stale_notes(self) -> int:
        """How many notes are stale. Of very many, the number is up to a second old: to look takes a while."""
        now = time.perf_counter()
        if now >= self._count_again:
            self._stale_notes = sum(map(self.stale, self._generation.notes))
            took = time.perf_counter() - now
            self._count_again = now + min(LOOKING * took, 1.0)
        return self._stale_notes

    def newer(self) -> Index | None:
        """The index of a generation published since; None while there is none. This one goes on as it is.

        Once this one is found damaged, the newest that is whole is taken. A new generation that cannot be used is
        passed over, and `remarks` say so.
        """
        pointed = _stamp(self._library.pointer)
        if pointed == self._pointed and not self._generation.broken:
            return None
        self._pointed = pointed  # before reading: a generation that comes meanwhile is seen by the next look
        try:
            generation = self._library.open()
            if generation.folder != self._generation.folder:
                return Index(self._library, self._encoder, generation)
            self._remarks = tuple(self._library.remarks)
        except IndexUnusable as error:
            self._remarks = (str(error),)
        return None

    def close(self) -> None:
        """Let go of the files."""
        self._generation.close()


def open_index(
    home: Path,
    roots: Sequence[Path],
    model: str = DEFAULT_MODEL,
    *,
    encoder: Encoder | None = None,
    checked: str = "",
) -> Index:
    """The index of the notes below `roots`; `checked` as of `Library.open`.

    Raises `IndexMissing`, `IndexDamaged`, `IndexMismatch` or `ModelUnusable`. When a damaged generation had to be
    passed over, `Index.remarks` says so.
    """
    library = Library(home, Corpus.of(roots))
    generation = library.open(checked)
    return Index(library, encoder or open_encoder(model, home), generation)


class Search:
    """One question to one generation. Ties go by place in the notes, so that it does not matter how it was built."""

    def __init__(
        self,
        generation: Generation,
        words: Sequence[str],
        sources: Sequence[str] | None,
        encoded: Callable[[], Vectors],
    ) -> None:
        """:param encoded: waits for the question's vector; the full text is searched before."""
        self.generation = generation
        self.notes = None if sources is None else generation.note_numbers(sources)
        self._matched = {table: generation.match(table, words, CANDIDATES[table], self.notes) for table in Table}
        self.vector = encoded()
        self._near: dict[Table, Slots] = {}

    def passage_hits(self, count: int) -> list[PassageHit]:
        """The best passages."""
        ranking = self._rank(Table.PASSAGES)
        order, fused = _best(ranking.fused, count)
        slots = ranking.slots[order].tolist()
        values = self.generation.passages(slots)
        found = zip(slots, ranking.dense[order].tolist(), ranking.text[order].tolist(), fused, strict=True)
        hits = [PassageHit(values[slot], *scores) for slot, *scores in found]
        return sorted(hits, key=lambda hit: (-round(hit.score, 6), hit.passage.source, hit.passage.start))

    def statement_hits(self, count: int) -> list[StatementHit]:
        """The best statements, by half their own score and half their passage's."""
        passages = self._rank(Table.PASSAGES)
        best, _ = _best(passages.fused, WHOLE_PASSAGES)
        ranking = self._rank(Table.STATEMENTS, self.generation.statements_of(passages.slots[best].tolist()))
        slots = ranking.slots.tolist()
        owners = self.generation.passages_of(slots)
        owner = np.array([owners[slot] for slot in slots], dtype=np.int64)
        owning = self._rank(Table.PASSAGES, owner)  # some of them neither search found
        at = np.searchsorted(owning.slots, owner)
        order, fused = _best((1 - PASSAGE_WEIGHT) * ranking.fused + PASSAGE_WEIGHT * owning.fused[at], count)
        slots = ranking.slots[order].tolist()
        values = self.generation.statements(slots)
        cosines = (ranking.dense[order].tolist(), ranking.text[order].tolist(), owning.dense[at[order]].tolist())
        hits = [StatementHit(values[slot], *scores) for slot, *scores in zip(slots, *cosines, fused, strict=True)]
        return sorted(hits, key=lambda hit: (-round(hit.score, 6), hit.statement.source, hit.statement.position))

    def _rank(self, table: Table, others: Sequence[int] | Slots = ()) -> Ranking:
        """What the two searches find in a table, and `others` of its slots."""
        matched, scores = self._matched[table]
        slots = _each_once(self._nearest(table), matched, np.asarray(others, dtype=np.int64))
        dense = self.generation.vectors[table].cosines(self.vector, slots).astype(np.float64)
        text = np.zeros(len(slots))
        text[np.searchsorted(slots, matched)] = scores
        return Ranking(slots, dense, text)

    def _nearest(self, table: Table) -> Slots:
        """The slots nearest to the question."""
        if table not in self._near:
            within = None if self.notes is None else self.generation.slots_of(table, self.notes)
            self._near[table] = self.generation.vectors[table].search(self.vector, CANDIDATES[table], within)
        return self._near[table]


def _each_once(*slots: Slots) -> Slots:
    """What is in any of them, in order; of so few, NumPy's `unique` takes longer."""
    found = np.concatenate(slots)
    found.sort()
    return found[np.concatenate(([True], found[1:] != found[:-1]))] if len(found) else found


def _best(scores: Scores, count: int) -> tuple[Slots, list[float]]:
    """Where the best scores are, and these, best first; the first of like ones first."""
    order = np.argsort(-scores, kind="stable")[:count]
    return order, scores[order].tolist()


def _fitting(generation: Generation, encoder: Encoder) -> Generation:
    built = generation.manifest.model
    if not built.same_vectors(encoder.info):
        raise IndexMismatch(
            f"The index {generation.folder} was built with {built}, the model in use is {encoder.info}: "
            f"run `tutor index build`, or set TUTOR_MODEL={built.name}."
        )
    return generation


def _stamp(path: Path) -> tuple[int, int]:
    """Changes when the file is replaced."""
    try:
        stat = path.stat()
    except OSError:
        return (0, 0)
    return (stat.st_ino, stat.st_mtime_ns)
