"""Words of questions and notes: tokens, stems, and which of them carry meaning."""

from __future__ import annotations

import re
from functools import lru_cache

from Stemmer import Stemmer

from index.text import TOKEN, plain

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_IDENTIFIER = re.compile(r"\b[a-z]+(?:[A-Z][a-z]+)+\b|\b(?:[A-Z][a-z]+){3,}\b")  # as in code
_CONTRACTED = re.compile(
    r"(?:is|are|was|were|do|does|did|has|have|had|ca|wo|could|would|should|must|need)n'?t|[a-z]+'(?:s|d|m|ll|re|ve)"
)
_NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve twenty thirty fifty hundred hundreds thousand "
    "thousands million millions billion billions trillion trillions dozen double twice half single both zero"
).split()
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(_NUMBER_WORDS)})\b", re.IGNORECASE)
_STEMMER = Stemmer("porter", 0)  # which keeps no words itself
_OF_VERBS = re.compile(  # nouns that no stemmer leads back: 'invasion' of 'invade'
    "(ascen|colli|comprehen|conclu|corro|deci|divi|ero|eva|exclu|expan|explo|exten|inclu|intru|inva|persua|suspen)sions?"
)
_IRREGULAR = dict(  # forms that no stemmer leads back
    pair.split(":")
    for pair in (
        "analyses:analysis ate:eat became:become began:begin begun:begin bought:buy bred:breed broke:break "
        "broken:break brought:bring built:build burnt:burn came:come caught:catch children:child chose:choose "
        "chosen:choose dealt:deal drawn:draw drew:draw driven:drive drove:drive dug:dig eaten:eat fallen:fall "
        "fed:feed feet:foot fled:flee flew:fly flown:fly forgot:forget forgotten:forget fought:fight froze:freeze "
        "frozen:freeze grew:grow grown:grow halves:half heard:hear held:hold hid:hide hidden:hide hung:hang "
        "indices:index kept:keep knives:knife laid:lay learnt:learn lent:lend lost:lose men:man met:meet mice:mouse "
        "overridden:override overrode:override overwritten:overwrite overwrote:overwrite paid:pay ran:run "
        "rebuilt:rebuild rewritten:rewrite sank:sink sent:send shelves:shelf shrank:shrink shrunk:shrink slept:sleep "
        "sold:sell sought:seek spent:spend spoken:speak spun:spin stolen:steal stood:stand struck:strike stuck:stick "
        "sunk:sink swept:sweep taken:take taught:teach teeth:tooth thought:think threw:throw thrown:throw took:take "
        "torn:tear undone:undo vertices:vertex withdrew:withdraw wives:wife woke:wake women:woman worn:wear "
        "written:write wrote:write "
        "administration:administer filtration:filter registration:register registrations:register"
    ).split()
)
LEANING = re.compile(r"(?i)\b(?:it|its|they|them|their|this|these|those)\b")  # on what was spoken of before
STOP_WORDS = frozenset(
    (
        "a about according across actually again all along also am among an and another answer any anyone anyway "
        "anyways are around as at be been behind beside besides between briefly but by called can cant compare "
        "comparison could couldn define describe did difference different do does does'nt doesn doing don dont during "
        "else ever exactly example examples explain for from get gets give given gives gave go goes went got had has "
        "have having he her here hers him his how hows i if im in instead into is isn it its itself ive just kind "
        "knew know known let like list ll lot m made make many may me mean meaning means meant might mine more most "
        "much must my name need no not note notes of off ok on once one ones only or onto other our ours out over per "
        "please pls put question quick quickly re really s said same say see she should shouldn show simple so some "
        "someone something stuff such sure t tell terms told than that the their them then there theres these "
        "they thing things this those though to too towards u under understand understood up upon ur us use used "
        "versus vs uses using ve very want was wasn wat wats way we well were what whats when whens where wheres "
        "whether which while who whom whos whose why will with won word words would wouldn y yes yet you your yours "
        "plz thx btw kindly hi hello hey lol omg pls yo yep yup nope nah idk imo tbh thingy thingie smth sth gonna b4 "
        "guy guys wanna gotta kinda sorta lemme gimme dunno tho haha hmm umm uh ugh damn "
        "saying anybody anything everybody everyone somebody afterward afterwards beforehand meantime meanwhile "
        "against remind unless"
    ).split()
)


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, plain and in order; an apostrophe stays inside its word."""
    return TOKEN.findall(plain(text).replace("’", "'"))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case English word ('replicas' and 'replica' share one)."""
    bare = word.removesuffix("'s")
    bare = bare.removesuffix("y") if bare.endswith(("covery", "livery")) else bare  # which no stemmer leads back
    verb = _OF_VERBS.fullmatch(bare)
    return str(_STEMMER.stemWord(f"{verb[1]}de" if verb else _IRREGULAR.get(bare, bare)))


@lru_cache(maxsize=32768)
def stems(text: str) -> frozenset[str]:
    """Stems of all words of a text that carry meaning; the halves of a compound count too."""
    humps = (hump for name in _IDENTIFIER.findall(text) for hump in _HUMP.split(name))
    return frozenset(stem(word) for word in (*tokens(text), *map(str.lower, humps)) if not is_stop(word))


def content_words(text: str) -> list[str]:
    """Words of a question that carry meaning, each once, in order."""
    return list(dict.fromkeys(word for word in tokens(text) if (not is_stop(word) and len(word) > 1) or word.isdigit()))


def is_stop(word: str) -> bool:
    """Whether a lower-case word carries no meaning of its own; 'shouldnt' is one as 'should' is."""
    if word in STOP_WORDS:
        return True
    return bool(_CONTRACTED.fullmatch(word)) and (word[-1] == "t" or word.partition("'")[0] in STOP_WORDS)


@lru_cache(maxsize=32768)
def has_words(text: str) -> bool:
    """Whether a text holds a word or a number."""
    return bool(TOKEN.search(plain(text)))


@lru_cache(maxsize=32768)
def has_number(text: str) -> bool:
    """Whether a text holds a number, in digits or in words."""
    return bool(_NUMBER.search(text))


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text, in digits."""
    return frozenset(word for word in tokens(text) if word[0].isdigit())
