"""Typing errors in questions, mended to words that the notes use."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from rapidfuzz.distance import DamerauLevenshtein
from rapidfuzz.process import extractOne

from index.text import plain
from tutor.questions.intents import everyday_spellings
from tutor.words import STOP_WORDS, is_stop, stem

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-])*[^\W\d_]")
_SHORTEST = 5  # letters; shorter words are too close to too many others, …
_SWAPPED = 4  # … and of so many letters only two neighbours may have changed places
_LONG = 8  # letters, of which two may be wrong
_SLIPS, _OFTENER = 2, 5  # statements with a word that the notes spell wrong; and times as many have it right
_SPELLED = (  # British, American, and what may follow up to the end of a word
    ("is", "iz", "e[drs]?|ing|ations?"),
    ("ys", "yz", "e[drs]?|ing"),
    ("our", "or", "|s|ed|ing|al|able|ful|ites?"),
    ("ll", "l", "ed|ing|ers?"),
    ("tre", "ter", "s?"),
    ("enc", "ens", "es?"),
    ("ogue", "og", "s?"),
)
_FUNCTION_WORDS = tuple(sorted(word for word in STOP_WORDS if word.isalpha() and len(word) >= 4))
_TYPED = {"wat": "what", "wats": "what's", "wut": "what", "wots": "what's", "wot": "what", "wtf": "what", "wth": "what"}
_TYPED |= {"wich": "which", "wher": "where", "hwo": "how", "wen": "when", "wy": "why", "waht": "what", "taht": "that"}
_TYPED |= {"shud": "should", "cud": "could", "ppl": "people", "rite": "right", "bc": "because", "cuz": "because"}
_TYPED |= {"thru": "through", "alot": "a lot", "abt": "about", "nr": "number", "nbr": "number"}
_TYPED |= {"sposed": "supposed", "sposta": "supposed to"}
_TYPED |= {"teh": "the", "adn": "and", "theyre": "they're", "youre": "you're", "inbetween": "in between"}
_VARIANTS = tuple(
    (re.compile(rf"{one}(?=(?:{follows})$)"), other)
    for british, american, follows in _SPELLED
    for one, other in ((british, american), (american, british))
)


class Spelling:
    """Knows the words of the notes and mends words that are one or two letters away from one of them."""

    def __init__(
        self, counts: Mapping[str, int], known: set[str], is_common: Callable[[str], bool] = lambda word: False
    ) -> None:
        """:param counts: in how many statements each lower-case word of the notes stands.
        :param known: further words that are right, such as the spellings of subjects.
        :param is_common: whether a word is right though the notes never use it.
        """
        self._is_common, self._counts, self._right = is_common, counts, known
        self._words = {word for word in counts if len(word) >= _SHORTEST - 1 and word.isalpha()}
        self._stems = {stem(word) for word in counts} | {stem(word) for word in known}
        self._known = known | set(counts)
        self._names = {name for name in known & set(counts) if name.isalpha()}
        self._by_letter: dict[str, list[str]] = {}
        for word in sorted(self._words | {k for k in known if k.isalpha() and len(k) >= _SHORTEST}):
            self._by_letter.setdefault(word[0], []).append(word)

    def mend(self, text: str) -> str:
        """The question with likely typing errors replaced; everything else as it was."""
        return _WORD.sub(lambda found: self._mend_word(found[0]), text)

    def _mend_word(self, word: str) -> str:
        lower = plain(word)
        if lower in _TYPED and lower not in self._known:
            return _TYPED[lower]
        if self._is_rather(lower.replace("-", ""), lower.split("-")):
            return lower.replace("-", "")
        if "-" in lower and all(is_stop(part) or stem(part) in self._stems for part in lower.split("-")):
            return word
        if len(lower) < _SWAPPED or is_stop(lower):
            return self._completed(word) or word
        if lower in self._known or stem(lower) in self._stems:
            return self._slip(lower) or word
        variants = (pattern.sub(other, lower) for pattern, other in _VARIANTS)
        if same := next((variant for variant in variants if variant != lower and stem(variant) in self._stems), None):
            return same
        return word if self._is_common(lower) or self._is_superlative(lower) else self._nearest(lower) or word

    def _completed(self, word: str) -> str:
        """The one word of any question that a shorter one is when a letter of it was left out: 'hav'; or ''."""
        if len(word) != _SWAPPED - 1 or word in self._known or is_stop(word) or self._is_common(word):
            return ""
        found = [whole for whole in _FUNCTION_WORDS if len(whole) == _SWAPPED and word in _with_one_left_out(whole)]
        return found[0] if len(found) == 1 else ""

    def _is_superlative(self, lower: str) -> bool:
        """Whether it is that of a word that is right: 'quickest', 'largest', 'biggest', 'heaviest'."""
        base = lower.removesuffix("est")
        forms = (base, f"{base}e", base[:-1], f"{base[:-1]}y")
        return base != lower and any(stem(form) in self._stems or self._is_common(form) for form in forms)

    def _slip(self, lower: str) -> str:
        """The word that the notes mean by one that they once or twice spell wrong themselves; or ''."""
        count = self._counts.get(lower, 0) or self._counts.get(lower.removesuffix("s"), 0)
        if not 0 < count <= _SLIPS or len(lower) < _LONG or lower in self._right or self._is_common(lower):
            return ""
        often = [word for word in self._by_letter.get(lower[0], ()) if self._counts.get(word, 0) >= _OFTENER * count]
        meant = _nearest_of(lower, often, 1)
        return meant if stem(meant) != stem(lower) else ""

    def _nearest(self, lower: str) -> str:
        """The word that one which is spelled wrong is nearest to; or ''."""
        if len(lower) == _SWAPPED:
            swapped = _with_neighbours_swapped(lower)
            mended = (other for other in swapped if other in self._words or other in _FUNCTION_WORDS)
            return next(mended, "") or self._lengthened(lower)
        if meant := _nearest_of(lower, _FUNCTION_WORDS, 1):
            return meant
        if len(begun := [name for name in self._names if name.startswith(lower)]) == 1:
            return begun[0]  # 'mongo' is all that many write of a name
        allowed = 1 if len(lower) < _LONG else 2
        found = _nearest_of(lower, self._by_letter.get(lower[0], ()), allowed)
        return found or (_nearest_of(lower, everyday_spellings(), 1) if len(lower) > _SHORTEST else "")

    def _lengthened(self, lower: str) -> str:
        """The one word that a short one is when a letter inside it was left out: 'qick'; or ''."""
        if lower.endswith("s"):
            return ""  # of a word that is right: 'rots'
        words = self._by_letter.get(lower[0], ())
        found = [word for word in words if len(word) == len(lower) + 1 and lower in _with_one_left_out(word)[1:-1]]
        return found[0] if len(found) == 1 else ""

    def _is_rather(self, whole: str, parts: Sequence[str]) -> bool:
        """Whether the notes rather write a word without the hyphens between its parts."""
        used = [self._counts.get(part, 0) for part in parts if not is_stop(part)]
        return len(parts) > 1 and whole in self._words and self._counts[whole] > min(used, default=0)


def _nearest_of(lower: str, words: Sequence[str], most: int) -> str:
    """The word that one is nearest to, at most so many letters off; or ''."""
    found = extractOne(lower, words, scorer=DamerauLevenshtein.distance, score_cutoff=most)
    return str(found[0]) if found else ""


def _with_one_left_out(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


def _with_neighbours_swapped(word: str) -> list[str]:
    return [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]
