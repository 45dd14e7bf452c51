"""Whether an answer is right, cited, precise, verbatim, or rightly refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.evaluation.questions import Question, holds, supporting_lines, words

Json = dict[str, Any]

READ = {  # how many words of an answer a learner reads
    "number": 50,
    "yes_no": 50,
    "list": 120,
    "conflict": 120,
    "calculation": 120,
    "double": 120,
    "half": 120,
    "selection": 160,
    "scenario": 160,
    "comparison": 300,
}
READ_OTHERWISE = 80
ADVICE = ("selection", "scenario")
_MARKS = re.compile(r"\[\d+\]|[*`|]|^[#>]+ |:?-{3,}:?", re.MULTILINE)
_PIECES = re.compile(r"\n|(?<=[.;:!?])\s+|\s+[|…]\s+")  # a quote may leave out what stands between these


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is worth. None where it does not apply."""

    right: bool
    abstained: bool
    words: int
    confidence: float  # of the tutor, 0 to 1, that the notes cover the question
    verbatim: float | None = None  # share of the quotes that stand in the lines that they cite
    cited: bool | None = None  # a citation is on lines that support a right answer
    precise: float | None = None  # share of the citations that are
    lacks: tuple[str, ...] = ()


def judge(question: Question, reply: Json, notes: Path) -> Verdict:
    """The verdict on a reply as of `POST /v1/ask`."""
    text = _MARKS.sub(" ", reply["text"])
    abstained = bool(reply["abstained"])
    common = (abstained, len(text.split()), float(reply["confidence"]), _verbatim(reply, notes))
    if not question.answerable:
        return Verdict(abstained, *common, lacks=() if abstained else ("a refusal",))
    lacks = ("an answer",) if abstained else tuple(_lacks(question, text, reply))
    on_support = [_supports(question, citation, notes) for citation in _used(reply)]
    precise = sum(on_support) / len(on_support) if on_support and question.type not in ADVICE else None
    return Verdict(not lacks, *common, cited=any(on_support), precise=precise, lacks=lacks)


def _lacks(question: Question, text: str, reply: Json) -> Iterator[str]:
    """What is missing from an answer, and what should not be in it."""
    read = " ".join(text.split()[: READ.get(question.type, READ_OTHERWISE)])
    yield from (" or ".join(fact) for fact in question.facts if not any(holds(read, wanted) for wanted in fact))
    yield from (f"no {never!r}" for never in question.never if holds(read, never))
    yield from (f"{name} beside the others" for name in question.entities if not holds(read, name))
    if question.type in ADVICE and not _recommended(question, reply["recommendation"] or {}):
        yield question.option or " or ".join(question.services)
    if question.type == "conflict" and not reply["conflicts"]:
        yield "both sides"
    if question.type == "half" and not any(_admits(block) for block in reply["answer"]):
        yield "what is not covered"


def _recommended(question: Question, advice: Json) -> bool:
    if question.option:
        return advice.get("option") == ord(question.option) - ord("A")
    best = next(iter(advice.get("services", [])), {"name": ""})["name"]
    return any(holds(best, service) for service in question.services)


def _admits(block: Json) -> bool:
    """Whether a block of ours says that something is not in the notes."""
    return block["kind"] in ("connective", "computed") and bool(re.search(r"\b(?:not|nothing)\b", block["text"]))


def _used(reply: Json) -> list[Json]:
    """The citation of each mark in the answer, as often as it is made."""
    citations = {citation["n"]: citation for citation in reply["citations"]}
    return [citations[number] for block in reply["answer"] for number in block["citations"]]


def _supports(question: Question, citation: Json, notes: Path) -> bool:
    quotes = (question.support or {}).get(citation["source"], ())
    lines = supporting_lines(_text(notes, citation), quotes)
    return not lines.isdisjoint(range(citation["line_start"], citation["line_end"] + 1))


def _verbatim(reply: Json, notes: Path) -> float | None:
    """Share of the citations, and of the blocks that quote, that stand in the lines cited."""
    citations = {citation["n"]: citation for citation in reply["citations"]}
    checks = [_quoted(citation["quote"], citation, notes) for citation in citations.values()]
    for block in reply["answer"]:
        if block["kind"] == "quote":
            checks.append(any(_quoted(block["text"], citations[number], notes) for number in block["citations"]))
    return sum(checks) / len(checks) if checks else None


def _quoted(quote: str, citation: Json, notes: Path) -> bool:
    lines = _text(notes, citation).splitlines()[citation["line_start"] - 1 : citation["line_end"]]
    cited = words("\n".join(lines))
    return words(quote) in cited or all(words(piece) in cited for piece in _PIECES.split(quote) if words(piece).strip())


def _text(notes: Path, citation: Json) -> str:
    return (notes / str(citation["source"])).read_text("utf-8")
