"""The store of conversations."""

from __future__ import annotations

import itertools
import sqlite3
import tarfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from index.errors import NotesTutorError
from tutor.conversations import HISTORY_TURNS, MIGRATIONS, Conversations, Exchange, Limits
from tutor.errors import NotFound
from tutor.values import Turn

Open = Callable[..., Conversations]
OLDER = sorted((Path(__file__).parents[1] / "data" / "older").glob("conversations-*.tar.xz"))
FIRST = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def opened(home: Path) -> Iterator[Open]:
    """Opens the store with a clock that counts; closed with the test."""
    stores: list[Conversations] = []
    days = itertools.count()

    def open_store(**limits: int) -> Conversations:
        stores.append(Conversations(home, Limits(**limits), clock=lambda: FIRST + timedelta(days=next(days))))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def test_turns_are_kept_in_order_across_a_restart(opened: Open) -> None:
    store = opened()
    store.add("a", "What is DAX?", ("DAX",), {"text": "A cache."})
    store.add("b", "Other", (), {})
    store.add("a", "And its limits?", ("DAX", "limits"), {"text": "None."})
    store.close()

    assert opened().turns("a") == [
        Exchange("What is DAX?", ("DAX",), {"text": "A cache."}, "2026-01-01T00:00:00+00:00"),
        Exchange("And its limits?", ("DAX", "limits"), {"text": "None."}, "2026-01-03T00:00:00+00:00"),
    ]


def test_a_turn_is_kept_though_nobody_asks_for_it_again(opened: Open, home: Path) -> None:
    store = opened()
    store.add("a", "What is DAX?", ("DAX",), {"text": "A cache."})
    store.add("b", "Other", (), {})

    with closing(sqlite3.connect(home / "conversations.sqlite3")) as db:
        for _ in range(200):
            if kept := db.execute("SELECT question FROM turn ORDER BY conversation").fetchall():
                break
            time.sleep(0.05)
    assert kept == [("What is DAX?",), ("Other",)]


def test_history_is_what_a_follow_up_needs(opened: Open) -> None:
    store = opened()
    for number in range(HISTORY_TURNS + 2):
        store.add("a", f"question {number}", (f"topic {number}",), {})

    history = store.history("a")

    assert len(history) == HISTORY_TURNS
    assert history[-1] == Turn("question 11", ("topic 11",))


def test_the_least_recently_used_is_dropped(opened: Open) -> None:
    store = opened(conversations=2)
    for conversation in ("a", "b", "a", "c"):
        store.add(conversation, "q", (), {})

    with pytest.raises(NotFound):
        store.turns("b")
    assert [len(store.turns(conversation)) for conversation in ("a", "c")] == [2, 1]


def test_what_was_forgotten_is_gone(opened: Open) -> None:
    store = opened()
    store.add("a", "q", (), {})

    store.forget("a")

    for call in (store.turns, store.history, store.forget):
        with pytest.raises(NotFound, match="no conversation 'a'"):
            call("a")


def test_threads_do_not_mix_their_turns(opened: Open) -> None:
    store = opened()

    def ask(conversation: str) -> None:
        for number in range(20):
            store.add(conversation, f"{conversation}{number}", (), {})

    threads = [Thread(target=ask, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for name in "abcd":
        assert [turn.question for turn in store.turns(name)] == [f"{name}{number}" for number in range(20)]


def test_a_store_of_a_newer_tutor_is_left_alone(opened: Open, home: Path) -> None:
    opened().close()
    with sqlite3.connect(home / "conversations.sqlite3") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()

    with pytest.raises(NotesTutorError, match="newer tutor"):
        opened()


def test_of_a_long_conversation_the_oldest_turns_are_dropped(opened: Open) -> None:
    store = opened(turns=3)
    for number in range(5):
        store.add("a", f"question {number}", (), {})

    assert [turn.question for turn in store.turns("a")] == ["question 2", "question 3", "question 4"]


def test_a_conversation_not_used_for_long_is_dropped(opened: Open) -> None:
    store = opened(days=2)
    for conversation in ("a", "b", "c", "c"):
        store.add(conversation, "q", (), {})

    with pytest.raises(NotFound):
        store.turns("a")
    assert len(store.turns("b")) == 1


def test_a_file_that_is_no_store_is_set_aside(opened: Open, home: Path) -> None:
    home.mkdir()
    (home / "conversations.sqlite3").write_text("not a database, but long enough to be looked at as one" * 9)

    store = opened()
    store.add("a", "q", (), {})

    assert len(store.turns("a")) == 1
    assert (home / "conversations.sqlite3.damaged").read_text().startswith("not a database")


def test_a_store_that_is_damaged_while_open_is_set_aside(opened: Open, home: Path) -> None:
    first = opened()
    first.add("a", "q", (), {"text": "x" * 20_000})
    first.close()
    store = opened()
    store._db.execute("PRAGMA shrink_memory")  # what was read is read again
    data = bytearray((home / "conversations.sqlite3").read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    (home / "conversations.sqlite3").write_bytes(data)

    with pytest.raises(NotFound):
        store.turns("a")
    store.add("a", "q", (), {})

    assert len(store.turns("a")) == 1


def test_where_nothing_can_be_written_conversations_last_as_long_as_the_process(opened: Open, home: Path) -> None:
    home.write_text("a file where the folder should be", encoding="utf-8")

    store = opened()
    store.add("a", "q", (), {})

    assert len(store.turns("a")) == 1


def test_a_full_disk_costs_a_turn_and_no_answer(opened: Open, caplog: pytest.LogCaptureFixture) -> None:
    store = opened()
    store._db.execute("PRAGMA max_page_count = 1")

    store.add("a", "q", (), {"text": "x" * 1_000_000})

    with pytest.raises(NotFound):
        store.turns("a")
    assert "A turn was not kept" in caplog.text


def test_a_store_that_is_closed_meanwhile_costs_a_turn_and_no_answer(
    opened: Open, home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = opened()
    store.close()

    store.add("a", "q", (), {})

    assert "A turn was not kept" in caplog.text
    assert not list(home.glob("*.damaged"))


@pytest.mark.parametrize("older", OLDER, ids=lambda path: path.name)
def test_a_store_that_an_earlier_version_made_is_carried_forward(opened: Open, home: Path, older: Path) -> None:
    with tarfile.open(older) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.4 has it
        archive.extractall(home)

    store = opened(days=36_500)

    assert [turn.answer["text"] for turn in store.turns("a")] == ["Into the North Sea."]
    store.add("a", "And the Danube?", (), {})
    assert len(store.turns("a")) == 2


def test_every_migration_is_run_once_and_recorded(opened: Open, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened().close()
    scripts = (*MIGRATIONS, "ALTER TABLE turn ADD COLUMN colour TEXT;", "UPDATE turn SET colour = 'blue';")
    monkeypatch.setattr("tutor.conversations.MIGRATIONS", scripts)

    for _ in range(2):
        opened().close()

    with sqlite3.connect(home / "conversations.sqlite3") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (len(scripts),)
    db.close()
