"""Following notes that are being edited."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from index import watching
from index.watching import watch_notes

Act = Callable[[Path], object]


@pytest.fixture
def stop() -> Iterator[Event]:
    stop = Event()
    yield stop
    stop.set()


@pytest.fixture
def watched(notes: Path, stop: Event) -> Iterator[None]:
    """Looks at the notes; the first one, which comes at once, has been taken."""
    looks = watch_notes([notes.resolve()], stop)
    next(looks)
    return looks


CHANGES: dict[str, Act] = {
    "saved": lambda notes: (notes / "rivers.md").write_text("# Rivers\nThe Elbe.\n", encoding="utf-8"),
    "new": lambda notes: (notes / "seas.md").write_text("# Seas\n", encoding="utf-8"),
    "renamed": lambda notes: (notes / "peaks.md").rename(notes / "mountains.md"),
    "moved": lambda notes: (notes / "peaks.md").rename(notes / "trees/peaks.md"),
    "deleted": lambda notes: (notes / "rivers.md").unlink(),
    "a folder renamed": lambda notes: (notes / "trees").rename(notes / "woods"),
    "a folder deleted": lambda notes: shutil.rmtree(notes / "trees"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_kind_of_change_is_noticed(watched: Iterator[None], notes: Path, change: Act, sooner: None) -> None:
    change(notes)

    next(watched)


@pytest.fixture
def sooner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but a change makes the notes be looked at."""
    monkeypatch.setattr(watching, "ANYWAY", 1e9)


def test_hidden_files_are_none_of_its_business(watched: Iterator[None], notes: Path, sooner: None) -> None:
    (notes / ".git").mkdir()
    (notes / ".git/index").write_text("x", encoding="utf-8")
    (notes / ".rivers.md.swp").write_text("x", encoding="utf-8")

    looked = Thread(target=next, args=(watched,), daemon=True)
    looked.start()
    looked.join(0.5)
    assert looked.is_alive()
    (notes / "rivers.md").write_text("# Rivers\n", encoding="utf-8")
    looked.join()


def test_a_note_that_was_emptied_is_waited_for(
    watched: Iterator[None], notes: Path, sooner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def fill_at_last(path: Path) -> bool:
        seen.append(path.name)
        if len(seen) == 3:
            path.write_text("# Rivers\n", encoding="utf-8")
        return len(seen) < 3

    monkeypatch.setattr(watching, "_is_empty", fill_at_last)
    monkeypatch.setattr(watching, "EMPTY", 1e9)
    (notes / "rivers.md").write_text("", encoding="utf-8")

    next(watched)

    assert seen == ["rivers.md"] * 3


def test_notes_are_looked_at_now_and_then_anyway(watched: Iterator[None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "ANYWAY", 0.0)

    next(watched)


def test_a_folder_that_is_replaced_is_watched_again(watched: Iterator[None], notes: Path) -> None:
    shutil.rmtree(notes)
    next(watched)
    notes.mkdir()
    next(watched)

    (notes / "seas.md").write_text("# Seas\n", encoding="utf-8")
    next(watched)


def test_a_system_that_reports_nothing_is_polled(
    notes: Path, stop: Event, sooner: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, force_polling: bool | None, **__: object) -> Iterator[set[tuple[int, str]]]:
        if not force_polling:
            raise OSError(28, "OS file watch limit reached")
        yield {(1, str(notes / "rivers.md"))}

    monkeypatch.setattr("watchfiles.watch", full)

    next(watch_notes([notes], stop))


def test_it_ends_when_told(watched: Iterator[None], stop: Event) -> None:
    stop.set()

    assert list(watched) == []
