"""Who may call, and how much: checked before anything reads the request."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import NotesTutorError
from tutor.errors import AccessRefused, BodyTooLarge, HostRefused, OriginRefused, Overloaded, TooManyRequests
from tutor.service.problems import problem_of
from tutor.settings import LOOPBACK, Settings

OPEN_PATHS = ("/health", "/ready")  # answered without a key, so that a watchdog needs none
MINUTE = 60.0

Check = Callable[[Scope, Headers], None]


class Guards:
    """Runs every check in turn; the first that raises answers the request."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._max_body = settings.max_body_bytes
        self._most, self._running = settings.requests_at_once, 0
        self._checks: tuple[Check, ...] = (
            HostCheck((settings.host, *LOOPBACK, *settings.allowed_hosts)),
            KeyCheck(settings.api_key.get_secret_value() if settings.api_key else None),
            RateCheck(settings.requests_per_minute, keyed=bool(settings.api_key)),
            self._check_length,
            self._check_room,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request in, or answer it with a problem."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        try:
            headers = Headers(scope=scope)
            for check in self._checks:
                check(scope, headers)
        except NotesTutorError as error:
            await problem_of(error)(scope, receive, send)
            return
        self._running += 1
        try:
            await self._app(scope, self._limited(receive), send)
        finally:
            self._running -= 1

    def _check_room(self, scope: Scope, _: Headers) -> None:
        """Raises Overloaded: whoever is told so at once can come back, whoever waits for minutes gives up."""
        if self._running >= self._most and scope["path"] not in OPEN_PATHS:
            raise Overloaded(f"More than {self._most:,} requests at once. Ask again in a moment")

    def _check_length(self, _: Scope, headers: Headers) -> None:
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._max_body:
            raise BodyTooLarge(self._too_large)

    @property
    def _too_large(self) -> str:
        return f"The body is larger than {self._max_body:,} bytes. Send less, or raise TUTOR_MAX_BODY_BYTES"

    def _limited(self, receive: Receive) -> Receive:
        received = 0

        async def limited() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_body:  # a chunked body has no length to check beforehand
                raise HTTPException(413, self._too_large)
            return message

        return limited


class HostCheck:
    """Refuses names that we were not told about: a page that rebinds its own name to 127.0.0.1 stays outside."""

    def __init__(self, allowed: tuple[str, ...]) -> None:
        self._allowed = frozenset(name.lower().strip("[]") for name in allowed)

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Raises HostRefused or OriginRefused."""
        host = headers.get("host", "")
        if _host_name(f"//{host}") not in self._allowed:
            raise HostRefused(f"This service is not called {host!r}. Name it with --allow-host or TUTOR_ALLOWED_HOSTS")
        origin = headers.get("origin")
        if origin is not None and origin.lower() != f"{scope['scheme']}://{host}".lower():
            raise OriginRefused(f"Pages of {origin!r} may not ask here. Ask from the service's own address")


def _host_name(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


class KeyCheck:
    """Asks for `Authorization: Bearer KEY` when there is a key."""

    def __init__(self, key: str | None) -> None:
        self._expected = f"Bearer {key}".encode() if key else b""

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Raises AccessRefused."""
        if not self._expected or scope["path"] in OPEN_PATHS:
            return
        given = headers.get("authorization", "").encode("latin-1", "replace")
        if not hmac.compare_digest(given, self._expected):
            raise AccessRefused("The API key is missing or wrong. Send `Authorization: Bearer` and TUTOR_API_KEY")


class RateCheck:
    """Lets each key, or each address where there are no keys, ask `limit` times in a minute."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic, keyed: bool = False) -> None:
        self._limit = limit
        self._keyed = keyed
        self._clock = clock
        self._window = 0
        self._counts: dict[str, int] = {}

    def __call__(self, scope: Scope, headers: Headers) -> None:
        """Raises TooManyRequests."""
        if scope["path"] in OPEN_PATHS:
            return
        window = int(self._clock() // MINUTE)
        if window != self._window:
            self._window, self._counts = window, {}
        client = scope.get("client")
        key = headers.get("authorization", "") if self._keyed else client[0] if client else ""
        self._counts[key] = self._counts.get(key, 0) + 1
        if self._counts[key] > self._limit:
            raise TooManyRequests(f"More than {self._limit:,} requests in a minute. Wait for the next minute")
