"""How a rebuild goes: a bar, and what was done so far."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Log, ProgressBar, Static

from tui.reading import one_line
from tui.service import Json

REPORTED = ("new", "changed", "removed", "unchanged", "failed")


class BuildPanel(Vertical):
    """Hidden until a rebuild is asked for."""

    def compose(self) -> ComposeResult:
        """What is being done, the bar, the log."""
        yield Static(id="stage")
        yield ProgressBar(show_eta=False)
        yield Log(max_lines=2000)

    def show_progress(self, job: Json) -> None:
        """One step of the build."""
        self.add_class("-open")
        stage, done, total = one_line(str(job.get("stage", ""))), int(job.get("done") or 0), int(job.get("total") or 0)
        self.query_one(ProgressBar).update(total=total or None, progress=done)
        line = f"{stage} {done}/{total} {one_line(str(job.get('note') or ''))}".rstrip()
        self.query_one("#stage", Static).update(Content(line))
        self.query_one(Log).write_line(line)

    def show_report(self, report: Json) -> None:
        """What the build did."""
        counts = ((name, report.get(name) or ()) for name in REPORTED)
        line = ", ".join(f"{len(notes)} {name}" for name, notes in counts) + f" ({report.get('seconds') or 0:.1f} s)"
        self.query_one(ProgressBar).update(total=1, progress=1)
        self.query_one("#stage", Static).update(Content(f"Done: {line}"))
        log = self.query_one(Log)
        log.write_line(f"Done: {line}")
        for source, reason in failures(report).items():
            log.write_line(f"Not read: {one_line(source)}: {reason}")

    def show_failure(self, reason: str) -> None:
        """Why the build failed; the last good index stays."""
        self.add_class("-open")
        line = f"Failed: {one_line(reason)}"
        self.query_one("#stage", Static).update(Content(line))
        self.query_one(Log).write_line(line)


def failures(report: Json | None) -> dict[str, str]:
    """Notes that could not be read, with the reason, as a build's report tells."""
    failed = (report or {}).get("failed") or {}
    return {str(source): one_line(str(reason)) for source, reason in failed.items()}
