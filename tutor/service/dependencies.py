"""What routers are given. The app's state is typed here, once.

All are coroutines, though none waits: FastAPI would hand each of the others to a thread of its own.
"""

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


KeeperOf = Annotated[Keeper, Depends(keeper_of)]
MetricsOf = Annotated[Metrics, Depends(metrics_of)]


async def backend_of(keeper: KeeperOf) -> Backend:
    """The open index. Raises NotReady until it is."""
    return keeper.backend()


ReadyBackend = Annotated[Backend, Depends(backend_of)]
