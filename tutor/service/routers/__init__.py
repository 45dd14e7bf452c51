"""One router for each resource. A new one is added to ROUTERS."""

from tutor.service.routers import ask, comparing, conversations, health, index, search, sources

ROUTERS = tuple(module.router for module in (health, ask, search, sources, comparing, index, conversations))

__all__ = ["ROUTERS"]
