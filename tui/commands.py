"""What can be typed after a slash: one row each. The palette, Tab and the help are made of these rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """`/name argument`; runs the app's `action_name` with the argument's text."""

    name: str
    argument: str
    help: str


COMMANDS = (
    Command("new", "", "Start a new conversation"),
    Command("compare", "A, B …", "Set two to five things side by side"),
    Command("advise", "SCENARIO", "Rank what the notes offer for a scenario"),
    Command("calculate", "", "Work out DynamoDB capacity, with the steps"),
    Command("conflicts", "", "See on what the notes disagree"),
    Command("notes", "WORDS", "See the notes, search them, rebuild the index"),
    Command("conversations", "", "Resume, rename, delete or export a conversation"),
    Command("export", "", "Write this conversation to a Markdown file"),
    Command("rebuild", "", "Bring the index up to date"),
    Command("theme", "", "Choose dark, light or high contrast"),
    Command("help", "", "Show the keys and commands"),
    Command("quit", "", "Leave"),
)


def parse_command(text: str) -> tuple[Command, str] | None:
    """The command and its argument in '/name argument'; None when there is no such command."""
    name, _, argument = text.removeprefix("/").partition(" ")
    found = next((command for command in COMMANDS if command.name == name.lower()), None)
    return (found, argument.strip()) if found else None
