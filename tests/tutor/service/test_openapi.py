"""Requests made up from the service's own description, in short; tests/benchmarks/openapi.py makes thousands."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn

from tests.benchmarks.openapi import command
from tests.tutor.fakes import FakeBuilder, fake_backend
from tutor.service.app import create_app
from tutor.service.serving import bind, url_of
from tutor.settings import load_settings


@pytest.fixture
def url(home: Path) -> Iterator[str]:
    """A service over fakes, on a port of its own."""
    app = create_app(load_settings(), lambda: fake_backend(home), FakeBuilder())
    listener = bind(load_settings(port=0))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    service = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    service.start()
    with listener:
        app.state.keeper.settle()
        yield url_of(listener)
        server.should_exit = True
        service.join()


def test_every_answer_fits_the_description(url: str, tmp_path: Path) -> None:
    ended = subprocess.run(command(url, examples=3), cwd=tmp_path, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stdout
    assert " generated" in ended.stdout
