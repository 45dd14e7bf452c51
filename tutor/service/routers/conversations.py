"""Conversations."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from tutor.service.dependencies import ReadyBackend
from tutor.service.schemas import ConversationId, ConversationResponse

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])


@router.get("/{conversation_id}", response_model=ConversationResponse)
def conversation(conversation_id: ConversationId, backend: ReadyBackend) -> Any:
    """The turns of a conversation, oldest first."""
    return backend.conversation(conversation_id)


@router.delete("/{conversation_id}", status_code=204)
def forget(conversation_id: ConversationId, backend: ReadyBackend) -> None:
    """Remove a conversation with its turns."""
    backend.forget(conversation_id)
