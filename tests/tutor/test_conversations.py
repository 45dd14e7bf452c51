"""The store of conversations."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread

import pytest

from index.errors import NotesTutorError
from tutor.conversations import HISTORY_TURNS, Conversations, Exchange
from tutor.errors import NotFound
from tutor.values import Turn

Open = Callable[..., Conversations]


@pytest.fixture
def opened(home: Path) -> Iterator[Open]:
    """Opens the store with a clock that counts; closed with the test."""
    stores: list[Conversations] = []
    ticks = itertools.count()

    def open_store(kept: int = 1_000) -> Conversations:
        stores.append(Conversations(home, kept, clock=lambda: f"{next(ticks):04}"))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def test_turns_are_kept_in_order_across_a_restart(opened: Open) -> None:
    store = opened()
    store.add("a", "What is DAX?", ("DAX",), {"text": "A cache."})
    store.add("b", "Other", (), {})
    store.add("a", "And its limits?", ("DAX", "limits"), {"text": "None."})

    assert opened().turns("a") == [
        Exchange("What is DAX?", ("DAX",), {"text": "A cache."}, "0000"),
        Exchange("And its limits?", ("DAX", "limits"), {"text": "None."}, "0002"),
    ]


def test_history_is_what_a_follow_up_needs(opened: Open) -> None:
    store = opened()
    for number in range(HISTORY_TURNS + 2):
        store.add("a", f"question {number}", (f"topic {number}",), {})

    history = store.history("a")

    assert len(history) == HISTORY_TURNS
    assert history[-1] == Turn("question 11", ("topic 11",))


def test_the_least_recently_used_is_dropped(opened: Open) -> None:
    store = opened(kept=2)
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


def test_a_file_that_is_no_store_is_named(opened: Open, home: Path) -> None:
    home.mkdir()
    (home / "conversations.sqlite3").write_text("not a database, but long enough to be looked at as one" * 9)

    with pytest.raises(NotesTutorError, match=r"conversations\.sqlite3 cannot be opened"):
        opened()
