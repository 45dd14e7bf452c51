"""Which candidate answers best: a weighted sum of its features, weights by intent in rules/weights.toml."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter, mul
from pathlib import Path

from tutor.answering.doubts import DOUBTS, Doubts
from tutor.answering.evidence import FEATURES, Candidate
from tutor.values import Intent

_PATH = Path(__file__).parent.parent / "rules" / "weights.toml"


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, float]]:
    rules: dict[str, dict[str, float]] = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return rules


@lru_cache(maxsize=len(Intent))
def _weights(intent: Intent) -> tuple[float, ...]:
    """Of the features, in their order."""
    rules = _rules()
    common, own = rules["common"], rules.get(intent.value, {})
    return tuple(common[name] + own.get(name, 0.0) for name in FEATURES)


def ranked(candidates: Sequence[Candidate], intent: Intent) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first: how well each answers a question of an intent."""
    weights = _weights(intent)
    scored = [(float(sum(map(mul, weights, candidate.features))), candidate) for candidate in candidates]
    return sorted(scored, key=itemgetter(0), reverse=True)


def confidence(doubts: Doubts, intent: Intent) -> float:
    """Probability, 0 to 1, that the notes answer the question with the evidence that the doubts are about."""
    rule, bias = _rules()["confidence"], _rules()["confidence_by_intent"]
    total = rule["bias"] + bias.get(intent.value, 0.0)
    total += sum(rule.get(name, 0.0) * getattr(doubts, name) for name in DOUBTS)
    return 1 / (1 + math.exp(-total))


def threshold() -> float:
    """Below this confidence the tutor says that the notes do not cover the question."""
    return float(_rules()["confidence"]["threshold"])


def is_doubtful(sure: float) -> bool:
    """Whether an answer of this confidence must say that the notes do not put it outright."""
    return sure < float(_rules()["confidence"]["doubtful"])


def contradicts(signs: Mapping[str, float]) -> bool:
    """Whether a statement that cannot hold beside the answer speaks of the same.

    :param signs: by the names of their weights in rules/weights.toml.
    """
    rule = _rules()["contradiction"]
    return rule["bias"] + sum(rule[name] * value for name, value in signs.items()) > 0


def gaps() -> tuple[float, float]:
    """How far behind the best a candidate may score and still be quoted with it: from the same place, and from afar."""
    rule = _rules()["more"]
    return rule["near"], rule["far"]
