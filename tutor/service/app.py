"""The app factory."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from threading import Event

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from tutor.backend import Backend, open_backend
from tutor.notes_folder import find_folders
from tutor.service.guards import Guards
from tutor.service.keeper import Keeper, Watch
from tutor.service.logs import RequestLog
from tutor.service.metrics import Metrics
from tutor.service.problems import MEDIA_TYPE, install_handlers
from tutor.service.rebuilding import Builder, ChildBuilder
from tutor.service.routers import ROUTERS
from tutor.service.schemas import Problem
from tutor.settings import Settings
from tutor.version import VERSION

THREADS = max(2, os.cpu_count() or 1)  # that answer: with more of them, each answer takes longer and fewer come
PROBLEMS = {400: "Not JSON", 401: "API key required", 404: "Not found", 409: "Index not usable", 413: "Too large"}
PROBLEMS |= {421: "Unknown host", 403: "Unknown origin", 422: "Input does not fit", 429: "Too many", 503: "Not ready"}


def create_app(
    settings: Settings,
    open_backend: Callable[[], Backend] | None = None,
    builder: Builder | None = None,
    watch: Watch | None = None,
) -> FastAPI:
    """The service for these settings. `open_backend`, `builder` and `watch` are seams for tests."""
    watch = watch or (partial(_changes, settings) if settings.watch else None)
    builder = builder or ChildBuilder(settings, stays=watch is not None)
    keeper = Keeper(open_backend or _opener(settings), builder, watch)
    app = FastAPI(
        title="notes-tutor",
        summary="Answers from your own notes, with the file and line of every sentence.",
        version=VERSION,
        docs_url=None,  # the pages load scripts from the net; the document itself is at /openapi.json
        redoc_url=None,
        lifespan=_lifespan,
        responses={status: _problem_response(title) for status, title in PROBLEMS.items()},
    )
    app.state.keeper = keeper
    app.state.metrics = Metrics()
    app.add_middleware(Guards, settings=settings)
    app.add_middleware(RequestLog)
    install_handlers(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    keeper: Keeper = app.state.keeper
    current_default_thread_limiter().total_tokens = THREADS
    keeper.start()
    try:
        yield
    finally:
        await run_in_threadpool(keeper.close)


def _opener(settings: Settings) -> Callable[[], Backend]:
    return lambda: open_backend(settings)


def _changes(settings: Settings, stop: Event) -> Iterator[None]:
    from index.watching import watch_notes  # only here: a service that does not follow the notes does not need it

    return watch_notes(find_folders(settings.notes), stop)


def _problem_response(title: str) -> dict[str, object]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": title, "model": Problem, "content": {MEDIA_TYPE: {"schema": schema}}}
