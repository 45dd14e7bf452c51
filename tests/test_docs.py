"""The documents are true."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor import errors
from tutor.cli.app import whole
from tutor.settings import Settings
from tutor.version import VERSION

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def options(command: object) -> set[str]:
    """All options of a command and of those below it."""
    own = {option for parameter in getattr(command, "params", ()) for option in getattr(parameter, "opts", ())}
    return own.union(*(options(part) for part in getattr(command, "commands", {}).values()))


def commands() -> Iterator[str]:
    """The names of all commands, those of groups with two words."""
    for name, command in whole().commands.items():
        parts: dict[str, object] = getattr(command, "commands", {})
        yield from (f"{name} {part}" for part in parts)
        if not parts:
            yield name


@pytest.mark.parametrize("command", commands())
def test_every_command_is_in_the_readme(command: str) -> None:
    assert f"`tutor {command}" in README


def test_every_option_of_the_readme_exists() -> None:
    known = options(whole()) | {"--help"}
    ours = re.sub(r"\b(?:curl|pip) .*", "", README)

    assert set(re.findall(r"(?<![\w-])--?[a-z][\w-]*", ours)) <= known


def test_every_setting_is_in_the_readme_and_every_variable_of_it_exists() -> None:
    assert {f"TUTOR_{name.upper()}" for name in Settings.model_fields} == set(
        re.findall(r"TUTOR_[A-Z_]+\b(?!_)", README)
    )


def test_every_exit_code_is_in_the_readme() -> None:
    codes = {row.exit_code for row in errors.OUTCOMES.values()}
    codes |= {errors.ANSWERED, errors.ABSTAINED, errors.INTERRUPTED}

    assert codes == {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.MULTILINE)}


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_every_path_named_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    paths = re.findall(r"\]\(([\w./-]+)\)", text) + re.findall(
        r"`((?:\.ci|tutor|tui|index|corpus|tests)/[\w./-]*)`", text
    )

    assert [path for path in paths if not (ROOT / path).exists() and not (ROOT / f"{path}.py").exists()] == []


def test_every_target_named_in_the_documents_exists() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    text = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    assert set(re.findall(r"[`\n]make ([a-z]+)\b", text)) <= set(targets)


def test_the_changelog_begins_with_this_version_or_what_comes_next() -> None:
    first = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[0]

    assert first == "Unreleased" or first.startswith(VERSION)


def test_the_constraints_are_names_and_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()

    assert [line for line in lines if not re.fullmatch(r"#.*|[a-z0-9-]+==[0-9][0-9a-z.]*", line)] == []
