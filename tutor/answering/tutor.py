"""The tutor: a question to a cited answer."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, replace
from typing import Protocol

import numpy as np

from index.encoder import Vectors
from index.values import Statement, StatementHit
from tutor.advising import advise, is_scenario
from tutor.answering.abstaining import explains, nearest_topics, unknown_share
from tutor.answering.choosing import choose
from tutor.answering.composing import compose, disagreeing, to_markdown
from tutor.answering.evidence import Candidate, Judge
from tutor.answering.gathering import lists_of
from tutor.answering.ranking import confidence, ranked, threshold
from tutor.answering.verdicts import verdict
from tutor.calculating import answer_calculation, parse_calculation
from tutor.citing import Citations
from tutor.comparing import (
    FEWEST,
    MOST,
    Comparison,
    asks_to_compare,
    compare_phrases,
    comparison_blocks,
    phrases_in,
)
from tutor.disagreements import Disagreement, conflicts_about
from tutor.errors import InputUnfit, NotFound
from tutor.knowledge import Knowledge
from tutor.questions import Question, Reader
from tutor.values import Answer, AnswerBlock, BlockKind, Intent, Turn

_HITS = 120  # statements looked at for one question
_NEAR = 40  # statements looked at for a phrase that is compared


class Notes(Protocol):
    """What the tutor needs of the open index; `index.search.Index` is one."""

    def encode_question(self, question: str) -> Vectors:
        """The unit vector of a question, shape (dimension,)."""

    def statements(
        self, question: str, limit: int = 200, sources: Sequence[str] | None = None, vector: Vectors | None = None
    ) -> list[StatementHit]:
        """The nearest statements, best first."""

    def section(self, source: str, section: int) -> list[Statement]:
        """All statements of one section, in order."""

    def vocabulary(self) -> Mapping[str, int]:
        """In how many statements each lower-case word stands."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether a note has changed on disk since it was indexed."""


class Tutor:
    """Answers questions from one index; safe to share between threads."""

    def __init__(self, index: Notes, knowledge: Knowledge) -> None:
        self.index, self._knowledge = index, knowledge
        counts = index.vocabulary()
        self.subjects = knowledge.subjects
        self._reader = Reader(self.subjects, counts, max(counts.values(), default=1) * 2)

    def ask(self, question: str, history: Sequence[Turn] = (), sources: Sequence[str] | None = None) -> Answer:
        """The answer, every sentence quoted and cited, or one that abstains and names what the notes do cover.

        :param history: earlier turns of the conversation, oldest first.
        :param sources: globs on the notes' paths; only notes that match one are searched.
        """
        started = time.perf_counter()
        asked = self._reader.read(question, history)
        vector = self.index.encode_question(asked.search)
        encoded = time.perf_counter()
        hits = self.index.statements(asked.search, _HITS, sources, vector)
        searched = time.perf_counter()
        answer = self._sum(asked) or self._advice(asked, hits) or self._comparison(asked) or self._answer(asked, hits)
        done = time.perf_counter()
        stages = {
            "encode": encoded - started,
            "search": searched - encoded,
            "compose": done - searched,
            "total": done - started,
        }
        return replace(answer, timings_ms={name: seconds * 1e3 for name, seconds in stages.items()})

    def prepare(self) -> None:
        """Work out beforehand what every answer needs, so that nobody who asks has to wait for it."""
        _ = self._knowledge.disagreements

    # -- answering -----------------------------------------------------------------------------------------------

    def _comparison(self, asked: Question) -> Answer | None:
        """The answer to a question that sets things side by side; None for any other."""
        if asked.intent is not Intent.COMPARISON and not asks_to_compare(asked.text):
            return None
        comparison = self._compared(asked)
        if comparison is None:
            return None
        citations = Citations(self.index.title, self.index.stale)
        blocks, body = comparison_blocks(comparison, citations), comparison.as_dict(citations)
        return Answer(
            question=asked.text,
            intent=Intent.COMPARISON,
            text=to_markdown(blocks),
            answer=blocks,
            citations=citations.all(),
            about=asked.subjects or comparison.names,
            comparison=body,
        )

    def _compared(self, asked: Question) -> Comparison | None:
        """What a question names, side by side; what has no name in the notes by what stands nearest to its words."""
        names = self._knowledge.comparer.in_question(asked.text) if not asked.unknown else ()
        with suppress(InputUnfit, NotFound):
            found = self._knowledge.comparer.compare(names) if FEWEST <= len(names) <= MOST else None
            if found and (found.rows or found.said):
                return found
        phrases = phrases_in(asked.text)
        pools = [[hit.statement for hit in self.index.statements(phrase, _NEAR)] for phrase in phrases]
        return compare_phrases(phrases, pools) if phrases else None

    def _advice(self, asked: Question, hits: Sequence[StatementHit]) -> Answer | None:
        """The answer to a scenario that asks what to choose; None for any other question."""
        if not is_scenario(asked.text):
            return None
        citations = Citations(self.index.title, self.index.stale)
        advice = advise(asked.text, self._knowledge.advisor, citations, self._encode, hits)
        if advice is None:
            return None
        return Answer(
            question=asked.text,
            intent=Intent.SELECTION,
            text=to_markdown(advice.blocks),
            answer=advice.blocks,
            citations=citations.all(),
            about=asked.subjects or advice.names,
            recommendation={**advice.body, "citations": [asdict(citation) for citation in citations.all()]},
        )

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.index.encode_question(text) for text in texts])

    def _sum(self, asked: Question) -> Answer | None:
        """The answer to a question that contains the figures of a sum; None for any other."""
        calculation = parse_calculation(asked.text)
        if calculation is None:
            return None
        citations = Citations(self.index.title, self.index.stale)
        try:
            done = answer_calculation(calculation, self._knowledge.statements, citations)
        except NotFound:
            return None
        if done is None:
            return None
        return Answer(
            question=asked.text,
            intent=Intent.CALCULATION,
            text=to_markdown(done.blocks),
            answer=done.blocks,
            citations=citations.all(),
            about=asked.subjects,
            calculation={**done.body, "citations": [asdict(citation) for citation in citations.all()]},
        )

    def _answer(self, asked: Question, hits: Sequence[StatementHit]) -> Answer:
        scored = ranked(Judge(asked, self.subjects).candidates(hits, lists_of(self.index, hits)), asked.intent)
        sure = _sure(asked, scored)
        if sure < threshold():
            return replace(self._abstain(asked, [candidate for _, candidate in scored[:8]]), confidence=sure)
        chosen = choose(scored, asked)
        citations = Citations(self.index.title, self.index.stale)
        blocks = compose(chosen, asked, self.subjects, citations)
        if asked.intent is Intent.YES_NO:
            blocks = [*verdict(asked, chosen[0], blocks), *blocks]
        touched = self._disagreements(asked)[:1]
        if touched:
            blocks = [*blocks, *disagreeing(touched[0], chosen, citations)]
        return Answer(
            question=asked.text,
            intent=asked.intent,
            text=to_markdown(blocks),
            answer=tuple(blocks),
            citations=citations.all(),
            about=asked.subjects,
            conflicts=tuple(found.cited(citations) for found in touched),
            suggestions=self._suggestions(chosen, scored),
            confidence=sure,
        )

    def _disagreements(self, asked: Question) -> list[Disagreement]:
        """Where the notes disagree on what is asked."""
        found, aspects = self._knowledge.disagreements, self._knowledge.aspects
        return conflicts_about(asked.subjects, asked.words, found, self.subjects, question=asked.text, aspects=aspects)

    def _abstain(self, asked: Question, near: Sequence[Candidate]) -> Answer:
        topics = nearest_topics(near)
        text = "Your notes do not cover this."
        if topics:
            text += f" Nearby they cover: {'; '.join(topics)}."
        block = AnswerBlock(BlockKind.COMPUTED, text)
        suggestions = tuple(f"What do the notes say about {topic}?" for topic in topics[:2])
        return Answer(
            asked.text, asked.intent, text, (block,), abstained=True, about=asked.subjects, suggestions=suggestions
        )

    @staticmethod
    def _suggestions(chosen: Sequence[Candidate], scored: Sequence[tuple[float, Candidate]]) -> tuple[str, ...]:
        """Follow-ups that lists near the answer can serve: their lead-ins, put as questions about the same heading."""
        said = {candidate.first.block.lead for candidate in chosen}
        found: dict[str, None] = {}
        for _, candidate in scored[:30]:
            block = candidate.first.block
            if block.lead.endswith(":") and block.lead not in said and block.heading and len(block.lead) < 40:
                found.setdefault(f"{block.heading[-1]}: {block.lead.rstrip(':').lower()}?")
        return tuple(found)[:3]


def _sure(asked: Question, scored: Sequence[tuple[float, Candidate]]) -> float:
    """Probability, 0 to 1, that the best candidate answers the question."""
    if not scored:
        return 0.0
    best = scored[0][1]
    return 1.0 if explains(asked, best) else confidence(best, unknown_share(asked))
