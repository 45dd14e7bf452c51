"""Comparing what no heading and no table names: 'partition key vs sort key', from what is said of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from index.values import Kind, Polarity, Statement
from tutor.comparing.comparison import DIFFERENCE, Comparison, Reasons
from tutor.comparing.contrasts import Cell, Row
from tutor.words import STOP_WORDS, stem, stems, tokens

_PHRASE = r"[\w./'-]+(?: [\w./'-]+){0,3}"
_FORMS = tuple(
    re.compile(rf"(?i){form}")
    for form in (
        rf"\b(?:diff?e?r\w*|comparison|distinction|choice) between (?P<one>{_PHRASE}) and (?P<other>{_PHRASE})",
        rf"\bcompare (?P<one>{_PHRASE}?) (?:and|with|to|against) (?P<other>{_PHRASE})",
        rf"\bhow (?:is|are|do|does) (?P<one>{_PHRASE}?) (?:different from|differ from|differ to) (?P<other>{_PHRASE})",
        rf"(?P<one>{_PHRASE}) (?:vs\.?|versus) (?P<other>{_PHRASE})",
        rf"^\W*(?:(?:should|do|can) (?:i|we|you) )?(?:(?:use|pick|choose|take|prefer) )?"
        rf"(?P<one>{_PHRASE}) or (?P<other>{_PHRASE})\W*(?:$|,|what)",
    )
)
_ONE = r"(?:an? |the )?[\w./-]+(?: [\w./-]+){0,3}"
_ALTERNATIVES = re.compile(
    r"(?i)\b(?:vs\.?|versus|compared?|comparison|better than|better for|"
    r"(?!different (?!from\b|than\b|to\b|between\b|in\b|when\b)\w)diff?e?r(?!ed)\w*)\b|"  # not 'a different region'
    r"^\W*(?:(?:should|do|shall) (?:i|we|you) )?(?:(?:use|pick|choose|take|prefer|go (?:for|with)) )?"
    r"(?!(?:can|could|may|must|will|would|does|did) (?:i|we|you|it|they)\b)"  # 'can I delete or add it'
    rf"(?:{_ONE}, ?){{0,4}}{_ONE},? or {_ONE}\W*$"
)
_COMPARING = re.compile(r"(?i)(?:vs|versus|compar\w+|diff?e?r\w*|better|worse|rather|distinguish\w*)\b")
_PLACE = re.compile(r"(?i)\s+(?:in|on|for|of|with|what|which|when)\b.*$")
_LEADING = re.compile(r"(?i)^(?:(?:what|whats|what's|is|are|the|an?|explain|difference|between|of|please)\s+)+")
_DEFINES = re.compile(r"(?i)^(?:what (?:it is|is it|is|are)|definition)\b")
_SHORTEST, _LONGEST = 3, 45  # words of a statement that is shown
_FEWEST = 2.0  # points of a statement that is about a phrase


def asks_to_compare(question: str) -> bool:
    """Whether a question sets things side by side: 'X vs Y', 'X or Y?', 'is X better than Y'."""
    return bool(_ALTERNATIVES.search(question))


def names_a_stranger(unknown: Iterable[str]) -> bool:
    """Whether words that the notes never use may name something; a mistyped 'diffrence' does not."""
    return any(not _COMPARING.match(word) for word in unknown)


def phrases_in(question: str) -> tuple[str, ...]:
    """The two phrases that a question sets side by side, or ()."""
    found = next((match for form in _FORMS if (match := form.search(question))), None)
    if found is None:
        return ()
    one, other = (_LEADING.sub("", _PLACE.sub("", found[side].strip(" ?.,"))) for side in ("one", "other"))
    one_words, other_words = one.split(), other.split()
    if len(one_words) < len(other_words):  # 'simple vs composite primary key'
        one = " ".join((*one_words, *other_words[len(one_words) :]))
    return (one, other) if stems(one) and stems(other) and stems(one) != stems(other) else ()


def compare_phrases(phrases: Sequence[str], pools: Sequence[Iterable[Statement]]) -> Comparison | None:
    """The phrases side by side; None when the notes tell of one of them nothing.

    :param pools: for each phrase statements that may tell of it, the nearest first.
    """
    ranked = [_about(phrase, pool) for phrase, pool in zip(phrases, map(list, pools), strict=True)]
    if not all(ranked):
        return None
    rows, shown = list[Row](), set[str]()
    for depth, label in enumerate(("what it is", "also")):
        statements = [found[depth] if depth < len(found) else None for found in ranked]
        ids = {statement.id for statement in statements if statement}
        if all(statements) and len(ids) == len(statements) and not ids & shown:
            shown |= ids
            rows.append(Row(label, tuple(Cell(s.text, (s,)) if s else Cell() for s in statements)))
    said = _of_all(phrases, [statement for pool in pools for statement in pool])
    if not rows and not said:
        return None
    return Comparison(
        names=tuple(phrases),
        kinds=("topic",) * len(phrases),
        note="",
        rows=tuple(rows),
        ready=0,
        choose=tuple(Reasons(phrase, ()) for phrase in phrases),
        said=said,
        settled=False,
    )


def _about(phrase: str, pool: Sequence[Statement]) -> list[Statement]:
    """Statements about a phrase, best first."""
    points = [(_points(stems(phrase), statement), statement) for statement in pool]
    good = [(mark, statement) for mark, statement in points if mark >= _FEWEST and _is_sound(statement)]
    return [statement for _, statement in sorted(good, key=lambda pair: -pair[0])]


def _points(words: frozenset[str], statement: Statement) -> float:
    """How surely a statement is about a phrase: by its term, its first words, its side, its heading."""
    block = statement.block
    start = frozenset(stem(word) for word in tokens(block.text)[: len(words) + 1] if word not in STOP_WORDS)
    heading = stems(block.heading[-1]) if block.heading else frozenset[str]()
    named = (
        (4.0, stems(block.term)),
        (3.5 if _DEFINES.match(block.lead) else 2.0, heading),
        (3.0, start),
        (2.5, stems(block.side)),
    )
    return max((mark - len(found - words) / 4 for mark, found in named if words <= found), default=0.0)


def _of_all(phrases: Sequence[str], pool: Sequence[Statement]) -> tuple[Statement, ...]:
    """The shortest statement that tells how the phrases differ."""
    wanted = frozenset().union(*map(stems, phrases))
    naming = [s for s in pool if wanted <= stems(s.text) and DIFFERENCE.search(s.text) and _is_sound(s)]
    return tuple(sorted(naming, key=lambda statement: len(statement.text))[:1])


def _is_sound(statement: Statement) -> bool:
    block = statement.block
    asserted = block.polarity is Polarity.ASSERTED and block.kind not in (Kind.LABEL, Kind.CODE)
    return asserted and _SHORTEST <= len(tokens(statement.text)) <= _LONGEST
