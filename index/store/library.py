"""The generations of one corpus on disk: which one is current, who may write the next."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexDamaged, IndexMissing
from index.store.corpus import Corpus
from index.store.draft import Draft
from index.store.generation import Generation
from index.store.manifest import Manifest

POINTER = "CURRENT"


class Library:
    """All generations of a corpus, in `home`/index/<key of the corpus>."""

    def __init__(self, home: Path, corpus: Corpus) -> None:
        self.corpus = corpus
        self.folder = home / "index" / corpus.key
        self.remarks: list[str] = []  # what was wrong with the generations passed over by the last `open`

    # -- reading

    @property
    def pointer(self) -> Path:
        """The file that names the current generation."""
        return self.folder / POINTER

    def current(self) -> str:
        """Name of the current generation, '' when there is none to be read."""
        try:
            return self.pointer.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def generations(self) -> list[str]:
        """Names of all generations on disk: the current one, then the others, newest first."""
        names = sorted((path.name for path in self.folder.glob("gen-*") if path.is_dir()), reverse=True)
        current = self.current()
        return sorted(names, key=lambda name: name != current)

    def open(self) -> Generation:
        """The current generation, or the newest one that is whole, with a remark.

        Raises `IndexMissing` when nothing was built, `IndexDamaged` when nothing is whole, `IndexMismatch` when
        another version of the program built it.
        """
        names = self.generations()
        if not names:
            raise IndexMissing(f"There is no index of {self.corpus} in {self.folder}: run `tutor index build`.")
        self.remarks = [] if names[0] == self.current() else [f"{self.pointer} names no generation that is there."]
        for name in names:
            try:
                generation = Generation(self.folder / name)
            except IndexDamaged as error:
                self.remarks.append(str(error))
                continue
            if self.remarks:
                self.remarks.append(f"Answers come from the build of {generation.manifest.built_at} until then.")
            return generation
        raise IndexDamaged(" ".join(self.remarks))

    # -- writing

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only one to build, across processes. Raises `IndexBusy`, which names the process that builds."""
        self.folder.mkdir(parents=True, exist_ok=True)
        holder = self.folder / "build.pid"
        lock = FileLock(self.folder / "build.lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            pid = holder.read_text(encoding="ascii") if holder.is_file() else "unknown"
            raise IndexBusy(
                f"The index {self.folder} is being built by process {pid}: wait until it is done, or end that process."
            ) from error
        try:
            holder.write_text(str(os.getpid()), encoding="ascii")
            self._sweep()
            yield
        finally:
            lock.release()

    @contextmanager
    def draft(self, dimension: int, older: Generation | None) -> Iterator[Draft]:
        """A new generation to fill, gone afterwards unless it was published. Only while `writing`."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".draft-", ignore_cleanup_errors=True) as name:
            inside = Path(name) / "generation"  # what is published is moved out of the temporary folder
            inside.mkdir()
            draft = Draft(inside, dimension, older)
            try:
                yield draft
            finally:
                draft.close()

    def publish(self, draft: Draft, manifest: Manifest, older: str, step: Callable[[str], None]) -> str:
        """Make a draft whose files are written the current generation in one step. Returns its name.

        `older` is the generation to keep besides it, '' for the one that was current. `step` hears of each thing
        done; whatever happens before 'pointed', the older generation stays current.
        """
        name = draft.write_manifest(manifest)
        for path in (*draft.folder.iterdir(), draft.folder):
            _sync(path)
        step("written")
        draft.folder.replace(self.folder / name)
        _sync(self.folder)
        step("moved")
        older = older or self.current()
        self.point(name)
        step("pointed")
        self._prune({name, older})
        return name

    def point(self, name: str) -> None:
        """Make a generation the current one."""
        fresh = self.folder / f".{POINTER}"
        fresh.write_text(name + "\n", encoding="ascii")
        _sync(fresh)
        fresh.replace(self.pointer)
        _sync(self.folder)

    def _prune(self, kept: set[str]) -> None:
        """Delete old generations, as far as the system lets go of files that are still open."""
        for name in set(self.generations()) - kept:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def _sweep(self) -> None:
        for path in self.folder.glob(".draft-*"):  # left by a build that was killed
            shutil.rmtree(path, ignore_errors=True)


def _sync(path: Path) -> None:
    """Have the system write a file or folder to the disk; Windows cannot do it for folders and needs not."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
