"""Advice as an answer: our word first, then the notes' own reasons with their citations."""

from __future__ import annotations

from pathlib import Path

from tests.tutor.advising.test_recommending import STORES, advisor
from tutor.advising import advise, parse_options
from tutor.advising.blocks import Advice
from tutor.citing import Citations
from tutor.values import BlockKind


def answered(folder: Path, question: str) -> tuple[Advice, Citations]:
    citations = Citations()
    found = advise(*parse_options(question), advisor(folder / "notes", stores=STORES), citations)
    assert found is not None
    return found, citations


def test_an_answer_names_the_best_fit_then_quotes_the_notes(tmp_path: Path) -> None:
    found, citations = answered(tmp_path, "We need joins and ACID transactions. Which database should we use?")
    quotes = [block for block in found.blocks if block.kind is BlockKind.QUOTE]
    cited = {citation.n: citation.quote for citation in citations.all()}

    assert [block.text for block in found.blocks[:2]] == ["Best fit:", "Granite."]
    assert found.names == ("Granite",)
    assert quotes
    assert all(cited[block.citations[0]] == block.text for block in quotes)


def test_an_answer_to_a_question_with_options_repeats_the_option_with_its_letter(tmp_path: Path) -> None:
    found, _ = answered(tmp_path, "We need joins over many tables. Which fits? A. Use Slate B. Use Granite")

    assert found.blocks[1].text == "B. Use Granite"
    assert found.body["option"] == 1


def test_what_weakens_the_other_options_is_said(tmp_path: Path) -> None:
    found, _ = answered(tmp_path, "We need joins. Which fits? A. A custom script B. Use Granite")

    assert [block.text for block in found.blocks[-2:]] == ["What speaks against others:", "A: custom code."]


def test_a_guess_is_called_one(tmp_path: Path) -> None:
    found, _ = answered(tmp_path, "The floor is wet. Which one? A. A mop B. A bucket")

    assert found.blocks[0].text == "Nothing in the notes settles this; a guess:"
    assert found.body["guess"]
    assert not [block for block in found.blocks if block.kind is BlockKind.QUOTE]


def test_connectives_hold_no_figures_and_few_words(tmp_path: Path) -> None:
    found, _ = answered(tmp_path, "We need joins, ACID transactions and lookups by key. Which database should we use?")
    ours = [block.text for block in found.blocks if block.kind is BlockKind.CONNECTIVE]

    assert ours[0] == "Best fit:"
    assert all(len(text.split()) <= 25 and not any(map(str.isdigit, text)) for text in ours)


def test_no_advice_on_what_no_note_meets(tmp_path: Path) -> None:
    question = "I want to cook pasta for six people, which sauce is best?"

    assert advise(question, (), advisor(tmp_path / "notes", stores=STORES), Citations()) is None
