"""Things side by side: cells are the notes' own words, and change with the notes."""

import re
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tutor.claims.reading import CORPUS, HOUSEPLANTS, RULES, Notes, read, write
from tutor.citing import Citations
from tutor.comparing import NOT_IN_NOTES, Comparer, asks_to_compare, comparison_blocks, comparison_text, phrases_in
from tutor.errors import InputUnfit, NotFound
from tutor.values import BlockKind

BOX = """# Pots

## Clay pot vs plastic pot

```
┌──────────────────────┐   ┌──────────────────────┐
│ Clay pot             │   │ Plastic pot          │
├──────────────────────┤   ├──────────────────────┤
│ Dries out quickly    │   │ Stays moist          │
│ Heavy to lift        │   │ Light to lift        │
└──────────────────────┘   └──────────────────────┘
```
"""


@cache
def plants() -> Notes:
    return read(HOUSEPLANTS, RULES)


@cache
def corpus() -> Comparer:
    return read(CORPUS).comparer


@cache
def names() -> list[str]:
    return sorted(subject.name for subject in read(CORPUS).subjects if subject.kind != "topic")


def table(comparer: Comparer, *things: str) -> dict[str, list[str]]:
    return {row.label: [cell.text for cell in row.cells] for row in comparer.compare(things).rows}


def test_a_ready_made_table_leads() -> None:
    comparison = plants().comparer.compare(["Monstera", "Snake plant"])

    assert [row.label for row in comparison.rows[: comparison.ready]] == ["Thirst", "Safe for cats", "Growth"]


def test_rows_by_aspect_follow_with_what_the_notes_say_of_each() -> None:
    rows = table(plants().comparer, "Monstera", "Snake plant")

    assert rows["watering"] == ["Watering: every 7 days", "Watering: every 21 days"]
    assert rows["what it is"][0] == "Monstera is a climbing plant with split leaves."


def test_a_cell_that_the_notes_leave_empty_says_so() -> None:
    reply = plants().comparer.as_dict(["Monstera", "Snake plant"], ["forms"])

    assert [row["aspect"] for row in reply["rows"]] == ["forms"]
    assert reply["rows"][0]["cells"][1] == {"text": NOT_IN_NOTES, "citations": []}


def test_rows_that_differ_are_marked() -> None:
    reply = plants().comparer.as_dict(["Monstera", "Snake plant"])
    differs = {row["aspect"]: row["differs"] for row in reply["rows"]}

    assert differs["Thirst"]
    assert not differs["Safe for cats"]


def test_the_reply_has_the_shape_of_the_api_and_every_number_its_citation() -> None:
    reply = plants().comparer.as_dict(["Swiss cheese plant", "Snake plant"])
    numbers = {citation["n"] for citation in reply["citations"]}
    used = {n for row in reply["rows"] for cell in row["cells"] for n in cell["citations"]}

    assert reply["entities"] == [
        {"name": "Swiss cheese plant", "kind": "plant"},
        {"name": "Snake plant", "kind": "plant"},
    ]
    assert [choice["entity"] for choice in reply["choose"]] == ["Swiss cheese plant", "Snake plant"]
    assert [reason["text"] for reason in reply["choose"][1]["when"]] == ["nobody has time to water", "the room is dark"]
    assert used <= numbers


def test_the_sides_of_a_drawing_are_compared_line_by_line(tmp_path: Path) -> None:
    comparison = read(write(tmp_path / "notes", pots=BOX)).comparer.compare(["Clay pot", "Plastic pot"])

    assert [[cell.text for cell in row.cells] for row in comparison.rows[: comparison.ready]] == [
        ["Dries out quickly", "Stays moist"],
        ["Heavy to lift", "Light to lift"],
    ]


def ready(folder: Path, text: str, *things: str) -> list[tuple[str, ...]]:
    """The rows that a note holds ready-made: label, and cells."""
    comparison = read(write(folder / "notes", note=text)).comparer.compare(things)
    return [(row.label, *(cell.text for cell in row.cells)) for row in comparison.rows[: comparison.ready]]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (
            "| Pot | Feet |\n| --- | --- |\n| Clay pot | three |\n| Plastic pot | four |\n",
            [("Feet", "three", "four")],
        ),
        (
            "## Clay pot\n\nSigns of age:\n\n- scrub the rim\n\n## Plastic pot\n\nSigns of age:\n\n- rinse the rim\n",
            [("also", "scrub the rim", "rinse the rim")],
        ),
        ("Clay pots hold:\n\n- herbs\n\nPlastic pots don't hold:\n\n- oil\n", []),  # one says what is not so
        (
            "Clay pots hold:\n\n- herbs for tea\n\nPlastic pots hold:\n\n- herbs for soup\n",
            [("herbs", "herbs for tea", "herbs for soup")],
        ),
    ],
)
def test_what_stands_side_by_side_in_a_note_leads(tmp_path: Path, text: str, rows: list[tuple[str, ...]]) -> None:
    heads = "# Pots\n\n## Clay pot\n\nStands outdoors.\n\n## Plastic pot\n\nStands indoors.\n\n## Both\n\n"

    assert ready(tmp_path, heads + text, "Clay pot", "Plastic pot") == rows


def test_a_line_of_a_drawing_that_goes_on_below_is_one_cell(tmp_path: Path) -> None:
    box = BOX.replace(
        "│ Heavy to lift        │   │ Light to lift        │\n",
        "│ Heavy to lift        │   │ Light to lift        │\n│ (when full)          │   │ (even when full)     │\n",
    )

    assert ready(tmp_path, box, "Clay pot", "Plastic pot")[1][1:] == (
        "Heavy to lift (when full)",
        "Light to lift (even when full)",
    )


def test_what_is_so_without_a_thing_is_not_shown_of_it(tmp_path: Path) -> None:
    text = (
        "# Pots\n\n## Clay pot\n\nIt breathes well.\n\nProblems without it:\n\n- **Cost**: a floor\n\n"
        "## Plastic pot\n\nIt lasts for years.\n\n- **Cost**: 2 coins\n"
    )
    comparer = read(write(tmp_path / "notes", pots=text)).comparer

    assert table(comparer, "Clay pot", "Plastic pot")["cost"] == ["", "Cost: 2 coins"]


def test_reasons_to_choose_a_thing_come_from_one_place(tmp_path: Path) -> None:
    text = (
        "# Pots\n\n## Clay pot\n\nUse it when:\n\n- the sun is hot\n\n## More on the clay pot\n\n"
        "Use it when:\n\n- guests come\n\n## Plastic pot\n\nUse it when:\n\n- the shelf is weak\n"
    )
    comparison = read(write(tmp_path / "notes", pots=text)).comparer.compare(["Clay pot", "Plastic pot"])

    blocks = comparison_blocks(comparison, Citations())

    assert [block.text for block in blocks if block.kind is BlockKind.QUOTE] == ["the sun is hot", "the shelf is weak"]


def test_the_place_in_which_things_stand_is_not_compared(tmp_path: Path) -> None:
    text = "# Plants\n\n## Fern\n\nGreen.\n\n## Orchid\n\nRed.\n\n## Bathroom\n\nDamp.\n"
    comparer = read(write(tmp_path / "notes", plants=text)).comparer

    assert comparer.in_question("fern or orchid in the bathroom?") == ("Fern", "Orchid")


def test_the_first_definition_of_a_section_is_shown(tmp_path: Path) -> None:
    clay = "A clay pot is a pot of burnt earth.\nA clay pot is a pot.\n"
    text = f"# Pots\n\n## Clay pot\n\n{clay}\n## Plastic pot\n\nA tub.\n"

    assert table(read(write(tmp_path / "notes", pots=text)).comparer, "Clay pot", "Plastic pot")["what it is"][0] == (
        "A clay pot is a pot of burnt earth."
    )


@pytest.mark.parametrize(
    ("question", "phrases"),
    [
        ("simple vs composite primary key", ("simple primary key", "composite primary key")),
        ("What's the difference between a cutting and a graft in spring?", ("cutting", "graft")),
        ("is a graft a graft", ()),
    ],
)
def test_a_question_sets_two_phrases_side_by_side(question: str, phrases: tuple[str, ...]) -> None:
    assert phrases_in(question) == phrases


def test_rows_about_what_is_asked_lead() -> None:
    comparison = plants().comparer.compare(["Monstera", "Snake plant"])

    blocks = comparison_blocks(comparison, Citations(), asked={"growth"})

    (rows,) = [block.text.split("\n")[2:] for block in blocks if block.kind is BlockKind.TABLE]
    assert rows[0].startswith("| Growth |")


def test_sides_that_only_a_comparison_names_can_be_compared(tmp_path: Path) -> None:
    text = "# Tools\n\n## Watering can\n\nv1 vs v2:\n\n- **v1**: leaks\n- **v2**: does not leak\n"
    comparer = read(write(tmp_path / "notes", tools=text)).comparer

    assert comparer.in_question("what changed from watering can v1 to v2?") == ("v1", "v2")
    assert [[cell.text for cell in row.cells] for row in comparer.compare(["v1", "v2"]).rows] == [
        ["leaks", "does not leak"]
    ]


def test_a_figure_swapped_in_a_note_is_swapped_in_the_comparison(tmp_path: Path) -> None:
    text = (HOUSEPLANTS / "window-notes.md").read_text(encoding="utf-8").replace("every 7 days", "every 5 days")
    rows = table(read(write(tmp_path / "notes", window=text), RULES).comparer, "Monstera", "Snake plant")

    assert rows["watering"][0] == "Watering: every 5 days"


def test_an_unknown_thing_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(NotFound, match="Nearest: Monstera"):
        plants().comparer.compare(["Monstra", "Snake plant"])


@pytest.mark.parametrize("things", [["Monstera"], ["Monstera", "Monstera"], ["Monstera"] * 6])
def test_fewer_than_two_different_things_or_more_than_five_are_refused(things: list[str]) -> None:
    with pytest.raises(InputUnfit, match=r"Name (?:2 to 5|each)"):
        plants().comparer.compare(things)


def test_a_part_and_its_whole_are_told_apart() -> None:
    comparison = corpus().compare(["RDS", "Multi-AZ"])

    assert comparison.note.startswith("Multi-AZ is a feature of RDS")


@pytest.mark.parametrize(
    ("question", "things"),
    [
        ("RDS vs DynamoDB vs Glue Catalog", ("RDS", "DynamoDB", "Glue Catalog")),
        ("LSI vs GSI in dynamodb", ("LSI", "GSI")),
        ("PITR or on-demand backup, what's the difference", ("PITR", "On-Demand Backup")),
        ("elasticache serverless vs the traditional one", ("ElastiCache Serverless", "traditional ElastiCache")),
        ("what is RDS?", ()),
    ],
)
def test_a_question_names_what_it_compares(question: str, things: tuple[str, ...]) -> None:
    assert corpus().in_question(question) == things


@pytest.mark.parametrize(
    ("question", "compares"),
    [
        ("how is a clay pot different from a plastic one", True),
        ("how are clay and plastic different in weight", True),
        ("what differs between them", True),
        ("can a cutting be in a different pot", False),
        ("what different kinds of pots are there", False),
        ("can I delete or add it afterwards", False),
    ],
)
def test_a_different_thing_is_another_one_and_compares_nothing(question: str, compares: bool) -> None:
    assert asks_to_compare(question) is compares


@given(pair=st.lists(st.sampled_from(names()), min_size=2, max_size=3, unique=True))
def test_comparing_a_with_b_gives_the_rows_of_b_with_a(pair: list[str]) -> None:
    one, other = corpus().compare(pair), corpus().compare(pair[::-1])

    assert [(row.label, row.cells) for row in one.rows] == [(row.label, row.cells[::-1]) for row in other.rows]
    assert one.choose == other.choose[::-1]


@given(pair=st.lists(st.sampled_from(names()), min_size=2, max_size=2, unique=True))
def test_every_cell_is_in_the_words_of_its_citations(pair: list[str]) -> None:
    reply = corpus().as_dict(pair)
    quotes = {citation["n"]: squeezed(citation["quote"]) for citation in reply["citations"]}

    for row in reply["rows"]:
        for cell in row["cells"]:
            cited = " ".join(quotes[n] for n in cell["citations"])
            assert cell["text"] == NOT_IN_NOTES or all(squeezed(part) in cited for part in cell["text"].split("; "))


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


@given(pair=st.lists(st.sampled_from(names()), min_size=2, max_size=4, unique=True))
def test_an_answer_stays_short_and_its_own_words_claim_nothing(pair: list[str]) -> None:
    blocks = comparison_blocks(corpus().compare(pair), Citations(), words=250)
    ours = [block.text for block in blocks if block.kind is BlockKind.CONNECTIVE]

    assert sum(len(block.text.replace("|", " ").split()) for block in blocks) <= 400
    assert all(len(text.split()) <= 25 and not re.search(r"\d", text) for text in ours)


def test_an_answer_leads_with_what_tells_the_difference() -> None:
    text = comparison_text(corpus().compare(["QLDB", "Managed Blockchain"]), Citations())

    assert text.startswith("QLDB, in contrast to Managed Blockchain, follows the rules of financial regulation. [1]")
