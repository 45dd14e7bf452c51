"""Citations: numbers for the statements that an answer quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.values import Statement, content_of, items_of
from tutor.values import Citation


def quoted(statements: Sequence[Statement]) -> str:
    """Several statements as one quote: each on a line of its own, but the sentences of one list item on one."""
    return "\n".join(" ".join(statement.text for statement in item) for item in items_of(statements))


class Citations:
    """The numbered citations of one answer; a statement that is cited again keeps its number.

    :param title: gives the title of a note by its source.
    :param stale: tells whether a note has changed on disk since it was indexed.
    """

    def __init__(self, title: Callable[[str], str] = str, stale: Callable[[str], bool] = lambda source: False) -> None:
        self._title, self._stale = title, stale
        self._numbers: dict[tuple[str, ...], int] = {}
        self._found: list[Citation] = []

    def cite(self, *statements: Statement, score: float = 1.0) -> int:
        """The number of a citation for one statement, or for several of one list as one citation.

        The quote of several statements has one line for each; all must stand in the same note.
        """
        key = tuple(statement.id for statement in statements)
        if key not in self._numbers:
            self._numbers[key] = len(self._found) + 1
            self._found.append(self._citation(statements, score))
        return self._numbers[key]

    def cite_within(self, *statements: Statement) -> int:
        """The number of a citation that holds some statements already, as of a passage around them, or of a new one."""
        wanted = {statement.id for statement in statements}
        known = (number for key, number in self._numbers.items() if wanted.issubset(key))
        return next(known, 0) or self.cite(*statements)

    def _citation(self, statements: Sequence[Statement], score: float) -> Citation:
        first = statements[0]
        return Citation(
            n=len(self._found) + 1,
            id=content_of(first.id),
            source=first.source,
            title=self._title(first.source),
            heading=first.block.heading,
            line_start=min(statement.block.line_start for statement in statements),
            line_end=max(statement.block.line_end for statement in statements),
            quote=quoted(statements),
            score=round(score, 4),
            stale=self._stale(first.source),
        )

    def all(self) -> tuple[Citation, ...]:
        """All citations in the order of their numbers."""
        return tuple(self._found)
