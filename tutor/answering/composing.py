"""Chosen candidates to the blocks of an answer: quotes with their citations, and short words of ours between them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.values import Kind, Polarity, Statement, items_of
from tutor.answering.choosing import Place
from tutor.answering.evidence import Candidate
from tutor.answering.shapes import is_marked
from tutor.citing import Citations, quoted
from tutor.disagreements import Disagreement
from tutor.questions import Question
from tutor.subjects import Subjects
from tutor.values import AnswerBlock, BlockKind, Intent

VERDICTS = ("Yes.", "No.")
_MAX_CONNECTIVE_WORDS = 25
_MOST_VIEWS = 4
_LABEL_WORDS = 4
_MOST_SUPPORT = 1
_PLAIN_ROW = 2  # cells; a longer row tells nothing without the titles of its columns
_WRONG = "What your notes hold up as wrong"
_READ = 100  # words
_DIGIT = re.compile(r"\d")
_SILENT_LEADS = (
    "what it is",
    "what is it",
    "why it exists",
    "problem",
    "solution",
    "definition",
    "you get",
    "how it works",
)


def compose(places: Sequence[Place], question: Question, subjects: Subjects, citations: Citations) -> list[AnswerBlock]:
    """Blocks in reading order: each place introduced by what it stands under, then quoted under one citation."""
    blocks: list[AnswerBlock] = []
    introduced = ""
    for place in places:
        numbers = _cite(place, citations)
        before: Candidate | None = None
        for candidate in place.in_order:
            opening = _opening(candidate, question, subjects)
            anew = bool(opening) and opening != introduced
            if anew:
                blocks.append(AnswerBlock(BlockKind.CONNECTIVE, opening))
                introduced = opening
            if before is None or anew:
                blocks.append(AnswerBlock(BlockKind.QUOTE, _told(candidate, question), numbers))
            else:
                blocks[-1] = AnswerBlock(BlockKind.QUOTE, _joined(blocks[-1].text, before, candidate), numbers)
            before = candidate
    return blocks


def _cite(place: Place, citations: Citations) -> tuple[int, ...]:
    """One number for the place, and one for each that says the same elsewhere."""
    own = [statement for candidate in place.in_order for statement in candidate.statements]
    found = [citations.cite(*own, score=place.first.features.fused)]
    for candidate in place.support[:_MOST_SUPPORT]:
        found.append(citations.cite(*candidate.statements, score=candidate.features.fused))
    return tuple(found)


def _told(candidate: Candidate, question: Question) -> str:
    """What is quoted of a candidate: of a list longer than anybody reads, how each of its items begins."""
    whole = quoted(candidate.statements)
    if question.intent is not Intent.LIST or len(whole.split()) <= _READ:
        return whole
    return "\n".join(_beginning(item[0]) for item in items_of(candidate.statements))


def _beginning(item: Statement) -> str:
    """The label of a list item, or else its first sentence; the whole row of a table."""
    term = item.block.term if item.block.kind is Kind.ITEM else ""
    return term if term and item.text.startswith(term) else item.text


def _joined(text: str, before: Candidate, candidate: Candidate) -> str:
    """A quote with the next one behind it: list items below each other, sentences in a line; what is left out shows."""
    last, first, told = before.statements[-1], candidate.first, quoted(candidate.statements)
    steps = first.position - last.position
    sentence = first.block.kind is Kind.SENTENCE and text.endswith((".", "!", "?"))
    if steps < 0 or not (sentence or first.block.goes_on(last.block)):
        return f"{text}\n{told}"
    gap = " " if steps == 1 else " … "
    return f"{text}{gap}{told}"


def _opening(candidate: Candidate, question: Question, subjects: Subjects) -> str:
    """What must stand before the quote: the heading when the quote does not name its subject, and the lead-in."""
    block = candidate.first.block
    own = " ".join(statement.text for statement in candidate.statements)
    lead = block.lead.rstrip(" :-–") if block.lead.rstrip().endswith((":", "-", "–")) else ""
    if _is_silent(lead) or lead.lower() in own.lower():
        lead = ""
    if block.polarity is Polarity.NEGATED and not is_marked(Intent.WHEN_NOT, lead):
        lead = "Not for"  # crosses in a list that has checks as well
    if block.polarity is Polarity.REJECTED:
        lead = _WRONG
    heading = block.heading[-1] if block.heading else ""
    named = {*subjects.find(own), *subjects.find(lead)}
    titled, asked = set(subjects.find(heading)), set(question.subjects)
    needed = heading and (not (named & (asked or titled)) or bool(asked and titled and not asked & titled))
    columns = " | ".join(block.header) if len(block.cells) > _PLAIN_ROW else ""
    parts = [part for part in (block.side, heading if needed and not block.side else "", lead, columns) if part]
    return _connective(parts)


def _is_silent(lead: str) -> bool:
    """Whether a lead-in is a mere label, which the heading above it says better."""
    return lead.lower().startswith(_SILENT_LEADS) and len(lead.split()) <= _LABEL_WORDS


def _connective(parts: Sequence[str]) -> str:
    """Headings and lead-ins joined, shortened from the left until they may stand as words of ours; '' when none may."""
    for start in range(len(parts)):
        text = " › ".join(dict.fromkeys(parts[start:])).rstrip("?!.: ") + ":"
        if len(text.split()) <= _MAX_CONNECTIVE_WORDS and not _DIGIT.search(text):
            return text
    return ""


def disagreeing(found: Disagreement, chosen: Sequence[Candidate], citations: Citations) -> list[AnswerBlock]:
    """That the notes disagree, and the readings that the answer has not quoted yet, each with its citation."""
    said = {statement.id for candidate in chosen for statement in candidate.statements}
    blocks = [AnswerBlock(BlockKind.CONNECTIVE, "Your notes disagree:")]
    for view in found.views[:_MOST_VIEWS]:
        statements = view.claims[0].statements
        if not {statement.id for statement in statements} <= said:
            blocks.append(AnswerBlock(BlockKind.QUOTE, quoted(statements), (citations.cite(*statements),)))
    return blocks if len(blocks) > 1 else [AnswerBlock(BlockKind.CONNECTIVE, "Your notes disagree here.")]


def to_markdown(blocks: Sequence[AnswerBlock]) -> str:
    """The blocks as plain Markdown with [n] marks: lists as lists, connectives in front of what they introduce."""
    parts: list[str] = []
    for block in blocks:
        marks = "".join(f" [{number}]" for number in block.citations if block.kind is not BlockKind.TABLE)
        lines = block.text.split("\n")
        if parts and parts[-1] in VERDICTS:
            parts[-1] = f"{parts[-1]} {block.text}{marks}"
        elif block.text in VERDICTS:
            parts.append(block.text)  # what settles it follows, with its mark
        elif block.kind is BlockKind.QUOTE and len(lines) > 1:
            parts.append("\n".join(f"- {line}" for line in lines) + marks)
        elif parts and block.kind is BlockKind.QUOTE and parts[-1].endswith(":") and "\n" not in parts[-1]:
            parts[-1] = f"{parts[-1]} {block.text}{marks}"
        else:
            parts.append(block.text + marks)
    return "\n\n".join(parts)
