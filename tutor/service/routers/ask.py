"""Questions and their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic_core import to_json

from tutor.backend import Backend
from tutor.errors import outcome_of, readable
from tutor.service.dependencies import MetricsOf, ReadyBackend
from tutor.service.events import EVENTS, EventStream, event, event_stream
from tutor.service.metrics import Metrics
from tutor.service.schemas import AnswerResponse, AskRequest, ConversationId, Globs, Question

router = APIRouter(prefix="/v1/ask", tags=["ask"])


@router.post("", response_model=AnswerResponse)
def ask(body: AskRequest, backend: ReadyBackend, metrics: MetricsOf) -> Response:
    """The answer, quoted from the notes, or an honest 'the notes do not cover this'."""
    # Written here: to hold it against its own shape first would take FastAPI longer than everything else it does.
    return Response(to_json(_answer(body, backend, metrics)), media_type="application/json")


@router.post("/stream", response_class=EventStream, responses=EVENTS)
def ask_stream(body: AskRequest, backend: ReadyBackend, metrics: MetricsOf) -> EventStream:
    """The same answer as events: 'citation' and 'block', at last 'done'; 'error' ends a failed one."""
    return event_stream(_answer_events(body, backend, metrics))


@router.get("/stream", response_class=EventStream, responses=EVENTS)
def ask_stream_by_link(
    backend: ReadyBackend,
    metrics: MetricsOf,
    question: Annotated[Question, Query()],
    conversation_id: Annotated[ConversationId | None, Query()] = None,
    sources: Annotated[Globs | None, Query()] = None,
) -> EventStream:
    """The same for a browser's EventSource, which can only GET."""
    body = AskRequest(question=question, conversation_id=conversation_id, sources=sources)
    return event_stream(_answer_events(body, backend, metrics))


def _answer(body: AskRequest, backend: Backend, metrics: Metrics) -> dict[str, Any]:
    try:
        reply = backend.ask(body.question, body.conversation_id, body.sources)
    except Exception:
        metrics.failed()
        raise
    metrics.answered(reply)
    return reply


def _answer_events(body: AskRequest, backend: Backend, metrics: Metrics) -> Iterator[str]:
    try:
        reply = _answer(body, backend, metrics)
    except Exception as error:  # the response has begun: the failure is its last event
        failure = readable(error)
        outcome = outcome_of(failure)
        yield event("error", {"status": outcome.status, "title": outcome.title, "detail": str(failure)})
        return
    sent: set[int] = set()
    citations = {citation["n"]: citation for citation in reply["citations"]}
    for block in reply["answer"]:
        for n in block["citations"]:
            if n not in sent:
                yield event("citation", citations[n])
                sent.add(n)
        yield event("block", block)
    yield event("done", reply)
