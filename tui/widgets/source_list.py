"""The sources of an answer."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.widgets.citation_row import CitationRow
from tui.widgets.more_row import MoreRow
from tutor.values import Citation

FIRST = 5  # shown at once; more would push the answer off the screen


class SourceList(Vertical):
    """One row for each source; all but the first few are shown when they are asked for."""

    def __init__(self, citations: Iterable[Citation] = ()) -> None:
        super().__init__()
        self._first = tuple(citations)
        self._whole = False
        self._count = 0

    def compose(self) -> ComposeResult:
        """The row for those that are not shown comes last."""
        yield MoreRow()

    def on_mount(self) -> None:
        """Show those that are known already."""
        self.add(self._first)

    def add(self, citations: Iterable[Citation]) -> None:
        """Show more sources."""
        more = self.query_one(MoreRow)
        rows = [CitationRow(citation) for citation in citations]
        self.mount_all(rows, before=more)
        if not self._whole:
            for row in rows[max(FIRST - self._count, 0) :]:
                row.display = False
                more.count += 1
        self._count += len(rows)

    def clear(self) -> None:
        """Take all back."""
        self.query(CitationRow).remove()
        self.query_one(MoreRow).count = self._count = 0

    def on_more_row_wanted(self, event: MoreRow.Wanted) -> None:
        """Show them all, and go on where the row was."""
        event.stop()
        hidden = [row for row in self.query(CitationRow) if not row.display]
        self._whole = True
        for row in hidden:
            row.display = True
        self.query_one(MoreRow).count = 0
        hidden[0].focus()
