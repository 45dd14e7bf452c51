"""Questions to an index."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.build import BuildReport, build
from index.encoder import Encoder
from index.errors import IndexDamaged, IndexMismatch, IndexMissing
from index.search import Index, open_index, scaled
from index.store import Corpus, Library, Table, generation
from tests.index.fakes import BagEncoder, PlainReader

Rebuild = Callable[[], BuildReport]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How high is Mont Blanc?", "Mont Blanc is 4806 metres high."),
        ("Which river feeds Lake Constance?", "Lake Constance is fed by the Rhine."),
        ("what do jays eat", "Acorns feed jays and boars."),
    ],
)
def test_the_best_statement_answers(question: str, answer: str, index: Index) -> None:
    assert index.statements(question)[0].statement.text == answer


def test_the_real_model_finds_what_shares_no_word(notes: Path, home: Path, real_encoder: Encoder) -> None:
    build([notes], home, encoder=real_encoder, reader=PlainReader())

    best = open_index(home, [notes], encoder=real_encoder).statements("Which animals eat the fruit of this tree?")[0]

    assert best.statement.text == "Acorns feed jays and boars."


def test_passages_come_best_first_with_scores_in_bounds(index: Index) -> None:
    hits = index.passages("Where does the Rhine flow?", k=3)

    assert hits[0].passage.heading == ("Rivers",)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 <= hit.score <= 1 and -1 <= hit.dense <= 1.001 and hit.text >= 0 for hit in hits)
    assert len(hits) == 3


def test_one_search_finds_passages_and_statements(index: Index, encoder: BagEncoder) -> None:
    question = "Where does the Rhine flow?"
    encoder.seen.clear()

    search = index.search(question)
    hits = search.statement_hits(200), search.passage_hits(10)

    assert encoder.seen == [question]
    assert hits == (index.statements(question), index.passages(question))


@pytest.mark.parametrize(
    ("globs", "found"),
    [
        (["rivers.md"], {"rivers.md"}),
        (["trees/*", "p*.md"], {"trees/oak.md", "peaks.md"}),
        (["*"], {"rivers.md", "trees/oak.md", "peaks.md"}),
        (["nothing*"], set()),
        ([], set()),
    ],
)
def test_globs_narrow_the_search(globs: list[str], found: set[str], index: Index) -> None:
    assert {hit.statement.source for hit in index.statements("sea", sources=globs)} == found
    assert {hit.passage.source for hit in index.passages("sea", sources=globs)} == found


def test_a_narrowed_search_ranks_only_what_is_in_it(index: Index) -> None:
    assert index.statements("Rhine metres", sources=["peaks.md"])[0].score == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.text("\"*()^:-+ANDORTNEAR{}'\0 ")))
def test_no_text_is_a_syntax_error(text: str, index: Index) -> None:
    hits = index.statements(text)

    assert len(hits) == len(index.statements(text, sources=["*"])) == 7


def test_a_word_in_the_heading_counts_more_than_one_in_the_text(
    notes: Path, home: Path, rebuild: Rebuild, reopen: Callable[[], Index]
) -> None:
    (notes / "a.md").write_text("# Travel\nA ferry and a train.\n", encoding="utf-8")
    (notes / "b.md").write_text("# Ferry\nA train and travel.\n", encoding="utf-8")
    rebuild()

    texts = {hit.passage.source: hit.text for hit in reopen().passages("ferry")}

    assert texts["b.md"] > texts["a.md"] > 0


def test_common_words_are_left_out_of_the_full_text_search_first(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generation, "MOST_ROWS", 2)

    texts = {hit.statement.text: hit.text for hit in index.statements("Does the Zugspitze have metres?")}

    assert [text for text, score in texts.items() if score] == ["The Zugspitze is 2962 metres high."]


def test_words_read_one_by_one_score_as_sqlite_scores_them_together(home: Path, notes: Path, index: Index) -> None:
    found = Library(home, Corpus.of([notes])).open()
    found.match(Table.STATEMENTS, ["metres"], 9)  # a word that is known already counts the same
    sql = "SELECT rowid, -rank FROM statements_words WHERE statements_words MATCH ? ORDER BY rank"

    slots, scores = found.match(Table.STATEMENTS, ["metres", "blanc", "high", "constance"], 9)

    together = found.rows(sql, '"constance" OR "blanc" OR "metres" OR "high"')
    assert list(zip(slots.tolist(), scores.tolist(), strict=True)) == together


def test_notes_sections_and_headings_can_be_read(index: Index) -> None:
    assert [(info.source, info.lines, info.passages, info.statements) for info in index.notes()] == [
        ("peaks.md", 4, 1, 2),
        ("rivers.md", 6, 2, 3),
        ("trees/oak.md", 4, 1, 2),
    ]
    assert index.note("peaks.md").text.startswith("# Peaks")
    assert [statement.text for statement in index.section("rivers.md", 1)] == ["Lake Constance is fed by the Rhine."]
    assert index.headings() == [
        ("peaks.md", 0, ("Peaks",)),
        ("rivers.md", 0, ("Rivers",)),
        ("rivers.md", 1, ("Lakes",)),
        ("trees/oak.md", 0, ("Oak",)),
    ]


def test_statements_of_some_notes_are_read_in_order_and_found_by_their_ids(index: Index) -> None:
    some = list(index.each_statement(["trees/oak.md", "peaks.md", "nowhere.md"]))

    assert [statement.source for statement in some] == ["peaks.md"] * 2 + ["trees/oak.md"] * 2
    assert index.statements_by_id([some[3].id, "no such id"]) == {some[3].id: some[3]}
    assert [one for one in index.each_statement() if one.source != "rivers.md"] == some


def test_a_note_that_is_not_there_is_a_key_error(index: Index) -> None:
    with pytest.raises(KeyError, match="nowhere"):
        index.note("nowhere.md")


def test_statements_come_back_as_they_were_cut(index: Index, notes: Path) -> None:
    reader = PlainReader()
    passages, statements = reader.cut(reader.read(notes / "rivers.md", notes), len)

    found = index.statements("rivers", sources=["rivers.md"])

    assert sorted((hit.statement for hit in found), key=lambda statement: statement.position) == statements
    assert {hit.passage for hit in index.passages("rivers", sources=["rivers.md"])} == set(passages)


# -- keeping up with the notes


def test_a_note_is_stale_once_its_content_differs(index: Index, notes: Path) -> None:
    (notes / "rivers.md").write_text("# Rivers\n", encoding="utf-8")
    (notes / "peaks.md").unlink()

    assert [index.stale(source) for source in ("rivers.md", "peaks.md", "trees/oak.md", "unknown.md")] == [
        True,
        True,
        False,
        True,
    ]


def test_a_note_saved_without_a_change_is_not_stale(index: Index, notes: Path) -> None:
    os.utime(notes / "rivers.md", (1, 1))

    assert not index.stale("rivers.md")


def test_a_new_generation_is_picked_up(index: Index, notes: Path, rebuild: Rebuild) -> None:
    assert index.newer() is None
    (notes / "seas.md").write_text("# Seas\nThe Aral Sea shrinks.\n", encoding="utf-8")
    rebuild()

    newer = index.newer()

    assert newer is not None
    assert newer.statements("Aral Sea")[0].statement.source == "seas.md"
    assert index.statements("Aral Sea")[0].statement.source != "seas.md"
    assert newer.newer() is None


def test_a_damaged_new_generation_is_passed_over(index: Index, notes: Path, rebuild: Rebuild, home: Path) -> None:
    (notes / "seas.md").write_text("# Seas\nThe Aral Sea shrinks.\n", encoding="utf-8")
    newest = rebuild().generation
    (database,) = home.glob(f"index/*/{newest}/notes.sqlite")
    database.write_bytes(b"")

    assert index.newer() is None

    assert index.statements("Where does the Rhine flow?")[0].statement.source == "rivers.md"
    assert "notes.sqlite is damaged" in index.remarks[0]


def test_a_generation_damaged_while_it_is_open_is_left_for_the_last_whole_one(
    index: Index, notes: Path, rebuild: Rebuild, home: Path
) -> None:
    (notes / "seas.md").write_text("# Seas\nThe Aral Sea shrinks.\n", encoding="utf-8")
    newest = rebuild().generation
    newer = index.newer()
    assert newer is not None
    (database,) = home.glob(f"index/*/{newest}/notes.sqlite")
    os.truncate(database, 5_000)

    with pytest.raises(IndexDamaged, match="run `tutor index build`"):
        newer.statements("Where does the Rhine flow?")
    older = newer.newer()

    assert older is not None
    assert older.statements("Where does the Rhine flow?")[0].statement.source == "rivers.md"
    assert "notes.sqlite is damaged" in older.remarks[0]


def test_threads_search_while_generations_change(
    index: Index, notes: Path, rebuild: Rebuild, reopen: Callable[[], Index]
) -> None:
    current = [index]

    def ask() -> str:
        current.append(current[-1].newer() or current[-1])
        return current[-1].statements("How high is Mont Blanc?")[0].statement.text

    with ThreadPoolExecutor(4) as pool:
        answers = [pool.submit(ask) for _ in range(40)]
        for number in range(4):
            (notes / "seas.md").write_text(f"# Seas\nSea number {number}.\n", encoding="utf-8")
            rebuild()
            answers += [pool.submit(ask) for _ in range(40)]

    assert {answer.result() for answer in answers} == {"Mont Blanc is 4806 metres high."}
    assert "Sea number 3." in {hit.statement.text for hit in reopen().statements("sea number")}


# -- what can be wrong with an index


def test_an_index_of_another_model_names_both_and_the_command(index: Index, notes: Path, home: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"built with bag .*in use is other .*run `tutor index build`"):
        open_index(home, [notes], encoder=BagEncoder("other"))


def test_a_missing_index_is_told_before_the_model_is_loaded(notes: Path, home: Path) -> None:
    with pytest.raises(IndexMissing):
        open_index(home, [notes], model="no such model")


FRESH = """
import sys
from pathlib import Path
from index.search import open_index
home, notes, model_home = map(Path, sys.argv[1:])
from index.encoder import DEFAULT_MODEL, open_encoder
index = open_index(home, [notes], encoder=open_encoder(DEFAULT_MODEL, model_home))
print(index.statements("How high is Mont Blanc?")[0].statement.text)
print([name for name in ("torch", "sentence_transformers", "transformers") if name in sys.modules])
"""


def test_asking_imports_no_training_library(notes: Path, home: Path, model_home: Path, real_encoder: Encoder) -> None:
    build([notes], home, encoder=real_encoder, reader=PlainReader())

    asked = subprocess.run([sys.executable, "-c", FRESH, home, notes, model_home], capture_output=True, check=True)

    assert asked.stdout.decode().splitlines() == ["Mont Blanc is 4806 metres high.", "[]"]


@pytest.mark.parametrize(
    ("scores", "expected"), [([2, 4, 3], [0, 1, 0.5]), ([0, 0], [0, 0]), ([3, 3], [1, 1]), ([], [])]
)
def test_scores_are_scaled_to_the_candidates(scores: list[float], expected: list[float]) -> None:
    import numpy as np

    assert scaled(np.array(scores, dtype=np.float64)).tolist() == expected
