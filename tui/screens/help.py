"""Keys and commands, taken from the bindings and widgets themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.commands import COMMANDS, Command
from tui.screens import import_all

Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Section:
    """What one screen or widget is, and its rows: keys, what they do, and what keymap.toml calls them."""

    title: str
    rows: tuple[Row, ...]


class HelpScreen(ModalScreen[None]):
    """Sections for the parts of the screen below, then the commands."""

    BINDING_GROUP_TITLE = "Help"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "leave", "Close", id="help.close", tooltip="Back to the screen"),
    ]

    def __init__(self, nodes: Iterable[DOMNode]) -> None:
        super().__init__()
        self.sections = tuple(sections_of([*nodes, self]))

    def compose(self) -> ComposeResult:
        """A scrolled list."""
        with VerticalScroll(classes="dialog"):
            yield Static(Content("Keys and commands"), classes="dialog-title")
            for section in self.sections:
                yield Static(Content(section.title), classes="help-section")
                yield Static(table_of(section.rows))

    def action_leave(self) -> None:
        """Close."""
        self.dismiss()


def table_of(rows: Iterable[Row]) -> Table:
    """Keys, meanings, names."""
    table = Table.grid(padding=(0, 2, 0, 0), expand=True)
    table.add_column(width=16)
    table.add_column(ratio=1)
    table.add_column(justify="right")
    for keys, meaning, name in rows:
        table.add_row(Text(keys, "bold"), Text(meaning), Text(name, "dim"))
    return table


def sections_of(nodes: Iterable[DOMNode]) -> Iterator[Section]:
    """A section for each kind of node that brings keys of its own, then one for the commands."""
    seen: set[type] = set()
    for node in nodes:
        for kind in type(node).__mro__:
            if kind.__module__.startswith("tui.") and kind not in seen:
                seen.add(kind)
                rows = tuple(rows_of(node, kind))
                if rows:
                    yield Section(str(kind.__dict__["BINDING_GROUP_TITLE"]), rows)
    yield Section("Commands, typed as a question", tuple((_usage(command), command.help, "") for command in COMMANDS))


def rows_of(node: DOMNode, kind: type) -> Iterator[Row]:
    """The keys that `kind` brings to the node, as the keymap has them, and what they do."""
    own = {binding.id for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))}
    bindings = node._bindings.copy()
    bindings.apply_keymap(node.app._keymap)
    keys: dict[str, list[str]] = {}
    meanings: dict[str, str] = {}
    for _, binding in bindings:
        if binding.id in own and binding.id:
            keys.setdefault(binding.id, []).append(node.app.get_key_display(binding))
            meanings[binding.id] = binding.tooltip
    yield from ((" ".join(keys[name]), meaning, name) for name, meaning in meanings.items())


def _usage(command: Command) -> str:
    return f"/{command.name} {command.argument}".rstrip()


def all_bindings() -> Iterator[Binding]:
    """Every binding that a screen or widget of ours brings."""
    import_all()
    for kind in kinds():
        yield from Binding.make_bindings(kind.__dict__.get("BINDINGS", ()))


def kinds(kind: type[DOMNode] = DOMNode) -> Iterator[type[DOMNode]]:
    """Every screen and widget of ours that is imported."""
    if kind.__module__.startswith("tui."):
        yield kind
    for child in kind.__subclasses__():
        yield from kinds(child)
