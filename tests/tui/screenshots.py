"""The pictures in docs/screenshots, over the notes that come with it: `make screenshots`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from textual.widgets import Input

from tests.tui.driving import QuickApp, enter, press, settle
from tui.service import Start
from tutor.client import BackgroundService
from tutor.settings import load_settings

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"

FONTS = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)  # fetched from elsewhere; the reader's own do as well


@dataclass(frozen=True)
class Shot:
    """What is shown once these lines were sent off and these keys pressed."""

    lines: tuple[str, ...]
    keys: tuple[str, ...] = ()
    size: tuple[int, int] = (100, 30)


SHOTS = {
    "chat": Shot(("Can I add an LSI to a table later?",)),
    "source": Shot(("Can I add an LSI to a table later?",), ("ctrl+o", "enter"), (150, 36)),
    "compare": Shot(("/compare RDS, DynamoDB",)),
    "advise": Shot(
        ("/advise A shop needs joins and transactions, millisecond reads by key and little administration",)
    ),
    "disagreements": Shot(("/conflicts",)),
    "calculate": Shot(("/calculate",)),
    "notes": Shot(("/notes read replica lag",), size=(150, 30)),
}


async def take(name: str, shot: Shot, service: BackgroundService, config: Path) -> None:
    """Write one picture."""
    app = QuickApp(lambda: Start(service.client), config)
    async with app.run_test(size=shot.size) as pilot:
        await settle(pilot)
        for line in shot.lines:
            await enter(pilot, line)
        await press(pilot, *shot.keys)
        for field in app.screen.query(Input):
            field.cursor_blink = False
        await settle(pilot)
        picture = FONTS.sub("", app.export_screenshot(title="tutor"))
        (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


async def main() -> None:
    """Write all pictures."""
    settings = load_settings().model_copy(update={"notes": ()})
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as config, BackgroundService(settings) as service:
        service.wait_until_ready()
        for name, shot in SHOTS.items():
            await take(name, shot, service, Path(config))


if __name__ == "__main__":
    asyncio.run(main())
