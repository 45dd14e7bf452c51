"""Question files: what is asked, what a right answer holds, and where the notes say it.

One JSON object a line. `id`, `split` ("dev" to work with, "held" to check with afterwards), `type` and `question` are
in every row; `earlier` are the questions before it in the same conversation; `sort` says in which way an unanswerable
question misses the notes. `facts` are all needed, each a list of alternatives; `never` must not occur ("^yes": must not
begin the answer). Both are compared by words and numbers only: "400KB" is found in "400 KB". `support` gives, by note,
text that stands in a line of it and supports the answer; "first … last" reaches from one line to a later one.
`services` are acceptable recommendations, `option` the letter of the option to choose, `entities` what a comparison
has to set side by side. A "scenario" is no question: advice is asked for it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

TYPES = (
    "definition number list when_to_use when_not why how yes_no comparison conflict calculation selection scenario "
    "followup loose double half unanswerable"
).split()
HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILES = {  # question file → the notes that it asks
    HERE / "aws-databases.jsonl": ROOT / "corpus" / "aws-databases",
    HERE / "aws-scenarios.jsonl": ROOT / "corpus" / "aws-databases",
    HERE / "coffee.jsonl": ROOT / "tests" / "data" / "coffee",
    HERE / "networks.jsonl": ROOT / "tests" / "data" / "networks",
    HERE / "photography.jsonl": ROOT / "tests" / "data" / "photography",
}
SORTS = ("same entity, other aspect", "mentioned only", "neighbour", "far")


@dataclass(frozen=True, slots=True)
class Question:
    """One row of a question file."""

    id: str
    split: str
    type: str
    question: str
    earlier: Sequence[str] = ()
    sort: str = ""
    facts: Sequence[Sequence[str]] = ()
    never: Sequence[str] = ()
    support: Mapping[str, Sequence[str]] | None = None
    services: Sequence[str] = ()
    option: str = ""
    entities: Sequence[str] = ()

    @property
    def answerable(self) -> bool:
        """Whether the notes answer it, be it in part."""
        return self.type != "unanswerable"


def read_questions(path: Path) -> list[Question]:
    """The rows of a question file; TypeError if one has a field that is not known."""
    return [Question(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def words(text: str) -> str:
    """Runs of letters and runs of digits, in lower case, with one space between and around them."""
    runs = re.findall(r"[^\W\d_]+|\d+", text.lower())
    return f" {' '.join(runs)} "


def holds(text: str, wanted: str) -> bool:
    """Whether the words of one text stand in another, in a row; "^…" asks for its beginning."""
    found = words(text).find(words(wanted))
    return found == 0 if wanted.startswith("^") else found >= 0


def supporting_lines(text: str, quotes: Sequence[str]) -> set[int]:
    """Numbers, from 1, of the lines of a note that support an answer; ValueError if a quote is not in the note."""
    lines = text.splitlines()
    found: set[int] = set()
    for quote in quotes:
        first, *rest = quote.split(" … ")
        starts = [number for number, line in enumerate(lines, 1) if first in line]
        if not starts:
            raise ValueError(f"No line holds {first!r}; quote the note as it stands.")
        for start in starts:
            found.update(range(start, _end(lines, start, rest) + 1))
    return found


def _end(lines: Sequence[str], start: int, last: Sequence[str]) -> int:
    if not last:
        return start
    for number in range(start + 1, len(lines) + 1):
        if last[0] in lines[number - 1]:
            return number
    raise ValueError(f"No line after {start} holds {last[0]!r}; quote the note as it stands.")
