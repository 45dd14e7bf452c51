"""The real service: its own process, its own port, a real index."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from tutor.children import child_command, child_environment
from tutor.client import BackgroundService, LastingService, connect
from tutor.errors import AddressInUse, NotReady, ServiceUnreachable, SettingsInvalid
from tutor.service.rebuilding import YIELDING, ChildBuilder
from tutor.service.serving import bind, url_of
from tutor.settings import Settings, load_settings


@pytest.fixture
def settings(warm_home: Path, notes: Path) -> Settings:
    return load_settings(home=warm_home, notes=(notes,), watch=False)


@pytest.fixture
def service(settings: Settings) -> Iterator[BackgroundService]:
    with BackgroundService(settings) as service:
        yield service


def test_it_answers_at_once_builds_the_index_and_follows_the_notes(service: BackgroundService, notes: Path) -> None:
    with service.client() as client:
        assert client.healthy()
        if not client.ready():
            with pytest.raises(NotReady):
                client.ask("tea")
        service.wait_until_ready()

        reply = client.ask("How long is green tea steeped?")
        assert "2 minutes" in reply["text"]
        assert (reply["citations"][0]["source"], reply["citations"][0]["line_start"]) == ("tea.md", 5)

        (notes / "coffee.md").write_text("# Espresso\n\nEspresso is brewed for 25 seconds.\n", encoding="utf-8")
        client.rebuild()
        events = list(client.index_events())
        assert events[-1][0] == "done"
        assert events[-1][1]["report"]["new"] == ["coffee.md"]
        assert [note["source"] for note in client.sources()] == ["coffee.md", "tea.md"]


def test_while_notes_are_watched_what_is_saved_is_answered_from(settings: Settings, notes: Path) -> None:
    with BackgroundService(settings.model_copy(update={"watch": None})) as service, service.client() as client:
        service.wait_until_ready()
        (notes / "coffee.md").write_text("# Espresso\n\nEspresso is brewed for 25 seconds.\n", encoding="utf-8")
        while "coffee.md" not in {note["source"] for note in client.sources()}:
            pass
        (notes / "coffee.md").rename(notes / "brews.md")
        while "brews.md" not in {note["source"] for note in client.sources()}:
            pass

        assert "25 seconds" in client.ask("How long is espresso brewed?")["text"]
        assert client.index()["stale_notes"] == 0


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="Windows tells priorities in another way")
def test_a_build_stands_back_behind_those_who_ask(settings: Settings) -> None:
    builder, steps = ChildBuilder(settings, stays=True), []
    for yielding in (False, True):
        builder.build(lambda _: None, yielding)
        assert builder._child
        steps.append(os.getpriority(os.PRIO_PROCESS, builder._child.pid))
    builder.close()

    own = os.getpriority(os.PRIO_PROCESS, 0)
    assert steps == [own, min(own + YIELDING, 19)]


def test_a_service_of_ones_own_ends_with_its_client(settings: Settings) -> None:
    client = connect(settings)
    url = client.url
    assert client.healthy()

    client.close()

    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health")


def test_a_service_for_several_is_started_again_at_its_address(settings: Settings) -> None:
    with LastingService(settings) as service:
        first = service._service
        first._process.kill()
        while service._service is first:
            pass

        assert httpx.get(f"{service.url}/health").is_success
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{service.url}/health")


def test_it_ends_when_its_parent_is_gone(settings: Settings) -> None:
    command = child_command(settings, "serve", "--port", "0", "--with-parent", "--json")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=child_environment(settings)
    ) as child:
        assert child.stdin
        assert child.stdout
        assert httpx.get(json.loads(child.stdout.readline())["url"] + "/health").is_success

        child.stdin.close()

        assert child.wait(timeout=30) == 0


@pytest.mark.parametrize("handler", [signal.SIG_DFL, signal.SIG_IGN], ids=["in front", "in the background of a shell"])
def test_it_ends_in_order_when_interrupted(
    settings: Settings, handler: signal.Handlers, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(partial(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, handler)))  # inherited
    command = child_command(settings, "serve", "--port", "0")
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=child_environment(settings)) as child:
        assert child.stdout
        assert httpx.get(child.stdout.readline().decode().strip() + "/health").is_success

        child.send_signal(signal.SIGINT)

        assert child.wait(timeout=30) == 130


def test_a_service_that_does_not_start_says_where_to_look(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_LOG", "shout")

    with pytest.raises(ServiceUnreachable, match=r"service\.log says why"):
        BackgroundService(settings)

    assert "TUTOR_LOG" in (settings.home / "service.log").read_text(encoding="utf-8")


def test_a_connection_does_not_wait_for_more_to_send() -> None:
    """asyncio sees to it where the socket names its protocol."""
    with bind(load_settings(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_public_address_needs_a_key() -> None:
    with pytest.raises(SettingsInvalid, match="Set TUTOR_API_KEY"):
        bind(load_settings(host="0.0.0.0"))

    with bind(load_settings(host="0.0.0.0", port=0, api_key="s3cret")) as listener:
        assert url_of(listener).startswith("http://0.0.0.0:")


def test_an_address_in_use_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(AddressInUse, match=f":{port}: .* --port"):
            bind(load_settings(port=port))


def test_this_program_is_what_a_child_runs(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "tutor.py").write_text("raise SystemExit('not this one')", encoding="utf-8")

    command = [*child_command(settings, "index", "status")[:4], "--version"]
    ended = subprocess.run(command, cwd=tmp_path, env=child_environment(settings), capture_output=True, text=True)

    assert command[0] == sys.executable
    assert ended.stdout.startswith("notes-tutor ")
