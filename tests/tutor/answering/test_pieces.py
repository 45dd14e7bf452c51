"""What lead-ins and headings say of what stands under them."""

from __future__ import annotations

import pytest

from tutor.answering.pieces import NUMBERED
from tutor.answering.shapes import is_marked, opens, outlines
from tutor.values import Intent
from tutor.words import has_number


@pytest.mark.parametrize(
    "label",
    [
        "To look up",
        "to do:",
        "Open questions",
        "Questions for Ada",
        "Things to look up",
        "mixed up / ask Ada",
        "Not covered here",
        "Homework",
        "Said by others / to look up",
        "TODO: hives",
        "Only named in the course, not treated",
        "There is a smoker too, we skip it.",
        "Ada keeps wasps, ask her",
        "Wasps are not part of this course.",
    ],
)
def test_some_labels_stand_over_what_is_still_to_be_learned(label: str) -> None:
    assert opens(label)
    assert not outlines(label)


@pytest.mark.parametrize(
    "label",
    [
        "See also",
        "Related posts: hives of the north",
        "Further reading",
        "Modules of the course",
        "Next",
        "Day 6 preview: hives",
        "Tomorrow we look at hives",
    ],
)
def test_some_labels_stand_over_what_is_only_named(label: str) -> None:
    assert outlines(label)
    assert not opens(label)


@pytest.mark.parametrize(
    "label",
    [
        "Today",
        "Looking after bees",
        "Questions of readers",
        "Module 6 - Bees in winter",
        "Ask her to dance",
        "A plan of the garden",
        "The later years",
        "Not in the shade",
        "The reserve of honey is not part of the harvest.",
        "",
    ],
)
def test_most_labels_do_not(label: str) -> None:
    assert not outlines(label)
    assert not opens(label)


@pytest.mark.parametrize(
    ("label", "intent"),
    [
        ("Not for:", Intent.WHEN_NOT),
        ("Don't use it for:", Intent.WHEN_NOT),
        ("Drawbacks", Intent.WHEN_NOT),
        ("Avoid it when", Intent.WHEN_NOT),
        ("Good for:", Intent.WHEN_TO_USE),
        ("Use cases", Intent.WHEN_TO_USE),
        ("When to choose it", Intent.WHEN_TO_USE),
        ("The problem", Intent.WHY),
        ("Steps", Intent.HOW),
        ("What it is", Intent.DEFINITION),
    ],
)
def test_a_label_marks_the_kind_of_answer_below_it(label: str, intent: Intent) -> None:
    marking = [kind for kind in (Intent.WHEN_NOT, Intent.WHEN_TO_USE, Intent.WHY, Intent.HOW) if is_marked(kind, label)]

    assert is_marked(intent, label)
    assert set(marking) <= {intent, Intent.WHEN_TO_USE if label.startswith("Don't") else intent}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Rack 1 Rack 2", False),
        ("Shelf 12", False),
        ("every 5 minutes", True),
        ("up to 15 racks", True),
        ("Max 5 Racks", True),
        ("site ap-north-1", False),
    ],
)
def test_a_number_behind_a_name_counts_nothing(text: str, counts: bool) -> None:
    assert has_number(NUMBERED.sub(r"\1", text)) is counts
