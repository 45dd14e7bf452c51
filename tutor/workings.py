"""What is worked out over all notes by rules: comparisons, advice, sums, disagreements. As the API has it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Protocol

from tutor.advising import Likeness, parse_options, recommendation_to_json
from tutor.advising.likeness import Findable
from tutor.calculating import capacity
from tutor.citing import Citations
from tutor.knowledge import Knowledge

Json = dict[str, Any]


class Notes(Findable, Protocol):
    """What is needed of the open index; `index.search.Index` is one."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether a note has changed on disk since it was indexed."""


class Workings:
    """For one generation of the index."""

    def __init__(self, index: Notes, knowledge: Knowledge) -> None:
        self._index, self._knowledge = index, knowledge

    def entities(self) -> list[Json]:
        """What can be compared: name, kind, and what it is a part of."""
        return [{"name": one.name, "kind": one.kind, "of": one.of} for one in self._knowledge.subjects]

    def compare(self, entities: Sequence[str], aspects: Sequence[str] | None = None) -> Json:
        """The body of `POST /v1/compare`. Raises InputUnfit for too few or too many, NotFound for unknown names."""
        return self._knowledge.comparer.compare(entities, aspects).as_dict(self._citations())

    def recommend(self, scenario: str, options: Sequence[str] | None = None, without: Sequence[str] = ()) -> Json:
        """The body of `POST /v1/recommend`; options may stand in the scenario, lettered."""
        citations = self._citations()
        if options is None:
            scenario, lettered = parse_options(scenario)
            options = lettered or None
        found = self._knowledge.advisor.advise(scenario, options, without, Likeness(self._index))
        return {
            **recommendation_to_json(found, citations),
            "citations": [asdict(citation) for citation in citations.all()],
        }

    def capacity(
        self, reads_per_second: float, writes_per_second: float, item_bytes: float, consistency: str = "strong"
    ) -> Json:
        """The body of `POST /v1/calculate/dynamodb-capacity`. Raises InputUnfit and NotFound."""
        figures = (reads_per_second, writes_per_second, item_bytes, consistency)
        return capacity(*figures, self._knowledge.figures, self._citations())

    def conflicts(self) -> Json:
        """The body of `GET /v1/conflicts`: every disagreement among the notes."""
        citations = self._citations()
        found = [asdict(one.cited(citations)) for one in self._knowledge.disagreements]
        return {"conflicts": found, "citations": [asdict(citation) for citation in citations.all()]}

    def _citations(self) -> Citations:
        return Citations(self._index.title, self._index.stale)
