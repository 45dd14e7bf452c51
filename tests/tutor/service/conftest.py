"""A service over fakes, asked without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.tutor.fakes import FakeBuilder, FakeIndex, fake_backend
from tutor.backend import Backend
from tutor.service.app import create_app
from tutor.service.keeper import Watch
from tutor.settings import load_settings

Serve = Callable[..., TestClient]


@pytest.fixture
def index() -> FakeIndex:
    return FakeIndex()


@pytest.fixture
def builder() -> FakeBuilder:
    return FakeBuilder()


@pytest.fixture
def serve(home: Path, index: FakeIndex, builder: FakeBuilder) -> Iterator[Serve]:
    """Starts a service with the settings given; ended with the test. `settled=False` does not wait for the index."""
    with ExitStack() as stack:

        def start(
            open_backend: Callable[[], Backend] | None = None,
            settled: bool = True,
            watch: Watch | None = None,
            **flags: Any,
        ) -> TestClient:
            settings = load_settings(**flags)
            app = create_app(settings, open_backend or (lambda: fake_backend(home, index, settings)), builder, watch)
            client = TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)
            stack.callback(builder.go_on.set)
            stack.enter_context(client)
            if settled:
                app.state.keeper.settle()
            return client

        yield start


@pytest.fixture
def client(serve: Serve) -> TestClient:
    """A service whose index is loaded."""
    return serve()
