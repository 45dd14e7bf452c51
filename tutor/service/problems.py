"""Every failure as `application/problem+json` (RFC 9457). What an error becomes is in `tutor.errors.OUTCOMES`."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.routing import Match

from index.errors import NotesTutorError
from tutor.errors import outcome_of, readable

MEDIA_TYPE = "application/problem+json"
METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


def problem(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **more: Any
) -> JSONResponse:
    """A problem response."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


def problem_of(error: NotesTutorError) -> JSONResponse:
    """The problem response for one of our errors."""
    outcome = outcome_of(error)
    headers = {"Retry-After": str(outcome.retry_after)} if outcome.retry_after else {}
    if outcome.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return problem(outcome.status, outcome.title, str(error), headers)


def _any(_: Request, error: Exception) -> JSONResponse:
    return problem_of(readable(error))


def _unfit(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    faults = [{"where": [str(part) for part in fault["loc"]], "message": fault["msg"]} for fault in error.errors()]
    first = f"{'.'.join(faults[0]['where'])}: {faults[0]['message']}" if faults else "The request does not fit"
    return problem(422, "Input does not fit", f"{first}. See /openapi.json for what fits", errors=faults)


def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_methods(request))
    return problem(error.status_code, HTTPStatus(error.status_code).phrase, str(error.detail), headers)


def _methods(request: Request) -> list[str]:
    """What may be done at a path, whichever of its routes does it: each of them knows only its own methods."""
    scopes = {method: {**request.scope, "method": method} for method in METHODS}
    routes = request.app.routes
    return [
        method for method, scope in scopes.items() if any(route.matches(scope)[0] is Match.FULL for route in routes)
    ]


HANDLERS = {
    NotesTutorError: _any,
    RequestValidationError: _unfit,
    HTTPException: _http,
}


def install_handlers(app: FastAPI) -> None:
    """Let every failure of `app` become a problem."""
    for kind, handler in HANDLERS.items():
        app.add_exception_handler(kind, handler)
