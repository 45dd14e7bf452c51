"""What changed among the notes → embed only that → publish a new generation in one step."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.encoder import DEFAULT_MODEL, Encoder, open_encoder
from index.encoder.locate import file_hash
from index.errors import IndexUnusable, NoNotes, NoteUnreadable
from index.store import (
    Corpus,
    Draft,
    Failure,
    Generation,
    Journal,
    Library,
    Manifest,
    Table,
    clear_journals,
    known_vectors,
)
from index.values import Note, Passage, Statement

CHUNK = 256  # texts embedded between two reports of progress


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is."""

    stage: str  # 'reading' notes, 'embedding' texts or 'writing' the generation
    done: int
    total: int
    note: str = ""  # the note being read, or the step of writing that is done


@dataclass(frozen=True, slots=True)
class Changes:
    """The notes on disk against those of an index: sources, sorted."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)  # source → why it cannot be read


@dataclass(frozen=True, slots=True)
class BuildReport(Changes):
    """What a build did."""

    passages: int = 0
    statements: int = 0
    embedded: int = 0  # texts that the model had to see; the others were known
    seconds: float = 0.0
    generation: str = ""
    remarks: tuple[str, ...] = ()  # what was wrong with the older index


class Reader:
    """How notes are found, read and cut. A seam: tests and other kinds of notes bring their own."""

    def find(self, root: Path) -> list[Path]:
        """Files below `root` that can be read as notes."""
        from index.notes import find_notes

        return find_notes(root)

    def closed(self, root: Path) -> list[Path]:
        """Folders below `root` that may not be looked into."""
        from index.notes import closed_folders

        return closed_folders(root)

    def read(self, path: Path, root: Path) -> Note:
        """One note. Raises `NoteUnreadable`."""
        from index.notes import read_note

        return read_note(path, root)

    def cut(self, note: Note, count_tokens: Callable[[str], int]) -> tuple[list[Passage], list[Statement]]:
        """Its passages and statements."""
        from index.passages import cut

        return cut(note, count_tokens)

    def extensions(self) -> tuple[str, ...]:
        """Endings of the files that are read."""
        from index.notes import READABLE

        return READABLE

    def version(self) -> str:
        """Changes when notes would be read or cut in another way: the hash of the code that does it."""
        here = Path(__file__).parent
        files = sorted([*here.glob("notes/**/*.py"), *here.glob("passages*.py"), *here.glob("passages/**/*.py")])
        return hashlib.sha256("".join(map(file_hash, files)).encode()).hexdigest()


READER = Reader()


def status(roots: Sequence[Path], home: Path, reader: Reader = READER) -> Changes:
    """What a build would find, without building. Raises what `Library.open` raises, but not `IndexMissing`."""
    library = Library(home, Corpus.of(roots))
    older = library.open() if library.generations() else None
    return _compare(_Disk.look(library.corpus, reader), older.manifest if older else None)


def build(
    roots: Sequence[Path],
    home: Path,
    model: str = DEFAULT_MODEL,
    progress: Callable[[Progress], None] | None = None,
    *,
    encoder: Encoder | Future[Encoder | None] | None = None,
    reader: Reader = READER,
    wait: float = 0.0,
    from_scratch: bool = False,
) -> BuildReport:
    """Bring the index of the notes below `roots` up to date and publish it in one step.

    Only texts that neither the last generation nor a build that was broken off has embedded are embedded; when nothing
    changed, nothing is written. A note that cannot be read is reported and left out. Raises `NoNotes`, `ModelUnusable`,
    `IndexBusy`, and `IndexUnusable` when the index cannot be written; the last good generation then stays.

    :param encoder: one that is open, or is being opened meanwhile.
    :param wait: seconds to wait for another build of these notes, -1 for as long as it takes.
    :param from_scratch: read and embed everything, whatever is known.
    """
    started = time.perf_counter()
    library = Library(home, Corpus.of(roots))
    try:
        with library.writing(wait):
            disk = _Disk.look(library.corpus, reader)
            last = _last(library)
            opened = encoder.result() if isinstance(encoder, Future) else encoder
            chosen = opened or open_encoder(model, home)
            report = _Build(library, chosen, reader, progress or _silent, from_scratch).run(disk, last)
    except (OSError, sqlite3.Error) as error:
        raise IndexUnusable(
            f"The index {library.folder} cannot be written ({error}): make room or allow writing there, "
            f"then run `tutor index build`. The last good index stays."
        ) from error
    return replace(report, seconds=time.perf_counter() - started)


def _last(library: Library) -> Generation | None:
    try:
        return library.open()
    except IndexUnusable:  # missing, damaged or of another version: everything is built afresh
        return None


@dataclass(frozen=True, slots=True)
class _Disk:
    """The note files as they are now."""

    paths: dict[str, tuple[Path, Path]]  # source → file and its root
    hashes: dict[str, str]
    unreadable: dict[str, str]

    @classmethod
    def look(cls, corpus: Corpus, reader: Reader) -> _Disk:
        paths = {
            prefix + path.relative_to(root).as_posix(): (path, root)
            for prefix, root in corpus.folders
            for path in reader.find(root)
        }
        if not paths:
            endings = ", ".join(reader.extensions())
            raise NoNotes(
                f"There are no notes in {corpus}: put files ending in {endings} there, or name another folder."
            )
        hashes, unreadable = {}, {}
        for source, (path, _) in sorted(paths.items()):
            try:
                source.encode()
                hashes[source] = file_hash(path)
            except OSError as error:
                unreadable[source] = _unreadable(path, error)
            except UnicodeEncodeError:
                unreadable[source] = f"The name of {path!r} is not UTF-8: rename the file."
        for prefix, root in corpus.folders:
            for path in reader.closed(root):
                source = f"{prefix}{path.relative_to(root).as_posix()}/"
                unreadable[source] = f"The folder {path} may not be looked into: allow reading it, or move it away."
        return cls(paths, hashes, unreadable)


def _compare(disk: _Disk, older: Manifest | None) -> Changes:
    known = older.notes if older else {}
    failures = older.failed if older else {}
    bad = {source: failed.reason for source, failed in failures.items() if disk.hashes.get(source) == failed.sha256}
    found = {source: digest for source, digest in disk.hashes.items() if source not in bad}
    return Changes(
        new=tuple(source for source in found if source not in known),
        changed=tuple(source for source, digest in found.items() if known.get(source, digest) != digest),
        removed=tuple(source for source in known if source not in disk.paths),
        unchanged=tuple(source for source, digest in found.items() if known.get(source) == digest),
        failed=bad | disk.unreadable,
    )


class _Build:
    """One run of `build`."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        reader: Reader,
        progress: Callable[[Progress], None],
        from_scratch: bool = False,
    ) -> None:
        self.library, self.encoder, self.reader, self.progress = library, encoder, reader, progress
        self.version = reader.version()
        self.from_scratch = from_scratch
        self.embedded = 0

    def run(self, disk: _Disk, last: Generation | None) -> BuildReport:
        if self.from_scratch:
            clear_journals(self.library.folder)
        comparable = last and last.manifest.model.same_vectors(self.encoder.info) and not self.from_scratch
        known = last if comparable else None
        base = known if known and known.manifest.reader == self.version else None
        changes = _compare(disk, base.manifest if base else None)
        if base and self._is_current(changes, base.manifest):
            self.library.tidy()
            return self._report(changes, base.manifest)
        with self.library.draft(self.encoder.info.dimension, base) as draft:
            failed, slots = self._read(draft, disk, changes)
            if not draft.notes():
                raise NoNotes(f"None of the notes in {self.library.corpus} can be read: {'; '.join(failed.values())}")
            self._embed(draft, slots, known)
            manifest = self._publish(draft, disk, failed, last)
        return self._report(_compare(disk, last.manifest if last else None), manifest)

    def _is_current(self, changes: Changes, manifest: Manifest) -> bool:
        told = {source: failure.reason for source, failure in manifest.failed.items()}
        return (changes.new, changes.changed, changes.removed, changes.failed) == ((), (), (), told) and not (
            self.library.remarks
        )

    # -- reading

    def _read(self, draft: Draft, disk: _Disk, changes: Changes) -> tuple[dict[str, str], dict[Table, list[int]]]:
        """Bring the draft's notes up to date. Returns why notes failed, and the slots that want vectors."""
        for source in (*changes.changed, *changes.removed, *changes.failed):
            draft.remove(source)
        failed = dict(changes.failed)
        slots: dict[Table, list[int]] = {table: [] for table in Table}
        todo = (*changes.new, *changes.changed)
        for done, source in enumerate(todo):
            self.progress(Progress("reading", done, len(todo), source))
            try:
                added = self._add(draft, source, *disk.paths[source])
            except NoteUnreadable as error:
                failed[source] = str(error)
            except OSError as error:
                failed[source] = _unreadable(disk.paths[source][0], error)
            else:
                for table in Table:
                    slots[table] += added[table]
        return failed, slots

    def _add(self, draft: Draft, source: str, path: Path, root: Path) -> dict[Table, list[int]]:
        stat = path.stat()  # before reading: a later change then shows
        note = replace(self.reader.read(path, root), source=source)
        return draft.add(note, stat, *self.reader.cut(note, self.encoder.count_tokens))

    # -- embedding

    def _embed(self, draft: Draft, slots: dict[Table, list[int]], known: Generation | None) -> None:
        journal = Journal(self.library.folder, self.encoder.info)
        missing = {table: self._reuse(draft, table, slots[table], known, journal) for table in Table}
        total = sum(map(len, missing.values()))
        for table, wanted in missing.items():
            for chunk in _chunks(list(wanted.items())):
                self.progress(Progress("embedding", self.embedded, total))
                texts = {slot: text for slot, _, text in draft.texts(table, [same[0] for _, same in chunk])}
                vectors = self.encoder.encode_notes([texts[same[0]] for _, same in chunk])
                journal.add([key for key, _ in chunk], vectors)
                for (_, same), vector in zip(chunk, vectors, strict=True):
                    draft.put(table, same, vector)
                self.embedded += len(chunk)
        self.progress(Progress("embedding", total, total))

    def _reuse(
        self, draft: Draft, table: Table, slots: list[int], known: Generation | None, journal: Journal
    ) -> dict[bytes, list[int]]:
        """Copy the vectors that are known. Returns the slots of each text whose vector is not."""
        wanted: dict[bytes, list[int]] = {}
        for slot, key, _ in draft.texts(table, slots):
            wanted.setdefault(key, []).append(slot)
        if known:
            for key, older in known_vectors(known, table, wanted).items():
                draft.put(table, wanted.pop(key), known.vectors[table].at(np.array([older])))
        for key in list(wanted):
            vector = journal.find(key)
            if vector is not None:
                draft.put(table, wanted.pop(key), vector)
        return wanted

    # -- writing

    def _publish(self, draft: Draft, disk: _Disk, failed: dict[str, str], last: Generation | None) -> Manifest:
        self._wrote("started")
        counts, notes = draft.counts(), draft.notes()
        manifest = Manifest(
            built_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            model=self.encoder.info,
            reader=self.version,
            roots=tuple(map(str, self.library.corpus.roots)),
            passages=counts[Table.PASSAGES],
            statements=counts[Table.STATEMENTS],
            notes=notes,
            failed={source: Failure(reason, disk.hashes.get(source, "")) for source, reason in failed.items()},
            files=draft.write_files(),
            layouts=draft.layouts,
        )
        name = self.library.publish(draft, manifest, last.manifest.generation if last else "", self._wrote)
        return replace(manifest, generation=name)

    def _wrote(self, step: str) -> None:
        self.progress(Progress("writing", STEPS.index(step), len(STEPS) - 1, step))

    def _report(self, changes: Changes, manifest: Manifest) -> BuildReport:
        return BuildReport(
            new=_without(changes.new, manifest.failed),
            changed=_without(changes.changed, manifest.failed),
            unchanged=_without(changes.unchanged, manifest.failed),
            removed=changes.removed,
            failed={source: failure.reason for source, failure in manifest.failed.items()},
            passages=manifest.passages,
            statements=manifest.statements,
            embedded=self.embedded,
            generation=manifest.generation,
            remarks=tuple(self.library.remarks),
        )


STEPS = ("started", "written", "moved", "pointed", "pruned")  # of writing; a build may be killed after each of them


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path} cannot be read ({error.strerror}): check that the file is there and may be read."


def _without(sources: Sequence[str], failed: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(source for source in sources if source not in failed)


def _chunks(items: list[tuple[bytes, list[int]]]) -> Iterator[list[tuple[bytes, list[int]]]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _silent(progress: Progress) -> None:
    """Report to nobody."""
