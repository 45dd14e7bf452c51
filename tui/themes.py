"""The three themes: dark, light and high contrast."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="tutor-dark",
        primary="#7aa8f0",
        secondary="#a796e0",
        accent="#e9b872",
        success="#86c28b",
        warning="#e0b25c",
        error="#e8747c",
        foreground="#d9dde5",
        background="#15171c",
        surface="#1b1e25",
        panel="#242832",
        dark=True,
    ),
    Theme(
        name="tutor-light",
        primary="#2a5db0",
        secondary="#6a4fb0",
        accent="#9a4f00",
        success="#2f7a3a",
        warning="#8a5a00",
        error="#b3262e",
        foreground="#22252b",
        background="#fcfbf8",
        surface="#f4f2ec",
        panel="#e7e4db",
        dark=False,
    ),
    Theme(
        name="tutor-contrast",
        primary="#00ffff",
        secondary="#ffffff",
        accent="#ffff00",
        success="#00ff00",
        warning="#ffff00",
        error="#ff6060",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#202020",
        dark=True,
    ),
)

DEFAULT_THEME = "tutor-dark"
