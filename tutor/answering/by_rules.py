"""Answers that rules work out over all notes: sums, advice, comparisons."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Any, Protocol

from tutor.advising import Likeness, advise, is_scenario, parse_options
from tutor.advising.likeness import Findable
from tutor.answering.composing import to_markdown
from tutor.calculating import answer_calculation, parse_calculation
from tutor.citing import Citations
from tutor.comparing import (
    FEWEST,
    MOST,
    Comparison,
    asks_to_compare,
    compare_phrases,
    comparison_blocks,
    names_a_stranger,
    phrases_in,
)
from tutor.errors import InputUnfit, NotFound
from tutor.knowledge import Knowledge
from tutor.questions import Question
from tutor.values import Answer, AnswerBlock, Intent

_OF_ONE = (Intent.WHY, Intent.WHEN_TO_USE, Intent.WHEN_NOT)  # even where it is held beside another
_NEAR = 40  # statements looked at for a phrase that is compared


class Notes(Findable, Protocol):
    """What is needed of the open index; `index.search.Index` is one."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether a note has changed on disk since it was indexed."""


class ByRules:
    """Tries one kind after the other."""

    def __init__(self, notes: Notes, knowledge: Knowledge) -> None:
        self._notes, self._knowledge, self._subjects = notes, knowledge, knowledge.subjects

    def answer(self, asked: Question) -> Answer | None:
        """The answer to a question that one of the rules is for; None for any other."""
        scenario, options = parse_options(asked.text)
        if options:  # figures and names beside them belong to the situation
            return self._advice(asked, scenario, options) or self._sum(asked) or self._comparison(asked)
        asked = replace(asked, text=" ".join(asked.text.split()))  # only of options do line ends tell something
        is_told = is_scenario(asked.mended, self._subjects, asked.intent)
        return self._sum(asked) or (self._advice(asked, asked.text) if is_told else None) or self._comparison(asked)

    def _sum(self, asked: Question) -> Answer | None:
        """A question that contains the figures of a sum."""
        calculation = parse_calculation(asked.text)
        if calculation is None:
            return None
        citations = self._citations()
        try:
            done = answer_calculation(calculation, self._knowledge.figures, citations)
        except NotFound:
            return None
        if done is None or self._is_about_another(asked, citations):
            return None
        body = {**done.body, "citations": _as_json(citations)}
        return replace(_answer(asked, Intent.CALCULATION, done.blocks, citations), calculation=body)

    def _is_about_another(self, asked: Question, citations: Citations) -> bool:
        """Whether what a sum rests on is about other subjects than the question."""
        texts = (" ".join((citation.quote, *citation.heading)) for citation in citations.all())
        found = {part for text in texts for name in self._subjects.find(text) for part in self._subjects.family(name)}
        own = {whole for name in asked.subjects for whole in self._subjects.family(name)}
        return bool(own) and found.isdisjoint(own)

    def _advice(self, asked: Question, scenario: str, options: Sequence[str] = ()) -> Answer | None:
        """What to choose in a situation."""
        citations = self._citations()
        advice = advise(scenario, options, self._knowledge.advisor, citations, Likeness(self._notes))
        if advice is None:
            return None
        body = {**advice.body, "citations": _as_json(citations)}
        return replace(_answer(asked, Intent.SELECTION, advice.blocks, citations, advice.names), recommendation=body)

    def _comparison(self, asked: Question) -> Answer | None:
        """A question that sets things side by side."""
        if asked.intent in _OF_ONE or (asked.intent is not Intent.COMPARISON and not asks_to_compare(asked.text)):
            return None
        comparison = self._compared(asked)
        if comparison is None:
            return None
        citations = self._citations()
        blocks, body = comparison_blocks(comparison, citations, asked=asked.words), comparison.as_dict(citations)
        return replace(_answer(asked, Intent.COMPARISON, blocks, citations, comparison.names), comparison=body)

    def _compared(self, asked: Question) -> Comparison | None:
        """What a question names, side by side; what has no name in the notes by what stands nearest to its words."""
        known = not names_a_stranger(asked.unknown)
        names = self._knowledge.comparer.in_question(asked.text) if known else ()
        with suppress(InputUnfit, NotFound):
            found = self._knowledge.comparer.compare(names) if FEWEST <= len(names) <= MOST else None
            if found and (found.rows or found.said):
                return found
        phrases = phrases_in(asked.text)
        pools = [[hit.statement for hit in self._notes.statements(phrase, _NEAR)] for phrase in phrases]
        return compare_phrases(phrases, pools) if phrases else None

    def _citations(self) -> Citations:
        return Citations(self._notes.title, self._notes.stale)


def _answer(
    asked: Question, intent: Intent, blocks: Sequence[AnswerBlock], citations: Citations, about: Sequence[str] = ()
) -> Answer:
    return Answer(
        question=asked.text,
        intent=intent,
        text=to_markdown(blocks),
        answer=tuple(blocks),
        citations=citations.all(),
        about=asked.subjects or tuple(about),
    )


def _as_json(citations: Citations) -> list[dict[str, Any]]:
    return [asdict(citation) for citation in citations.all()]
