"""Styles people write notes in: each line is read as a reader would read it."""

from __future__ import annotations

import pytest

from index.notes import parse
from index.notes.sentences import split_sentences
from index.passages import cut
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


LESSON = """DAY 3 — PODS AND FRIENDS
Today there is only one thing to learn.

PART 1 — POD
2.1 What is it?
A Pod is one or more containers that share an address and volumes.
2.2 What containers share
• network
2.3 What they do not share
• disks

PART 2 — NODES
2.4 GHz is enough for one of them.
"""


def test_numbered_lines_are_titles() -> None:
    found = [(block.text, block.heading[-2:]) for block in read(LESSON)]

    assert found == [
        ("Today there is only one thing to learn.", ("DAY 3 — PODS AND FRIENDS",)),
        (
            "A Pod is one or more containers that share an address and volumes.",
            ("PART 1 — POD", "2.1 What is it?"),
        ),
        ("network", ("PART 1 — POD", "2.2 What containers share")),
        ("disks", ("PART 1 — POD", "2.3 What they do not share")),
        ("2.4 GHz is enough for one of them.", ("PART 2 — NODES",)),
    ]


def test_a_short_line_that_tells_something_is_no_title() -> None:
    text = "COMPOST\nIt is made of plants.\nGREEN: grass, peelings, coffee\nBROWN (carbon): straw\nTurn it weekly.\n"

    assert [(block.text, block.term, block.heading) for block in read(text)] == [
        ("It is made of plants.", "", ("COMPOST",)),
        ("GREEN: grass, peelings, coffee", "GREEN", ("COMPOST",)),
        ("BROWN (carbon): straw", "BROWN (carbon)", ("COMPOST",)),
        ("Turn it weekly.", "", ("COMPOST",)),
    ]


def test_several_short_lines_are_a_list() -> None:
    found = read("Notes\n\nTwo things to do before the weekend comes.\n\nShopping\nMilk\nEggs\n3 lemons\n\nThe end.\n")

    assert [(block.text, block.kind, block.heading) for block in found[1:4]] == [
        ("Milk", Kind.ITEM, ("Shopping",)),
        ("Eggs", Kind.ITEM, ("Shopping",)),
        ("3 lemons", Kind.SENTENCE, ("Shopping",)),
    ]


def test_the_last_line_of_a_note_is_no_title() -> None:
    assert [block.text for block in read("Tea\nSteep it for three minutes.\nNo sugar in it")][-1] == "No sugar in it"


def test_underlined_lines_are_titles() -> None:
    found = read("Tea\n===\nIt is hot.\n\nBlack tea\n---------\nSteep it for long.\n---\nThe end.\n")

    assert [(block.text, block.heading) for block in found] == [
        ("It is hot.", ("Tea",)),
        ("Steep it for long.", ("Tea", "Black tea")),
        ("The end.", ("Tea", "Black tea")),
    ]


def test_a_numbered_paragraph_is_no_title() -> None:
    rules = (
        "3.1 Boots stay outside.\n\n3.2 A lost key is told to Ada within an hour of\nthe loss.\n\n"
        "3.3 Keys hang by the door of the shed. Lamps lie on the shelf behind it\n"
    )

    assert [block.text for block in read("# A\n## Rules\n" + rules)] == [
        "3.1 Boots stay outside.",
        "3.2 A lost key is told to Ada within an hour of the loss.",
        "3.3 Keys hang by the door of the shed.",
        "Lamps lie on the shelf behind it",
    ]


def test_a_number_that_a_line_is_broken_in_front_of_numbers_nothing() -> None:
    found = read("# A\n## B\nThe big engine lifts two hundred crates in an hour, the little one about\n50. Oil both.\n")

    assert found[0].text.endswith("the little one about 50.")


def test_lines_are_joined_where_the_note_is_wrapped() -> None:
    wrapped = (
        "Compost is made of plants which rot in\na heap until they are crumbly and dark\n"
        "brown, and smell of a wood in autumn\nafter rain. Turn it weekly.\n"
    )
    listed = (
        "Compost is made of plants which rot in a heap until they are crumbly, dark\nTurn it\n"
        "Worms like it and they come by themselves when the heap has cooled\nNo meat\n"
    )

    assert [(block.line_start, block.line_end) for block in read("# A\n## B\n" + wrapped)] == [(3, 6), (6, 6)]
    assert [(block.line_start, block.line_end) for block in read("# A\n## B\n" + listed)] == [
        (n, n) for n in (3, 4, 5, 6)
    ]


def test_a_wrapped_note_with_short_lines_beside_is_told_by_where_it_breaks_sentences() -> None:
    short = "No meat\nNo ash\nNo glass\nNo stones\nNo bones\nNo dogs\nNo rubber\nNo tins\nNo paint\nNo tar\n\n"
    wrapped = (
        "Compost is made of plants which rot in a heap until they are crumbly and\ndark, and smell of a wood.\n\n"
        "Turn the heap once a week with a long fork, because the worms in it need\nair. In winter it rests.\n\n"
        "A heap that smells of eggs is too wet: mix straw or cardboard with it at\nonce. It takes, in cold years, "
        "about as long as a summer and an autumn, or\n12 months.\n"
    )

    found = [block.text for block in read("# A\n## B\n" + short + wrapped)]

    assert "Turn the heap once a week with a long fork, because the worms in it need air." in found
    assert found[-1].endswith("or 12 months.")
    assert "No meat" in found


def test_boxes_without_bullets_are_a_list() -> None:
    found = read("# Shed\n\nBefore winter:\n\n[ ] oil the shears\n[x] empty the butt\n")

    assert [(block.text, block.kind, block.lead) for block in found[1:]] == [
        ("oil the shears", Kind.ITEM, "Before winter:"),
        ("empty the butt", Kind.ITEM, "Before winter:"),
    ]


def test_right_answers_below_wrong_ones_are_asserted() -> None:
    found = read("# N\n## Traps\nPods keep their address.\n\nSay this:\n\nPods come and go.\n")

    assert [(block.text, block.polarity) for block in found if block.kind is Kind.SENTENCE] == [
        ("Pods keep their address.", Polarity.REJECTED),
        ("Pods come and go.", Polarity.ASSERTED),
    ]


@pytest.mark.parametrize(
    "item",
    [
        '"Tea is a herb." It is not.',
        "Boiling green tea for an hour: it turns bitter in minutes",
        "Don't boil green tea.",
    ],
)
def test_a_mistake_with_what_is_right_beside_it_is_no_mistake(item: str) -> None:
    found = read(f"# N\n## Typical mistakes\n- {item}\n- Tea in the fridge\n")

    assert [(block.text, block.polarity) for block in found if block.kind is Kind.ITEM] == [
        (item, Polarity.ASSERTED),
        ("Tea in the fridge", Polarity.REJECTED),
    ]


def test_a_quoted_mistake_stays_with_its_correction() -> None:
    mistake = '"Green tea and black tea are two quite different plants that grow apart." No: both are one bush.'
    more = "Its leaves are steamed in one case and left to wither, roll and turn brown in the other case."
    found = read(f"# N\n## Typical mistakes\n- {mistake} {more}\n")

    assert [block.text for block in found if block.kind is Kind.ITEM] == [mistake, more]


def test_a_table_drawn_with_spaces_is_read_as_a_table() -> None:
    found = read(
        "Compost\n\nProblem          Cause           Cure\nIt stinks        too wet         turn it\n"
        "Nothing happens  too dry\nAnts             too dry         water it\n"
    )

    assert [(block.line_start, block.text, block.header, block.cells) for block in found] == [
        (4, "It stinks | too wet | turn it", ("Problem", "Cause", "Cure"), ("It stinks", "too wet", "turn it")),
        (5, "Nothing happens | too dry", ("Problem", "Cause", "Cure"), ("Nothing happens", "too dry", "")),
        (6, "Ants | too dry | water it", ("Problem", "Cause", "Cure"), ("Ants", "too dry", "water it")),
    ]


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("Fruit      Price\n-----      -----\nApple       1.20\nPear       12.00", ("Fruit", "Price")),
        ("Fruit\tPrice\tShop\nApple\t1.20\tmarket\nPear\t12.00\tmarket", ("Fruit", "Price", "Shop")),
        ("Lime       none\nApple      1.20\nPear       12.00", ()),
    ],
    ids=["ruled", "tabs", "two columns that nothing names"],
)
def test_the_first_line_of_a_table_names_its_columns(table: str, header: tuple[str, ...]) -> None:
    rows = read(f"# N\n## M\n{table}\n\nBut this is text.  It goes on.\nMore of it.  And so on.\nStill.  Yes.\n")

    assert [row.header for row in rows if row.kind is Kind.ROW] == [header] * (3 if not header else 2)
    assert {row.cells[:2] for row in rows if row.kind is Kind.ROW} >= {("Apple", "1.20"), ("Pear", "12.00")}


def said(text: str) -> list[tuple[str, str]]:
    """What is quoted, with its lead-in or else its term."""
    return [(block.lead or block.term, block.text) for block in read(text) if block.kind is not Kind.LABEL]


def test_an_x_crosses_out_what_the_lead_in_forbids() -> None:
    never = read("COMPOST\nIt rots.\n\nNever on the heap:\n x meat (rats)\n x cat litter\n")[2:]
    done = read("TO DO\nA few things.\n\nFinished:\n x dig the bed\n x sow peas\n")[2:]

    assert [(item.text, item.lead, item.mark, item.polarity) for item in never] == [
        ("meat (rats)", "Never on the heap:", "cross", Polarity.NEGATED),
        ("cat litter", "Never on the heap:", "cross", Polarity.NEGATED),
    ]
    assert [(item.text, item.mark, item.polarity) for item in done] == [
        ("dig the bed", "", Polarity.ASSERTED),
        ("sow peas", "", Polarity.ASSERTED),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "**Why is the disk kept?** It holds the log.",
        "Q: Why is the disk kept?\nA: It holds the log.",
        "**Q1.** Why is the disk kept?\n\n**A1.** It holds the log.",
        "- Q: Why is the disk kept?\n- A: It holds the log.",
        "Why is the disk kept? :: It holds the log.",
    ],
)
def test_an_answer_stands_below_its_question(text: str) -> None:
    assert said(f"# N\n## M\n{text}\n\nNothing else.") == [
        ("Why is the disk kept?", "It holds the log."),
        ("", "Nothing else."),
    ]


def test_a_bold_question_on_a_line_of_its_own_is_a_title() -> None:
    found = read("# N\n## M\n**Why was the old cache taken out?**\n\nNobody used it.\n")

    assert [(block.text, block.heading[-1]) for block in found] == [
        ("Nobody used it.", "Why was the old cache taken out?")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lease :: a lock that ends", [("Lease", "Lease :: a lock that ends")]),
        ("Lease\n: a lock that ends\n: rent", [("Lease:", "a lock that ends"), ("Lease:", "rent")]),
        (
            "**Lease.** A lock that ends. It is short.",
            [("Lease", "Lease. A lock that ends."), ("Lease", "It is short.")],
        ),
        ("**Lease** – a lock that ends", [("Lease", "Lease – a lock that ends")]),
        ("**Note**\nLeases end by themselves.", [("Note:", "Leases end by themselves.")]),
        ("What a lease does:\nIt ends by itself.", [("What a lease does:", "It ends by itself.")]),
        ("a) leases end\nb) locks stay", [("", "leases end"), ("", "locks stay")]),
        ("– leases end\n– locks stay", [("", "leases end"), ("", "locks stay")]),
    ],
)
def test_ways_of_saying_what_a_word_means(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"# N\n## M\n{text}\n") == expected


OBSIDIAN = """# Bread
> [!tip] Feeding
> Feed it every day,
> and keep it warm.
> - use rye

> [!warning] Never use a metal lid.

> Patience is all: wait.

- [x] buy a scale
- [/] read the book

It holds gas.[^1] It rises.

[^1]: Hamelman
[^gas]: The gas is carbon dioxide.

Is rye sticky?
?
It holds more water.

![Untitled](a.png)
"""


def test_an_obsidian_note_is_read_as_it_is_shown() -> None:
    quoted = [s for s in cut(Note("n.md", "n", OBSIDIAN, ""), len)[1] if s.block.kind is not Kind.LABEL]
    found = [(s.block.line_start, s.block.line_end, s.block.lead, s.text) for s in quoted]

    assert found == [
        (3, 4, "Feeding:", "Feed it every day, and keep it warm."),
        (5, 5, "Feeding:", "use rye"),
        (7, 7, "", "Never use a metal lid."),
        (9, 9, "", "Patience is all: wait."),
        (11, 11, "", "buy a scale"),
        (12, 12, "", "read the book"),
        (14, 14, "", "It holds gas.[^1]"),
        (14, 14, "", "It rises."),
        (16, 16, "", "Hamelman"),
        (17, 17, "", "The gas is carbon dioxide."),
        (21, 21, "Is rye sticky?", "It holds more water."),
    ]


def test_html_in_a_note_is_read() -> None:
    text = (
        "# Prices\n## Plans\n\n<table>\n<tr><th>Plan</th><th>Price</th></tr>\n<tr><td>Small</td><td>5</td></tr>\n"
        "</table>\n\n<!-- no -->\n\n<aside>\nIt ends after a year.\n\n</aside>\n\n<h2>Terms</h2>\n\nThree months.\n"
    )

    assert [(block.line_start, block.text, block.header, block.heading[-1]) for block in read(text)] == [
        (6, "Small | 5", ("Plan", "Price"), "Plans"),
        (12, "It ends after a year.", (), "Plans"),
        (18, "Three months.", (), "Terms"),
    ]


def test_a_list_that_is_indented_as_a_whole_is_one_list() -> None:
    found = read(
        "# N\n## M\nSteps:\n\n    - wither the\n      leaves\n    - roll them\n        - by hand\n    - dry them\n"
    )[1:]

    assert [(block.text, block.level, block.lead) for block in found] == [
        ("wither the leaves", 1, "Steps:"),
        ("roll them", 1, "Steps:"),
        ("by hand", 2, "roll them"),
        ("dry them", 1, "Steps:"),
    ]
    assert len({block.group for block in found if block.level == 1}) == 1


def test_lines_behind_the_same_emoji_are_a_list() -> None:
    found = read("🌱 Spring\nSow peas.\n\n🌞 Summer\n🔹 water early\n🔹 mulch\n")

    assert [(block.text, block.heading) for block in found] == [
        ("Sow peas.", ("Spring",)),
        ("water early", ("Summer",)),
        ("mulch", ("Summer",)),
    ]


def test_text_and_tables_in_fences_are_quoted_line_by_line() -> None:
    prose = "\n".join(f"Line {letter} of this text is here." for letter in "ABCDEFGHI")
    table = "NAME  READY  AGE\nweb   1/1    5d\ndb    0/1    9d"
    found = read(f"# N\n## M\n```\n{prose}\n```\n\n```text\nShort one.\nAnd two.\n```\n\n```\n{table}\n```\n")

    assert [block.text for block in found[:9]] == prose.split("\n")
    assert [block.text for block in found[9:]] == ["Short one.", "And two.", "web | 1/1 | 5d", "db | 0/1 | 9d"]


def test_numbered_steps_with_gaps_in_a_drawing_are_one_list_below_the_line_above_them() -> None:
    steps = "1. Weigh the tea\n   pot → scale\n\n2. Warm the pot\n   kettle → pot\n\n3. Pour"
    found = read(f"# N\n## M\n```\nOrder of work\n\n{steps}\n```\n")
    items = [block for block in found if block.kind is Kind.ITEM]

    assert [block.text.split("\n")[0] for block in items] == ["Weigh the tea", "Warm the pot", "Pour"]
    assert {(block.lead, block.group) for block in items} == {("Order of work", items[0].group)}


def test_text_above_the_two_sides_of_a_drawing_is_read() -> None:
    pairs = [("Left", "Right"), ("a b ", "c d  "), ("e f ", "g h  ")]
    box = "\n".join(f"│ {left} │            │ {right} │" for left, right in pairs)
    found = read(f"# N\n## M\n```\nA transfer\n\nSteps:\n  1. Take the money\n  2. Give it back\n\n{box}\n```\n")

    assert [(block.text, block.lead) for block in found[:2]] == [
        ("Take the money", "Steps:"),
        ("Give it back", "Steps:"),
    ]
    assert {block.side for block in found[2:]} == {"Left", "Right"}


def test_a_marked_lead_in_leads_in_the_list_behind_it() -> None:
    text = "# N\n## M\n✅ **Use it when:**\n* you need replay\n\n❌ **Don't use it when:**\n\n* you need a reply\n"

    assert said(text) == [("Use it when:", "you need replay"), ("Don't use it when:", "you need a reply")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-Aperture is wide\n-Shutter is slow", [("", "Aperture is wide"), ("", "Shutter is slow")]),
        ("•aperture\n•shutter", [("", "aperture"), ("", "shutter")]),
        ("bokeh\n\tthe look of what is not sharp", [("bokeh:", "the look of what is not sharp")]),
        ("*Why f/16?* It is sunny.", [("Why f/16?", "It is sunny.")]),
        ("* prime\n** has one length\n* zoom", [("", "prime"), ("", "has one length"), ("", "zoom")]),
    ],
)
def test_signs_that_stick_to_what_they_mark(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(f"# N\n## M\n{text}\n") == expected


@pytest.mark.parametrize(
    "text",
    [
        "=== Rust ===\n\n== Owners ==\nEach value has one.",
        "##Rust\n\n##Owners\nEach value has one.",
        "* Rust\n** Owners\nEach value has one.\n** Loans\nThere are two kinds.",
    ],
    ids=["wiki", "without a space", "org"],
)
def test_titles_of_other_tools_are_titles(text: str) -> None:
    found = read(text)[0]

    assert (found.text, found.heading[-1]) == ("Each value has one.", "Owners")


def test_short_lines_behind_a_pin_are_titles_where_they_stand_above_text() -> None:
    text = "# Cafe\n\n📌 Espresso\n\nThey brew at 94 °C.\n\n📌 Filter\n\n- V60\n\n📌 The water is soft.\n\nIt is.\n"

    assert [(block.text, block.heading[-1]) for block in read(text)] == [
        ("They brew at 94 °C.", "Espresso"),
        ("V60", "Filter"),
        ("The water is soft.", "Filter"),
        ("It is.", "Filter"),
    ]


def test_a_numbered_line_and_a_verdict_lead_in_the_text_below_them() -> None:
    text = "# N\n## M\n1. Tea bags\nThey are quick.\n\n❌ Common myth\n\nTea is boiled.\n\n✅ Truth\n\nIt is not.\n"

    assert [(block.lead, block.text, block.polarity) for block in read(text) if block.kind is Kind.SENTENCE] == [
        ("Tea bags:", "They are quick.", Polarity.ASSERTED),
        ("Common myth:", "Tea is boiled.", Polarity.REJECTED),
        ("Truth:", "It is not.", Polarity.ASSERTED),
    ]


def test_a_table_that_lacks_the_rule_below_its_titles_is_a_table() -> None:
    found = read("# N\n## M\nPort | Name | Safe\n22 | SSH | yes\n80 | HTTP | no\n")

    assert [(row.header, row.cells) for row in found] == [
        (("Port", "Name", "Safe"), ("22", "SSH", "yes")),
        (("Port", "Name", "Safe"), ("80", "HTTP", "no")),
    ]


def test_a_label_whose_text_is_wrapped_is_still_a_label() -> None:
    found = read(
        "# N\n## M\n**Rank.** The rank of a map is the dimension of what it reaches, and\nno more than that.\n"
    )

    assert [(block.term, block.text) for block in found] == [
        ("Rank", "Rank. The rank of a map is the dimension of what it reaches, and no more than that.")
    ]


PAGE = """<html><head><title>x</title></head><body><h1>Tea &amp; Coffee</h1>
<p>Tea is <b>hot</b>. It costs &lt; 5 &euro; a cup.</p>
<p>Ways to brew:</p><ul><li>Steep it</li><li>Boil it</li></ul>
<dl><dt>Matcha</dt><dd>Ground tea.</dd><dt>Assam</dt><dd>Strong tea.</dd></dl>
<table><tr><th>Kind</th><td>Green</td></tr><tr><th>Heat</th><td><p>80 degrees</p><p>or less</p></td></tr></table>
<table><tr><td>Name</td><td>From</td><td>Price</td></tr><tr><td>Sencha</td><td>Japan</td><td>8</td></tr></table>
</body></html>
"""


def test_a_page_is_read_as_it_is_shown() -> None:
    found = [block for block in parse(Note("n.html", "n", PAGE, "")) if block.kind not in (Kind.HEADING, Kind.LABEL)]

    assert [(block.line_start, block.lead, block.text, block.header) for block in found] == [
        (2, "", "Tea is hot.", ()),
        (2, "", "It costs < 5 € a cup.", ()),
        (3, "Ways to brew:", "Steep it", ()),
        (3, "Ways to brew:", "Boil it", ()),
        (4, "Matcha:", "Ground tea.", ()),
        (4, "Assam:", "Strong tea.", ()),
        (5, "", "Kind | Green", ()),
        (5, "", "Heat | 80 degrees or less", ()),
        (6, "", "Sencha | Japan | 8", ("Name", "From", "Price")),
    ]
