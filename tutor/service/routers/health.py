"""Whether the service runs, whether it can answer, and figures for Prometheus."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from tutor.service.dependencies import KeeperOf, MetricsOf, ReadyBackend
from tutor.service.keeper import IndexState, Keeper
from tutor.service.metrics import CONTENT_TYPE
from tutor.service.schemas import Alive
from tutor.version import VERSION

router = APIRouter(tags=["health"])


@router.get("/health", response_model=Alive)
async def health() -> Any:
    """The service runs. Answered even when every thread is busy."""
    return {"status": "ok", "version": VERSION}


@router.get("/ready", response_model=Alive)
def ready(_: ReadyBackend) -> Any:
    """The index is loaded."""
    return {"status": "ok", "version": VERSION}


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(keeper: KeeperOf, counted: MetricsOf) -> PlainTextResponse:
    """Prometheus' text format."""
    return PlainTextResponse(
        counted.text(_gauges(keeper), {str(state): count for state, count in keeper.rebuilds.items()}),
        media_type=CONTENT_TYPE,
    )


def _gauges(keeper: Keeper) -> dict[str, float]:
    index = keeper.describe()
    gauges = {
        "index_ready": float(keeper.state is IndexState.READY),
    }
    for name in ("notes", "passages", "statements", "size_bytes", "stale_notes"):
        if name in index:
            gauges[f"index_{name}"] = float(index[name])
    if "built_at" in index:
        gauges["index_age_seconds"] = (datetime.now(UTC) - datetime.fromisoformat(index["built_at"])).total_seconds()
    return gauges
