"""The generations of one corpus on disk: which one is current, who may write the next, which ones may go."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import IndexBusy, IndexDamaged, IndexMissing, IndexOlder, IndexUnusable
from index.store.corpus import Corpus
from index.store.draft import Draft
from index.store.generation import Generation
from index.store.journal import clear_journals
from index.store.leases import InUse, hold_alone
from index.store.manifest import NAME as MANIFEST
from index.store.manifest import Manifest, write_manifest
from index.store.upgrading import carry_forward

POINTER = "CURRENT"
HOLDER = "build.pid"  # who holds the lock
STAMP = re.compile(r"gen-(\d{8})T(\d{6,})-")


class Library:
    """All generations of a corpus, in `home`/index/<key of the corpus>."""

    def __init__(self, home: Path, corpus: Corpus) -> None:
        self.corpus = corpus
        self.folder = home / "index" / corpus.key
        self._writes = False
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

    def open(self, checked: str = "") -> Generation:
        """The current generation, or the newest one that is whole, with a remark.

        :param checked: name of one that this process has just written or opened: its files are as they should be.

        Raises `IndexMissing` when nothing was built, `IndexDamaged` when nothing is whole, `IndexMismatch` when
        another version of the program built it.
        """
        names = self.generations()
        if not names:
            raise IndexMissing(f"There is no index of {self.corpus} in {self.folder}: run `tutor index build`.")
        self.remarks = [] if names[0] == self.current() else [f"{self.pointer} names no generation that is there."]
        for name in names:
            try:
                generation = self._opened(name, checked=name == checked)
            except IndexDamaged as error:
                self.remarks.append(str(error))
                continue
            if self.remarks:
                self.remarks.append(f"Answers come from the build of {generation.manifest.built_at} until then.")
            return generation
        raise IndexDamaged(" ".join(self.remarks))

    def _opened(self, name: str, *, checked: bool) -> Generation:
        try:
            return Generation(self.folder / name, checked=checked)
        except IndexOlder:
            with suppress(IndexBusy, OSError), nullcontext() if self._writes else self.writing():
                return Generation(self.folder / self._carried_forward(name))
            raise  # nothing can be written there, or another process does it just now

    def _carried_forward(self, name: str) -> str:
        """Publish a generation of an older version in today's format. Returns its new name. Only while `writing`."""
        with self._empty() as folder:
            manifest = carry_forward(self.folder / name, folder)
            return self._publish(folder, manifest, name, lambda _: None)

    # -- writing

    @contextmanager
    def writing(self, wait: float = 0.0) -> Iterator[None]:
        """Be the only one to build, across processes, after waiting for others for `wait` seconds (-1: however long).

        Raises `IndexBusy`, which names the process that builds.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / "build.lock", timeout=wait)
        try:
            lock.acquire()
        except Timeout as error:
            raise IndexBusy(
                f"The index {self.folder} is being built by {self._holder()}: wait until it is done, or end that "
                f"process."
            ) from error
        try:
            (self.folder / HOLDER).write_text(f"{os.getpid()}", encoding="ascii")
            self._sweep()
            self._writes = True
            yield
        finally:
            self._writes = False
            lock.release()

    @contextmanager
    def draft(self, dimension: int, older: Generation | None) -> Iterator[Draft]:
        """A new generation to fill, gone afterwards unless it was published. Only while `writing`."""
        with self._empty() as folder:
            draft = Draft(folder, dimension, older)
            try:
                yield draft
            finally:
                draft.close()

    @contextmanager
    def _empty(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=".draft-", ignore_cleanup_errors=True) as name:
            inside = Path(name) / "generation"  # what is published is moved out of the temporary folder
            inside.mkdir()
            yield inside

    def publish(self, draft: Draft, manifest: Manifest, older: str, step: Callable[[str], None]) -> str:
        """Make a draft whose files are written the current generation in one step. Returns its name.

        `older` is the generation to keep besides it, '' for the one that was current. `step` hears of each thing
        done, the last one of `STEPS`; whatever happens before 'pointed', the older generation stays current.
        """
        return self._publish(draft.folder, manifest, older, step)

    def _publish(self, folder: Path, manifest: Manifest, older: str, step: Callable[[str], None]) -> str:
        name = f"gen-{self._stamp(manifest.built_at)}-{write_manifest(folder, manifest)[:12]}"
        for path in (*folder.iterdir(), folder):
            _sync(path)
        step("written")
        folder.replace(self.folder / name)
        _sync(self.folder)
        step("moved")
        older = older or self.current()
        self.point(name)
        step("pointed")
        self._prune({name, older})
        clear_journals(self.folder)
        step("pruned")
        return name

    def point(self, name: str) -> None:
        """Make a generation the current one."""
        fresh = self.folder / f".{POINTER}"
        fresh.write_text(name + "\n", encoding="ascii")
        _sync(fresh)
        fresh.replace(self.pointer)
        _sync(self.folder)

    def roll_back(self) -> str:
        """Make the newest whole generation that is older than the current one the current one. Only while `writing`.

        Raises `IndexMissing` when there is none.
        """
        current = self.current()
        for name in self.generations():
            if name < current and not self.fault(name):
                self.point(name)
                return name
        raise IndexMissing(f"There is no older index of {self.corpus} in {self.folder}: run `tutor index build`.")

    def fault(self, name: str) -> str:
        """What is wrong with a generation, '' when it is whole."""
        try:
            Generation(self.folder / name).check()
        except IndexUnusable as error:
            return str(error)
        return ""

    def _holder(self) -> str:
        try:
            pid = (self.folder / HOLDER).read_text(encoding="ascii")
        except (OSError, ValueError):
            pid = ""
        return f"process {pid}" if pid.isdecimal() else "another process"

    def _stamp(self, built_at: str) -> str:
        """When it was built, as a name is made of it: later than all others, even if the clock was put back."""
        moments = [found[1] + found[2].ljust(9, "0") for found in map(STAMP.match, self.generations()) if found]
        now = re.sub(r"\D", "", built_at[:23]).ljust(17, "0")
        digits = max(now, str(int(max(moments)) + 1) if moments else "")
        return f"{digits[:8]}T{digits[8:]}"

    def tidy(self) -> None:
        """Delete what a build left that was killed after it had published. Only while `writing`."""
        self._prune(set(self.generations()[:2]))
        clear_journals(self.folder)

    def _prune(self, kept: set[str]) -> None:
        """Delete the other generations, apart from those that somebody reads."""
        for name in set(self.generations()) - kept:
            _delete(self.folder / name)

    def _sweep(self) -> None:
        for pattern in (".draft-*", ".old-*"):  # left by a build that was killed
            for path in self.folder.glob(pattern):
                shutil.rmtree(path, ignore_errors=True)


def _delete(folder: Path) -> None:
    """Delete a generation that nobody reads. It is moved away first, so that no part of it is ever found."""
    with suppress(InUse, OSError), ExitStack() as held:
        if (folder / MANIFEST).is_file():
            held.enter_context(hold_alone(folder / MANIFEST))
        gone = folder.replace(folder.with_name(f".old-{folder.name}"))
        shutil.rmtree(gone, ignore_errors=True)


def _sync(path: Path) -> None:
    """Have the system write a file or folder to the disk; Windows cannot do it for folders and needs not."""
    if os.name == "nt" and path.is_dir():
        return
    descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
