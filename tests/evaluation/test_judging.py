"""The judge reads what a learner reads, and looks up every citation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.evaluation.asking import Outcome
from tests.evaluation.judging import judge
from tests.evaluation.questions import Question, holds, supporting_lines
from tests.evaluation.reporting import abstaining_curve

NOTE = "# Knots\n\nA bowline makes a loop\nthat does not slip.\n\nA reef knot joins two lines.\n"
BOWLINE = Question(
    id="1", split="dev", type="definition", question="Bowline?", facts=[["loop"]], support={"knots.md": ["A bowline"]}
)
UNANSWERABLE = Question(id="2", split="held", type="unanswerable", sort="far", question="Dinner?")


@pytest.fixture
def knots(tmp_path: Path) -> Path:
    (tmp_path / "knots.md").write_text(NOTE, encoding="utf-8")
    return tmp_path


def reply(quote: str, line: int, **given: Any) -> dict[str, Any]:
    citation = {"n": 1, "source": "knots.md", "line_start": line, "line_end": line, "quote": quote}
    answer = [{"kind": "quote", "text": quote, "citations": [1]}]
    usual = {"abstained": False, "confidence": 0.5, "conflicts": [], "recommendation": None}
    return {"text": f"{quote} [1]", "answer": answer, "citations": [citation]} | usual | given


def test_an_answer_from_the_supporting_line_is_right_cited_precise_and_verbatim(knots: Path) -> None:
    verdict = judge(BOWLINE, reply("A bowline makes a loop", 3), knots)
    assert (verdict.right, verdict.cited, verdict.precise, verdict.verbatim) == (True, True, 1.0, 1.0)


def test_a_quote_that_is_not_in_its_lines_is_found_out(knots: Path) -> None:
    verdict = judge(BOWLINE, reply("A bowline makes a loop", 6), knots)
    assert (verdict.right, verdict.cited, verdict.precise, verdict.verbatim) == (True, False, 0.0, 0.0)


def test_a_fact_that_comes_too_late_is_not_read(knots: Path) -> None:
    verdict = judge(BOWLINE, reply("loop", 3, text="so " * 100 + "loop"), knots)
    assert (verdict.right, verdict.lacks) == (False, ("loop",))


def test_what_must_not_be_said_makes_an_answer_wrong(knots: Path) -> None:
    verdict = judge(replace(BOWLINE, never=["^yes"]), reply("A bowline makes a loop", 3, text="Yes. A loop"), knots)
    assert verdict.lacks == ("no '^yes'",)


@pytest.mark.parametrize("abstained", [True, False])
def test_an_unanswerable_question_wants_a_refusal(knots: Path, abstained: bool) -> None:
    assert judge(UNANSWERABLE, reply("A bowline makes a loop", 3, abstained=abstained), knots).right is abstained


def test_half_an_answer_must_say_which_half_is_missing(knots: Path) -> None:
    half = replace(BOWLINE, type="half")
    told = reply("A bowline makes a loop", 3)
    told["answer"].append({"kind": "connective", "text": "Your notes do not say who invented it.", "citations": []})
    assert judge(half, reply("A bowline makes a loop", 3), knots).lacks == ("what is not covered",)
    assert judge(half, told, knots).right


def test_refusing_more_catches_more(knots: Path) -> None:
    sure = judge(BOWLINE, reply("A bowline makes a loop", 3, confidence=0.9), knots)
    unsure = judge(UNANSWERABLE, reply("A reef knot", 6, confidence=0.2), knots)
    curve = abstaining_curve([Outcome(BOWLINE, {}, sure), Outcome(UNANSWERABLE, {}, unsure)])
    assert [point[1:] for point in curve] == [(0, 0), (0, 0), (0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("at most 400 KB.", "400KB", True),
        ("at most 1400 KB.", "400KB", False),
        ("No, yes", "^yes", False),
        ("loops", "loop", False),
    ],
)
def test_text_is_compared_by_words_and_numbers(text: str, wanted: str, found: bool) -> None:
    assert holds(text, wanted) is found


def test_support_reaches_from_one_line_to_a_later_one() -> None:
    assert supporting_lines(NOTE, ["A bowline … slip", "reef"]) == {3, 4, 6}


def test_support_that_is_not_in_the_note_is_refused() -> None:
    with pytest.raises(ValueError, match="No line holds 'clove'; quote the note as it stands"):
        supporting_lines(NOTE, ["clove"])
