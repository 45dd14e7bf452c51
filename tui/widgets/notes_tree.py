"""The notes in their folders, each with its state and its headings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from tui.reading import one_line
from tui.service import Json


@dataclass(frozen=True, slots=True)
class Spot:
    """A note, or a heading in it; a note that failed has no text to show."""

    source: str
    line: int = 1
    heading: tuple[str, ...] = ()
    failed: str = ""


class NotesTree(Tree[Spot | None]):
    """Enter opens a note at the line; right and left unfold and fold."""

    BINDING_GROUP_TITLE = "Notes"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select_cursor", "Open", id="tree.open", tooltip="Show the note at this heading"),
        Binding("right,space", "unfold", "Unfold", id="tree.unfold", tooltip="Show what is below"),
        Binding("left", "fold", "Fold", id="tree.fold", show=False, tooltip="Hide what is below"),
    ]

    @dataclass
    class Opened(Message):
        """A note is to be shown."""

        spot: Spot

    @dataclass
    class HeadingsWanted(Message):
        """A note was unfolded for the first time."""

        source: str

    def __init__(self) -> None:
        super().__init__("notes")
        self.show_root = False
        self.auto_expand = False

    def show(self, sources: Iterable[Json], failed: Mapping[str, str]) -> None:
        """Fill the tree."""
        self.clear()
        folders: dict[str, TreeNode[Spot | None]] = {"": self.root}
        known = {str(body["source"]): body for body in sources}
        for source in sorted({*known, *failed}):
            folder, _, name = source.rpartition("/")
            parent = folders.get(folder) or folders.setdefault(
                folder, self.root.add(Text(one_line(folder) + "/"), expand=True)
            )
            parent.add(
                note_label(name, known.get(source), failed.get(source, "")),
                Spot(source, failed=failed.get(source, "")),
                allow_expand=source in known,
            )
        self.root.expand()
        self.cursor_line = 0

    def add_headings(self, source: str, headings: Iterable[Spot], levels: Iterable[int]) -> None:
        """Fill in below a note."""
        for node in self._walk(self.root):
            if node.data and node.data.source == source and not node.data.heading:
                for spot, level in zip(headings, levels, strict=True):
                    title = spot.heading[-1] if spot.heading else ""
                    node.add_leaf(Text("  " * max(level - 1, 0) + title), spot)
                return

    def _walk(self, node: TreeNode[Spot | None]) -> Iterable[TreeNode[Spot | None]]:
        yield node
        for child in node.children:
            yield from self._walk(child)

    def on_tree_node_selected(self, event: Tree.NodeSelected[Spot | None]) -> None:
        """Enter or a click."""
        event.stop()
        if event.node.data:
            self.post_message(self.Opened(event.node.data))
        else:
            event.node.toggle()

    def on_tree_node_expanded(self, event: Tree.NodeExpanded[Spot | None]) -> None:
        """Headings are fetched when they are wanted."""
        event.stop()
        if event.node.data and not event.node.children:
            self.post_message(self.HeadingsWanted(event.node.data.source))

    def action_unfold(self) -> None:
        """Show what is below the cursor."""
        if self.cursor_node and self.cursor_node.allow_expand:
            self.cursor_node.expand()

    def action_fold(self) -> None:
        """Hide what is below the cursor, or move to what it is below of."""
        node = self.cursor_node
        if node and node.is_expanded and node.children:
            node.collapse()
        elif node and node.parent and node.parent is not self.root:
            self.move_cursor(node.parent)


def note_label(name: str, body: Json | None, failed: str) -> Text:
    """Name, state and title; the state is a word, so that it needs no colour."""
    label = Text(one_line(name), no_wrap=True)
    if failed:
        return label.append(f"  failed: {failed}", "bold red")
    stale, title = bool((body or {}).get("stale")), one_line(str((body or {}).get("title", "")))
    label.append("  changed" if stale else "  fresh", "bold yellow" if stale else "dim")
    return label.append(f"  {title}", "dim") if title != PurePath(name).stem else label
