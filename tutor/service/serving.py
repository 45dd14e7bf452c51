"""Binding to an address and running the app there."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType

import uvicorn

from tutor.errors import AddressInUse, SettingsInvalid
from tutor.service.app import create_app
from tutor.service.logs import log_as_json
from tutor.settings import LOOPBACK, Settings

KEEP_ALIVE_SECONDS = 75  # longer than clients keep a connection: else one is closed while a request is on its way


def serve(settings: Settings, announce: Callable[[str], None], with_parent: bool = False) -> None:
    """Serve until told to stop. `announce` gets the URL once the address is bound; `with_parent` ends with stdin.

    Raises SettingsInvalid for a public address without a key, AddressInUse when it cannot bind, and KeyboardInterrupt
    when an interrupt was what stopped it.
    """
    listener = bind(settings)
    log_as_json()
    announce(url_of(listener))
    config = uvicorn.Config(
        create_app(settings),
        log_config=None,  # as every other record: see logs.py
        log_level=settings.log,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=settings.grace_seconds,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
    )
    server = _Server(config)
    if with_parent:
        threading.Thread(target=_stop_at_end_of_input, args=(server,), daemon=True).start()
    with listener:
        server.run(sockets=[listener])
    if server.interrupted:
        raise KeyboardInterrupt


class _Server(uvicorn.Server):
    """Knows whether it was interrupted. uvicorn hands the signal on to whoever handled it before, and a shell that
    starts the service in the background has it ignored: it would end as if nothing had happened."""

    interrupted = False

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop in order."""
        self.interrupted = self.interrupted or sig == signal.SIGINT
        super().handle_exit(sig, frame)


def bind(settings: Settings) -> socket.socket:
    """A socket bound to the address of the settings."""
    if settings.host not in LOOPBACK and not settings.api_key:
        raise SettingsInvalid(
            f"Without an API key the service does not bind to {settings.host}. Set TUTOR_API_KEY, or use 127.0.0.1"
        )
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # With its protocol named asyncio switches off the waiting for more to send: 40 ms between head and body.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        address = f"{settings.host}:{settings.port}"
        raise AddressInUse(
            f"Cannot bind to {address}: {error.strerror}. Choose another --port, 0 for a free one"
        ) from error
    listener.listen(1_024)
    return listener


def url_of(listener: socket.socket) -> str:
    """Where the service is reached."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop_at_end_of_input(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 4096):  # not through sys.stdin: its lock, held here, would hang a forked child
        pass
    server.should_exit = True
