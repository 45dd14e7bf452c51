"""Names recognised in text, whatever their spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.subjects import Subject, Subjects, subjects_of_headings

PLANTS = Subjects(
    [
        Subject("Snake plant", "plant", aliases=("Sansevieria",)),
        Subject("Plant", "topic"),
        Subject("Fern", "plant"),
        Subject("C++ fern", "plant"),
    ]
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("a snake plant", ("Snake plant",)),
        ("Snake-Plants and ferns", ("Snake plant", "Fern")),
        ("snakeplant, snake  plant", ("Snake plant", "Plant")),  # two spaces stand in no name
        ("SANSEVIERIA/fern", ("Snake plant", "Fern")),
        ("the plant of the snake", ("Plant",)),
        ("F E R N", ()),  # so short a name has no gaps
        ("infernal implants, fern_like", ()),
        ("a c++ fern", ("C++ fern",)),
        ("a non-fern, a fern", ("Fern",)),
        ("äfern fernö", ()),
        ("", ()),
    ],
)
def test_names_are_found_at_the_borders_of_words_the_longest_first(text: str, names: tuple[str, ...]) -> None:
    assert PLANTS.find(text) == names


@given(st.text(alphabet="snakeplt fr+-_/.Sé", max_size=30))
def test_any_text_can_be_searched(text: str) -> None:
    assert set(PLANTS.find(text)) <= {subject.name for subject in PLANTS}


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("What is a fern?", ["fern"]),
        ("2. Ferns vs mosses", ["Ferns", "mosses"]),
        ("Ferns compared with mosses", ["Ferns", "mosses"]),
        ("Use a fern when", ["fern"]),
        ("Snake plant (Sansevieria)", ["Snake plant"]),
        ("Summary", []),
        ("After", []),
        ("What a fern is (and isn't)", ["fern"]),
        ("Where a new fern starts", []),
        ("Three ways to do it", []),
        ("The four soils", []),
        ("things i always forget", []),
    ],
)
def test_headings_name_subjects(title: str, names: list[str]) -> None:
    assert [subject.name for subject in subjects_of_headings([(title,)])] == names


def test_a_title_that_begins_with_a_subject_is_a_part_of_it() -> None:
    found = Subjects(subjects_of_headings([("Fern",), ("Fern in winter",), ("Winter",)]))

    assert [(subject.name, subject.of) for subject in found] == [
        ("Fern", ""),
        ("Fern in winter", "Fern"),
        ("Winter", ""),
    ]


def test_a_plain_word_in_brackets_is_no_other_name() -> None:
    titles = [("Shared bench (default)",), ("Snake plant (Sansevieria)",), ("Dwarf nut palm (DNP)",)]

    found = {subject.name: subject.aliases for subject in subjects_of_headings(titles, {"default", "dnp"}.__contains__)}

    assert found == {"Shared bench": (), "Snake plant": ("Sansevieria",), "Dwarf nut palm": ("DNP",)}


def test_a_heading_below_several_others_of_a_note_is_a_side_of_them_and_no_subject() -> None:
    found = subjects_of_headings(
        [
            ("Plants", "Fern", "Watering"),
            ("Plants", "Fern", "Fronds"),
            ("Plants", "Moss", "Watering"),
            ("Tools", "Fern"),
        ]
    )

    assert [subject.name for subject in found] == ["Plants", "Fern", "Fronds", "Moss", "Tools"]


def test_plain_words_over_sections_of_very_many_notes_are_a_side_of_those() -> None:
    paths = [(f"Note {number}", title) for number in range(9) for title in ("Soil needed", "Monstera")]

    names = {subject.name for subject in subjects_of_headings(paths, is_plain=lambda title: title == "Soil needed")}

    assert "Monstera" in names
    assert "Soil needed" not in names


def test_a_single_word_of_any_text_is_a_name_only_with_a_capital() -> None:
    found = subjects_of_headings([("jobs",), ("Moss",), ("gnu",)], {"jobs", "Moss", "moss"}.__contains__)

    assert [subject.name for subject in found] == ["Moss", "gnu"]
