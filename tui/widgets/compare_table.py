"""The table of a comparison."""

from __future__ import annotations

from dataclasses import dataclass

from rich.text import Text
from textual.events import Resize
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import DataTable

from tui.reading import one_line, plain
from tui.service import Json

NARROWEST = 16  # cells; below that the table scrolls sideways
ASPECT_SHARE = 5  # the aspects' column gets a fifth of the width, at most


class CompareTable(DataTable[Text]):
    """Aspects down, things across; '≠' before an aspect says that they differ."""

    only_differing: reactive[bool] = reactive(False, init=False)

    @dataclass
    class Opened(Message):
        """A cell with sources was chosen; `n` is its first citation."""

        n: int

    def __init__(self, body: Json) -> None:
        super().__init__(cursor_type="cell", zebra_stripes=True, fixed_columns=1)
        self._body = body

    def on_resize(self, event: Resize) -> None:
        """Columns share the width there is."""
        self._fill()

    def watch_only_differing(self) -> None:
        """Show more or fewer rows."""
        self._fill()

    def action_cursor_up(self) -> None:
        """Above the first row are the names."""
        if self.cursor_row:
            super().action_cursor_up()
        else:
            self.screen.focus_previous()

    def action_cursor_down(self) -> None:
        """Below the last row are the reasons and the sources."""
        if self.cursor_row + 1 < self.row_count:
            super().action_cursor_down()
        else:
            self.screen.focus_next()

    def _fill(self) -> None:
        at = self.cursor_coordinate
        self.clear(columns=True)
        entities = self._body["entities"]
        room = self.container_size.width - 2 * (len(entities) + 1) - 2
        aspects = min(max(room // ASPECT_SHARE, 10), 24)
        each = max((room - aspects) // max(len(entities), 1), NARROWEST)
        self.add_column("", width=aspects)
        for entity in entities:
            self.add_column(Text(one_line(str(entity["name"])), "bold"), width=each)
        for row in self._rows():
            self.add_row(aspect_label(row), *map(cell_text, row["cells"]), height=None)
        self.move_cursor(row=at.row, column=max(at.column, 1), animate=False)

    def _rows(self) -> list[Json]:
        return [row for row in self._body["rows"] if row.get("differs") or not self.only_differing]

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        """Enter or a click."""
        event.stop()
        column = event.coordinate.column - 1
        cell = self._rows()[event.coordinate.row]["cells"][column] if column >= 0 else {}
        if cell.get("citations"):
            self.post_message(self.Opened(int(cell["citations"][0])))


def aspect_label(row: Json) -> Text:
    """'≠ latency' where the cells differ."""
    return Text(("≠ " if row.get("differs") else "  ") + one_line(str(row["aspect"])), "bold")


def cell_text(cell: Json) -> Text:
    """The cell's words with its marks; never read as markup."""
    text = Text(plain(str(cell["text"])))
    for n in cell.get("citations", ()):
        text.append(f" [{n}]", "dim")
    return text
