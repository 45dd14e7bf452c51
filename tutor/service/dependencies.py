"""What routers are given. The app's state is typed here, once."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from tutor.backend import Backend
from tutor.service.keeper import Keeper
from tutor.service.metrics import Metrics


async def keeper_of(request: Request) -> Keeper:
    """The keeper of the index."""
    return cast(Keeper, request.app.state.keeper)


async def metrics_of(request: Request) -> Metrics:
    """What is counted."""
    return cast(Metrics, request.app.state.metrics)


async def backend_of(request: Request) -> Backend:
    """The open index. Raises NotReady until it is."""
    return (await keeper_of(request)).backend()


KeeperOf = Annotated[Keeper, Depends(keeper_of)]
MetricsOf = Annotated[Metrics, Depends(metrics_of)]
ReadyBackend = Annotated[Backend, Depends(backend_of)]
