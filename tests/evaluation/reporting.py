"""Outcomes as a table, the worst of them, and the curve of abstaining."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from statistics import median

from tests.evaluation.asking import Outcome
from tests.evaluation.judging import Verdict
from tests.evaluation.questions import SORTS, TYPES

Outcomes = Sequence[Outcome]

COLUMNS = ("kind", "asked", "right", "cited", "precise", "verbatim", "words", "refused")
_SHOWN = 30  # words of an answer


def table(done: Outcomes) -> str:
    """A Markdown table: a row for each type, then the halves, then each sort of unanswerable questions."""
    answerable = [outcome for outcome in done if outcome.question.answerable]
    refusable = [outcome for outcome in done if not outcome.question.answerable]
    groups = {
        **{kind: [outcome for outcome in answerable if outcome.question.type == kind] for kind in TYPES},
        "**answerable**": answerable,
        "– to work with": [outcome for outcome in answerable if outcome.question.split == "dev"],
        "– held back": [outcome for outcome in answerable if outcome.question.split == "held"],
        **{sort: [outcome for outcome in refusable if outcome.question.sort == sort] for sort in SORTS},
        "**unanswerable**": refusable,
    }
    rows = [COLUMNS, ("---", *("---:" for _ in COLUMNS[1:]))]
    rows += [(name, *_figures(group)) for name, group in groups.items() if group]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _figures(group: Outcomes) -> tuple[str, ...]:
    verdicts = [outcome.verdict for outcome in group]
    shares: tuple[Callable[[Verdict], float | None], ...] = (
        lambda verdict: verdict.right,
        lambda verdict: verdict.cited,
        lambda verdict: verdict.precise,
        lambda verdict: verdict.verbatim,
    )
    length = f"{median(verdict.words for verdict in verdicts):.0f}"
    refused = _percent(verdict.abstained for verdict in verdicts)
    return (str(len(group)), *(_percent(map(share, verdicts)) for share in shares), length, refused)


def _percent(shares: Iterable[float | None]) -> str:
    known = [share for share in shares if share is not None]
    return f"{100 * sum(known) / len(known):.0f} %" if known else "–"


def wrong(done: Outcomes) -> list[Outcome]:
    """The outcomes that are not right, those that the tutor was surest of first."""
    return sorted((one for one in done if not one.verdict.right), key=lambda one: -one.verdict.confidence)


def described(outcome: Outcome) -> str:
    """One wrong outcome in two lines: what was asked, and what was answered."""
    question = outcome.question
    asked = " → ".join((*question.earlier, question.question))
    said = outcome.reply["text"].replace("\n", " ").split()
    shown = " ".join(said[:_SHOWN]) + (" …" if len(said) > _SHOWN else "")
    return f"- `{question.id}` {asked}  \n  lacks {'; '.join(outcome.verdict.lacks)}. It said: {shown}"


def abstaining_curve(done: Outcomes) -> list[tuple[float, float, float]]:
    """Threshold, share of answerable refused, share of unanswerable refused, for every threshold that matters."""
    answerable = [outcome.verdict.confidence for outcome in done if outcome.question.answerable]
    refusable = [outcome.verdict.confidence for outcome in done if not outcome.question.answerable]
    thresholds = sorted({0.0, *answerable, *refusable, 1.0 + 1e-9})
    return [(limit, _below(answerable, limit), _below(refusable, limit)) for limit in thresholds]


def _below(confidences: Sequence[float], limit: float) -> float:
    return sum(confidence < limit for confidence in confidences) / max(len(confidences), 1)
