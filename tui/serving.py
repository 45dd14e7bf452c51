"""The same screen in a browser, through textual-serve, for this machine only."""

from __future__ import annotations

import shlex
import socket
from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web
from textual_serve.server import Server

from tutor.errors import AddressInUse

LOOPBACK = "127.0.0.1"

# The page of textual-serve asks for a font from elsewhere. Nothing is to be asked for, or sent, elsewhere.
POLICY = "default-src 'self' 'unsafe-inline' data:; frame-ancestors 'none'"


class LocalServer(Server):
    """Runs `command` for each tab. Answers to its own address only, so that no web page can reach it."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        super().__init__(shlex.join(command), host=LOOPBACK, port=port, title="notes-tutor")

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self.guard)
        app.on_response_prepare.append(self.restrict)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Print no banner."""

    @web.middleware
    async def guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Refuse what was sent to another name (DNS rebinding) or by another page."""
        if request.host != f"{LOOPBACK}:{self.port}" or request.headers.get("Origin") not in (None, self.public_url):
            raise web.HTTPForbidden(text=f"Open {self.public_url} instead.")
        return await handler(request)

    async def restrict(self, request: web.Request, response: web.StreamResponse) -> None:
        """Tell the browser whom the page may talk to."""
        response.headers["Content-Security-Policy"] = POLICY


def serve(command: Sequence[str], port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted; port 0 picks a free one. `announce` is given the address. Raises AddressInUse."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, port))
        except OSError as error:
            raise AddressInUse(f"Port {port} cannot be used ({error.strerror}). Choose another with --port") from error
        server = LocalServer(command, listener.getsockname()[1])
        listener.listen()
        announce(server.public_url)
        web.run_app(server._make_app(), sock=listener, print=None)
