"""The notes."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from tutor.service.dependencies import ReadyBackend
from tutor.service.schemas import SourceResponse, SourcesResponse

router = APIRouter(prefix="/v1/sources", tags=["sources"])


@router.get("", response_model=SourcesResponse)
def sources(backend: ReadyBackend) -> Any:
    """The notes indexed."""
    return {"sources": backend.sources()}


@router.get("/{path:path}", response_model=SourceResponse)
def source(path: str, backend: ReadyBackend) -> Any:
    """One note's repaired text with its blocks and lines. Only paths that are in the index are read."""
    return backend.source(path)
