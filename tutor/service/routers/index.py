"""The index: its state and its rebuilding. Answers while the index is not loaded, too."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter

from tutor.service.dependencies import KeeperOf
from tutor.service.events import EVENTS, EventStream, event, event_stream
from tutor.service.keeper import Job, JobState, Keeper
from tutor.service.schemas import IndexResponse, JobResponse

LOOK_SECONDS = 0.1

router = APIRouter(prefix="/v1/index", tags=["index"])


@router.get("", response_model=IndexResponse)
def state(keeper: KeeperOf) -> Any:
    """The state of the index, of a running build and of the last one."""
    return keeper.describe()


@router.post("/rebuild", response_model=JobResponse, status_code=202)
def rebuild(keeper: KeeperOf) -> Any:
    """Start an incremental rebuild; while one runs, that one is returned."""
    return keeper.rebuild()


@router.get("/events", response_class=EventStream, responses=EVENTS)
def events(keeper: KeeperOf) -> EventStream:
    """'state', then 'progress' while a build runs, and 'done' or 'error' at its end."""
    return event_stream(_build_events(keeper))


async def _build_events(keeper: Keeper) -> AsyncIterator[str]:
    job = keeper.job
    yield event("state", {"state": keeper.state, "job": _job_to_json(job) if job else None})
    while job and job.state is JobState.RUNNING and not keeper.stopping:
        await asyncio.sleep(LOOK_SECONDS)
        if keeper.job is not None and keeper.job != job:
            job = keeper.job
            yield event(_event_name(job), _job_to_json(job))


def _event_name(job: Job) -> str:
    return {JobState.RUNNING: "progress", JobState.DONE: "done", JobState.FAILED: "error"}[job.state]


def _job_to_json(job: Job) -> dict[str, Any]:
    return JobResponse.model_validate(job).model_dump()
