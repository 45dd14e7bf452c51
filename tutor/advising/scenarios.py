"""Telling a question that asks what to choose from one that asks what something is."""

from __future__ import annotations

import re

from tutor.subjects import Subjects
from tutor.values import Intent

_THING = (
    r"(?:databases?|dbs?|services?|data ?stores?|stores?|engines?|options?|solutions?|approach|tools?"
    r"|targets?|features?"
    r"|configurations?|cache|combination|action|design|technology|type of (?:database|index))"
)
_CHOOSES = re.compile(
    rf"(?i)\b(?:which|what) (?:[\w'-]+ ){{0,4}}{_THING}\s*(?:for\b|to\b|should|would|do\b|can\b|could"
    rf"|will|must|fits?|suits?|meets?"
    r"|is (?:the |a )?(?:best|right|most|good|suitable|better|appropriate)|satisf\w+|provides?|works|\?|$)"
    r"|\bwhat (?:do|should|would|could|can) (?:i|we|you|they|one|an?|the|it|he|she|our"
    r"|my)\b(?! (?:mean|stand|cost|do\b|know|happen))"
    r"|\bwhat should (?:be (?:used|chosen|done)|hold|store)\b"
    r"|\b(?:recommend|suggest|advise)\b|\bbest (?:fit|choice|option|database|service|suited)\b"
    r"|\bwhere (?:to|should|do|can) (?:i |we )?(?:keep|store|put)\b"
)
_AFTER_TELLING = re.compile(
    rf"(?i)[.!,] *(?:(?:which|what) (?:[\w'-]+ ){{0,4}}{_THING}\b[^?]*|which one|what now)\W*$"
)  # a last sentence that asks for a thing, after others that tell of something
_SITUATION = re.compile(
    r"(?i)\b(?:i|we|our|my|they|an? (?:\w+ ){0,2}(?:company|team|startup|start-up|bank|firm|developer"
    r"|architect|shop)|multiple companies)\b"
    r"[^?]*\b(?:need|want|have|has|must|run|runs|use|uses|are|is|building|store|collect|stores|cannot|can't|would)\b"
)
_WISH = re.compile(r"(?i)^(?:i |we )?(?:want|need|looking (?:for|to)|building|must|would like|trying) \b")
_ASKS_ABOUT = re.compile(
    r"(?i)^\s*(?:what(?:'s|s| is| are| does| do\b(?! (?:i|we|you) (?:pick|use|choose|take))| happens)"
    r"|why|when|define|explain|list|name"
    r"|how (?:many|much|long|often|big|fast|do\b|does|is|are|can i|far)|is|are|does|do|did|can|could"
    r"|difference|compare|tell|who)\b"
)
_PURPOSE = re.compile(
    r"(?i)^\W*what\b[^?]*\buse (?!(?:to|for|as|in|with|when|if)\b)(?:[\w.-]+ ){1,4}for\b"
)  # 'what would I use X for'
_LOOKED_UP = (Intent.NUMBER, Intent.WHY, Intent.WHEN_NOT, Intent.HOW, Intent.DEFINITION)
_ASKS_WHICH = re.compile(
    r"(?i)^\W*(?:which|what) (?:[\w'-]+ ){0,2}(?:databases?|dbs?|services?|data ?stores?|engine) for\b"
)
_OF_A_SUBJECT = re.compile(  # 'Which engines can RDS Custom run'
    r"(?i)^\W*(?:which|what) (?:[\w'-]+ ){1,3}?(?:can|does|do|did|will|is|are) (?P<subject>(?:[\w'-]+\W+){1,2})"
)
_FEWEST_WORDS = 8  # of a situation
_LONG = 25  # words; questions about one fact are no longer


def is_scenario(question: str, intent: Intent, subjects: Subjects) -> bool:
    """Whether a question without options describes a situation and asks what to choose."""
    if len(question.split()) > _LONG:
        return bool(_CHOOSES.search(question)) or not (_ASKS_ABOUT.search(question) or _PURPOSE.search(question))
    return _asks_what_to_choose(question) and not _is_looked_up(question, intent, subjects)


def _asks_what_to_choose(question: str) -> bool:
    if _ASKS_ABOUT.search(question) or _PURPOSE.search(question):
        return False
    told = _SITUATION.search(question) and len(question.split()) > _FEWEST_WORDS
    return bool(told or any(asking.search(question) for asking in (_CHOOSES, _AFTER_TELLING, _WISH)))


def _is_looked_up(question: str, intent: Intent, subjects: Subjects) -> bool:
    """Whether what is asked for stands in the notes, though it is worded like a question what to choose."""
    found = _OF_A_SUBJECT.search(question)
    of_a_subject = bool(found and subjects.find(found["subject"]))
    return not _ASKS_WHICH.search(question) and (intent in _LOOKED_UP or of_a_subject)
