"""Each shape in which notes state things becomes claims about the right thing."""

from pathlib import Path

import pytest

from tests.tutor.claims.reading import HOUSEPLANTS, RULES, read, write
from tutor.claims import USE, Claim, Gist, Members, Quantity, Verdict

NAMES = """
[[name]]
name = "Fern"
[[name]]
name = "Cactus"
[[name]]
name = "Frond"
kind = "part"
of = "Fern"
"""


@pytest.fixture
def claims(tmp_path: Path) -> "Extract":
    return Extract(tmp_path)


class Extract:
    """Claims of one note."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, text: str) -> list[Claim]:
        rules = self.folder / "rules"
        rules.mkdir(exist_ok=True)
        (rules / "names.toml").write_text(NAMES, encoding="utf-8")
        return read(write(self.folder / "notes", note=text), rules).claims


def said(claims: list[Claim]) -> set[tuple[str, str, str]]:
    return {(claim.entity, claim.aspect, claim.text) for claim in claims}


def test_a_table_with_things_across_makes_a_claim_of_every_cell(claims: Extract) -> None:
    found = claims("# Plants\n\n| Aspect | Fern | Cactus |\n| --- | --- | --- |\n| Thirst | high | low |\n")

    assert {("Fern", "thirst", "high"), ("Cactus", "thirst", "low")} <= said(found)


def test_a_table_with_things_down_makes_a_claim_of_every_cell(claims: Extract) -> None:
    found = claims("# Plants\n\n| Plant | Thirst | Joins |\n| --- | --- | --- |\n| Fern | high | yes |\n")

    assert ("Fern", "thirst", "high") in said(found)
    assert [claim.value for claim in found if claim.aspect == "joins"] == [Verdict(True)]


def test_a_labelled_line_is_a_claim_about_the_headings_subject(claims: Extract) -> None:
    found = claims("# Plants\n\n## Fern\n\n- **Cost**: 5 coins\n")

    assert ("Fern", "cost", "Cost: 5 coins") in said(found)


def test_a_sentence_that_names_its_subject_is_about_that_wherever_it_stands(claims: Extract) -> None:
    found = claims("# Plants\n\n## Fern\n\nCactus latency is up to 3 ms.\n")

    assert [(c.entity, c.aspect) for c in found if isinstance(c.value, Quantity)] == [("Cactus", "latency")]


def test_use_and_avoid_lists_belong_to_what_their_lead_in_names(claims: Extract) -> None:
    text = (
        "# Plants\n\n## Cactus\n\nUse a fern when:\n\n- the air is damp\n\nWhen not to use it:\n\n- cats are around\n"
    )
    found = claims(text)

    assert ("Fern", USE, "the air is damp") in said(found)
    assert ("Cactus", "avoid when", "cats are around") in said(found)


def test_a_list_is_a_set_and_open_when_it_only_gives_examples(claims: Extract) -> None:
    found = claims(
        "# Plants\n\n## Fern\n\nFern supports two engines: Alpha and Beta.\n\n"
        "## Cactus\n\nCactus has engines such as Alpha and Gamma.\n"
    )

    assert [claim.value for claim in found if claim.aspect == "engines"] == [
        Members(frozenset({"alpha", "beta"}), closed=True),
        Members(frozenset({"alpha", "gamma"}), closed=False),
    ]


def test_a_count_of_a_part_is_a_claim_about_the_part(claims: Extract) -> None:
    found = claims("# Plants\n\n## Fern\n\nA fern can have up to 30 fronds.\n")

    assert [(c.entity, c.aspect) for c in found if isinstance(c.value, Quantity)] == [("Frond", "number")]


def test_what_a_note_holds_up_as_wrong_is_no_claim(claims: Extract) -> None:
    found = claims("# Plants\n\n## Fern\n\n- ❌ Common confusion: Fern latency is 3 ms.\n")

    assert not [claim for claim in found if isinstance(claim.value, Quantity)]


def test_a_drawings_side_owns_its_lines(claims: Extract) -> None:
    drawing = (
        "┌──────────────────┐   ┌──────────────────┐\n"
        "│ Fern             │   │ Cactus           │\n"
        "├──────────────────┤   ├──────────────────┤\n"
        "│ Latency: 5 ms    │   │ Latency: 9 ms    │\n"
        "│ Easy to grow     │   │ Hard to grow     │\n"
        "└──────────────────┘   └──────────────────┘\n"
    )
    found = claims(f"# Plants\n\n```\n{drawing}```\n")

    assert {(c.entity, c.text) for c in found if isinstance(c.value, Quantity)} == {
        ("Fern", "Latency: 5 ms"),
        ("Cactus", "Latency: 9 ms"),
    }


def test_a_table_without_a_column_of_names_gives_each_thing_its_own_column(claims: Extract) -> None:
    found = claims("# Plants\n\n| Fern | Cactus |\n| --- | --- |\n| latency of 5 ms | latency of 9 ms |\n")

    assert [(c.entity, c.text) for c in found if isinstance(c.value, Quantity)] == [
        ("Fern", "latency of 5 ms"),
        ("Cactus", "latency of 9 ms"),
    ]


def test_a_cross_among_the_uses_is_one_to_avoid(claims: Extract) -> None:
    found = claims("# Plants\n\nUse a fern when:\n\n- ✅ the air is damp\n- ❌ cats are around\n")

    assert {("Fern", USE, "the air is damp"), ("Fern", "avoid when", "cats are around")} <= said(found)


def test_an_example_makes_no_claim_of_a_side(claims: Extract) -> None:
    found = claims("# Plants\n\n## Fern\n\nExample:\n\n- Fern latency is 3 ms, eventually consistent.\n")

    assert {claim.aspect for claim in found} <= {"what it is"}


@pytest.mark.parametrize(("text", "only"), [("Fern is for shade only", True), ("Fern is slowly growing only", False)])
def test_only_tells_what_a_thing_is_unless_it_tells_how(claims: Extract, text: str, only: bool) -> None:
    found = claims(f"# Plants\n\n## Fern\n\n- {text}\n")

    assert [claim.value.only for claim in found if isinstance(claim.value, Gist)] == [only]


def test_another_subject_needs_names_and_aspects_only() -> None:
    found = read(HOUSEPLANTS, RULES).claims
    watering = {(c.entity, c.value.text) for c in found if c.aspect == "watering" and isinstance(c.value, Quantity)}

    assert watering == {("Monstera", "7 days"), ("Snake plant", "21 days")}
