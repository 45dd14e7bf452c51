"""Switching generations, and what is left when something breaks."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from index.build import STEPS, BuildReport, Progress, build
from index.errors import IndexBusy, IndexDamaged, IndexMismatch, IndexMissing
from index.store import Corpus, Generation, Library
from index.store.leases import hold_alone
from tests.index.fakes import BagEncoder, PlainReader

Rebuild = Callable[[], BuildReport]
FILES = ["manifest.json", "notes.sqlite", "passages.faiss", "statements.faiss"]


@pytest.fixture
def library(home: Path, notes: Path) -> Library:
    return Library(home, Corpus.of([notes]))


@pytest.fixture
def two_builds(rebuild: Rebuild, notes: Path, library: Library) -> tuple[str, str]:
    """Names of an older and of the current generation."""
    older = rebuild().generation
    (notes / "rivers.md").write_text("# Rivers\nThe Loire flows west.\n", encoding="utf-8")
    return older, rebuild().generation


def test_nothing_built_is_an_error_with_the_command_to_run(library: Library) -> None:
    with pytest.raises(IndexMissing, match=r"There is no index of .*notes in .*: run `tutor index build`"):
        library.open()


def test_the_pointer_names_the_newest_build(two_builds: tuple[str, str], library: Library) -> None:
    assert library.current() == two_builds[1]
    assert library.open().note("rivers.md").text == "# Rivers\nThe Loire flows west.\n"  # type: ignore[union-attr]
    assert library.remarks == []


def test_two_generations_are_kept(two_builds: tuple[str, str], rebuild: Rebuild, notes: Path, library: Library) -> None:
    (notes / "peaks.md").unlink()

    newest = rebuild().generation

    assert library.generations() == [newest, two_builds[1]]


def test_a_generation_that_is_read_is_kept_until_nobody_reads_it(
    two_builds: tuple[str, str], rebuild: Rebuild, notes: Path, library: Library
) -> None:
    reading = Generation(library.folder / two_builds[0])
    (notes / "peaks.md").unlink()
    newest = rebuild().generation

    assert library.generations() == [newest, two_builds[1], two_builds[0]]
    assert reading.note("peaks.md") is not None

    reading.close()
    (notes / "trees/oak.md").unlink()
    last = rebuild().generation
    assert library.generations() == [last, newest]


READING = """
import sys
from pathlib import Path
from index.store import Generation
generation = Generation(Path(sys.argv[1]))
print("reading", flush=True)
sys.stdin.readline()
print(generation.note("peaks.md").title, flush=True)
"""


def test_another_process_that_reads_keeps_its_generation(
    two_builds: tuple[str, str], rebuild: Rebuild, notes: Path, library: Library
) -> None:
    command = [sys.executable, "-c", READING, str(library.folder / two_builds[0])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin
        assert reader.stdout
        assert reader.stdout.readline() == "reading\n"
        (notes / "peaks.md").unlink()
        rebuild()
        reader.stdin.write("\n")
        reader.stdin.close()

        assert reader.stdout.readline() == "peaks\n"


def test_a_generation_being_deleted_is_not_opened(two_builds: tuple[str, str], library: Library) -> None:
    folder = library.folder / two_builds[1]
    with hold_alone(folder / "manifest.json"):
        assert library.open().manifest.generation == two_builds[0]
    assert "it is being deleted" in library.remarks[0]


def test_a_clock_that_jumps_back_does_not_mix_up_what_is_newer(
    rebuild: Rebuild, notes: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for number, year in enumerate((2026, 1999, 2038, 2001, 2001)):
        monkeypatch.setattr("index.build.datetime", ClockOf(year))
        (notes / "seas.md").write_text(f"# Seas\nSea number {number}.\n", encoding="utf-8")
        names.append(rebuild().generation)
        assert library.generations() == names[:-3:-1]

    assert names == sorted(names)


class ClockOf(datetime):
    """Stands still on the first of January of a year."""

    def __new__(cls, year: int) -> ClockOf:
        return super().__new__(cls, year, 1, 1, tzinfo=UTC)

    def now(self, _: object) -> ClockOf:  # type: ignore[override]  # of this one object
        return self


def test_rolling_back_goes_to_the_older_generation_and_no_further(
    two_builds: tuple[str, str], library: Library
) -> None:
    with library.writing():
        assert library.roll_back() == two_builds[0]
    assert library.open().manifest.generation == two_builds[0]

    with library.writing(), pytest.raises(IndexMissing, match="no older index of"):
        library.roll_back()


def test_rolling_back_passes_over_what_is_damaged(two_builds: tuple[str, str], library: Library) -> None:
    damage(library.folder / two_builds[0] / "notes.sqlite", "0.5")

    with library.writing(), pytest.raises(IndexMissing, match="no older index of"):
        library.roll_back()
    assert library.current() == two_builds[1]


def test_after_rolling_back_a_build_goes_on_from_there(
    two_builds: tuple[str, str], library: Library, rebuild: Rebuild, encoder: BagEncoder
) -> None:
    with library.writing():
        library.roll_back()
    encoder.seen.clear()

    report = rebuild()

    assert (report.changed, report.embedded) == (("rivers.md",), 2)
    assert library.current() == report.generation == max(library.generations())


@pytest.mark.parametrize("name", FILES)
def test_what_is_wrong_with_a_generation_is_told(name: str, two_builds: tuple[str, str], library: Library) -> None:
    assert [library.fault(generation) for generation in two_builds] == ["", ""]
    damage(library.folder / two_builds[1] / name, "0.7")

    assert name in library.fault(two_builds[1])


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    match how:
        case "missing":
            path.unlink()
            return
        case "empty":
            data = bytearray()
        case "truncated":
            del data[-1:]
        case _:
            data[int(len(data) * float(how))] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["missing", "empty", "truncated", "0", "0.3", "0.5", "0.99"])
def test_a_damaged_file_means_falling_back_with_a_remark(
    name: str, how: str, two_builds: tuple[str, str], library: Library
) -> None:
    damage(library.folder / two_builds[1] / name, how)

    opened = library.open()

    assert opened.manifest.generation == two_builds[0]
    assert opened.note("rivers.md").text.startswith("# Rivers\nThe Danube")  # type: ignore[union-attr]
    assert name in library.remarks[0]
    assert "run `tutor index build`" in library.remarks[0]
    assert opened.manifest.built_at in library.remarks[1]


def test_when_no_generation_is_whole_each_damage_is_named(two_builds: tuple[str, str], library: Library) -> None:
    for generation in two_builds:
        damage(library.folder / generation / "notes.sqlite", "0.5")

    with pytest.raises(IndexDamaged, match=rf"{two_builds[1]}.*{two_builds[0]}"):
        library.open()


@pytest.mark.parametrize("pointer", ["", "gen-of-nowhere\n", "\udcff", "../../elsewhere"])
def test_a_pointer_to_nowhere_means_falling_back_to_the_newest(
    pointer: str, two_builds: tuple[str, str], library: Library
) -> None:
    library.pointer.write_text(pointer, encoding="utf-8", errors="surrogateescape")

    assert library.open().manifest.generation == max(two_builds)
    assert "names no generation that is there" in library.remarks[0]


def test_the_next_build_repairs_a_damaged_index(
    two_builds: tuple[str, str], rebuild: Rebuild, library: Library, encoder: BagEncoder
) -> None:
    damage(library.folder / two_builds[1] / "notes.sqlite", "0.5")
    encoder.seen.clear()

    report = rebuild()

    assert report.changed == ("rivers.md",)
    assert encoder.seen == ["Rivers. The Loire flows west.", "Rivers. The Loire flows west."]
    assert library.generations() == [report.generation, two_builds[0]]
    library.open()
    assert library.remarks == []


def test_a_newer_format_is_refused_with_both_versions(two_builds: tuple[str, str], library: Library) -> None:
    folder = library.folder / two_builds[1]
    content = json.loads((folder / "manifest.json").read_bytes()) | {"format": 99}
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")
    import hashlib

    digest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()[:12]
    renamed = folder.rename(folder.with_name(f"gen-9-{digest}"))
    library.point(renamed.name)

    with pytest.raises(IndexMismatch, match=r"has format 99, this version reads 2: run `tutor index build`"):
        library.open()


@pytest.mark.parametrize("step", STEPS[: STEPS.index("pointed")])
def test_a_crash_before_the_pointer_moves_leaves_the_last_generation(
    step: str, rebuild: Rebuild, notes: Path, home: Path, library: Library
) -> None:
    older = rebuild().generation
    (notes / "rivers.md").write_text("# Rivers\nThe Loire flows west.\n", encoding="utf-8")

    def crash(progress: Progress) -> None:
        if progress.note == step:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([notes], home, progress=crash, encoder=BagEncoder(), reader=PlainReader())

    assert library.open().manifest.generation == older
    assert rebuild().changed == ("rivers.md",)
    assert [path.name for path in library.folder.glob(".draft-*")] == []


def test_what_a_build_left_that_was_killed_at_its_end_goes_with_the_next(
    two_builds: tuple[str, str], rebuild: Rebuild, notes: Path, home: Path, library: Library
) -> None:
    def crash(progress: Progress) -> None:
        if progress.note == "pointed":
            raise KeyboardInterrupt

    (notes / "peaks.md").unlink()
    with pytest.raises(KeyboardInterrupt):
        build([notes], home, progress=crash, encoder=BagEncoder(), reader=PlainReader())
    assert len(library.generations()) == 3

    newest = rebuild().generation

    assert library.generations() == [newest, two_builds[1]]
    assert list(library.folder.glob(".embedded-*")) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from index.build import build
from tests.index.fakes import BagEncoder, PlainReader

def kill(progress):
    if (progress.stage, progress.note) == (sys.argv[3], sys.argv[4]):
        os.kill(os.getpid(), signal.SIGKILL)

build([Path(sys.argv[1])], Path(sys.argv[2]), progress=kill, encoder=BagEncoder(), reader=PlainReader())
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize(
    ("stage", "note"), [("reading", "rivers.md"), ("embedding", ""), *(("writing", step) for step in STEPS)]
)
def test_a_build_that_is_killed_leaves_a_whole_index_and_no_lock(
    stage: str, note: str, rebuild: Rebuild, notes: Path, home: Path, library: Library
) -> None:
    rebuild()
    (notes / "rivers.md").write_text("# Rivers\nThe Loire flows west.\n", encoding="utf-8")

    killed = subprocess.run([sys.executable, "-c", KILLED, notes, home, stage, note], check=False)

    assert killed.returncode < 0
    assert library.open().notes.keys() == {"rivers.md", "peaks.md", "trees/oak.md"}
    assert rebuild().unchanged == (
        ("peaks.md", "rivers.md", "trees/oak.md") if note in ("pointed", "pruned") else ("peaks.md", "trees/oak.md")
    )


def test_a_second_build_at_once_is_told_who_builds(rebuild: Rebuild, library: Library) -> None:
    with library.writing(), pytest.raises(IndexBusy, match=rf"is being built by process {os.getpid()}"):
        rebuild()


def test_who_builds_may_be_unknown(rebuild: Rebuild, library: Library) -> None:
    with library.writing():
        (library.folder / "build.pid").write_bytes(b"\xff\x00")
        with pytest.raises(IndexBusy, match="is being built by another process: wait"):
            rebuild()


def test_a_build_can_wait_for_another(notes: Path, home: Path, library: Library) -> None:
    with ThreadPoolExecutor(1) as pool:
        with library.writing():
            waiting = pool.submit(build, [notes], home, encoder=BagEncoder(), reader=PlainReader(), wait=60)
        assert waiting.result().passages == 4


def test_a_generation_stays_readable_while_it_is_replaced(rebuild: Rebuild, notes: Path, library: Library) -> None:
    rebuild()
    reading = library.open()
    shutil.rmtree(notes / "trees")

    rebuild()

    assert reading.note("trees/oak.md") is not None
    assert library.open().note("trees/oak.md") is None
