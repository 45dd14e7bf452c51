"""What is worked out by rules over the notes: comparisons, advice, sums, disagreements."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from tutor.backend import CAPACITY
from tutor.service.dependencies import ReadyBackend
from tutor.service.schemas import (
    CapacityRequest,
    CapacityResponse,
    CompareRequest,
    CompareResponse,
    ConflictsResponse,
    EntitiesResponse,
    RecommendRequest,
    RecommendResponse,
)

router = APIRouter(prefix="/v1", tags=["rules"])


@router.get("/entities", response_model=EntitiesResponse)
def entities(backend: ReadyBackend) -> Any:
    """What can be compared."""
    return {"entities": backend.entities()}


@router.post("/compare", response_model=CompareResponse)
def compare(body: CompareRequest, backend: ReadyBackend) -> Any:
    """Two to five things side by side, every cell from the notes. An unknown one gets 404 with the nearest names."""
    return backend.compare(body.entities, body.aspects)


@router.post("/recommend", response_model=RecommendResponse)
def recommend(body: RecommendRequest, backend: ReadyBackend) -> Any:
    """What fits a scenario, best first, with the notes' own reasons."""
    return backend.recommend(body.scenario, body.options, body.without)


@router.post(f"/calculate/{CAPACITY}", response_model=CapacityResponse)
def calculate(body: CapacityRequest, backend: ReadyBackend) -> Any:
    """Read and write capacity units by the rules in the notes, each step shown."""
    return backend.calculate(CAPACITY, **body.model_dump())


@router.get("/conflicts", response_model=ConflictsResponse)
def conflicts(backend: ReadyBackend) -> Any:
    """Every disagreement found among the notes."""
    return backend.conflicts()
