"""Asking every question of a file, in this process or of a running service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index.build import build
from tests.evaluation.judging import Verdict, judge
from tests.evaluation.questions import Question
from tutor.backend import open_backend
from tutor.client import TutorClient
from tutor.settings import load_settings

Json = dict[str, Any]


class Asker(Protocol):
    """Answers questions; the backend in this process is one, the client of a service another."""

    def ask(self, question: str, conversation_id: str | None = None) -> Json:
        """The answer as of `POST /v1/ask`."""

    def recommend(self, scenario: str) -> Json:
        """What fits a scenario, best first, as of `POST /v1/recommend`."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A question, what was answered, and what that is worth."""

    question: Question
    reply: Json
    verdict: Verdict


@contextmanager
def tutor_of(notes: Path, home: Path, url: str | None = None) -> Iterator[Asker]:
    """The service at `url`, or a tutor of our own over the notes, whose index is brought up to date in `home`."""
    if url:
        with TutorClient(url) as client:
            yield client
        return
    settings = load_settings(home=home, notes=(notes,))
    build([notes], home, settings.model)
    with closing(open_backend(settings)) as backend:
        yield backend


def outcomes(tutor: Asker, questions: Sequence[Question], notes: Path) -> list[Outcome]:
    """Each question asked, after those before it in its conversation, and judged."""
    asked = []
    for question in questions:
        reply = _reply(tutor, question)
        asked.append(Outcome(question, reply, judge(question, reply, notes)))
    return asked


def _reply(tutor: Asker, question: Question) -> Json:
    if question.type == "scenario":
        return _as_answer(tutor.recommend(question.question))
    conversation = None
    for earlier in question.earlier:
        conversation = tutor.ask(earlier, conversation)["conversation_id"]
    return tutor.ask(question.question, conversation)


def _as_answer(advice: Json) -> Json:
    """Advice in the shape of an answer, a block for each reason."""
    reasons = [reason for service in advice["services"][:1] for reason in service["reasons"]]
    return {
        "text": "; ".join(service["name"] for service in advice["services"]),
        "answer": [{"kind": "quote", "text": one["text"], "citations": one["citations"]} for one in reasons],
        "citations": advice["citations"],
        "abstained": not advice["services"],
        "confidence": 1.0,
        "recommendation": advice,
        "conflicts": [],
    }
