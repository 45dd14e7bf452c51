"""A recommendation as JSON, and as blocks of an answer: our word first, then the notes' reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from index.values import Statement
from tutor.advising.advisor import Advisor, Ranked, Reason, Recommendation
from tutor.advising.likeness import Likeness
from tutor.advising.options import Choice
from tutor.advising.parsing import LETTERS
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
    scenario: str,
    options: Sequence[str],
    advisor: Advisor,
    citations: Citations,
    likeness: Likeness | None = None,
) -> Advice | None:
    """Advice on a situation, or on which of the options fits it; None when nothing fits."""
    found = advisor.advise(scenario, options or None, likeness=likeness)
    if found.abstained:
        return None
    blocks = tuple(recommendation_blocks(found, citations))
    return Advice(blocks, recommendation_to_json(found, citations), tuple(one.name for one in found.services[:1]))


def recommendation_to_json(recommendation: Recommendation, citations: Citations) -> dict[str, Any]:
    """A recommendation as the HTTP API gives it, without the list of citations."""
    choice = recommendation.choice
    return {
        "option": choice.option if choice else None,
        "chosen": list(choice.chosen) if choice else [],
        "guess": bool(choice and choice.is_guess),
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
    """What to choose, the notes' reasons word for word, what speaks against others; no block when abstained."""
    if recommendation.choice:
        return _within(_chosen(recommendation.choice, citations))
    if not recommendation.services:
        return []
    first, second = (*recommendation.services, None)[:2]
    assert first is not None
    cited = tuple(citations.cite(reason.statement) for reason in first.reasons[:1])
    blocks = [_ours("Best fit:"), AnswerBlock(BlockKind.COMPUTED, f"{first.name}.", cited)]
    blocks += _quotes("The notes' reasons:", _short(first.reasons)[:_QUOTES], citations)
    blocks += _quotes("What speaks against it:", _short(first.against)[:1], citations)
    if second and second.reasons and second.score >= _WORTH_NAMING * first.score:
        tips = f" It would come first with more weight on “{recommendation.tips}”." if recommendation.tips else ""
        cited = (citations.cite(second.reasons[0].statement),)
        blocks += [_ours("Runner-up:"), AnswerBlock(BlockKind.COMPUTED, f"{second.name}.{tips}", cited)]
    return _within(blocks)


def _chosen(choice: Choice, citations: Citations) -> list[AnswerBlock]:
    """The options chosen, each with its letter, why, and what rules the others out."""
    lead = "Nothing in the notes settles this; a guess:" if choice.is_guess else "Best fit:"
    blocks, reasons = [_ours(lead)], []
    for option in choice.chosen:
        spoken = [Reason(name, reason) for name, reason in choice.fits[option].meets if reason]
        cited = tuple(dict.fromkeys(citations.cite(reason.statement) for reason in spoken[:2]))
        blocks.append(AnswerBlock(BlockKind.COMPUTED, f"{LETTERS[option]}. {choice.options[option]}", cited))
        reasons += spoken[: 1 if len(choice.chosen) > 1 else _QUOTES]
    unlike = {reason.statement.text: reason for reason in reasons}
    blocks += _quotes("The notes' reasons:", _short(list(unlike.values())), citations)
    return blocks + _ruled_out(choice, citations)


def _ruled_out(choice: Choice, citations: Citations) -> list[AnswerBlock]:
    """What weakens the options that were not chosen."""
    blocks = []
    for option, fit in enumerate(choice.fits):
        if option not in choice.chosen and fit.weakened_by:
            cited = tuple(citations.cite(reason) for _, reason in fit.weakened_by if reason)
            names = ", ".join(name for name, _ in fit.weakened_by)
            blocks.append(AnswerBlock(BlockKind.COMPUTED, f"{LETTERS[option]}: {names}.", cited))
    return [_ours("What speaks against others:"), *blocks] if blocks else []


def _ours(text: str) -> AnswerBlock:
    return AnswerBlock(BlockKind.CONNECTIVE, text)


def _quotes(lead: str, reasons: Sequence[Reason], citations: Citations) -> list[AnswerBlock]:
    if not reasons:
        return []
    quotes = (AnswerBlock(BlockKind.QUOTE, one.statement.text, (citations.cite(one.statement),)) for one in reasons)
    return [_ours(lead), *quotes]


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
