"""Typing errors are mended to words of the notes; words that are right are left alone."""

from __future__ import annotations

import pytest

from tutor.questions.spelling import Spelling

COUNTS = {"monstera": 9, "roots": 4, "plant": 12, "watered": 5, "fertiliser": 3, "steeped": 2, "holes": 1}
COUNTS |= {"standby": 5, "stand": 2, "inmemory": 1, "memory": 8, "terracotta": 3, "repotting": 2, "terrarium": 1}
COUNTS |= {"seedlings": 10, "seedlngs": 1}
COUNTS |= {"fertilised": 1, "colour": 2, "centre": 1, "hot": 2, "pot": 3, "hotspot": 1, "deck": 1, "quicker": 2}
ENGLISH = {"robots", "planet", "houses", "fertilized", "color", "center", "quick"}


@pytest.fixture
def spelling() -> Spelling:
    return Spelling(COUNTS, {"terracotta", "terrarium"}, ENGLISH.__contains__)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("How often is a monstrea watred?", "How often is a monstera watered?"),
        ("Which fertilizr?", "Which fertiliser?"),
        ("a teracotta pot", "a terracotta pot"),
        ("stepeed", "steeped"),
        ("a plnt", "a plant"),  # one letter inside a short word left out
        ("when is it fertilized", "when is it fertilised"),  # as the notes spell it
        ("which color", "which colour"),
        ("a stand-by pump", "a standby pump"),
        (
            "wat about whcih roots shoud grow wehn",
            "what about which roots should grow when",
        ),  # what any question may ask with
        ("a terrac pot", "a terracotta pot"),  # the beginning of a name, which the notes use
        ("at the center", "at the centre"),
        ("plants agian, ppl", "plants again, people"),
        ("is it sposed to grow", "is it supposed to grow"),
        ("whn can roots hav holes", "when can roots have holes"),
        ("does evryone know the nr of pots", "does everyone know the number of pots"),
        ("basicaly a pot", "basically a pot"),  # as anybody says
        ("wher is what grows inbetween", "where is what grows in between"),
        ("why do they wilt adn teh pots stay", "why do they wilt and the pots stay"),
        ("the dekc pump", "the deck pump"),  # short, but all the letters are there
        ("when to pot seedlngs", "when to pot seedlings"),  # which the notes once spell wrong themselves
    ],
)
def test_a_typing_error_is_mended_to_a_word_of_the_notes(spelling: Spelling, typed: str, mended: str) -> None:
    assert spelling.mend(typed) == mended


@pytest.mark.parametrize(
    "text",
    [
        "Do robots have roots?",  # right, though the notes never speak of robots
        "Which planet is the largest?",
        "when shouldnt it stand in the sun",
        "Is it watering?",  # another form of a word of the notes
        "the quickest robots",  # the notes have 'quicker'
        "hole, rots, dack",  # too short to tell what was meant
        "Monstera! Plants?",
        "How is bonsai wired?",  # like no word of the notes
        "which would there",
        "kept in-memory",  # the notes rather write two words
        "which terra",  # no name that the notes use begins so alone
        "a hot-pot",  # both halves are words of the notes
    ],
)
def test_what_is_spelled_right_or_means_something_else_is_left_alone(spelling: Spelling, text: str) -> None:
    assert spelling.mend(text) == text


def test_a_long_word_may_be_two_letters_off_a_short_one_only_one(spelling: Spelling) -> None:
    assert spelling.mend("fertelizer ruuts") == "fertiliser ruuts"


def test_a_rare_word_that_no_other_is_like_is_left_alone() -> None:
    assert Spelling({"x-raying-it": 1}, set()).mend("x-raying-it") == "x-raying-it"
