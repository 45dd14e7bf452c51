"""Styles people write notes in: each line is read as a reader would read it."""

from __future__ import annotations

import pytest

from index.notes import parse
from index.notes.sentences import split_sentences
from index.values import Block, Kind, Note, Polarity


def read(text: str) -> list[Block]:
    """Blocks that are no headings."""
    return [block for block in parse(Note("n.md", "n", text, "")) if block.kind is not Kind.HEADING]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


def test_a_unit_of_one_letter_ends_a_sentence() -> None:
    assert sentences("Dig to 1 m. Add 50 g. Wait at 25 °C. Then J. Smith waters no. 5. The answer is no. Q1. Why?") == [
        "Dig to 1 m.",
        "Add 50 g.",
        "Wait at 25 °C.",
        "Then J. Smith waters no. 5.",
        "The answer is no.",
        "Q1. Why?",
    ]


@pytest.mark.parametrize("behind", ["Unmarked text follows.", "When NOT to", "Another lead-in:"])
def test_the_last_marked_item_of_a_list_stays_an_item(behind: str) -> None:
    found = read(f"# N\n## M\nUse it for:\n✔️ web apps\n✔️ workers\n❌ anything with a stable name\n{behind}\n")

    assert [(block.text, block.mark, block.polarity) for block in found[1:4]] == [
        ("web apps", "check", Polarity.ASSERTED),
        ("workers", "check", Polarity.ASSERTED),
        ("anything with a stable name", "cross", Polarity.NEGATED),
    ]
    assert all(block.kind is Kind.ITEM for block in found[1:4])
    assert (found[4].text, found[4].polarity) == (behind, Polarity.ASSERTED)
