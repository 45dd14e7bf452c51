"""What statements say and stand under, whoever asks: worked out once, and only looked up by each question."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.values import Block, Kind, Polarity, Statement
from tutor.answering.gathering import Sections
from tutor.answering.shapes import is_marked, opens, outlines, shape_of, units
from tutor.subjects import Subjects
from tutor.values import Intent
from tutor.words import LEANING, STOP_WORDS, has_number, has_words, stem, stems, tokens

OWN, NEAR, HEADING, OUTER = 1, 2, 4, 8  # where a word stands: in a piece, its lead-in or label, its headings
SAID, HEADED, CONTEXT = OWN | NEAR, NEAR | HEADING, OWN | NEAR | HEADING
CODE_WORDS = frozenset(
    "command line cli terminal shell code script example sample python javascript bash".split()
)  # asked for, a code block answers

_KEPT = 16_384  # pieces
_MANY = 14  # statements; longer lists are not one answer
_LONG = 20  # words
BRIEF = 12  # words
_FEW = 2  # items of a numbered list are no steps
_SHORT = 4  # statements
_FIRST = 8  # words, among which a thing is named that it begins with
_SOUND = {Kind.PANEL: 0.4, Kind.CODE: 0.3, Kind.LABEL: 0.5}
_HINTED = 0.6  # of having the form of an answer
NUMBERED = re.compile(  # 'shard 1' and 'us-east-1' name one and count none; 'max 5' counts
    r"\b(?!(?i:max|min|maximum|minimum|about|only|least|most|than|exactly|over|under|nearly|limit|total)\b)"
    r"([A-Za-z]{2,}(?:-[A-Za-z]+)+(?=-\d)|[A-Za-z]{3,}(?= \d{1,2}\b(?! ?[%x×/.-]| [a-z])))[- ]\d{1,2}\b"
)
_OFTEN = re.compile(
    r"(?i)\b(?:once|hourly|daily|nightly|weekly|monthly|yearly|every (?:second|minute|hour|day|week|month|year)"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
    r"|indefinitely|forever|permanently|until (?:deleted|removed|revoked))\b"
)
_SIDED = (Intent.WHEN_TO_USE, Intent.WHEN_NOT)
_PRONOUN = re.compile(r"(?:It|This|That|These|They|Those|Both|Such|Its|Their|He|She)\b")
_POINTS_BACK = re.compile(
    rf"{_PRONOUN.pattern}|[A-Z][\w']+ (?:\w+ )?(?:it|them)\b|(?:An?|The) (?:[\w-]+ ){{1,3}}of (?:it|them|this|these)\b"
)
_REMARK = re.compile(r"(?m)(?:^|(?<=\s))(?:#+|//|--) +(\S.*)$")
_TOLD = re.compile(  # a comment without its sign, or a setting with its comment
    r"(?!.*\s--?\w)[\w\s,;.:()'’/%!?-]+|[\w.-]+\s*[:=]\s.*\s(?:#|//)\s.*"
)
_ALIAS = re.compile(
    r"\((?:also |the |an? |= ?)*([\w][^():;]{1,40})\)|\b(?:called|named|known as) (?:the |an? )?((?:[\w-]+ ?){1,3})"
    r"|\b((?:[\w-]+ ){1,2}(?:is|are) said to be [\w-]+)"
    r"|(?<=[a-z] )((?:[\w'-]+ ){0,2}[\w'-]+), (?:the|an?) [^,;:]{8,}$"
)
_DEFINING = ("what it is", "what is it", "definition", "meaning")
_DEFINITION = re.compile(
    r"^(?:an? |the )?(?P<name>[^.;:=]{2,60}?)"
    r"(?: (?:is|are|stands? for|means?|refers to|(?:occurs?|happens?|arises?) (?=when|if|where))\b| ?[=≈] | [–—-] )",
    re.IGNORECASE,
)
_EQUATED = re.compile(r"(?:->|→|[:;(]) ?(?:an? |the )?(?P<name>[\w'’ -]{2,40}?) ?[=≈] ")  # later in a line of keywords
_SAYS_NOTHING = re.compile(  # itself: a question of a quiz, or where more is to be read or seen
    r"(?i)\W*(?:true or false|right or wrong|yes or no)\b"
    r"|\W*(?:for|to (?:learn|get|find|read)(?: out)?) (?:more|further|additional) (?:information|details|about|on)\b"
    r"|\W*(?:for example, )?(?:the )?following (?:table|diagram|image|figure|picture|screenshot|section|topic)s?\b"
)
_NEEDLESS = re.compile(r"(?i)\W*(?:(?:you )?(?:do(?:es)? not|don.?t) (?:need|require|want|care)|no need)\b")
_ADDED = re.compile(r"\([^()]*\)|\b\w\b")  # in brackets, or a single letter
_SAYS_LITTLE = re.compile(  # of what a thing is: 'a newer feature', and nothing behind it
    r"(?i)\s*(?:an?|one|the)(?: \w+){0,2} (?:feature|thing|topic|addition|concept|idea|option)s?(?=\W*$|\s*[(,.;])"
    r"|\s*(?:an?|the) (?:right|wrong|best|better|good|bad|usual|safe\w*|cheap\w*) \w+ (?:for|to|when|if|in)\b"
)
_KIND = re.compile(r"(?<=[=≈–—-] )|(?i:\s*(?:an?|the|one|our|any|another|like|where|when|how|what)\b(?! \d))|\W*[A-Z]")
_ACRONYM = re.compile(  # as in 'Time to Live (TTL)', 'TTL (Time to Live)' or 'TTL - Time to Live'
    r"\b[A-Z][\w-]+ [\w-]+ ?[\w -]{0,30}\(([A-Z][A-Za-z0-9]{1,6})\)|"
    r"\b([A-Z][A-Za-z0-9]*[A-Z])s?(?: \(| [–—=-] )[A-Z][\w-]+(?: [\w-]+){1,4}"
)

Names = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a statement may define, each by one sign."""

    first: Names  # stems of its first words, '' for one that carries no meaning
    labelled: bool  # its lead-in says that a definition follows, …
    titles: Names  # … of these subjects
    heading: frozenset[str]  # stems of the heading above
    acronyms: Names  # in lower case, that it writes out
    named: Names | None  # subjects in front of its verb; None where it does not begin like a definition
    kind: bool  # whether it goes on with the kind of thing: 'is a …', '= …'
    empty: bool  # whether it says no more of it than that it is 'a newer feature'
    stems: frozenset[str]  # of the words there
    label: frozenset[str]  # stems of its label or lead-in, or heading, which it is the first to stand under
    aliases: tuple[
        frozenset[str], ...
    ]  # stems of what it names in passing: '… (the rule of twelfths)', '… called a gybe', '… a gybe, the turn that …'


@dataclass(frozen=True, slots=True)
class Part:
    """Words that have to hold those of a question together, with their context."""

    places: Mapping[str, int]  # stem → where it stands
    own: str  # lower case: own words, then the lead-in and the like, …
    heading: str  # … and these, then the nearest heading

    def phrased(self, phrase: str) -> int:
        """Where a phrase stands; what begins in one place and ends in the next counts for the outer of the two."""
        return (OWN if phrase in self.own else 0) | (HEADING if phrase in self.heading else 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A statement, or the statements of one list."""

    statements: tuple[Statement, ...]
    own: str  # its words
    parts: tuple[Part, ...]
    chain: str  # stems in order, to look for neighbours: ' stem stem … | stem stem '
    about: frozenset[str]  # subjects of its words, its lead-in or its nearest heading
    above: frozenset[str]  # of its outer headings
    families: frozenset[str]  # those that it is about, with all that they are a part of
    own_about: Names
    under: Names  # what its label or else its heading is about
    parts_of: frozenset[str]  # those, with what they are only sections of
    units: tuple[bool, ...]  # which of `units()` its numbers are of; empty when it holds no number
    sound: float
    length: float
    brief: bool  # no more than the words of a box in a drawing
    definition: Definition
    opened: tuple[frozenset[str], ...]  # stems of what marks it as still to be learned or done, or a list as an outline
    answers: frozenset[str]  # stems of the question that it stands under, as on a flash card
    forms: dict[Intent, tuple[float, float]] = field(default_factory=dict)

    def form(self, intent: Intent) -> tuple[float, float]:
        """How surely it is marked as an answer of a kind, and how surely it is worded as one: 0 to 1."""
        found = self.forms.get(intent)
        if found is None:
            shape = shape_of(intent)
            worded = 1.0 if shape.words.search(self.own) else _HINTED * bool(shape.hints.search(self.own))
            found = self.forms[intent] = (float(self._is_marked(intent)), worded)
        return found

    def _is_marked(self, intent: Intent) -> bool:
        negated = any(statement.block.polarity is Polarity.NEGATED for statement in self.statements)
        against = all(statement.block.mark == "cross" for statement in self.statements)  # among what speaks for it
        if (negated or against) and intent in _SIDED:
            return intent is Intent.WHEN_NOT
        block = self.statements[0].block
        lead, heading = block.lead, _heading(block)
        titled = heading if intent not in _SIDED or not is_marked(Intent.HOW, lead) else ""  # not of the steps below it
        found = any(shape_of(intent).mark.search(text) for text in (lead, block.term, titled) if text)
        if intent in _SIDED and not _PRONOUN.match(self.own):
            needless = _NEEDLESS.match(self.own) and any(
                is_marked(Intent.WHEN_TO_USE, text) for text in (lead, heading)
            )
            found = found or (is_marked(intent, self.own, first=True) and not needless)
        if intent is Intent.WHEN_TO_USE:
            return found and not any(is_marked(Intent.WHEN_NOT, text) for text in (lead, heading) if text)
        return found

    @property
    def tells_steps(self) -> bool:
        """Whether it is a numbered list."""
        return len(self.statements) > _FEW and all(one.block.mark == "number" for one in self.statements)


class Pieces:
    """The pieces of one generation of the notes; safe to share between threads."""

    def __init__(self, subjects: Subjects, sections: Sections) -> None:
        self.subjects, self._sections = subjects, sections
        self._kept: dict[str | Names, Piece | None] = {}
        self._names: dict[str, frozenset[str]] = {}

    def of(self, statement: Statement) -> Piece | None:
        """A statement, if it can stand as an answer."""
        return self._piece(statement.id, (statement,))

    def of_list(self, members: Sequence[Statement]) -> Piece | None:
        """A list: those of its statements that can stand as an answer, if they are two or more."""
        return self._piece(tuple([member.id for member in members]), members)

    def names_of(self, source: str) -> frozenset[str]:
        """Stems of what a note goes by: its path, and the first heading in it."""
        found = self._names.get(source)
        if found is None:
            opening = self._sections.sections([(source, 0), (source, 1)])
            titles = (
                statement.block.heading[0] for part in opening.values() for statement in part if statement.block.heading
            )
            found = self._names[source] = stems(f"{source} {next(titles, '')}")
        return found

    def _piece(self, key: str | Names, statements: Sequence[Statement]) -> Piece | None:
        try:
            return self._kept[key]
        except KeyError:
            answering = tuple(filter(_answers_alone, statements))
            grouped = isinstance(key, tuple)
            fits = 2 <= len(answering) <= _MANY if grouped else bool(answering)
            made = self._made(answering, grouped=grouped) if fits else None
            if len(self._kept) >= _KEPT:
                self._kept = {}
            self._kept[key] = made
            return made

    def _made(self, statements: tuple[Statement, ...], *, grouped: bool) -> Piece:
        find = self.subjects.find
        block, texts = statements[0].block, [statement.text for statement in statements]
        own, near, heading, outer = " ".join(texts), _near(block, grouped=grouped), _heading(block), block.heading[:-1]
        near += f" {self._lead_before(statements[0])}" if LEANING.search(block.lead) else ""
        before = self._before(statements[0]) if len(texts) == 1 else ""
        question = before if before.endswith("?") else ""
        near, before = f"{near} {question}", before if _POINTS_BACK.match(own) else ""
        about = frozenset((*find(own), *find(near), *find(heading), *find(before)))
        far = f"{' '.join(outer)} {before}"
        told = _remarks(own) if block.kind is Kind.CODE else own  # what code holds itself answers nothing
        measured = f"{told} {' '.join(block.header)}"  # the title of a column may be the unit of its numbers
        above = frozenset(find(" ".join(outer)))
        return Piece(
            statements,
            own,
            tuple(_part(text, near, heading, far) for text in (texts if len(texts) > _SHORT else [own])),
            f" {chain(f'{own} . {near}')} | {chain(heading)} ",
            about,
            above=above,
            families=frozenset(part for name in about | above for part in self.subjects.family(name)),
            own_about=find(own),
            under=(under := find(near.split("  ")[0]) or find(heading)),
            parts_of=frozenset(whole for name in under for whole in self._wholes(name)),
            units=tuple(bool(unit.says.search(measured)) for unit in units()) if _has_figure(block, told) else (),
            sound=_SOUND.get(block.kind, 1.0),
            length=min(len(own.split()), _LONG) / _LONG,
            brief=len(own.split()) <= BRIEF,
            definition=self._definition(statements[0]),
            opened=tuple(
                found
                for label in (block.lead, *block.heading[-1:])
                if (found := opens(label) or (grouped and outlines(label)))
            ),
            answers=next((stems(text) for text in (question, block.lead, heading) if text.endswith("?")), frozenset()),
        )

    def _wholes(self, name: str) -> Names:
        """A subject; with what it is a part of, where it is known from headings alone, and so may be but a section."""
        return self.subjects.family(name) if self.subjects.get(name).kind == "topic" else (name,)

    def _before(self, statement: Statement) -> str:
        """What 'it' or 'this' in a statement points back to, or the question that it answers."""
        earlier = self._earlier(statement)
        while len(earlier) > 1 and _POINTS_BACK.match(earlier[-1].text):
            earlier.pop()
        return earlier[-1].text if earlier else ""

    def _lead_before(self, statement: Statement) -> str:
        """The lead-in before its own, which 'it' in its own points back to."""
        own, found = statement.block.lead, ""
        for other in self._earlier(statement):
            found = other.block.lead if other.block.lead not in ("", own) else found
        return found

    def _earlier(self, statement: Statement) -> list[Statement]:
        """The statements in front of one, in its section."""
        key = (statement.source, statement.block.section)
        return [other for other in self._sections.sections([key])[key] if other.position < statement.position]

    def _label(self, statement: Statement) -> str:
        """The label, lead-in or heading that a statement is the first to stand under, or ''."""
        block, earlier = statement.block, self._earlier(statement)
        if label := block.term or block.lead:
            return "" if earlier and label in (earlier[-1].block.term, earlier[-1].block.lead) else label
        return "" if earlier else _heading(block)

    def _definition(self, statement: Statement) -> Definition:
        opening = _DEFINITION.match(statement.text) or _EQUATED.search(statement.text)
        return Definition(
            tuple("" if word in STOP_WORDS else stem(word) for word in tokens(statement.text)[:_FIRST]),
            statement.block.lead.lower().startswith(_DEFINING),
            tuple(name for title in statement.block.heading[-1:] for name in self.subjects.find(title)),
            stems(_heading(statement.block)),
            tuple(short.lower() for found in _ACRONYM.findall(statement.text) for short in found if short),
            self.subjects.find(opening["name"]) if opening else None,
            bool(opening and _KIND.match(statement.text, opening.end())),
            bool(opening and _SAYS_LITTLE.match(statement.text, opening.end())),
            _spelled(opening["name"]) if opening else frozenset(),
            _spelled(self._label(statement)),
            tuple(stems(" ".join(found)) for found in _ALIAS.findall(statement.text)),
        )


def chain(text: str) -> str:
    """The stems of the words that carry meaning, in order, with spaces between."""
    return " ".join([stem(word) for word in tokens(text) if word not in STOP_WORDS])


def _remarks(code: str) -> str:
    """What the comments in some code say."""
    return code if _TOLD.fullmatch(code) else " ".join(_REMARK.findall(code))


def _near(block: Block, *, grouped: bool) -> str:
    near = f"{block.lead} {block.side} {'' if grouped else block.term} {' '.join(block.header)}"
    return f"{near} {' '.join(sorted(CODE_WORDS))}" if block.kind is Kind.CODE else near


def _spelled(name: str) -> frozenset[str]:
    """Stems of a name, without what is added to it."""
    return stems(_ADDED.sub(" ", name))


def _heading(block: Block) -> str:
    return block.heading[-1] if block.heading else ""


def _has_figure(block: Block, own: str) -> bool:
    """Whether a piece holds a number, or says how often or on which day; 'Shard 1' in a drawing is a name."""
    return bool(_OFTEN.search(own)) or has_number(NUMBERED.sub(r"\1", own) if block.kind is Kind.PANEL else own)


def _part(own: str, near: str, heading: str, outer: str) -> Part:
    places: dict[str, int] = {}
    for text, place in ((own, OWN), (near, NEAR), (heading, HEADING), (outer, OUTER)):
        for word in stems(text):
            places[word] = places.get(word, 0) | place
    return Part(places, f"{own} {near}".lower(), f"{near} {heading}".lower())


def _answers_alone(statement: Statement) -> bool:
    """Whether a statement can stand as an answer; what the notes only ask cannot, unless it has a label."""
    text = statement.text
    asks = text.endswith("?") and not statement.block.term
    return has_words(text) and not asks and not text.endswith(":") and not _SAYS_NOTHING.match(text)
