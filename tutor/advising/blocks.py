"""A recommendation as JSON, and as blocks of an answer: our word first, then the notes' reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.values import Statement, StatementHit
from tutor.advising.advisor import Advisor, Ranked, Reason, Recommendation
from tutor.advising.options import Encode, parse_options
from tutor.advising.scenarios import is_scenario
from tutor.citing import Citations
from tutor.values import AnswerBlock, BlockKind

_WORDS = 110  # of a whole recommendation
_QUOTE_WORDS = 35
_QUOTES = 3
_WORTH_NAMING = 0.5  # of the winner's score


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to a scenario: blocks, the body of `recommendation`, and the best names."""

    blocks: tuple[AnswerBlock, ...]
    body: dict[str, Any]
    names: tuple[str, ...]


def advise(
    question: str,
    advisor: Advisor,
    citations: Citations,
    encode: Encode | None = None,
    near: Sequence[StatementHit] = (),
) -> Advice | None:
    """Advice on a question that describes a situation; None for another question, or when nothing fits."""
    if not is_scenario(question):
        return None
    scenario, options = parse_options(question)
    found = advisor.advise(scenario, options or None, encode, near=near)
    if found.abstained:
        return None
    blocks = tuple(recommendation_blocks(found, citations))
    return Advice(blocks, recommendation_to_json(found, citations), tuple(one.name for one in found.services[:1]))


def recommendation_to_json(recommendation: Recommendation, citations: Citations) -> dict[str, Any]:
    """A recommendation as the HTTP API gives it, without the list of citations."""
    choice = recommendation.choice
    return {
        "option": choice.option if choice else None,
        "services": [_service(one, citations) for one in recommendation.services],
        "requirements": [
            {"name": one.requirement.name, "evidence_in_scenario": list(one.evidence), "wanted": not one.denied}
            for one in recommendation.requirements
        ],
        "options": [
            {
                "score": fit.score,
                "meets": [_named(name, reason, citations) for name, reason in fit.meets[:_QUOTES]],
                "weakened_by": [_named(name, reason, citations) for name, reason in fit.weakened_by],
            }
            for fit in (choice.fits if choice else ())
        ],
        "tips_over": recommendation.tips,
        "abstained": recommendation.abstained,
    }


def _service(one: Ranked, citations: Citations) -> dict[str, Any]:
    reasons, against = ([_reason(reason, citations) for reason in part] for part in (one.reasons, one.against))
    return {"name": one.name, "score": one.score, "reasons": reasons, "against": against}


def _reason(reason: Reason, citations: Citations) -> dict[str, Any]:
    return {
        "requirement": reason.requirement,
        "text": reason.statement.text,
        "citations": [citations.cite(reason.statement)],
    }


def _named(name: str, reason: Statement | None, citations: Citations) -> dict[str, Any]:
    return {"name": name, "citations": [citations.cite(reason)] if reason else []}


def recommendation_blocks(recommendation: Recommendation, citations: Citations) -> list[AnswerBlock]:
    """What to choose, the notes' reasons word for word, what speaks against it, and the runner-up; no block when abstained."""
    if recommendation.abstained:
        return []
    blocks = _verdict(recommendation, citations)
    first, second = (*recommendation.services[:2], None, None)[:2]
    if first:
        blocks += _quotes("The notes' reasons:", _short(first.reasons)[:_QUOTES], citations)
        blocks += _quotes("What speaks against it:", _short(first.against)[:1], citations)
    if first and second and second.reasons and second.score >= _WORTH_NAMING * first.score:
        blocks.append(AnswerBlock(BlockKind.CONNECTIVE, "Runner-up:"))
        what = f"{second.name}, if {recommendation.tips} matters more." if recommendation.tips else f"{second.name}."
        blocks.append(AnswerBlock(BlockKind.COMPUTED, what, (citations.cite(second.reasons[0].statement),)))
    return _within(blocks)


def _verdict(recommendation: Recommendation, citations: Citations) -> list[AnswerBlock]:
    blocks: list[AnswerBlock] = [AnswerBlock(BlockKind.CONNECTIVE, "Best fit:")]
    choice = recommendation.choice
    if choice:
        fit = choice.fits[choice.option]
        cited = tuple(dict.fromkeys(citations.cite(reason) for _, reason in fit.meets[:2] if reason))
        blocks.append(AnswerBlock(BlockKind.COMPUTED, f"{'ABCDEF'[choice.option]}. {choice.text}", cited))
    elif recommendation.services:
        first = recommendation.services[0]
        cited = tuple(citations.cite(reason.statement) for reason in first.reasons[:1])
        blocks.append(AnswerBlock(BlockKind.COMPUTED, f"{first.name}.", cited))
    return blocks


def _quotes(lead: str, reasons: Sequence[Reason], citations: Citations) -> list[AnswerBlock]:
    if not reasons:
        return []
    quotes = (AnswerBlock(BlockKind.QUOTE, one.statement.text, (citations.cite(one.statement),)) for one in reasons)
    return [AnswerBlock(BlockKind.CONNECTIVE, lead), *quotes]


def _short(reasons: Sequence[Reason]) -> list[Reason]:
    short = [reason for reason in reasons if len(reason.statement.text.split()) <= _QUOTE_WORDS]
    return short or list(reasons[:1])


def _within(blocks: Sequence[AnswerBlock]) -> list[AnswerBlock]:
    """The blocks up to the word limit, none of them cut, and no lead-in without what it leads to."""
    kept: list[AnswerBlock] = []
    words = 0
    for block in blocks:
        words += len(block.text.split())
        if words > _WORDS and len(kept) > 2:
            break
        kept.append(block)
    while kept and kept[-1].kind is BlockKind.CONNECTIVE:
        kept.pop()
    return kept
