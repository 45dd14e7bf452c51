"""Ranked passages."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from tutor.service.dependencies import ReadyBackend
from tutor.service.schemas import Globs, Question, SearchResponse

router = APIRouter(prefix="/v1/search", tags=["search"])


@router.get("", response_model=SearchResponse)
def search(
    backend: ReadyBackend,
    q: Annotated[Question, Query()],
    k: Annotated[int, Query(ge=1, le=100)] = 10,
    sources: Annotated[Globs | None, Query()] = None,
) -> Any:
    """Passages with their dense, full-text and fused scores, best first."""
    return {"query": q, "results": backend.search(q, k, sources)}
