"""A question as it was typed to what it asks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tutor.questions.intents import asking_words, everyday_words, intent_of
from tutor.questions.spelling import Spelling
from tutor.subjects import VENDORS, Subjects
from tutor.synonyms import Synonyms, load_synonyms
from tutor.values import Intent, Turn
from tutor.words import LEANING, content_words, is_stop, stem, stems, tokens

_FOLLOW_UP = re.compile(
    r"(?i)^\W*(?:and|but|so|then|also|ok|what about|how about|what of)\b|"
    r"\b(?:it|its|they|them|their|there|that|those|this|these|the same|the other"
    r"|one(?!(?-i: [A-Z]{2})))\b"  # 'one RCU' counts
)
_ANEW = re.compile(r"(?i)^\W*(?:and|but|so|then|also|ok|what about|how about|what of)\s+")
_HAIL = re.compile(  # what stands in front of a question that is typed as one talks
    r"(?i)^\W*(?:(?:yo|hey|hi|hello|hm+|uh+m?|um+|btw|(?:a )?quick (?:question|one)|(?:i'?m )?just wondering"
    r"|(?:i (?:always )?(?:forgot|forget|wonder|was wondering|(?:don.?t|do not) know|can(?:.?t|not) remember)|remind me"
    r"|not sure|(?:any|no) idea|do you know)(?= (?:again )?(?:which|what|how|when|where|why|who)\b[^.!?]*\W*$)"
    r")\b[\s,.:;!–-]*)+(?=\w)"
)
_ASIDE = re.compile(  # what stands behind one: '…, i always mix them up'
    r"(?i)[,;:–-]\W*(?:(?:i|we|just|always|keep|still)\b ?)+(?:mix(?:ing)?|confus(?:e|ing)|forget(?:ting)?)\b"
    r"(?: (?:them|those|these|em|it|that|this|all|up|the time|again))*\W*$"
)
_AND = re.compile(  # typed as 'n', where that is no number
    r"(?i)\b(?!(?:when|if|of|the|is|with|for|and|by)\b)(\w+) n (?!(?:is|are|goes|tends|and|of|to)\b)(?=\w)"
)
_OR_WHAT = re.compile(r"(?i),? or (?:what|something|so|anything)\W*$")  # compares nothing
_NAME = (
    r"(?:the|my|our) (?P<name>(?:[\w-]+ ){0,4}?)"
    r"(?P<kind>lessons?|notes?|guides?|course|document|chapter|section|phase|module|framework|example|article"
    r"|(?P<drawn>part|picture|diagram|drawing|figure|sketch))\b(?: \d+)?"
)
_PLACES = (
    re.compile(rf"(?i),?\s*\b(?:according to|as per|per|from|(?:as (?:said|explained|described|shown) )?in) {_NAME}"),
    re.compile(
        rf"(?i)\b(?:does|do|did|would) {_NAME} (?:say|show|tell|list|give|name|mention|recommend|advise|suggest|warn)"
        r"(?: (?:me|us|about|of|against))*\b"
    ),
    re.compile(r"(?i),?\s*\b(?:according to|as per) (?P<name>[\w ./-]{1,40}?)(?P<kind>)(?P<drawn>)(?=\W*$|,)"),
    re.compile(
        r"(?i),?\s*\bfrom (?P<name>(?:day|week|lesson|lecture|session|unit|chapter|module) \d+)\b(?P<kind>)(?P<drawn>)"
    ),
)
_CLAUSE = re.compile(r"(?<=[,.;:!?–-]) +")
_ONESELF = re.compile(r"(?i)\b(?:i|i'?m|i'?ve|me|we|my|our|us|he|she|his|her|thanks|sorry)\b|^\W*(?:hi|hello|hey)\b")
_BEGINS_ASKING = re.compile(
    r"(?i)\W*(?:and |so |but |ok )?"
    r"(?:what|which|how|why|when|where|who|is|are|do|does|can|could|should|would|will|may)\b"
)
_MOST_OF = re.compile(
    r"(?i)\bhow (?:many|much|long|large|big) .*\bcan\b|\bnumber of .*\b(?:allowed|permitted|possible)\b"
)
_ACRONYM = re.compile(r"\b[A-Z][A-Z\d]+s?\b")
_VERSION = re.compile(r"v\d+(?:\.\d+)*")  # tells one edition of a thing from the other
_COUNT = re.compile(  # 'the 3 modes' are three
    r"(?i)\b(?:the|all|these|those|which|what|list|name) (\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) "
)
_EVERYDAY_WEIGHT = 1.5
HEAVIEST = 8.0  # weight of a word that the notes never use
_ADJECTIVE = 4  # letters at least
_ENDINGS = "or er ist ment anc ant enc ent aci age".split()  # that no stemmer takes off
_ROOT = 5  # letters that words of one family share
_PERIODS = ("hour", "week", "month", "quarter", "year")
_ELLIPSIS_WORDS = 5  # a question of so few words without a subject of its own asks on


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked."""

    text: str  # as typed, trimmed
    mended: str  # the same with typing errors mended
    search: str  # with typing errors mended and the subject of the conversation added
    intent: Intent
    subjects: tuple[str, ...]  # asked about, those carried over from the conversation included
    carried: tuple[str, ...]  # subjects that come from the conversation
    words: tuple[str, ...]  # stems that the evidence should hold, subjects' spellings left out
    named: tuple[str, ...]  # stems of the subjects' spellings
    weights: Mapping[str, float]  # rarity of each stem in the notes, about 1 to 8
    unknown: tuple[str, ...]  # words that the notes never use
    strange: tuple[str, ...] = ()  # those of them that are no words of everyday language: names, mostly
    place: tuple[str, ...] = ()  # stems of the note, chapter or example that the answer is to come from
    synonyms: Synonyms = field(default_factory=load_synonyms)  # of the notes' rules
    joined: Mapping[str, str] = field(default_factory=dict)  # stem → that of what the notes write for it

    @property
    def unknown_stems(self) -> tuple[str, ...]:
        """Stems of the words that the notes never use."""
        return tuple(stem(word) for word in self.unknown)


def _asked_and_told(text: str) -> tuple[str, str]:
    """What a text asks, and what it only tells of who asks before it comes to that."""
    clauses = _CLAUSE.split(text)
    if len(clauses) == 1:
        return text, ""
    asking = [n for n, clause in enumerate(clauses) if intent_of(clause, 0) is not Intent.OTHER]
    before = clauses[: asking[-1]] if asking else []
    told = [clause for clause in before if _ONESELF.search(clause) and not _BEGINS_ASKING.match(clause)]
    return " ".join(clause for clause in clauses if clause not in told), " ".join(told)


def _last_that_stands_alone(history: Sequence[Turn]) -> str:
    """The latest question of a conversation that did not lean on another itself."""
    asked = [turn.question for turn in history]
    return next((text for text in reversed(asked) if not _FOLLOW_UP.search(text)), asked[-1])


def _forms(word: str) -> tuple[str, ...]:
    """A word, and what it may be a form of: 'chop' of 'chopping'."""
    root = next((word.removesuffix(end) for end in ("ing", "ed", "s") if word.endswith(end)), word)
    return (word, root, f"{root}e", root[:-1] if root[-2:-1] == root[-1:] else root)


class Reader:
    """Reads questions in the light of the notes: their subjects and their words.

    :param counts: in how many statements each lower-case word of the notes stands.
    :param total: how many statements there are.
    :param is_common: whether a word is spelled right though the notes never use it.
    """

    def __init__(
        self,
        subjects: Subjects,
        counts: Mapping[str, int],
        total: int,
        is_common: Callable[[str], bool] = lambda word: False,
        synonyms: Synonyms | None = None,
    ) -> None:
        self.subjects, self._synonyms = subjects, synonyms or load_synonyms()
        self._spelling = Spelling(counts, subjects.spellings() | self._synonyms.words, is_common)
        self._is_common, self._total = is_common, max(total, 1)
        self._counts: dict[str, int] = {}
        for word, count in counts.items():
            for part in {stem(word), *map(stem, tokens(word))}:  # of '2xlarge' also 'xlarge'
                self._counts[part] = min(self._total, self._counts.get(part, 0) + count)

    def read(self, text: str, history: Sequence[Turn] = (), *, joined: bool = False) -> Question:
        """The question, resolved against the earlier turns of its conversation.

        :param joined: it is asked in one breath with the last of them.
        """
        bare = _ASIDE.sub("", _HAIL.sub("", " ".join(text.split())))
        whole = self._spelling.mend(_AND.sub(r"\1 and ", bare))
        mended, place = self._place(whole)
        own = self.subjects.find(mended)
        leaning = self._asks_on(mended, own, history, joined=joined)
        carried = self._carried(own, history) if leaning else ()
        earlier = history[-1].question if leaning else ""
        search = " ".join((self._search(mended, carried, earlier), *place))
        asked, told = _asked_and_told(_OR_WHAT.sub("", _ANEW.sub("", mended) if history else mended))
        intent = intent_of(asked, len(own) + len(carried))
        words = self._words(mended, own)
        if leaning and LEANING.search(mended):
            words = tuple(dict.fromkeys((*words, *self._names(history), *self._defined(history, own))))
        unsaid = not words and (intent is Intent.OTHER or not own)
        if earlier and (unsaid or not (own or carried)):
            anew = any(word.isdigit() for word in words)  # 'and 34?' takes the place of 'module 33'
            topic = (word for word in self._topic(history, own) if not (anew and word.isdigit()))
            words = tuple(dict.fromkeys((*words, *topic)))
        if intent is Intent.OTHER and earlier and not _BEGINS_ASKING.match(asked):
            intent = intent_of(earlier, len(own))
        asking = asking_words(intent)
        words = tuple(word for word in words if word not in asking)
        named = tuple(dict.fromkeys(stem(w) for name in (*own, *carried) for w in tokens(name)))
        idle = asking | self._apart(mended, own)
        unknown = tuple(w for w in content_words(mended) if not self._is_known(w, own) and stem(w) not in idle)
        weights = {word: self.weight(word) for word in {*words, *named, *map(stem, unknown)}}
        manner = {stem(word) for word in unknown if self._is_manner(word)}
        light = ({*_COUNT.findall(mended), *(stems(told) - stems(asked))} | manner) & weights.keys()
        weights |= {word: min(weights[word], _EVERYDAY_WEIGHT) for word in light}
        return Question(
            text.strip(),
            whole,
            search,
            intent,
            (*own, *carried),
            carried,
            words,
            named,
            weights,
            unknown,
            tuple(word for word in unknown if not any(map(self._is_common, _forms(word)))),
            place,
            self._synonyms,
            self._joined(mended),
        )

    @staticmethod
    def _place(text: str) -> tuple[str, tuple[str, ...]]:
        """The question without 'according to the third lesson', and the words of that place."""
        for pattern in _PLACES:
            found = pattern.search(text)
            bare = " ".join(pattern.sub(" ", text).split()).strip(" ,")
            if found and content_words(bare):
                kind = "" if found["drawn"] else found["kind"]  # headings seldom say that a picture follows
                return bare, tuple(stem(word) for word in content_words(f"{found['name']} {kind}"))
        return text, ()

    def _is_known(self, word: str, own: Sequence[str]) -> bool:
        return (
            word.isdigit()
            or self._uses(word)
            or bool(self._kin(stem(word)))
            or any(word in tokens(name) for name in own)
            or bool(self.subjects.find(word))
        )

    def weight(self, word: str) -> float:
        """Rarity of a stem: the less used the more it weighs, unless it is an everyday word."""
        if word in everyday_words():
            return _EVERYDAY_WEIGHT
        count = self._counts.get(word)
        return math.log(1 + self._total / (1 + count)) if count else HEAVIEST

    def _words(self, text: str, subjects: Sequence[str]) -> tuple[str, ...]:
        """Stems of what is asked beside the subjects."""
        spelled = self.subjects.stems_in(text, subjects) | self._apart(text, subjects)
        found = (stem(word) for word in content_words(text) if not (subjects and word in VENDORS and self._uses(word)))
        kept = (word for word in found if word not in spelled or _VERSION.fullmatch(word))
        return tuple(dict.fromkeys(word for word in kept if not self.subjects.resolve(word)))

    def _apart(self, text: str, subjects: Sequence[str]) -> frozenset[str]:
        """Stems of neighbouring words that spell a subject together: 'quick sight'."""
        pairs = pairwise(tokens(text))
        found = [(one, other) for one, other in pairs if self.subjects.resolve(one + other) in subjects]
        return frozenset(stem(word) for pair in found for word in pair)

    def _is_manner(self, word: str) -> bool:
        """Whether a word only says how something is done: 'properly'; not how often, as 'monthly' does."""
        base = word.removesuffix("ly")
        return base != word and len(base) >= _ADJECTIVE and self._is_common(base) and base not in _PERIODS

    def _joined(self, text: str) -> dict[str, str]:
        """The stems of words that the notes write as one, 'network policy' of 'NetworkPolicy', or in another form."""
        alone = {word: self._kin(word) for word in map(stem, tokens(text)) if word not in self._counts}
        kin = {word: found for word, found in alone.items() if found}
        return kin | {stem(word): stem("".join(pair)) for pair in self._pairs(text) for word in pair}

    def _kin(self, word: str) -> str:
        """The stem of a word of the notes that is of one family with a stem: 'injector' of 'injection'; or ''."""
        longer = (word + ending for ending in _ENDINGS if len(word) >= _ROOT)
        shorter = (word.removesuffix(ending) for ending in _ENDINGS if len(word) - len(ending) >= _ROOT)
        return next((one for one in (*longer, *shorter) if one != word and one in self._counts), "")

    def _pairs(self, text: str) -> list[tuple[str, str]]:
        """The neighbouring words that the notes write as one."""
        return [
            (one, other) for one, other in pairwise(tokens(text)) if stem(one + other) in self._counts and other != "s"
        ]

    def _topic(self, history: Sequence[Turn], own: Sequence[str]) -> tuple[str, ...]:
        """The words of an earlier question that a follow-up may speak of: of the latest that did not lean itself."""
        earlier = _last_that_stands_alone(history)
        asking = asking_words(intent_of(earlier, 0)) | everyday_words()
        words = self._words(self._spelling.mend(earlier), own)
        return tuple(word for word in words if word not in asking) or words

    def _defined(self, history: Sequence[Turn], own: Sequence[str]) -> tuple[str, ...]:
        """The words of the latest question that did not lean itself, where it asked what just those are."""
        earlier = _last_that_stands_alone(history)
        found = self.subjects.find(earlier)
        if intent_of(earlier, 0) is not Intent.DEFINITION or not self._words(earlier, found):
            return ()
        return self._topic(history, (*own, *found))

    def _names(self, history: Sequence[Turn]) -> Iterator[str]:
        """Stems of the names that the latest question which did not lean itself holds, and the notes only use."""
        earlier = _last_that_stands_alone(history)
        for word in content_words(self._spelling.mend(earlier)):
            if self._is_name(word) and not self.subjects.find(word):
                yield stem(word)

    def _is_name(self, word: str) -> bool:
        """Whether a word that the notes use is no word of everyday language."""
        return self._uses(word) and not self._is_common(word)

    def _uses(self, word: str) -> bool:
        return stem(word) in self._counts

    # -- follow-ups ----------------------------------------------------------------------------------------------

    def _asks_on(self, text: str, own: Sequence[str], history: Sequence[Turn], *, joined: bool) -> bool:
        """Whether a question leans on the one before."""
        if not history:
            return False
        if _FOLLOW_UP.search(text):
            return True
        short = len(tokens(text)) <= _ELLIPSIS_WORDS and not any(map(self._is_name, content_words(text)))
        joined = joined and not _ACRONYM.search(text)
        of_it = joined and all(self.subjects.get(name).kind == "feature" for name in own)
        return (of_it or ((joined or short) and not own)) and not self._is_foreign(text)

    def _is_foreign(self, text: str) -> bool:
        """Whether a text speaks of several things, half of them or more unknown to the notes."""
        words = content_words(text)
        return len(words) > 1 and sum(self._is_known(word, ()) for word in words) * 2 <= len(words)

    def _carried(self, own: Sequence[str], history: Sequence[Turn]) -> tuple[str, ...]:
        """Subjects of the conversation that a follow-up leaves unsaid; whoever names parts of one means those."""
        wholes = {whole for name in own for whole in self.subjects.family(name) if whole != name}
        for turn in reversed(history):
            about = turn.about or self.subjects.find(self._spelling.mend(turn.question))
            if about:
                kept = () if len(own) > 1 and about[0] in wholes else about[:2]
                return tuple(name for name in kept if name not in own and not self._replaced(name, own))
        return ()

    def _replaced(self, name: str, own: Sequence[str]) -> bool:
        """'What about Aurora?' puts Aurora in the place of a subject of the same kind."""
        if name not in self.subjects:
            return False
        kinds = {self.subjects.get(other).kind for other in own if other in self.subjects}
        return self.subjects.get(name).kind in kinds

    def _search(self, mended: str, carried: Sequence[str], earlier: str) -> str:
        """The words to search for: the question, what it is about, and for bare follow-ups the one before."""
        bare = _ANEW.sub("", mended)
        parts = [*carried, bare, *(["max"] if _MOST_OF.search(bare) else [])]
        parts += [one + other for one, other in self._pairs(bare) if not is_stop(one) and f"{one} {other}" in bare]
        if earlier and len(content_words(bare)) < 3:
            parts.append(earlier)
        return " ".join(parts)
