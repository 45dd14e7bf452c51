"""The HTTP service. Only this package knows FastAPI."""

from tutor.service.app import create_app
from tutor.service.serving import serve

__all__ = ["create_app", "serve"]
