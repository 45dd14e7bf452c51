"""The shipped notes keep their figures, their shape and their own words."""

import re
import tomllib
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
NOTES = sorted((ROOT / "corpus" / "aws-databases").glob("*.md"))
SEEDS = ROOT.parent / "shared" / "seeds"
ORIGINS = {"lesson", "personal notes", "course", "web notes", "guide"}
RUN = 10
FACTS = [
    pytest.param(note, heading, strings, id=f"{note}:{heading}:{fact}")
    for note, headings in tomllib.loads(Path(__file__).with_name("figures.toml").read_text("utf-8")).items()
    for heading, facts in headings.items()
    for fact, strings in facts.items()
]
every_note = pytest.mark.parametrize("path", NOTES, ids=lambda path: path.name)


def front_and_body(path: Path) -> tuple[str, str]:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    return front, body


def without_code(body: str) -> str:
    return re.sub(r"^```.*?^```$", "", body, flags=re.S | re.M)


def headings(body: str) -> list[tuple[int, str]]:
    return [(len(marks), text) for marks, text in re.findall(r"^(#+) (.+)$", without_code(body), flags=re.M)]


def lines_below(body: str, heading: str) -> list[str]:
    after = re.split(rf"^#+ {re.escape(heading)}$", body, flags=re.M)[1]
    return re.split(r"^#{1,6} [A-Z]", after, maxsplit=1, flags=re.M)[0].splitlines()


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@pytest.mark.parametrize(("note", "heading", "strings"), FACTS)
def test_fact_stands_on_one_line_below_its_heading(note: str, heading: str, strings: list[str]) -> None:
    _, body = front_and_body(ROOT / "corpus" / "aws-databases" / note)
    assert [line for line in lines_below(body, heading) if all(string in line for string in strings)]


def test_there_are_five_notes() -> None:
    assert len(NOTES) == 5


@every_note
def test_front_matter_says_title_date_and_origin(path: Path) -> None:
    front = yaml.safe_load(front_and_body(path)[0])
    assert front.keys() == {"title", "date", "origin"}
    assert (type(front["title"]), type(front["date"])) == (str, date)
    assert front["origin"] in ORIGINS


@every_note
def test_headings_are_unique_start_with_one_title_and_skip_no_level(path: Path) -> None:
    levels, texts = zip(*headings(front_and_body(path)[1]), strict=True)
    assert len(set(texts)) == len(texts)
    assert (levels[0], levels.count(1)) == (1, 1)
    assert all(below <= above + 1 for above, below in pairwise(levels))


@every_note
def test_a_cross_marks_only_wrong_beliefs_and_the_right_one_follows(path: Path) -> None:
    _, body = front_and_body(path)
    assert not re.findall(r"❌(?! (?:Common confusion|Wrong): )", body)
    assert not re.findall(r"❌ Common confusion: .+\n(?!✅ In fact: )", body)


@every_note
def test_no_run_of_words_is_taken_over_from_the_seeds(path: Path) -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"{SEEDS} is not on this machine, so the notes cannot be held against their sources")
    taken = set[tuple[str, ...]]().union(*(runs(seed.read_text("utf-8")) for seed in SEEDS.glob("*.txt")))
    assert not runs(without_code(front_and_body(path)[1])) & taken
