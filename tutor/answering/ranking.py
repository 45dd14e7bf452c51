"""Which candidate answers best: a weighted sum of its features, weights by intent in rules/weights.toml."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from tutor.answering.evidence import FEATURES, Candidate
from tutor.values import Intent

_PATH = Path(__file__).parent.parent / "rules" / "weights.toml"


@lru_cache(maxsize=1)
def _rules() -> dict[str, dict[str, float]]:
    rules: dict[str, dict[str, float]] = tomllib.loads(_PATH.read_text(encoding="utf-8"))
    return rules


def score(candidate: Candidate, intent: Intent) -> float:
    """How well a candidate answers a question of an intent; higher is better, comparable within one question."""
    rules = _rules()
    common, own = rules["common"], rules.get(intent.value, {})
    return float(sum((common[name] + own.get(name, 0.0)) * getattr(candidate.features, name) for name in FEATURES))


def ranked(candidates: Sequence[Candidate], intent: Intent) -> list[tuple[float, Candidate]]:
    """Candidates with their scores, best first."""
    scored = [(score(candidate, intent), candidate) for candidate in candidates]
    return sorted(scored, key=lambda pair: -pair[0])


def confidence(candidate: Candidate, unknown: float) -> float:
    """Probability, 0 to 1, that the notes answer the question with this candidate.

    :param unknown: share of the question's weight that lies on words which the notes never use.
    """
    rule = _rules()["confidence"]
    total = rule["bias"] + rule["unknown"] * unknown
    total += sum(rule.get(name, 0.0) * getattr(candidate.features, name) for name in FEATURES)
    return 1 / (1 + math.exp(-total))


def threshold() -> float:
    """Below this confidence the tutor says that the notes do not cover the question."""
    return float(_rules()["confidence"]["threshold"])
