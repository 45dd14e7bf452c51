"""Paragraphs to blocks: labels, bare headings, bare lists, flattened tables, sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice

from index.notes.aligned import aligned_rows, find_aligned
from index.notes.labels import (
    answer_at,
    definition_at,
    find_label,
    footnote_at,
    is_lead_in,
    is_remark,
    is_turn,
    question_at,
    starts_label,
)
from index.notes.markup import is_link, mark, plain
from index.notes.pieces import Context, Line, Page, block
from index.notes.sentences import split_sentences
from index.notes.titles import Titles
from index.notes.wrapping import Wrapping
from index.values import Block, Kind, Polarity

_JUNCTION = re.compile(r"(?<=[a-z0-9)])(?=[A-Z][a-z])|(?<=\b[A-Z][A-Z])(?=[A-Z][a-z])")
_TERM = re.compile(r"^[^\W\d_](?!.*[.!?,;:]\s*$).{0,40}$")
_HANGING = re.compile(r"^(?:\t| {4,})[^\s\-*+•#>|]")  # what stands indented below a term tells what it means
_TITLE = 60  # characters
_ENDED = re.compile(r"[.!?]\s")
_CLAIM = re.compile(  # what a cross says is wrong: something quoted, or a whole sentence that forbids nothing
    r"(?is)^\W*[\"“„«].+[\"”“»]\W*$"
    r"|^(?!\W*(?:skip|avoid|never|no|not|do not|don.t|stop)\b).{12,}[.!]\W*$"
)
_SETS_RIGHT = re.compile(
    r"(?i)^\W*(?:(?:right|correct|better|good|true) (?:answers?|ways?|versions?|statements?)\b"
    r"|(?:right|correct|true|truth|the truth|reality|facts?|instead|better|good|(?:say|do) this(?: instead)?)\W*:)"
)
_AGAINST = re.compile(r"(?i)\b(?:never|no|not|don.?t|avoid|without|bad|wrong|cons?|against|forbidden|cannot|can.t)\b")
_MISTAKEN = re.compile(r"(?i)^\W*(?:common )?(?:confusion|misconception|mistake|myth|wrong|false)\s*\W*:")
_CORRECTED = re.compile(  # a mistake with what is right behind it, or what not to do
    r"(?is)\W*[\"“„«][^\"”“»]+[\"”“»]\W*\w"
    r"|\W*(?:do not|don.?t|never|avoid)\b"
    r"|(?:[^\s:]+ ){3,}[^\s:]+(?:: | → | -> | [–—] )(?:\S+ ){3,}"
)
_QUOTED = re.compile(r"\W*[\"“„«][^\"”“»]+[\"”“»]\W*")  # a sentence of somebody's, before what is said of it
_VERDICT = re.compile(
    r"(?i)\b(?:confusions?|misconceptions?|myths?|wrong|mistakes?|traps?|pitfalls?|false|incorrect|anti-?patterns?|bad|don.?ts?"
    r"|realit(?:y|ies)|truths?|facts?|right|correct(?:ion)?|true|instead|good|better|dos?|best practices?)\b"
)
_WRONG = re.compile(
    r"(?i)\b(?:confusion|misconception|myth|wrong|mistake|trap|pitfall|false|incorrect|anti-?pattern)s?\b"
)


def is_crossed(line: str, context: Context) -> bool:
    """Whether an 'x' in front of a list item crosses it out: below 'Never on the heap:', but not below 'Done:'."""
    above = context.lead or "".join(context.heading[-1:])
    return line.lstrip()[:2].lower() == "x " and bool(_AGAINST.search(above))


def is_verdict(raw: str) -> bool:
    """Whether a piece marked with a check or a cross only judges what stands below it: '❌ Common confusion'."""
    return mark(raw) in ("check", "cross") and len(raw) < 40 and bool(_VERDICT.search(raw))


class ParagraphReader:
    """Reads paragraphs and list items, and remembers the lead-in under which the next list stands."""

    def __init__(self, page: Page, new_group: Callable[[], int], titles: Titles) -> None:
        self.page, self.new_group, self.titles, self.bare = page, new_group, titles, titles.bare
        self.wrapping = Wrapping(titles.view)
        self.context = Context()
        self.lead: tuple[str, int] = ("", 0)
        self.rejecting = False
        self.after_heading = True
        self.asked = False  # the lead-in is a question that waits for its answer
        self.introduced = False  # the lead-in stands in the paragraph that is being read
        self.last: tuple[str, int] = ("", 0)  # sentence of that paragraph
        self.bare_lead: tuple[str, int] = ("", 0)  # line without a bullet that may lead in a list right below it

    # -- memory between blocks -----------------------------------------------------------------------------------

    def enter(self, title: str) -> None:
        """A new section starts."""
        self.forget()
        self.after_heading = True
        self.rejecting = bool(_WRONG.search(title))

    def forget(self) -> None:
        """What comes next has no lead-in."""
        self.lead, self.asked = ("", 0), False

    def after_list(self) -> None:
        """A list or table has used the lead-in up."""
        self.forget()
        self.after_heading = False

    def lead_of(self, context: Context) -> Context:
        """The context for a list, table or fence that follows."""
        self.after_heading = False
        said, line = self.lead
        introduces = is_lead_in(said) or said.endswith("?") or (self.bare and ": " not in said)
        return context.under(said, line) if said and introduces and not context.lead else context

    def judge(self, line: str) -> None:
        """A line marked with a check or a cross stands above: what follows is right or wrong."""
        sign = mark(line)
        if sign in ("check", "cross"):
            self.rejecting = sign == "cross"

    def entitle(self, said: Block) -> None:
        """A numbered line is the title of the text that follows, unless it is a sentence itself."""
        if len(said.text) <= _TITLE and not said.text.endswith((".", "!", ";", ",")):
            self.lead, self.asked = (said.text.rstrip(":") + ":", said.line_start), True

    def verdict(self, start: int, end: int, context: Context) -> Block:
        """'Common confusion' or 'Reality', marked with a sign, above what it judges."""
        text = plain(self.page.text[start:end])
        self.lead, self.asked = (text + ":", self.page.line_of(start)), True
        return block(self.page, Kind.LABEL, context, start, end, text=text)

    # -- paragraphs ----------------------------------------------------------------------------------------------

    def read(self, lines: list[Line], context: Context) -> Iterator[Block]:
        """Blocks of the lines of one paragraph. Headings come out as such; the caller opens the section."""
        self.context = context
        if self.lead == self.bare_lead:
            self.forget()
        self.introduced, self.last = self.asked, ("", 0)
        self.asked = False
        at = tableless = 0
        while at < len(lines):
            flattened = self._flattened(lines, at)
            if flattened:
                yield from flattened
                at += len(flattened) + 1
                continue
            table = find_aligned(lines, at) if at >= tableless else None
            tableless = at + table.span if table else tableless
            if table and table.rows:
                yield from aligned_rows(self.page, table, self._table_context())
                self.after_list()
                at += table.span
                continue
            if self._is_term(lines, at):
                yield self.introduce(lines[at].start + _indent(lines[at]), lines[at].end)
                at += 1 + is_turn(lines[at + 1].text)
                continue
            title = self._title(lines[at])
            if title or self.titles.is_underline(lines[at].number - 1):
                yield from [title] if title else []
                at += 1
                continue
            last = self._last_of_run(lines, at)
            yield from self._run(lines[at : last + 1])
            at = last + 1
        if self.introduced and self.last[0]:  # the lead-in is used up
            self.lead, self.asked = self.last, False
        if self.lead == self.bare_lead and self.context.group and not self._runs_into_list(lines[-1]):
            self.forget()

    @staticmethod
    def _is_term(lines: list[Line], at: int) -> bool:
        """Whether the next line tells what this one means."""
        if at + 1 == len(lines) or definition_at(lines[at].text):
            return False
        return (
            bool(definition_at(lines[at + 1].text))
            or (at + 2 < len(lines) and is_turn(lines[at + 1].text))
            or (_TERM.match(lines[at].text) is not None and bool(_HANGING.match(lines[at + 1].text)))
        )

    def _runs_into_list(self, last: Line) -> bool:
        """Whether a bare item may lead in what follows: when that follows at once, or the item stands alone."""
        following = self.page.lines[last.number : last.number + 1]
        before = self.page.lines[max(last.number - 2, 0)].text if last.number > 1 else ""
        return bool(following and following[0].text.strip()) or not before.strip()

    def _title(self, line: Line) -> Block | None:
        level = self.titles.level(line.number - 1)
        return self._heading(line, plain(line.text), level) if level else None

    def _heading(self, line: Line, title: str, level: int) -> Block:
        return block(self.page, Kind.HEADING, replace(self.context, level=level), line.start, line.end, text=title)

    def _last_of_run(self, lines: list[Line], at: int) -> int:
        """Index of the last line that belongs to the same run of text: wrapped lines run on."""
        while at + 1 < len(lines):
            this, following = lines[at], lines[at + 1]
            starts_anew = (
                starts_label(following.text) or mark(following.text) or self.titles.level(following.number - 1)
            )
            if starts_anew or not self.wrapping.runs_on(this.text, following.text):
                return at
            at += 1
        return at

    def _run(self, lines: list[Line]) -> Iterator[Block]:
        line = lines[0]
        start = line.start + _indent(line)
        end, sign = lines[-1].end, mark(line.text)
        raw = self.page.text[start:end]
        self.rejecting = self.rejecting and not _SETS_RIGHT.match(raw)
        if asks := question_at(raw):
            yield self.introduce(start + asks[0], start + asks[1])
            self.asked = True
        elif is_remark(raw) or (is_lead_in(raw) and len(lines) == 1 and len(raw) <= 100 and not _ENDED.search(raw)):
            yield self.introduce(start, end)
        elif self._is_bare_item(line, len(lines)):
            yield self._bare_item(start, end)
        else:
            self.after_heading = False
            leads = definition_at(raw) or (answer_at(raw) if self.introduced else 0)
            under = self.introduced or leads
            context = self.context.under(*self.lead) if under and self.lead[0] else self.context
            yield from self._sentences(start + (leads or footnote_at(raw)), end, context, sign)

    def introduce(self, start: int, end: int) -> Block:
        """A piece that says what the next one is about."""
        text = plain(self.page.text[start:end])
        self.lead = (text if is_lead_in(text) or text.endswith("?") else text + ":", self.page.line_of(start))
        self.introduced, self.after_heading, self.last = True, False, ("", 0)
        self.context = replace(self.context, group=0, lead="", lead_line=0)
        return block(self.page, Kind.LABEL, self.context, start, end, text=text)

    def _is_bare_item(self, line: Line, count: int) -> bool:
        text = line.text.strip()
        if definition_at(text) or (self.introduced and answer_at(text)):
            return False
        if count > 1 or self.bare:
            return count == 1 and self.titles.is_list(line.number - 1)
        return len(text) < 50 and not text.endswith((".", "!", "?", ":")) and "**" not in text

    def _bare_item(self, start: int, end: int) -> Block:
        if not self.context.group:
            self.context = replace(self.lead_of(self.context), group=self.new_group(), level=1)
        polarity = Polarity.REJECTED if self.rejecting else Polarity.ASSERTED
        label = find_label(self.page.text[start:end])
        inside = replace(self.context, polarity=polarity, term=label.text if label else "")
        piece = block(self.page, Kind.ITEM, inside, start, end)
        says_nothing = is_link(self.page.text[start:end])
        self.lead = self.bare_lead = ("" if says_nothing else piece.text + ":", piece.line_start)
        self.introduced = False
        return piece

    def _sentences(self, start: int, end: int, context: Context, sign: str) -> Iterator[Block]:
        raw = self.page.text[start:end]
        label = find_label(raw)
        inside = replace(context, polarity=self._polarity(sign, raw))
        if label and label.leads:
            inside = inside.under(label.text, self.page.line_of(start))
            start += label.at
        elif label:
            inside = replace(inside, term=label.text)
        if start >= end and label:
            self.lead = (label.text + ":", self.page.line_of(start))
            return
        last: Block | None = None
        for from_, to in _spans(self.page.text, start, end, label.at if label and not label.leads else 0):
            asks = to < end and self.page.text[from_:to].rstrip().endswith("?")
            last = block(self.page, Kind.LABEL if asks else Kind.SENTENCE, inside, from_, to, sign=sign)
            if last.text:
                yield last
            if asks:
                inside = inside.under(last.text, last.line_start)
        self.last = (last.text, last.line_start) if last else ("", 0)
        if not self.introduced:
            self.lead = self.last

    def _polarity(self, sign: str, raw: str) -> Polarity:
        if sign == "check":
            return Polarity.ASSERTED
        mistaken = self.rejecting and not (sign != "cross" and _CORRECTED.match(raw))
        if mistaken or _MISTAKEN.match(raw) or (sign == "cross" and _CLAIM.match(raw)):
            return Polarity.REJECTED
        return Polarity.NEGATED if sign == "cross" else Polarity.ASSERTED

    # -- list items ----------------------------------------------------------------------------------------------

    def item(self, start: int, end: int, context: Context, sign: str) -> list[Block]:
        """Blocks of a list item's own text: one, or one a sentence when it has several."""
        raw = self.page.text[start:end]
        label = find_label(raw)
        inside = replace(context, term=label.text if label else "", polarity=self._polarity(sign, raw))
        if asks := question_at(raw):
            return [
                block(
                    self.page,
                    Kind.LABEL,
                    replace(inside, term="", lead="", lead_line=0),
                    start + asks[0],
                    start + asks[1],
                )
            ]
        if is_lead_in(raw):
            return [block(self.page, Kind.LABEL, inside, start, end, sign=sign)]
        if context.lead.endswith("?"):
            start += answer_at(raw)
        spans = list(_spans(self.page.text, start, end, label.at if label else 0))
        kind = Kind.SENTENCE if sign == "pin" else Kind.ITEM
        if len(spans) < 2 or len(raw) < 160:
            return [piece for piece in [block(self.page, kind, inside, start, end, sign=sign)] if piece.text]
        return [block(self.page, kind, inside, from_, to, sign=sign) for from_, to in spans]

    # -- tables whose cells ran together -------------------------------------------------------------------------

    def _table_context(self) -> Context:
        context = self.context.under(*self.lead) if is_lead_in(self.lead[0]) else self.context
        return replace(context, group=self.new_group(), level=0)

    def _flattened(self, lines: list[Line], at: int) -> list[Block]:
        """Rows of a two-column table pasted without separators ('Read ReplicasMulti-AZ'), or nothing.

        A row is quoted whole: its cells end in the middle of a word.
        """
        cuts: list[int] = []
        for line in lines[at:]:
            found = [m.start() for m in _JUNCTION.finditer(line.text) if " " in line.text[: m.start()].strip()]
            if len(found) != 1:
                break
            cuts.append(found[0])
        if len(cuts) < 3 or not self.bare:
            return []
        header = (lines[at].text[: cuts[0]].strip(), lines[at].text[cuts[0] :].strip())
        inside, blocks = replace(self.context, header=header, group=self.new_group()), []
        for line, cut in zip(lines[at + 1 :], cuts[1:], strict=False):
            cells = (line.text[:cut].strip(), line.text[cut:].strip())
            blocks.append(block(self.page, Kind.ROW, replace(inside, cells=cells), line.start, line.end))
        return blocks


def _spans(text: str, start: int, end: int, label: int) -> Iterator[tuple[int, int]]:
    """The sentences of a piece; a label in front stays with the first, although a full stop may end it."""
    spans = split_sentences(text, start + label, end)
    for from_, to in islice(spans, 1):
        quoted = _QUOTED.fullmatch(text, from_, to)
        yield start, next(spans, (from_, to))[1] if quoted else to
    yield from spans


def _indent(line: Line) -> int:
    return len(line.text) - len(line.text.lstrip())
