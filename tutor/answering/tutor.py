"""The tutor: a question to a cited answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from index.values import Statement, StatementHit
from tutor.advising.likeness import Findable
from tutor.answering.abstaining import abstention, not_covered
from tutor.answering.by_rules import ByRules
from tutor.answering.composing import to_markdown
from tutor.answering.quoting import Quoting, Reply
from tutor.answering.suggesting import suggestions
from tutor.answering.watch import Watch
from tutor.citing import Citations
from tutor.knowledge import Knowledge
from tutor.questions import Question, Reader, parts_of
from tutor.subjects import Subjects
from tutor.values import Answer, AnswerBlock, BlockKind, Intent, Turn
from tutor.words import LEANING

_HITS = 24  # statements looked at for one question
_MARKED_HITS = 120  # for kinds that notes mark: the mark may stand where few words of the question do
_MARKED = (Intent.DEFINITION, Intent.WHEN_TO_USE, Intent.WHEN_NOT)
_SHARE = 0.7  # of the usual room, for each of several questions in one


class Search(Protocol):
    """A question to the notes."""

    def statement_hits(self, count: int) -> list[StatementHit]:
        """The nearest statements, best first."""


class Notes(Findable, Protocol):
    """What the tutor needs of the open index; `index.search.Index` is one."""

    def search(self, question: str, sources: Sequence[str] | None = None) -> Search:
        """A question, encoded, with its words looked up meanwhile."""

    def sections(self, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[Statement]]:
        """All statements of some (source, section), in order."""

    def vocabulary(self) -> Mapping[str, int]:
        """In how many statements each lower-case word stands."""

    def is_common(self, word: str) -> bool:
        """Whether the embedding model knows a lower-case word as a whole."""

    def title(self, source: str) -> str:
        """Title of a note."""

    def stale(self, source: str) -> bool:
        """Whether a note has changed on disk since it was indexed."""


class Tutor:
    """Answers questions from one index; safe to share between threads."""

    def __init__(self, index: Notes, knowledge: Knowledge) -> None:
        self.index, self._knowledge = index, knowledge
        self._rules, self._quoting = ByRules(index, knowledge), Quoting(index, knowledge)
        counts = index.vocabulary()
        self.reader = Reader(
            knowledge.subjects, counts, max(counts.values(), default=1) * 2, index.is_common, knowledge.synonyms
        )

    def ask(self, question: str, history: Sequence[Turn] = (), sources: Sequence[str] | None = None) -> Answer:
        """The answer, every sentence quoted and cited, or one that abstains and names what the notes do cover.

        :param history: earlier turns of the conversation, oldest first.
        :param sources: globs on the notes' paths; only notes that match one are searched.
        """
        watch = Watch()
        asked = self.reader.read(question, history)
        answer = self._rules.answer(asked)
        if answer is None:
            answer = self._quoted(asked, history, sources, watch)
        return replace(answer, timings_ms=watch.stages())

    def prepare(self) -> None:
        """Work out beforehand what every answer needs, so that nobody who asks has to wait for it."""
        _ = self._knowledge.disagreements

    def _quoted(self, asked: Question, history: Sequence[Turn], sources: Sequence[str] | None, watch: Watch) -> Answer:
        citations, turns = Citations(self.index.title, self.index.stale), list(history)
        replies: list[Reply] = []
        whole = " ".join(asked.text.split())
        parts = parts_of(whole)
        for part in parts:
            read = asked if part == whole else self.reader.read(part, turns, joined=bool(replies))
            hits = self._hits(read, sources, watch)
            reply = self._quoting.reply(read, hits, citations, _SHARE if len(parts) > 1 else 1.0)
            if replies and not replies[-1].blocks and LEANING.search(part):
                reply = Reply(read, 0.0, reply.near)  # speaks of what the notes do not cover
            replies.append(reply)
            turns.append(Turn(part, replies[-1].about or read.subjects))
        return _answer(asked, replies, citations, self._knowledge.subjects)

    def _hits(self, read: Question, sources: Sequence[str] | None, watch: Watch) -> list[StatementHit]:
        with watch.on("encode"):
            search = self.index.search(read.search, sources)
        with watch.on("search"):
            return search.statement_hits(_MARKED_HITS if read.intent in _MARKED else _HITS)


def _told(replies: Sequence[Reply]) -> list[AnswerBlock]:
    """The blocks of the replies, without a reply that only quotes what those before it have quoted."""
    blocks: list[AnswerBlock] = []
    said: set[str] = set()
    for reply in replies:
        quotes = {block.text for block in reply.blocks if block.kind is not BlockKind.CONNECTIVE}
        blocks += () if quotes <= said else reply.blocks
        said |= quotes
    return blocks


def _answer(asked: Question, replies: Sequence[Reply], citations: Citations, subjects: Subjects) -> Answer:
    """One answer of the replies to its parts; what the notes do not cover of it is said last."""
    found = [reply for reply in replies if reply.blocks]
    if not found:
        return abstention(asked, replies[0])
    blocks = _told(found)
    blocks += [not_covered(reply.asked.text) for reply in replies if reply not in found]
    touched = {one.topic: one for reply in found for one in reply.disagreements}
    conflicts = tuple(one.cited(citations) for one in touched.values())  # cites what is not quoted yet
    return Answer(
        question=asked.text,
        intent=found[0].asked.intent,
        text=to_markdown(blocks),
        answer=tuple(blocks),
        citations=citations.all(),
        about=tuple(dict.fromkeys(name for reply in found for name in reply.about)),
        conflicts=conflicts,
        suggestions=suggestions(found[0].near, blocks, subjects),
        confidence=min(reply.confidence for reply in found),
    )
