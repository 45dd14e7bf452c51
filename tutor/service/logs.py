"""One JSON object a line on stderr, each with the id of its request. What was asked is in none of them."""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tutor.errors import readable
from tutor.service.problems import problem_of

log = logging.getLogger(__name__)

ID = re.compile(r"[\w.-]{1,64}", re.ASCII)  # of a request, as a caller may choose it
REQUEST: ContextVar[str] = ContextVar("request", default="")


class JsonLines(logging.Formatter):
    """A record as one line of JSON; `extra={"facts": {...}}` adds to it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": REQUEST.get(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps({name: value for name, value in line.items() if value != ""}, ensure_ascii=True)


def log_as_json() -> None:
    """Let every handler of the log write JSON."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(JsonLines())


class RequestLog:
    """Gives each request an id, hands it back in X-Request-ID, and logs how the request ended. The outermost layer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through. Its query string, which may hold a question, is not logged."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        chosen = Headers(scope=scope).get("x-request-id", "")
        identifier = chosen if ID.fullmatch(chosen) else secrets.token_hex(8)
        token, started, status, begun = REQUEST.set(identifier), time.perf_counter(), 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                headers = MutableHeaders(scope=message)
                headers["X-Request-ID"] = identifier
                headers["X-Content-Type-Options"] = "nosniff"
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception as error:  # the edge: told without its inside, and logged with its request's id
            answer = problem_of(readable(error))
            if not begun:
                await answer(scope, receive, send_with_id)
        finally:
            facts = {"method": scope["method"], "path": scope["path"], "status": status}
            milliseconds = round((time.perf_counter() - started) * 1000, 1)
            log.info("request", extra={"facts": {**facts, "milliseconds": milliseconds}})
            REQUEST.reset(token)
