"""What is worked out over all notes by rules: comparisons, advice, sums, disagreements. As the API has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cached_property
from itertools import islice
from typing import Any, Protocol

import numpy as np

from index.encoder import Vectors
from index.values import Statement
from tutor.advising import Advisor, recommendation_to_json
from tutor.calculating import capacity
from tutor.citing import Citations
from tutor.claims import Aspects, extract, load_aspects
from tutor.comparing import Comparer
from tutor.disagreements import conflicts
from tutor.subjects import Subjects

Json = dict[str, Any]

WORKED_OVER = 20_000  # statements; of very many notes only the first are worked over


class Notes(Protocol):
    """What is needed of the open index; `index.search.Index` is one."""

    def each_statement(self) -> Iterator[Statement]:
        """Every statement, note by note, in order."""

    def headings(self) -> list[tuple[str, int, tuple[str, ...]]]:
        """Source, section and heading path of every section."""

    def encode_question(self, question: str) -> Vectors:
        """A text's unit vector."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether a note has changed on disk since it was indexed."""


class Workings:
    """For one generation of the index; each part is made when it is first asked for."""

    def __init__(self, index: Notes) -> None:
        self._index = index

    def entities(self) -> list[Json]:
        """What can be compared: name, kind, and what it is a part of."""
        return [{"name": one.name, "kind": one.kind, "of": one.of} for one in self._subjects]

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """The body of `POST /v1/compare`. Raises InputUnfit for too few or too many, NotFound for unknown names."""
        return self._comparer.compare(entities, aspects).as_dict(self._citations())

    def recommend(self, scenario: str, options: Sequence[str] | None = None) -> Json:
        """The body of `POST /v1/recommend`."""
        citations = self._citations()
        found = recommendation_to_json(self._advisor.advise(scenario, options, self._encode), citations)
        return {**found, "citations": [asdict(citation) for citation in citations.all()]}

    def capacity(
        self, reads_per_second: float, writes_per_second: float, item_bytes: float, consistency: str = "strong"
    ) -> Json:
        """The body of `POST /v1/calculate/dynamodb-capacity`. Raises InputUnfit and NotFound."""
        figures = (reads_per_second, writes_per_second, item_bytes, consistency)
        return capacity(*figures, self._statements, self._citations())

    def conflicts(self) -> Json:
        """The body of `GET /v1/conflicts`: every disagreement among the notes."""
        citations = self._citations()
        claims = extract(self._statements, self._subjects, self._aspects)
        found = [asdict(one.cited(citations)) for one in conflicts(claims, self._subjects)]
        return {"conflicts": found, "citations": [asdict(citation) for citation in citations.all()]}

    @cached_property
    def _statements(self) -> tuple[Statement, ...]:
        return tuple(islice(self._index.each_statement(), WORKED_OVER))

    @cached_property
    def _subjects(self) -> Subjects:
        return Subjects.of(path for _, _, path in self._index.headings())

    @cached_property
    def _aspects(self) -> Aspects:
        return load_aspects()

    @cached_property
    def _comparer(self) -> Comparer:
        return Comparer(self._statements, self._subjects, self._aspects)

    @cached_property
    def _advisor(self) -> Advisor:
        return Advisor(self._statements, self._subjects)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._index.encode_question(text) for text in texts])

    def _citations(self) -> Citations:
        return Citations(self._index.title, self._index.stale)
