"""What a build does for each way in which notes change."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from index.build import STEPS, BuildReport, Changes, Progress, build, status
from index.errors import IndexUnusable, NoNotes
from index.search import Index, open_index
from index.store import Draft, Library
from index.store.vectors import VectorDraft
from index.values import content_of
from tests.index.fakes import BagEncoder, PlainReader

Rebuild = Callable[[], BuildReport]
Reopen = Callable[[], Index]
ALL = ("peaks.md", "rivers.md", "trees/oak.md")


def said(index: Index) -> list[str]:
    hits = index.statements("anything", limit=100)
    return sorted(hit.statement.text for hit in hits)


def ranked(index: Index, question: str) -> list[tuple[str, float]]:
    passages = [(hit.passage.id, round(hit.score, 5)) for hit in index.passages(question)]
    return passages + [(hit.statement.id, round(hit.score, 5)) for hit in index.statements(question)]


def test_the_first_build_embeds_every_text(rebuild: Rebuild, encoder: BagEncoder) -> None:
    report = rebuild()

    assert (report.new, report.passages, report.statements, report.embedded) == (ALL, 4, 7, 11)
    assert len(encoder.seen) == 11


def test_building_again_writes_nothing(rebuild: Rebuild, encoder: BagEncoder) -> None:
    first = rebuild()
    encoder.seen.clear()

    again = rebuild()

    assert (again.generation, again.unchanged, again.embedded) == (first.generation, ALL, 0)
    assert encoder.seen == []


def test_an_edit_embeds_only_the_texts_that_changed(
    rebuild: Rebuild, reopen: Reopen, notes: Path, encoder: BagEncoder
) -> None:
    rebuild()
    encoder.seen.clear()
    text = (notes / "rivers.md").read_text(encoding="utf-8")
    (notes / "rivers.md").write_text(text.replace("North Sea", "sea at Rotterdam"), encoding="utf-8")

    report = rebuild()

    assert (report.new, report.changed, report.removed) == ((), ("rivers.md",), ())
    assert encoder.seen == [
        "Rivers. The Danube flows into the Black Sea. The Rhine flows into the sea at Rotterdam.",
        "Rivers. The Rhine flows into the sea at Rotterdam.",
    ]
    assert "The Rhine flows into the sea at Rotterdam." in said(reopen())
    assert "The Rhine flows into the North Sea." not in said(reopen())


def test_a_renamed_note_costs_no_embedding(rebuild: Rebuild, reopen: Reopen, notes: Path) -> None:
    rebuild()
    (notes / "peaks.md").rename(notes / "mountains.md")

    report = rebuild()

    assert (report.new, report.removed, report.embedded) == (("mountains.md",), ("peaks.md",), 0)
    best = reopen().statements("How high is Mont Blanc?")[0].statement
    assert (best.source, best.text) == ("mountains.md", "Mont Blanc is 4806 metres high.")


def test_a_section_that_moves_costs_no_embedding_and_keeps_its_citations(
    notes: Path, home: Path, encoder: BagEncoder
) -> None:
    trees, more = "# Trees\n\n## Oak\n\nOaks live for centuries.\n", "## Ash\n\nAshes are cut for their wood.\n"
    (notes / "trees/oak.md").write_text(f"{trees}\n{more}", encoding="utf-8")
    build([notes], home, encoder=encoder)
    index = open_index(home, [notes], encoder=encoder)
    before = {hit.statement.text: hit.statement.id for hit in index.statements("trees", sources=["trees/*"])}

    (notes / "trees/oak.md").write_text(trees.replace("## Oak", f"{more}\n## Oak"), encoding="utf-8")
    report = build([notes], home, encoder=encoder)

    newer = index.newer()
    assert newer is not None
    assert (report.changed, report.embedded) == (("trees/oak.md",), 0)
    assert {hit.statement.text: hit.statement.id for hit in newer.statements("trees", sources=["trees/*"])} == before
    assert len(before) == 2


def test_a_section_that_moves_to_another_note_costs_no_embedding(notes: Path, home: Path, encoder: BagEncoder) -> None:
    section = "\n## Ash\n\nAshes are cut for their wood.\n"
    trees = "# Trees\n\n## Oak\n\nOaks live for centuries.\n"
    (notes / "trees/oak.md").write_text(trees + section, encoding="utf-8")
    build([notes], home, encoder=encoder)

    (notes / "trees/oak.md").write_text(trees, encoding="utf-8")
    (notes / "trees/ash.md").write_text(f"# Trees\n{section}", encoding="utf-8")

    assert build([notes], home, encoder=encoder).embedded == 0


def test_ids_of_what_is_cited_outlive_a_new_name_and_a_new_place(notes: Path, home: Path, encoder: BagEncoder) -> None:
    trees, section = "# Trees\n\n## Oak\n\nOaks live for centuries.\n", "\n## Ash\n\nAshes are cut for wood.\n"
    (notes / "trees/oak.md").write_text(trees + section, encoding="utf-8")
    before = cited_ids(notes, home, encoder)

    (notes / "trees/oak.md").write_text(trees, encoding="utf-8")
    (notes / "trees/ash.md").write_text(f"# Wood\n{section}", encoding="utf-8")
    (notes / "peaks.md").rename(notes / "mountains.md")

    assert cited_ids(notes, home, encoder) == before


def cited_ids(notes: Path, home: Path, encoder: BagEncoder) -> dict[str, str]:
    build([notes], home, encoder=encoder)
    hits = open_index(home, [notes], encoder=encoder).statements("anything", limit=100)
    return {hit.statement.text: content_of(hit.statement.id) for hit in hits}


def test_a_text_that_occurs_twice_is_embedded_once(rebuild: Rebuild, notes: Path, encoder: BagEncoder) -> None:
    (notes / "copy.md").write_text((notes / "peaks.md").read_text(encoding="utf-8"), encoding="utf-8")

    rebuild()

    assert len(encoder.seen) == 11


def test_a_removed_note_is_gone(rebuild: Rebuild, reopen: Reopen, notes: Path) -> None:
    rebuild()
    (notes / "rivers.md").unlink()

    report = rebuild()

    assert (report.removed, report.passages, report.statements) == (("rivers.md",), 2, 4)
    assert not any("Rhine" in text for text in said(reopen()))
    assert reopen().passages("Where does the Rhine flow?")[0].passage.source != "rivers.md"


def test_many_edits_leave_what_one_build_would_make(
    rebuild: Rebuild, reopen: Reopen, notes: Path, home: Path, encoder: BagEncoder
) -> None:
    for number in range(6):
        (notes / f"note{number % 3}.md").write_text(
            f"# Note {number}\n" + f"Line {number}.\n" * number, encoding="utf-8"
        )
        (notes / f"note{(number + 1) % 3}.md").unlink(missing_ok=True)
        rebuild()
    build([notes], home / "other", encoder=encoder, reader=PlainReader())
    fresh = open_index(home / "other", [notes], encoder=encoder)

    for question in ("Where does the Rhine flow?", "line 5", "metres"):
        assert ranked(reopen(), question) == ranked(fresh, question)


def test_a_note_that_cannot_be_read_is_reported_and_left_out(rebuild: Rebuild, reopen: Reopen, notes: Path) -> None:
    rebuild()
    (notes / "rivers.md").write_bytes(b"\xff\xfe\xfd")

    report = rebuild()

    assert report.failed == {"rivers.md": "rivers.md is not text: invalid start byte."}
    assert (report.changed, report.unchanged) == ((), ("peaks.md", "trees/oak.md"))
    assert [info.source for info in reopen().notes()] == ["peaks.md", "trees/oak.md"]


def test_a_note_that_still_cannot_be_read_is_no_change(rebuild: Rebuild, notes: Path) -> None:
    (notes / "bad.md").write_bytes(b"\xff")
    first = rebuild()

    again = rebuild()

    assert again.generation == first.generation
    assert again.failed == first.failed == {"bad.md": "bad.md is not text: invalid start byte."}


def test_a_note_that_can_be_read_again_comes_back(rebuild: Rebuild, notes: Path) -> None:
    text = (notes / "rivers.md").read_bytes()
    (notes / "rivers.md").write_bytes(b"\xff")
    rebuild()
    (notes / "rivers.md").write_bytes(text)

    assert rebuild().new == ("rivers.md",)


def test_a_note_that_vanishes_while_notes_are_read_is_reported(notes: Path, home: Path, encoder: BagEncoder) -> None:
    def remove(progress: Progress) -> None:
        if progress.note == "rivers.md":
            (notes / "rivers.md").unlink()

    report = build([notes], home, progress=remove, encoder=encoder, reader=PlainReader())

    assert "cannot be read (No such file or directory)" in report.failed["rivers.md"]
    assert report.new == ("peaks.md", "trees/oak.md")


def test_a_folder_that_may_not_be_looked_into_is_reported(
    notes: Path, home: Path, encoder: BagEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_into = os.scandir

    def scandir(path: str | int | Path) -> object:
        if isinstance(path, Path) and path.name == "trees":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return looked_into(path)

    monkeypatch.setattr("index.notes.files.os.scandir", scandir)
    report = build([notes], home, encoder=encoder)

    assert (report.new, list(report.failed)) == (("peaks.md", "rivers.md"), ["trees/"])
    assert "trees may not be looked into: allow reading it" in report.failed["trees/"]
    assert build([notes], home, encoder=encoder).generation == report.generation


def test_an_empty_folder_is_an_error_that_names_it_and_what_is_read(tmp_path: Path, home: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(NoNotes, match=r"no notes in .*empty: put files ending in \.md there"):
        build([tmp_path / "empty"], home, encoder=BagEncoder(), reader=PlainReader())


def test_when_no_note_can_be_read_the_last_index_stays(rebuild: Rebuild, reopen: Reopen, notes: Path) -> None:
    rebuild()
    for source in ALL:
        (notes / source).write_bytes(b"\xff")

    with pytest.raises(NoNotes, match=r"None of the notes .*: peaks.md is not text"):
        rebuild()

    assert len(reopen().notes()) == 3


def test_another_model_embeds_everything_again(rebuild: Rebuild, notes: Path, home: Path) -> None:
    rebuild()
    other = BagEncoder("other bag", 32)

    report = build([notes], home, encoder=other, reader=PlainReader())

    assert (report.unchanged, report.embedded) == (ALL, 11)
    assert open_index(home, [notes], encoder=other).manifest.model == other.info


def test_new_code_for_reading_reads_everything_and_embeds_what_differs(
    rebuild: Rebuild, notes: Path, home: Path
) -> None:
    first = rebuild()

    report = build([notes], home, encoder=BagEncoder(), reader=PlainReader("2"))

    assert report.generation != first.generation
    assert (report.unchanged, report.embedded) == (ALL, 0)


def test_several_folders_make_one_index(notes: Path, home: Path, tmp_path: Path, encoder: BagEncoder) -> None:
    more = tmp_path / "more"
    more.mkdir()
    (more / "seas.md").write_text("# Seas\nThe Aral Sea shrinks.\n", encoding="utf-8")

    report = build([notes, more], home, encoder=encoder, reader=PlainReader())
    index = open_index(home, [more, notes], encoder=encoder)

    assert report.new == ("more/seas.md", "notes/peaks.md", "notes/rivers.md", "notes/trees/oak.md")
    assert index.statements("Aral Sea")[0].statement.source == "more/seas.md"
    assert not index.stale("more/seas.md")


@pytest.mark.parametrize(
    ("spoiled", "method", "error"),
    [
        (Draft, "write_files", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
        (VectorDraft, "write", OSError("x.faiss cannot be written: No space left on device")),
        (Library, "point", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
    ],
)
def test_a_full_disk_leaves_the_last_index(
    spoiled: type,
    method: str,
    error: OSError,
    rebuild: Rebuild,
    reopen: Reopen,
    notes: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = rebuild()
    (notes / "rivers.md").unlink()

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(spoiled, method, fail)
    with pytest.raises(IndexUnusable, match=r"cannot be written \(.*No space left on device.*\): make room"):
        rebuild()

    assert reopen().manifest.generation == first.generation


def test_progress_goes_through_reading_embedding_and_writing(notes: Path, home: Path, encoder: BagEncoder) -> None:
    told: list[Progress] = []

    build([notes], home, progress=told.append, encoder=encoder, reader=PlainReader())

    assert told == [
        Progress("reading", 0, 3, "peaks.md"),
        Progress("reading", 1, 3, "rivers.md"),
        Progress("reading", 2, 3, "trees/oak.md"),
        Progress("embedding", 0, 11),
        Progress("embedding", 4, 11),
        Progress("embedding", 11, 11),
        *(Progress("writing", done, len(STEPS) - 1, step) for done, step in enumerate(STEPS)),
    ]


def test_the_status_tells_what_a_build_would_find(rebuild: Rebuild, notes: Path, home: Path) -> None:
    (notes / "bad.md").write_bytes(b"\xff")
    rebuild()
    (notes / "rivers.md").write_text("# Rivers\n", encoding="utf-8")
    (notes / "peaks.md").rename(notes / "mountains.md")

    assert status([notes], home, PlainReader()) == Changes(
        new=("mountains.md",),
        changed=("rivers.md",),
        removed=("peaks.md",),
        unchanged=("trees/oak.md",),
        failed={"bad.md": "bad.md is not text: invalid start byte."},
    )


def test_without_an_index_every_note_is_new(notes: Path, home: Path) -> None:
    assert status([notes], home, PlainReader()).new == ALL
