"""Reading: whatever bytes a note holds, its pieces stand where they say, and mean what the note means."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import NoteUnreadable
from index.notes import find_notes, parse, read_note
from index.notes.repair import repair
from index.passages import cut
from index.values import Block, Kind, Note, Passage, Polarity

CORPUS = Path(__file__).parents[3] / "corpus"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
SUFFIXES = [".md", ".txt", ".html"]
PARTS = [
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"\n\n",
    b"# T\n",
    b"- a\n",
    b"| a | b |\n|---|---|\n",
    b"<p>",
    b"```\n",
    b"\x00",
]
MARKED = st.lists(st.one_of(st.binary(max_size=12), st.sampled_from(PARTS)), max_size=30).map(b"".join)
LINES = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from(
            [
                "# Title",
                "- item",
                "  • nested",
                "```",
                "| a | b |",
                "|---|---|",
                "│ left  │   │ right │",
                "❌ no",
                "Label:",
                "",
            ]
        ),
    ),
    max_size=25,
)


def words(text: str) -> int:
    return len(text.split())


def blocks(text: str) -> list[Block]:
    return parse(Note("n.md", "n", text, ""))


def check_pieces(note: Note) -> None:
    passages, statements = cut(note, words)
    pieces: list[Passage | Block] = [*passages, *(statement.block for statement in statements)]
    for piece in pieces:
        assert 0 <= piece.start < piece.end <= len(note.text)
        assert note.text.count("\n", 0, piece.start) + 1 == piece.line_start
        assert note.text.count("\n", 0, piece.end - 1) + 1 == piece.line_end
    for passage in passages:
        assert note.text[passage.start : passage.end] == passage.text


@pytest.mark.parametrize("path", find_notes(CORPUS), ids=lambda path: path.name)
def test_pieces_of_the_included_notes_stand_where_they_say(path: Path) -> None:
    check_pieces(read_note(path, CORPUS))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the raw notes are not beside the project")
def test_pieces_of_raw_notes_stand_where_they_say() -> None:
    for path in find_notes(SEEDS):
        check_pieces(read_note(path, SEEDS))


@settings(max_examples=60)
@given(LINES)
def test_pieces_of_any_text_stand_where_they_say(lines: list[str]) -> None:
    text = "\n".join(line.replace("\r", " ") for line in lines)

    check_pieces(Note("made.md", "made", text, ""))


@pytest.mark.parametrize("page", ["cp1252", "cp1254"])
def test_utf8_read_as_a_code_page_is_undone_line_by_line(page: str) -> None:
    good = "Keys → items\n“quoted” — and more"
    damaged = good.encode().decode(page, errors="ignore")

    mended, done = repair(damaged)

    assert "→" in mended
    assert mended.count("\n") == 1
    assert done


def test_a_dropped_last_byte_is_completed() -> None:
    damaged = "│ box │\n┌──".encode().decode("cp1254", errors="ignore") + "\u00e2\u201d\n"

    assert "┌──┐" in repair(damaged)[0]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8-sig", "bom"), ("utf-16", "wide"), ("cp1252", "page")])
def test_encodings_of_windows_are_read(tmp_path: Path, encoding: str, name: str) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_bytes("Café costs\r\nthree euros".encode(encoding))

    assert read_note(path, tmp_path).text == "Café costs\nthree euros"


def test_a_binary_file_is_no_note(tmp_path: Path) -> None:
    path = tmp_path / "picture.md"
    path.write_bytes(b"\x89PNG\x00\x01\x02" * 50)

    with pytest.raises(NoteUnreadable, match=r"picture\.md holds binary data"):
        read_note(path, tmp_path)


def test_links_that_leave_the_folder_are_left_out(tmp_path: Path) -> None:
    inside = tmp_path / "notes"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (inside / "link.md").symlink_to(tmp_path / "secret.md")

    assert find_notes(inside) == []


def test_a_list_item_keeps_its_lead_in() -> None:
    item = blocks("## DAX\n\n**When NOT to use DAX:**\n- Write-heavy workloads")[-1]

    assert (item.text, item.lead, item.heading) == ("Write-heavy workloads", "When NOT to use DAX:", ("DAX",))


def test_what_a_note_calls_a_confusion_is_not_asserted() -> None:
    found = {
        block.text: block.polarity
        for block in blocks("🎯 Goal\n🧠 Glue\n❌ Common confusion\nGlue stores data\n✅ Reality\nMetadata only")
    }

    assert found["Glue stores data"] is Polarity.REJECTED
    assert found["Metadata only"] is Polarity.ASSERTED


def test_a_two_sided_drawing_is_read_side_by_side() -> None:
    drawing = "```\nLeft one            Right one\n┌──────┐            ┌───────┐\n" + "".join(
        f"│ a{n} b │            │ c{n} d  │\n" for n in range(3)
    ) + "└──────┘            └───────┘\n```"  # fmt: skip

    sides = {block.text: block.side for block in blocks(drawing)}

    assert (sides["a1 b"], sides["c1 d"]) == ("Left one", "Right one")


def test_a_row_keeps_its_header() -> None:
    row = next(
        block for block in blocks("| | RDS | DynamoDB |\n|---|---|---|\n| Joins | ✅ | ❌ |") if block.kind is Kind.ROW
    )

    assert (row.header, row.cells) == (("", "RDS", "DynamoDB"), ("Joins", "✅", "❌"))


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode), MARKED), st.sampled_from(SUFFIXES))
def test_any_bytes_are_pieces_or_no_note(data: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"note{suffix}"
        path.write_bytes(data)
        try:
            note = read_note(path, Path(name))
        except NoteUnreadable:
            return
        passages, statements = cut(note, lambda text: len(text.split()) + 2)

    last = note.text.count("\n") + 1
    assert all(passage.text == note.text[passage.start : passage.end] for passage in passages)
    assert all(1 <= piece.line_start <= piece.line_end <= last for piece in passages)
    assert {statement.passage for statement in statements} <= {passage.id for passage in passages}
    assert len({statement.id for statement in statements}) == len(statements)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("**Open the lid. **Then turn the wheel.", "Open the lid. Then turn the wheel."),
        ("2 ** 3 and **4", "2 ** 3 and **4"),
    ],
)
def test_bold_with_a_space_before_its_end_is_bold(line: str, shown: str) -> None:
    assert " ".join(block.text for block in blocks(line)) == shown


def test_of_a_picture_its_text_is_read_without_what_escapes_its_brackets() -> None:
    (block,) = blocks("![\\[A pump.\\]](pump.png)")

    assert block.text == "[A pump.]"
