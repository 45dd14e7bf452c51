"""The command line."""

from tutor.cli.app import main

__all__ = ["main"]
