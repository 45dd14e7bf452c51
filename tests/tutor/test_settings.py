"""Flags first, then the environment, then config.toml, then the defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tutor.errors import SettingsInvalid
from tutor.settings import config_file, load_settings


def write_config(text: str) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text(text, encoding="utf-8")


def test_the_order_is_flag_environment_file_default(monkeypatch: pytest.MonkeyPatch) -> None:
    write_config("port = 1\nmax_body_bytes = 2000\nconversations_kept = 3\n")
    monkeypatch.setenv("TUTOR_PORT", "4")
    monkeypatch.setenv("TUTOR_CONVERSATIONS_KEPT", "5")

    settings = load_settings(port=6)

    assert (settings.port, settings.conversations_kept, settings.max_body_bytes, settings.host) == (
        6,
        5,
        2000,
        "127.0.0.1",
    )


def test_flags_that_were_not_given_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_NOTES", "/a")

    assert load_settings(notes=(), port=None).notes == (Path("/a"),)


def test_folders_are_separated_as_in_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_NOTES", os.pathsep.join(("/a b", "", "~/c")))

    assert load_settings().notes == (Path("/a b"), Path.home() / "c")


def test_folders_of_the_file_are_a_list() -> None:
    write_config('notes = ["/a", "/b"]\n')

    assert load_settings().notes == (Path("/a"), Path("/b"))


def test_a_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_API_KEY", "s3cret")

    assert "s3cret" not in repr(load_settings())


FAULTS = {
    "out of bounds": ("port = 70000\n", "port (TUTOR_PORT): Input should be less than or equal to 65535"),
    "unknown": ("colour = 'red'\n", "colour (TUTOR_COLOUR): Extra inputs are not permitted"),
    "not TOML": ("port\n", "cannot be read"),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_names_the_setting_and_the_next_step(text: str, message: str) -> None:
    write_config(text)

    with pytest.raises(SettingsInvalid) as raised:
        load_settings()

    assert message in str(raised.value)
    assert str(config_file()) in str(raised.value)
    assert "orrect" in str(raised.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsInvalid) as raised:
        load_settings(port=-1, max_body_bytes=1)

    assert "TUTOR_PORT" in str(raised.value)
    assert "TUTOR_MAX_BODY_BYTES" in str(raised.value)
