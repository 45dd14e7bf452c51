"""What an answer looks like: quotes word for word, citations that hold them, and few words of ours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index.values import Kind, Statement
from tests.tutor.conftest import Ask, quotes
from tutor.answering import Tutor
from tutor.answering.choosing import Place, choose
from tutor.answering.composing import compose, to_markdown
from tutor.answering.evidence import FEATURES, Candidate, Features
from tutor.answering.pieces import Pieces
from tutor.citing import Citations
from tutor.subjects import Subjects
from tutor.values import AnswerBlock, BlockKind, Intent

QUESTIONS = [
    "What is a monstera?",
    "How often is a house plant fed?",
    "When should I not choose a monstera?",
    "List the kinds of green tea",
    "Which tools do I take along?",
    "How often do cuttings stand in water?",
    "How tall is a monstera?",
]


@pytest.fixture
def said(tutor: Tutor, statements: Sequence[Statement]) -> dict[str, Candidate]:
    """Candidates by their words; nothing speaks for any in particular."""
    pieces = filter(None, map(Pieces(tutor.reader.subjects, tutor.index).of, statements))
    return {piece.own: Candidate(piece, Features(**dict.fromkeys(FEATURES, 0.0))) for piece in pieces}


def moved(candidate: Candidate, **block: Any) -> Candidate:
    """The same words in a block that differs in something."""
    statement = replace(candidate.first, block=replace(candidate.first.block, **block))
    return replace(candidate, piece=replace(candidate.piece, statements=(statement,)))


@pytest.fixture
def citations(tutor: Tutor) -> Citations:
    return Citations(tutor.index.title, tutor.index.stale)


REPOTTED, SPRING, NEW_POT = (
    "A monstera is repotted every 2 years.",
    "Spring is the best time for it.",
    "Its new pot is one size larger.",
)


# -- quotes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_stands_in_the_lines_that_it_cites(ask: Ask, garden: Path, question: str) -> None:
    answer = ask(question)
    by_number = {citation.n: citation for citation in answer.citations}

    for block in (block for block in answer.answer if block.kind is BlockKind.QUOTE):
        cited = by_number[block.citations[0]]
        lines = (garden / cited.source).read_text(encoding="utf-8").splitlines()
        there = "\n".join(lines[cited.line_start - 1 : cited.line_end])
        assert all(piece in there for piece in re.split(r"\n| … |(?<=\.) ", block.text))


def test_sentences_near_each_other_share_a_citation_whose_lines_span_them(
    tutor: Tutor, said: dict[str, Candidate], citations: Citations
) -> None:
    height = "A monstera reaches a height of 3 m indoors."
    asked = tutor.reader.read("What is known of a monstera?")

    blocks = compose([Place([said[REPOTTED], said[height]])], asked, tutor.reader.subjects, citations)

    assert blocks == [AnswerBlock(BlockKind.QUOTE, f"{height} … {REPOTTED}", (1,))]
    assert [(one.line_start, one.line_end) for one in citations.all()] == [(7, 9)]


@pytest.mark.parametrize(
    ("chosen", "text"),
    [
        ((REPOTTED, SPRING), f"{REPOTTED} {SPRING}"),
        ((NEW_POT, REPOTTED), f"{REPOTTED} … {NEW_POT}"),
        ((NEW_POT, SPRING, REPOTTED), f"{REPOTTED} {SPRING} {NEW_POT}"),
    ],
)
def test_sentences_are_quoted_in_the_order_of_the_note_and_what_is_left_out_shows(
    tutor: Tutor, said: dict[str, Candidate], citations: Citations, chosen: tuple[str, ...], text: str
) -> None:
    place = Place([said[words] for words in chosen])
    blocks = compose([place], tutor.reader.read("the monstera?"), Subjects([]), citations)

    assert [block.text for block in blocks if block.kind is BlockKind.QUOTE] == [text]


@pytest.mark.parametrize(
    ("words", "ours"),
    [
        ("It is watered every 21 days.", ["Snake plant:"]),
        ("A snake plant reaches a height of 1 m indoors.", []),
    ],
)
def test_a_quote_stands_under_its_heading_unless_it_names_its_subject(
    tutor: Tutor, said: dict[str, Candidate], citations: Citations, words: str, ours: list[str]
) -> None:
    asked = tutor.reader.read("How is a snake plant kept?")

    blocks = compose([Place([said[words]])], asked, tutor.reader.subjects, citations)

    assert [block.text for block in blocks] == [*ours, words]


# -- words of ours ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("question", QUESTIONS)
def test_words_of_ours_are_few_and_hold_no_figure(ask: Ask, question: str) -> None:
    ours = [block for block in ask(question).answer if block.kind is BlockKind.CONNECTIVE]

    assert all(len(block.text.split()) <= 25 and not re.search(r"\d", block.text) for block in ours)


def _under(lead: str, heading: str, said: dict[str, Candidate]) -> Candidate:
    return moved(said["Tyre levers"], lead=lead, heading=(heading,))


@pytest.mark.parametrize(
    ("lead", "heading", "ours"),
    [
        ("Take these along:", "Tools", ["Tools › Take these along:"]),
        ("Take these along:", "3 tools", ["Take these along:"]),
        ("Take these 3 tools along:", "Tools", []),
        (f"Take {'very ' * 22}small ones:", "Tools for tours", [f"Take {'very ' * 22}small ones:"]),
        (f"Take {'very ' * 24}small ones:", "Tools", []),
        ("How it works:", "Tools", ["Tools:"]),
        ("Tyre:", "Tools", ["Tools:"]),  # the quote says so itself
    ],
)
def test_a_lead_in_with_a_figure_or_too_many_words_is_left_out(
    tutor: Tutor, said: dict[str, Candidate], citations: Citations, lead: str, heading: str, ours: list[str]
) -> None:
    place = Place([_under(lead, heading, said)])
    blocks = compose([place], tutor.reader.read("Which tools?"), Subjects([]), citations)

    assert [block.text for block in blocks if block.kind is BlockKind.CONNECTIVE] == ours


def test_a_list_is_written_as_a_list_with_its_mark_at_the_end() -> None:
    blocks = [AnswerBlock(BlockKind.CONNECTIVE, "Tools:"), AnswerBlock(BlockKind.QUOTE, "Pump\nLevers", (1, 2))]

    assert to_markdown(blocks) == "Tools:\n\n- Pump\n- Levers [1] [2]"


# -- choosing --------------------------------------------------------------------------------------------------------


def test_what_two_notes_say_alike_is_said_once_with_two_citations(ask: Ask) -> None:
    answer = ask("How often is a house plant fed?")

    assert len(quotes(answer)) == 1
    assert [citation.source for citation in answer.citations] in (
        ["plants.md", "window.md"],
        ["window.md", "plants.md"],
    )
    assert [block.citations for block in answer.answer if block.kind is BlockKind.QUOTE] == [(1, 2)]


def test_what_differs_in_a_number_is_not_the_same(tutor: Tutor, said: dict[str, Candidate]) -> None:
    heights = [said[f"A monstera reaches a height of {metres} m indoors."] for metres in (3, 5)]

    places = choose([(1.0, one) for one in heights], tutor.reader.read("How tall is a monstera?"))

    assert [place.candidates for place in places] == [[one] for one in heights]
    assert [place.support for place in places] == [[], []]


def test_what_scores_far_behind_the_best_is_not_quoted(tutor: Tutor, said: dict[str, Candidate]) -> None:
    scored = [(5.0, said[REPOTTED]), (0.0, said[SPRING]), (0.0, said["A caddy of black tea holds 12 bags."])]

    places = choose(scored, tutor.reader.read("Describe a monstera"))

    assert [place.candidates for place in places] == [[said[REPOTTED]]]


def test_the_answer_to_a_question_for_a_number_keeps_to_40_words(ask: Ask) -> None:
    quoted = quotes(ask("How long do cuttings stand in a glass of water before planting?"))

    assert len(quoted) == 2
    assert sum(len(quote.split()) for quote in quoted) <= 40


def test_no_answer_is_of_more_than_four_pieces(tutor: Tutor, said: dict[str, Candidate]) -> None:
    kinds = ["Sencha", "Matcha", "Gyokuro", "Longjing", "Tyre levers", "Hand pump"]

    places = choose([(1.0, said[kind]) for kind in kinds], tutor.reader.read("List the kinds of green tea"))

    assert [one for place in places for one in place.candidates] == [said[kind] for kind in kinds[:4]]


def test_what_stands_far_down_in_the_same_section_is_another_place(tutor: Tutor, said: dict[str, Candidate]) -> None:
    lower = moved(said[SPRING], line_start=40, line_end=40)
    question = tutor.reader.read("Describe a monstera")

    assert len(choose([(1.0, said[REPOTTED]), (1.0, said[SPRING])], question)) == 1
    assert len(choose([(1.0, said[REPOTTED]), (1.0, lower)], question)) == 2


@pytest.mark.parametrize(
    ("question", "order"),
    [("When is a monstera repotted?", [REPOTTED, SPRING]), ("Is spring best?", [SPRING, REPOTTED])],
)
def test_the_direct_answer_is_said_first_where_one_line_is_asked_for(
    tutor: Tutor, said: dict[str, Candidate], question: str, order: list[str]
) -> None:
    scored = [(1.0, said[SPRING]), (0.9, said[REPOTTED])]

    (place,) = choose(scored, tutor.reader.read(question))

    assert [one.words for one in place.in_order] == order


@pytest.mark.parametrize(
    ("question", "kind"), [("What is a pump?", Kind.SENTENCE), ("What is the command for a pump?", Kind.CODE)]
)
def test_code_defines_nothing_unless_it_is_asked_for(
    tutor: Tutor, said: dict[str, Candidate], question: str, kind: Kind
) -> None:
    code = moved(said[SPRING], kind=Kind.CODE)

    places = choose(
        [(5.0, code), (4.9, said[REPOTTED])], replace(tutor.reader.read(question), intent=Intent.DEFINITION)
    )

    assert places[0].first.first.block.kind is kind


@pytest.mark.parametrize(("share", "items"), [(1.0, 2), (0.5, 1)])
def test_one_of_several_questions_has_less_room(
    tutor: Tutor, said: dict[str, Candidate], share: float, items: int
) -> None:
    cuttings = [(1.0, one) for words, one in said.items() if "cuttings stand" in words]

    places = choose(cuttings, tutor.reader.read("How long do cuttings stand in water?"), share)

    assert sum(len(place.candidates) for place in places) == items
