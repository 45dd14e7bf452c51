"""One router for each resource. A new one is added to ROUTERS."""

from tutor.service.routers import ask, conversations, health, index, search, sources

ROUTERS = (health.router, ask.router, search.router, sources.router, index.router, conversations.router)

__all__ = ["ROUTERS"]
