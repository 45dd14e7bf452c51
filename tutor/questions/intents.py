"""Intent of a question, by the rows of rules/intents.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tutor.errors import RulesInvalid
from tutor.values import Intent
from tutor.words import stems

_FILLERS = re.compile(r"\b(?:exactly|actually|really|basically|roughly|again) ")
_SHORTENED = re.compile(r"\b(what|where|when|who|how|that)s\b")
_POLITE = re.compile(  # what stands in front of a wish
    r"^\W*(?:(?:hi|hello|hey|sorry|ok|please)\W+)*(?:(?:can|could|would|will) (?:you|someone|anyone|somebody)"
    r" (?:(?:please|kindly|maybe|just|quickly|perhaps) )*)(?=(?:explain|tell|describe|show|give|list|name|define)\b)"
)
_PATH = Path(__file__).parent.parent / "rules" / "intents.toml"


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: Intent
    pattern: str
    subjects: int = Field(0, ge=0, le=5)


class _Rows(BaseModel):
    model_config = ConfigDict(extra="forbid")
    intent: list[_Row]
    asking: dict[Intent, str]
    everyday: str


@dataclass(frozen=True, slots=True)
class _Rule:
    intent: Intent
    pattern: re.Pattern[str]
    subjects: int


@lru_cache(maxsize=1)
def _rules() -> tuple[tuple[_Rule, ...], dict[Intent, frozenset[str]], tuple[str, ...]]:
    try:
        rows = _Rows.model_validate(tomllib.loads(_PATH.read_text(encoding="utf-8")))
        rules = tuple(_Rule(row.name, re.compile(row.pattern), row.subjects) for row in rows.intent)
        return rules, {intent: stems(words) for intent, words in rows.asking.items()}, tuple(rows.everyday.split())
    except (ValidationError, tomllib.TOMLDecodeError, re.error) as error:
        raise RulesInvalid(f"The intent rules in {_PATH} do not fit: {error}.") from error


def intent_of(text: str, subjects: int) -> Intent:
    """What a question wants; OTHER when no row speaks.

    :param subjects: how many known subjects the question names.
    """
    lower = _FILLERS.sub("", text.lower().replace("’", "'")).strip()
    lower = _POLITE.sub("", _SHORTENED.sub(r"\1's", lower))
    for rule in _rules()[0]:
        if subjects >= rule.subjects and rule.pattern.search(lower):
            return rule.intent
    return Intent.OTHER


def asking_words(intent: Intent) -> frozenset[str]:
    """Stems of the words that only say what kind of answer is wanted."""
    return _rules()[1].get(intent, frozenset())


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Stems of words of any talk, which evidence may well put otherwise."""
    return stems(" ".join(everyday_spellings()))


def everyday_spellings() -> tuple[str, ...]:
    """Words of any talk as they are spelled."""
    return _rules()[2]
