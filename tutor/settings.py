"""Settings: flags first, then the environment (TUTOR_...), then config.toml, then the defaults below."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from index.encoder import DEFAULT_MODEL
from tutor.errors import SettingsInvalid

APP = "notes-tutor"
LOOPBACK = ("127.0.0.1", "localhost", "::1")

LogLevel = Literal["debug", "info", "warning", "error"]


def config_file() -> Path:
    """Where config.toml is looked for."""
    return platformdirs.user_config_path(APP) / "config.toml"


def keep_notes(folder: Path) -> None:
    """Make `folder` the notes from now on, in config.toml, which names none yet. Raises SettingsInvalid."""
    file = config_file()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        rest = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(f"notes = [{json.dumps(str(folder), ensure_ascii=False)}]\n{rest}", encoding="utf-8")
    except OSError as error:
        raise SettingsInvalid(f"{file} cannot be written ({error.strerror}). Set TUTOR_NOTES instead") from error


class Settings(BaseSettings):
    """Everything that can be set. Paths are absolute, with '~' expanded."""

    model_config = SettingsConfigDict(env_prefix="TUTOR_", env_ignore_empty=True, extra="forbid", frozen=True)

    home: Path = Field(default_factory=lambda: platformdirs.user_data_path(APP), description="data folder")
    notes: Annotated[tuple[Path, ...], NoDecode] = Field((), description="folders of notes; none: the included ones")
    model: str = Field(DEFAULT_MODEL, min_length=1, description="embedding model: a name or a folder")
    url: str | None = Field(None, pattern=r"^https?://", description="use the service at this address")
    api_key: SecretStr | None = Field(None, description="key that the service asks for and the client sends")
    log: LogLevel = Field("warning", description="level of the log on stderr")
    host: str = Field("127.0.0.1", min_length=1, description="address that the service binds to")
    port: int = Field(8000, ge=0, le=65535, description="port of the service; 0 picks a free one")
    watch: bool | None = Field(None, description="follow the notes while serving; not set: only for chat")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field((), description="further names it may be called by")
    max_body_bytes: int = Field(65_536, ge=1_024, le=16_777_216)
    max_question_chars: int = Field(2_000, ge=1, le=2_000)
    conversations_kept: int = Field(1_000, ge=1, le=100_000)
    conversation_turns: int = Field(500, ge=10, le=10_000, description="turns kept of one conversation")
    conversation_days: int = Field(365, ge=1, le=36_500, description="how long one is kept after its last turn")
    requests_at_once: int = Field(64, ge=1, le=10_000, description="more are told to come back")
    grace_seconds: int = Field(5, ge=0, le=600, description="for answers in flight when the service is told to stop")
    requests_per_minute: int = Field(60_000, ge=1, le=10_000_000, description="limit for each API key")

    @field_validator("notes", mode="before")
    @classmethod
    def _split_folders(cls, value: Any) -> Any:
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split_names(cls, value: Any) -> Any:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("home")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("notes")
    @classmethod
    def _all_absolute(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        return tuple(path.expanduser().absolute() for path in value)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The order of precedence, highest first."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())


def load_settings(**flags: Any) -> Settings:
    """Settings with the flags that were given; None and empty tuples count as not given.

    Raises SettingsInvalid with every fault in one message.
    """
    given = {name: value for name, value in flags.items() if value not in (None, (), [])}
    try:
        return Settings(**given)
    except ValidationError as error:
        faults = "; ".join(_fault(fault["loc"], fault["msg"]) for fault in error.errors(include_input=False))
        raise SettingsInvalid(f"{faults}. Correct the flag, the variable or {config_file()}") from error
    except ValueError as error:  # a config.toml that is not TOML
        raise SettingsInvalid(f"{config_file()} cannot be read: {error}. Correct or remove it") from error


def _fault(location: tuple[int | str, ...], message: str) -> str:
    name = str(location[0]) if location else "settings"
    return f"{name} (TUTOR_{name.upper()}): {message}"
