"""A note's text to blocks: Markdown as markdown-it reads it, and the ways people write without it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import count

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from index.notes.code import parse_code
from index.notes.conventions import as_markdown, emoji_level, emoji_prefix
from index.notes.drawings import is_drawing, parse_drawing
from index.notes.markup import mark, plain
from index.notes.paragraphs import ParagraphReader, is_crossed, is_verdict
from index.notes.pieces import Context, Line, Page, block
from index.notes.titles import Titles
from index.notes.web import parse_web_part
from index.values import Block, Kind

_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable(["code", "lheading"])
_ITEM_SIGN = re.compile(r"^[\s>]*(?:[-*+]|(?P<number>\d+[.)]))\s+(?:\[[ xX/<>!?*-]\]\s+)?")
_QUOTE_SIGN = re.compile(r"^\s*(?:>\s?)+")
_CALLOUT = re.compile(r"^[\s>]*\[!(?P<kind>\w+)\][+-]?\s*(?P<title>.*)$")
_TITLE_SIGN = re.compile(r"^\s{0,3}(?:#+|={2,}|\*+)\s*")


def parse_blocks(text: str, *, first_line: int = 1) -> list[Block]:
    """All blocks of a note in order. Lines before `first_line` (front matter) are passed over."""
    return list(_Reader(text, first_line).read())


class _Reader:
    """Walks the Markdown tree of one note and keeps the heading path, the section and the lead-in."""

    def __init__(self, text: str, first_line: int) -> None:
        self.page = Page(text)
        view = as_markdown(text).split("\n")
        view[: first_line - 1] = [""] * (first_line - 1)
        self.view = view
        self.groups = count(1)
        self.sections = count(1)
        self.path: list[tuple[int, str]] = []
        self.context = Context()
        self.paragraphs = ParagraphReader(self.page, self._new_group, Titles(view))
        self.last_line = 0  # of the text read so far
        self.quotes = 0  # block quotes around what is being read
        self.base = 0  # lines above the part of the note that is being parsed

    def read(self) -> Iterator[Block]:
        """Blocks in order."""
        for node in SyntaxTreeNode(_MARKDOWN.parse("\n".join(self.view))).children:
            self._lost_heading(node)
            yield from self._node(node, self.context)
            self.last_line = self._last_text_line(node)

    def _new_group(self) -> int:
        return next(self.groups)

    # -- structure -----------------------------------------------------------------------------------------------

    def _lost_heading(self, node: SyntaxTreeNode) -> None:
        """In notes whose headings are bare lines, two blank lines end what the last heading covers."""
        gap = node.map[0] - self.last_line if node.map else 0
        lost = self.paragraphs.bare and not self.paragraphs.after_heading and node.type == "paragraph"
        if lost and gap >= 2 and self.last_line:
            self._enter(self.path[:-1], "")

    def _last_text_line(self, node: SyntaxTreeNode) -> int:
        last = self._span(node)[1] if node.map else self.last_line
        while last > 0 and not self.page.lines[last - 1].text.strip():
            last -= 1
        return last

    def _node(self, node: SyntaxTreeNode, context: Context) -> Iterator[Block]:
        match node.type:
            case "heading":
                yield self._heading(node)
            case "paragraph":
                yield from self._paragraph(self._lines(node), context)
            case "bullet_list" | "ordered_list":
                yield from self._list(node, self.paragraphs.lead_of(context), 1)
            case "fence":
                yield from self._fence(node, self.paragraphs.lead_of(context))
            case "table":
                yield from self._table(node, self.paragraphs.lead_of(context))
            case "blockquote":
                yield from self._quote(node, context)
            case "html_block":
                yield from self._html(node)
            case "hr":
                self.paragraphs.forget()

    def _span(self, node: SyntaxTreeNode) -> tuple[int, int]:
        """Indices of a node's first line and of the line behind its last."""
        first, last = node.map or (0, 0)
        return first + self.base, last + self.base

    def _lines(self, node: SyntaxTreeNode) -> list[Line]:
        first, last = self._span(node)
        lines = (
            (_unquoted(line) for line in self.page.lines[first:last]) if self.quotes else self.page.lines[first:last]
        )
        return [line for line in lines if line.text.strip()]

    # -- headings ------------------------------------------------------------------------------------------------

    def _heading(self, node: SyntaxTreeNode) -> Block:
        line = self._lines(node)[0]
        emoji = emoji_prefix(line.text) or len(mark(line.text)[:1])
        sign = _TITLE_SIGN.match(line.text)
        start = emoji or (sign.end() if sign else 0)
        title = plain(line.text[start:].rstrip().rstrip("#="))
        return self._open_section(line, start, title, emoji_level(title) if emoji else int(node.tag[1:]))

    def _open_section(self, line: Line, start: int, title: str, level: int) -> Block:
        outer = [(other, name) for other, name in self.path if other < level]
        self._enter([*outer, (level, title)], title)
        return block(
            self.page, Kind.HEADING, replace(self.context, level=level), line.start + start, line.end, text=title
        )

    def _enter(self, path: list[tuple[int, str]], title: str) -> None:
        self.path = path
        self.context = Context(heading=tuple(name for _, name in path), section=next(self.sections))
        self.paragraphs.enter(title)

    # -- text ----------------------------------------------------------------------------------------------------

    def _paragraph(self, lines: list[Line], context: Context) -> Iterator[Block]:
        for piece in self.paragraphs.read(lines, context):
            if piece.kind is Kind.HEADING:
                line = self.page.lines[piece.line_start - 1]
                yield self._open_section(line, piece.start - line.start, piece.text, piece.level)
                self.paragraphs.context = context = self.context
            else:
                yield piece

    def _quote(self, node: SyntaxTreeNode, context: Context) -> Iterator[Block]:
        self.quotes += 1
        for child in node.children:
            lines = self._lines(child)
            callout = _CALLOUT.match(lines[0].text) if lines else None
            if callout:
                alone = len(lines) == 1 == len(node.children)
                yield from self._callout(lines[0], callout, context, alone)
                context = context.under(*self.paragraphs.lead) if not alone else context
                yield from self._paragraph(lines[1:], context)
            else:
                yield from self._node(child, context)
        self.quotes -= 1

    def _callout(self, line: Line, found: re.Match[str], context: Context, alone: bool) -> Iterator[Block]:
        """The title of a callout leads in what it holds; where it holds nothing else it is the text."""
        if alone and found["title"]:
            start = line.start + found.start("title")
            yield from self._paragraph([Line(line.number, start, found["title"])], context)
            return
        title = plain(found["title"]) or found["kind"].capitalize()
        self.paragraphs.context = context
        if found["title"]:
            yield self.paragraphs.introduce(line.start + found.start("title"), line.end)
        self.paragraphs.lead = (title if title.endswith((":", "?")) else title + ":", line.number)

    def _list(self, node: SyntaxTreeNode, context: Context, level: int) -> Iterator[Block]:
        inside = replace(context, group=self._new_group(), level=level)
        first = True  # of the list, or of what goes on behind unmarked text
        leads: Block | None = None  # an item that only leads in what comes next, in the list or behind it
        for item in node.children:
            head, *rest = item.children or [node]
            if head.type != "paragraph":
                yield from self._node(head, inside) if head is not node else ()
                continue
            own, loose = _split_lazy(self._lines(head))
            alone = len(node.children) == 1 and not rest and _is_paragraph(node.next_sibling)
            judges = (bool(loose) or alone) and first and is_verdict(own[0].text.strip())
            said = self._item(own, inside, judges=judges)
            yield from said
            yield from self._hanging(rest, _below(inside, said[-1]) if said else inside, level)
            first = bool(loose)
            leads = said[-1] if said and said[-1].kind is Kind.LABEL and not (rest or loose or judges) else None
            if leads:
                inside = replace(_below(inside, leads), group=self._new_group())
            if loose or alone:
                if judges:
                    self.paragraphs.judge(own[0].text)
                elif said and node.type == "ordered_list":
                    self.paragraphs.entitle(said[-1])
            if loose:
                yield from self._loose(loose)
                inside = replace(self.paragraphs.lead_of(self.context), group=self._new_group(), level=level)
        if not self.paragraphs.asked:
            self.paragraphs.after_list()
        if leads:
            self.paragraphs.lead = (leads.text, leads.line_start)

    def _hanging(self, nodes: list[SyntaxTreeNode], context: Context, level: int) -> Iterator[Block]:
        """What hangs below the text of a list item."""
        for node in nodes:
            if node.type.endswith("_list"):
                yield from self._list(node, context, level + 1)
            else:
                yield from self._node(node, context)

    def _loose(self, lines: list[Line]) -> Iterator[Block]:
        """Lines that Markdown counts to a list item or table only because no blank line ends it."""
        first, base = lines[0].number - 1, self.base
        self.base = first
        for node in SyntaxTreeNode(_MARKDOWN.parse("\n".join(self.view[first : lines[-1].number]))).children:
            yield from self._node(node, self.context)
        self.base = base

    def _item(self, lines: list[Line], context: Context, *, judges: bool) -> list[Block]:
        first = lines[0]
        sign = _ITEM_SIGN.match(self.view[first.number - 1])
        whole = self.page.lines[first.number - 1]
        start = whole.start + (sign.end() if sign else 0)
        start -= bool(sign) and not self.page.text[start - 1].isspace()  # '-item'
        crossed = "cross" if is_crossed(first.text, context) else ""
        counted = "number" if sign and sign["number"] else ""
        symbol = mark(first.text) or mark(self.page.text[start : first.end]) or crossed or counted
        if symbol == "pin":
            context = replace(context, group=0, lead="", lead_line=0)
        if judges:
            return [self.paragraphs.verdict(start, lines[-1].end, context)]
        return self.paragraphs.item(start, lines[-1].end, context, symbol)

    # -- tables and fences ---------------------------------------------------------------------------------------

    def _table(self, node: SyntaxTreeNode, context: Context) -> Iterator[Block]:
        rows = [row for part in node.children for row in part.children]
        stray = next((row for row in rows if "|" not in self._lines(row)[0].text), None)
        rows = rows[: rows.index(stray)] if stray else rows
        header: tuple[str, ...] = ()
        inside = replace(context, group=self._new_group())
        for row in rows:
            line = self._lines(row)[0]
            cells = tuple(plain(cell.children[0].content) if cell.children else "" for cell in row.children)
            if not header:
                header = cells
                continue
            start = line.start + len(line.text) - len(line.text.lstrip())
            full = replace(inside, header=header, cells=cells, term=cells[0] if cells else "")
            yield block(self.page, Kind.ROW, full, start, line.end, text=" | ".join(cells))
        self.paragraphs.after_list()
        if stray:
            first = self._span(stray)[0]
            yield from self._loose([line for line in self.page.lines[first : self._span(node)[1]] if line.text.strip()])

    def _html(self, node: SyntaxTreeNode) -> Iterator[Block]:
        first, last = self._span(node)
        groups: defaultdict[int, int] = defaultdict(self._new_group, {0: 0})
        for piece in parse_web_part(self.page, self.page.lines[first], self.page.lines[last - 1]):
            if piece.kind is Kind.HEADING:
                line = self.page.lines[piece.line_start - 1]
                yield self._open_section(line, piece.start - line.start, piece.text, piece.level)
            else:
                near = self.context
                yield replace(piece, heading=near.heading, section=near.section, group=groups[piece.group])

    def _fence(self, node: SyntaxTreeNode, context: Context) -> Iterator[Block]:
        first, last = self._span(node)
        closed = self.page.lines[last - 1].text.strip().startswith(node.markup or "```") and last - 1 > first
        lines = self.page.lines[first + 1 : last - 1 if closed else last]
        language = (node.info or "").split(" ")[0].lower()
        if not language and is_drawing(lines):
            yield from parse_drawing(self.page, lines, context, self._new_group)
        elif language != "json":
            yield from parse_code(self.page, lines, language, replace(context, group=self._new_group()))
        self.paragraphs.after_list()


def _is_paragraph(node: SyntaxTreeNode | None) -> bool:
    return node is not None and node.type == "paragraph"


def _below(context: Context, said: Block) -> Context:
    """The context of what hangs below a list item: the item leads it in."""
    return context.under(said.text, said.line_start)


def _split_lazy(lines: list[Line]) -> tuple[list[Line], list[Line]]:
    """An item's own lines, and lines that only run on because no blank line ends the item."""
    indent = len(lines[0].text) - len(lines[0].text.lstrip())
    for at, line in enumerate(lines[1:], 1):
        text = line.text.lstrip()
        if len(line.text) - len(text) <= indent and not text[0].islower():
            return lines[:at], lines[at:]
    return lines, []


def _unquoted(line: Line) -> Line:
    """A line of a block quote without its signs."""
    sign = _QUOTE_SIGN.match(line.text)
    return Line(line.number, line.start + sign.end(), line.text[sign.end() :]) if sign else line
