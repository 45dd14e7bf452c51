"""Server-sent events."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

from fastapi.responses import StreamingResponse


def event(name: str, data: Any) -> str:
    """One event; `data` is JSON-ready."""
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


_EVENT = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string", "description": "one JSON object"}},
    "required": ["event", "data"],
}
EVENTS: dict[int | str, dict[str, Any]] = {200: {"content": {"text/event-stream": {"schema": _EVENT}}}}  # for OpenAPI


class EventStream(StreamingResponse):
    """A response that sends events as they come."""

    media_type = "text/event-stream"


def event_stream(events: Iterator[str] | AsyncIterator[str]) -> EventStream:
    """The response for some events."""
    return EventStream(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
